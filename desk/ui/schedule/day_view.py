"""A day: its hours, its free capacity, its bookings."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.board import DaySchedule
from desk.domain.clock import local_day
from desk.formats import time_text
from desk.i18n import _, ngettext
from desk.services.slots import GONE
from desk.ui.schedule.hours_line import HoursLine, is_closed
from desk.ui.schedule.strip import SlotStrip
from desk.ui.schedule.table import DayTable
from desk.ui.style import px
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import at_once, column


class DayView(QWidget):
    """Signals:
    picked(datetime): a slot was clicked.
    """

    picked = Signal(object)

    def __init__(self, slot_minutes: int, *, may_confirm: bool) -> None:
        super().__init__()
        self.day: DaySchedule | None = None
        self._tall = True
        self.hours = HoursLine(may_confirm=may_confirm)
        self.strip = SlotStrip(slot_minutes)
        self.table = DayTable()
        self.nothing = EmptyState()
        layout = column(self)
        top = column(gap=8, margins=(16, 8, 16, 8))
        top.addWidget(self.hours)
        top.addWidget(self.strip)
        layout.addLayout(top)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(self.table)
        self._pages.setContentsMargins(px(5), 0, px(5), 0)
        holder.setMinimumHeight(px(40))  # the hours above are never squeezed for it
        layout.addWidget(holder, 1)
        self.strip.picked.connect(self.picked)

    def shows(self, day: date) -> bool:
        """Whether the bookings in sight are those of a day."""
        return self.day is not None and self.day.day == day

    def use_room(self, *, tall: bool) -> None:
        """Whether there is room for the free capacity."""
        self._tall = tall
        self.table.use_room(tall=tall)
        self._fit()

    def show_day(self, plan: DaySchedule, now: datetime) -> None:
        """Show a day as it is stored."""
        other = self.day is None or self.day.day != plan.day
        self.day = plan
        with at_once(self):
            self.hours.show_hours(plan.hours)
            self.hours.counts.setText(_counts(plan))
            self.strip.set_slots(plan.slots, now if plan.day == local_day(now) else None)
            self.table.set_entries(plan.entries)
            self.search("")
            self._fit()
        if other:
            self.table.choose_at(now)

    def search(self, text: str) -> None:
        """Show only bookings that fit."""
        self.table.search(text)
        if self.day is None:
            return
        if not self.day.entries:
            self._say_empty()
        elif not self.table.filter.rowCount():
            self.nothing.set(_("No booking fits the filter"), _("Esc shows all again."))
        shown = bool(self.table.filter.rowCount())
        self._pages.setCurrentWidget(self.table if shown else self.nothing)

    def retranslate(self) -> None:
        """Say everything again."""
        self.table.setAccessibleName(_("Bookings of the day"))
        self.table.days.say_again()

    def _fit(self) -> None:
        """A day without places has no capacity to show."""
        self.strip.setVisible(self._tall and (self.day is None or bool(self.day.slots)))

    def _say_empty(self) -> None:
        assert self.day is not None
        if is_closed(self.day.hours):
            advice = _("If it is open after all, say so in “{button}”.")
            button = _("Hours and places…")
            self.nothing.set(_("The branch is closed on this day"), advice.format(button=button))
            return
        advice = _("Import the day file or drop it here; book callers by phone.")
        self.nothing.set(_("No bookings are known for this day"), advice)


def _counts(plan: DaySchedule) -> str:
    booked = sum(entry.appointment.state not in GONE for entry in plan.entries)
    free = sum(max(0, slot.capacity - slot.taken) for slot in plan.slots if slot.open)
    parts = [
        ngettext("{n} booking", "{n} bookings", booked).format(n=booked),
        ngettext("{n} free place", "{n} free places", free).format(n=free),
    ]
    if plan.file_imported_at is not None:
        at = time_text(plan.file_imported_at)
        parts.append(_("file imported at {time}").format(time=at))
    else:
        parts.append(_("no file imported yet"))
    return " · ".join(parts)
