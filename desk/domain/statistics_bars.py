"""Divisions of reports: by one of their properties, beside what they are counted against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from desk.domain.statistics import Bar, Cell, Span
from desk.domain.statistics_facts import Report
from desk.domain.statistics_rates import rate
from desk.domain.statistics_visits import Visits, month_of, week_hour
from desk.domain.workdays import WorkCalendar

BEFORE, AFTER, OTHER = "before", "after", "other"
"""Days before and after holidays, and all others."""

_DAY: Final = timedelta(days=1)
_WEEKEND: Final = 5
_DAYS: Final = 7


def fixed(
    ids: Iterable[str], found: Iterable[str], base: int | Mapping[str, int]
) -> tuple[Bar, ...]:
    """A bar for each id in this order, empty ones too; what else is found comes after them.

    Args:
        found: one value of each report; base: what they are counted against, alike or by id.
    """
    counts = Counter(found)
    ordered = list(dict.fromkeys((*ids, *sorted(counts))))
    return tuple(Bar(one, rate(counts[one], _base(base, one))) for one in ordered)


def ranked(found: Iterable[str], base: int | Mapping[str, int]) -> tuple[Bar, ...]:
    """A bar for each value that is there, the most frequent first (Pareto)."""
    counts = Counter(found)
    ordered = sorted(counts, key=lambda one: (-counts[one], one))
    return tuple(Bar(one, rate(counts[one], _base(base, one))) for one in ordered)


def several(reports: Iterable[Report], values: Callable[[Report], Sequence[str]]) -> Iterator[str]:
    """The values of reports that can have more than one: each counts once for each report."""
    return (value for report in reports for value in values(report))


def by_month(reports: Iterable[Report], span: Span, base: Mapping[str, int]) -> tuple[Bar, ...]:
    """A bar for each month that the span touches."""
    return fixed(months_of(span), (month_of(one.day) for one in reports), base)


def months_of(span: Span) -> tuple[str, ...]:
    """The months that a span touches, in order."""
    return tuple(dict.fromkeys(month_of(day) for day in days_of(span)))


def days_of(span: Span) -> Iterator[date]:
    """The days of a span, in order."""
    return (span.first + _DAY * number for number in range((span.last - span.first).days + 1))


def heat(reports: Iterable[Report], visits: Visits) -> tuple[Cell, ...]:
    """Weekday by hour: Monday to Friday in the hours that have anything, weekends where they do.

    A report whose time nobody knows is in none.
    """
    found = Counter(week_hour(one.at) for one in reports if one.at is not None)
    there = set(found) | set(visits.by_week)
    hours = range(min((hour for _, hour in there), default=0), _after_last(there))
    days = [day for day in range(_DAYS) if day < _WEEKEND or any(day == one for one, _ in there)]
    return tuple(
        Cell(day, hour, rate(found[day, hour], visits.by_week.get((day, hour), 0)))
        for day in days
        for hour in hours
    )


def by_holiday(
    reports: Iterable[Report], visits: Visits, calendar: WorkCalendar
) -> tuple[Bar, ...]:
    """Days before and after holidays, and all others, against the visits of such days."""
    base: Counter[str] = Counter()
    for day, count in visits.by_day.items():
        base[beside_holiday(day, calendar)] += count
    found = (beside_holiday(one.day, calendar) for one in reports)
    return fixed((BEFORE, AFTER, OTHER), found, base)


def beside_holiday(day: date, calendar: WorkCalendar) -> str:
    """Whether a weekday that nobody works, a holiday, comes before the next working day.

    A day between two is one before.  A holiday on a Saturday or Sunday that gives no day off
    changes nothing for anybody.
    """
    if _free_weekday(day, calendar, _DAY):
        return BEFORE
    return AFTER if _free_weekday(day, calendar, -_DAY) else OTHER


def _free_weekday(day: date, calendar: WorkCalendar, step: timedelta) -> bool:
    day += step
    while not calendar.is_working_day(day):
        if day.weekday() < _WEEKEND:
            return True
        day += step
    return False


def _after_last(there: Iterable[tuple[int, int]]) -> int:
    return max((hour for _, hour in there), default=-1) + 1


def _base(base: int | Mapping[str, int], key: str) -> int:
    return base if isinstance(base, int) else base.get(key, 0)
