"""Closing a day: who still has to be served, when the last client went, how much was overtime."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from desk.domain.hours import DayHours
from desk.domain.opening import spans
from desk.domain.visit import OPEN_STATES, PeriodKind, Visit

_AT_WORK = frozenset({PeriodKind.SERVING, PeriodKind.INTERRUPTED})


def still_here(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Those who wait, are parked or are being served: the day is not closed on them (WE-01)."""
    return tuple(visit for visit in visits if visit.state in OPEN_STATES)


def last_end(visits: Iterable[Visit]) -> datetime | None:
    """When the last client's matter ended at a counter; None when nobody was served."""
    ends = (
        period.end
        for visit in visits
        for period in visit.periods
        if period.kind in _AT_WORK and period.end is not None
    )
    return max(ends, default=None)


def overtime_minutes(hours: DayHours, end: datetime | None) -> int | None:
    """Whole minutes of work past closing (WE-01); None where no closing time is known.

    Args:
        end: when the last client's matter ended; None = nobody was served.
    """
    doors = spans(hours)
    if not doors:
        return None
    over = end - doors[-1][1] if end is not None else timedelta(0)
    return max(over // timedelta(minutes=1), 0)
