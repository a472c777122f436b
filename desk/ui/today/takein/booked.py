"""Booked clients who are expected, the nearest first; typing narrows the list."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.appointment import AppointmentState
from desk.domain.board import ScheduleEntry
from desk.formats import time_text
from desk.i18n import _
from desk.services.board import find_arrivals
from desk.services.looks import note_search
from desk.ui.context import Context
from desk.ui.looks import SettledSearch
from desk.ui.style import px
from desk.ui.today.words import service_text
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.fields import SearchField
from desk.ui.widgets.layout import column
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row

_GONE = {
    AppointmentState.NO_SHOW,
    AppointmentState.CANCELLED,
    AppointmentState.CANCELLED_NOTIFIED,
    AppointmentState.CONFLICT,
}


class BookedPage(QWidget):
    """A search field over the expected bookings.

    Signals:
        picked: another booking, or none, is chosen; opened: double-clicked.
    """

    picked = Signal()
    opened = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._entries: tuple[ScheduleEntry, ...] = ()
        self.search = SearchField("", "")
        self.list = RowList("")
        self.empty = EmptyState()
        self.list.setMinimumHeight(px(150))
        layout = column(self, gap=8)
        top = column(margins=(16, 0, 16, 0))
        top.addWidget(self.search)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        self.empty.hide()
        self.search.textChanged.connect(self.refresh)
        self.search.moved.connect(self.list.step)
        self.list.chosen.connect(self._picked)
        self.list.opened.connect(self._opened)
        self._look = SettledSearch(context, note_search, self)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        hint = _("Name, number or time")
        self.search.describe(_("Find a booking"), hint)
        self.list.setAccessibleName(_("Expected bookings"))
        self._show()

    def begin(self) -> None:
        """Opened: nothing typed, the nearest chosen."""
        self.list.choose("", tell=False)
        self.search.clear()
        self.search.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        text = self.search.text()
        self._look.at("take_in", text.strip() or None)
        self._context.read(find_arrivals, text, done=self._found, kind="arrivals")

    def rest(self) -> None:
        """Closed: what was typed is looked at no longer."""
        self._look.at("take_in", None)

    def chosen(self) -> UUID | None:
        """The booking that is chosen."""
        key = self.list.key()
        return UUID(key) if key else None

    def _found(self, entries: tuple[ScheduleEntry, ...]) -> None:
        self._entries = entries
        self._show()

    def _show(self) -> None:
        rows = [self._row(entry) for entry in self._entries]
        self.list.set_rows(rows)
        if not self.list.key():
            self.list.choose_first()
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        typed = bool(self.search.text().strip())
        self.empty.set(
            _("No booking today matches") if typed else _("Nobody is expected any more"),
            _("Take the client in as a walk-in."),
        )
        self.picked.emit()

    def _row(self, entry: ScheduleEntry) -> Row:
        booking = entry.appointment
        name = entry.person.name if entry.person and entry.person.name else booking.reference
        gone = booking.state in _GONE
        parts = [service_text(self._context.env, entry.service), booking.reference]
        if booking.expected_at is not None:
            late = _("called: late, until {time}")
            parts.append(late.format(time=time_text(booking.expected_at)))
        if gone:
            parts.append(_("cancelled, or did not come"))
        return Row(
            key=str(booking.id),
            number=time_text(booking.start),
            title=name,
            subtitle=" · ".join(part for part in parts if part and part != name),
            tone="warn" if gone else "",
        )

    def _picked(self, _key: str) -> None:
        self.picked.emit()

    def _opened(self, _key: str) -> None:
        self.opened.emit()
