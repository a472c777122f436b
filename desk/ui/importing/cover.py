"""Does the file list the whole day?  Only then may a missing booking mean a cancelled one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.clock import local_day
from desk.formats import day_text, time_text
from desk.i18n import _, ngettext
from desk.services.dayfile.model import Covers
from desk.services.import_day import Preview
from desk.ui.style import px
from desk.ui.widgets.check import CheckRow, switch_on
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label

_SHOWN = 8


class CoverChoice(QWidget):
    """The declaration, what it would cancel, and the typed confirmation when that is much.

    Signals:
        changed: the declaration is another.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.whole = CheckRow(_("This file lists all bookings of the day"))
        self.whole.setMinimumHeight(px(32))
        self.day = Picker(_("Day that the file lists in full"))
        self._note = Label(role="small", tone="ink2", wrap=True)
        self._danger = Surface("danger")
        self._many = Label(wrap=True)
        self.typed = LineField(_("Number of bookings to cancel"))
        layout = column(self, gap=6)
        inside = column(self._danger, gap=6, margins=(12, 10, 12, 12))
        inside.addWidget(self._many)
        inside.addWidget(self.typed)
        for part in (self.whole, self.day, self._note, self._danger):
            layout.addWidget(part)
        self._danger.hide()
        self.whole.toggled.connect(self.changed)
        self.day.activated.connect(self.changed)

    def show_preview(self, shown: Preview, declared: Covers | None) -> None:
        """Show what the file, or a person, says and what follows from it.

        Args:
            declared: the person's own declaration; the file's lies in the preview.
        """
        covers = shown.file.covers
        by_file = covers is not None and declared is None
        days = _days(shown)
        self.whole.setText(_whole_text(days))
        self.whole.setAccessibleName(self.whole.text())
        switch_on(self.whole, covers is not None)
        self.whole.setEnabled(bool(days) and not by_file)
        chosen = covers.day.isoformat() if covers else ""
        self.day.set_items([(day.isoformat(), day_text(day)) for day in days], chosen)
        self.day.setEnabled(not by_file)
        self.day.setVisible(len(days) > 1)
        self._note.setText(_note(shown, by_file=by_file))
        self._show_guard(shown)

    def covers(self, site: str) -> Covers | None:
        """The person's declaration."""
        if not self.whole.isChecked() or not self.day.key():
            return None
        return Covers(site, date.fromisoformat(self.day.key()))

    def _show_guard(self, shown: Preview) -> None:
        plan = shown.plan
        self._danger.setVisible(plan.needs_confirmation)
        count = len(plan.cancelled)
        text = ngettext(
            "{n} booking would be cancelled. That is a lot: type {n} to confirm it.",
            "{n} bookings would be cancelled. That is a lot: type {n} to confirm it.",
            count,
        )
        self._many.setText(text.format(n=count))
        self.typed.clear()


def _whole_text(days: list[date]) -> str:
    if len(days) != 1:
        return _("This file lists all bookings of the day")
    return _("This file lists all bookings of {day}").format(day=day_text(days[0]))


def _note(shown: Preview, *, by_file: bool) -> str:
    gone = shown.plan.cancelled
    if by_file:
        head = _("The file itself declares it.")
    elif shown.file.covers is not None:
        head = _("Bookings of that day that are not in the file are cancelled.")
    else:
        head = _("While this is off, a booking that is not in the file stays as it is.")
    if not gone:
        return head
    named = ", ".join(f"{time_text(item.start)} {item.reference}" for item in gone[:_SHOWN])
    more = " …" if len(gone) > _SHOWN else ""
    return head + " " + _("Cancelled would be: {bookings}").format(bookings=named + more)


def _days(shown: Preview) -> list[date]:
    days = {local_day(row.start) for row in shown.file.rows if row.start is not None}
    if shown.file.covers is not None:
        days.add(shown.file.covers.day)
    return sorted(days)
