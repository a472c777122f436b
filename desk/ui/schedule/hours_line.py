"""The hours of a day in words: open or closed, why, and what is not certain about them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.hours import DayException, DayHours, Origin
from desk.formats import intervals_text
from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, Pill


def hours_text(hours: DayHours) -> str:
    """ "Open 8.30–16.00", "Closed", "Hours not known"."""
    if hours.origin is Origin.NONE:
        return _("Hours not known")
    if not hours.intervals:
        return _("Closed")
    return _("Open {hours}").format(hours=intervals_text(hours.intervals))


def is_closed(hours: DayHours) -> bool:
    """Whether the doors are known to stay shut all day."""
    return not hours.intervals and hours.origin is not Origin.NONE


def remark(hours: DayHours) -> str:
    """Why the day differs, and what it displaced: both are shown."""
    parts = [hours.note]
    if hours.overridden is not None:
        parts.append(_overridden(hours.overridden))
    return " · ".join(part for part in parts if part)


def _overridden(other: DayException) -> str:
    hours = intervals_text(other.intervals) or _("closed")
    return _("instead of {hours} ({reason})").format(hours=hours, reason=other.reason)


class HoursLine(QWidget):
    """Pills, the reason, and a bar for a shorter day that someone has to confirm.

    Signals:
        confirmed: the proposed shorter day shall be in force.
    """

    confirmed = Signal()

    def __init__(self, *, may_confirm: bool) -> None:
        super().__init__()
        self._may = may_confirm
        self._open, self._doubt = Pill(), Pill()
        self._note = Label(role="small", tone="ink2", wrap=True)
        self.counts = Label(role="small", tone="ink2", wrap=True)
        self._proposal = Surface("warn")
        self._proposed = Label(wrap=True)
        self.confirm = Button(kind="normal", guarded=True)
        self._build()
        self.confirm.clicked.connect(self.confirmed)

    def show_hours(self, hours: DayHours) -> None:
        """Say a day's hours."""
        closed = not hours.intervals
        self._open.set(hours_text(hours), "warn" if closed else "neutral")
        doubt = not hours.confirmed and hours.origin is not Origin.NONE
        tip = _("Headquarters has not confirmed these hours. Nothing is refused because of them.")
        self._doubt.set(_("hours not confirmed") if doubt else "", "warn", tip=tip)
        self._note.setText(remark(hours))
        self._note.setVisible(bool(self._note.text()))
        self._propose(hours)

    def _propose(self, hours: DayHours) -> None:
        self._proposal.setVisible(hours.proposed is not None)
        if hours.proposed is None:
            return
        text = _("The working day before a holiday is an hour shorter: {hours} is proposed.")
        said = text.format(hours=intervals_text(hours.proposed))
        if not self._may:
            said += " " + _("The branch head confirms it.")
        self._proposed.setText(said)
        self.confirm.set_text(_("Confirm the shorter day"))
        self.confirm.setVisible(self._may)

    def _build(self) -> None:
        layout = column(self, gap=8)
        first = row(gap=8)
        for pill in (self._open, self._doubt):
            first.addWidget(pill)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.counts.setAlignment(right)
        first.addWidget(self._note, 1)
        first.addWidget(self.counts, 1)
        layout.addLayout(first)
        inside = row(self._proposal, gap=12, margins=(12, 8, 8, 8))
        inside.addWidget(self._proposed, 1)
        inside.addWidget(self.confirm)
        layout.addWidget(self._proposal)
        for hidden in (self._open, self._doubt, self._proposal):
            hidden.hide()
