"""Terms as people type them: a time of today, a day, or a day and a time."""

from __future__ import annotations

from datetime import datetime

from desk.domain.clock import at_local, local_day
from desk.domain.deadlines import end_of_day
from desk.domain.typed import parse_day, parse_time


def parse_due(text: str, now: datetime) -> datetime | None:
    """The instant of "14.30", "27.11." (the end of that day) or "27.11. 14.30"; None for others."""
    today = local_day(now)
    wall = parse_time(text)
    if wall is not None:
        return at_local(today, wall)
    day = parse_day(text, today)
    if day is not None:
        return end_of_day(day)
    first, _space, last = text.strip().rpartition(" ")
    day, wall = parse_day(first, today), parse_time(last)
    return at_local(day, wall) if day is not None and wall is not None else None
