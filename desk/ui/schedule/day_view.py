"""A day: its hours, its free capacity, its bookings."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.board import DaySchedule
from desk.domain.clock import local_day
from desk.formats import time_text
from desk.i18n import _, ngettext
from desk.services.slots import GONE
from desk.ui.schedule.hours_line import HoursLine
from desk.ui.schedule.strip import SlotStrip
from desk.ui.schedule.table import DayTable
from desk.ui.style import px
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import column


class DayView(QWidget):
    """Signals:
    picked(datetime): a slot was clicked.
    """

    picked = Signal(object)

    def __init__(self, slot_minutes: int, *, may_confirm: bool) -> None:
        super().__init__()
        self.day: DaySchedule | None = None
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

    def wait(self) -> None:
        """A day is being read."""
        if self.day is None:
            self.nothing.set(_("Reading the day…"))

    def show_day(self, plan: DaySchedule, now: datetime) -> None:
        """Show a day as it is stored."""
        other = self.day is None or self.day.day != plan.day
        self.day = plan
        self.hours.show_hours(plan.hours)
        self.hours.counts.setText(_counts(plan))
        self.strip.set_slots(plan.slots, now if plan.day == local_day(now) else None)
        self.table.set_entries(plan.entries)
        self.search("")
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

    def _say_empty(self) -> None:
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
