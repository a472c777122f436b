"""Calendars that several tests of this folder use."""

from __future__ import annotations

from datetime import date

from desk.domain.workdays import MovedDay, WorkCalendar
from desk.services.holiday_source import latvian_holidays

MOVED_2026 = (
    MovedDay(off=date(2026, 1, 2), worked=date(2026, 1, 17)),
    MovedDay(off=date(2026, 6, 22), worked=date(2026, 6, 27)),
)
STATE = WorkCalendar(latvian_holidays(), MOVED_2026)
COMPANY = WorkCalendar(latvian_holidays(), MOVED_2026, follows_moved=False)
