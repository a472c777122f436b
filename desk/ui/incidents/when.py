"""A moment as people type it: "10.48" is today, "23.11. 15.30" another day."""

from __future__ import annotations

from datetime import datetime

from desk.domain.clock import at_local, local, local_day
from desk.formats import date_text, time_text
from desk.ui.booking.parsing import parse_day, parse_time


def moment_text(moment: datetime, now: datetime) -> str:
    """The time, with its day before it when that is not today."""
    if local_day(moment) == local_day(now):
        return time_text(moment)
    return f"{date_text(local(moment).date())} {time_text(moment)}"


def parse_moment(text: str, now: datetime) -> datetime | None:
    """The instant (UTC) that was typed, None when it is none."""
    today = local_day(now)
    wall = parse_time(text)
    if wall is not None:
        return at_local(today, wall)
    head, _space, tail = text.strip().rpartition(" ")
    day, wall = parse_day(head, today), parse_time(tail)
    if day is None or wall is None:
        return None
    try:
        return at_local(day, wall)
    except OverflowError:  # before the first day that there is in UTC
        return None
