"""The doors: the hours of a day, and what they mean at an instant.

Hours are data with dates (`WeeklyHours`) and exceptions over them; hours that HQ has not confirmed
warn and never refuse.  A shorter day before a holiday is only ever proposed (OH-20).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from desk.domain.clock import at_local, local_day
from desk.domain.hours import DayException, DayHours, Interval, Origin, WeeklyHours
from desk.domain.workdays import WorkCalendar

_CUT_MINUTES = 60
_RANK = {Origin.CLOSURE: 0, Origin.BRANCH_EXCEPTION: 1, Origin.HQ_EXCEPTION: 2}


class Fit(StrEnum):
    """How a planned stretch of work stands to the hours; all but FITS are warnings."""

    FITS = "fits"
    CLOSED_DAY = "closed_day"
    OUTSIDE = "outside"  # it begins while the doors are shut: before, after, or at lunch
    RUNS_OVER = "runs_over"  # it begins in time and would not be done at closing
    IN_PROPOSED_CUT = "in_proposed_cut"  # inside the hour that may be cut before a holiday
    UNKNOWN = "unknown"  # no hours are known for that day


def day_hours(
    day: date,
    versions: Iterable[WeeklyHours],
    exceptions: Iterable[DayException],
    calendar: WorkCalendar,
) -> DayHours:
    """The hours of a day at one site.

    A branch's closure goes before its exception, that before HQ's; an exception goes before a
    holiday, a holiday or a moved day off before the weekly hours.  A working Saturday has no
    weekly hours, so its doors stay shut.

    Args:
        versions: of the site; of two from the same date the confirmed one holds.
        exceptions: HQ's and the branch's own, of any days; of one kind the last given holds.
    """
    found = sorted(_last_of_kind(day, exceptions), key=lambda item: _RANK[item.origin])
    if found:
        return _by_exception(found[0], found[1] if len(found) > 1 else None)
    holiday = calendar.holiday(day)
    if holiday or calendar.moved_off(day):
        return DayHours(day, (), True, Origin.HOLIDAY, note=holiday.name if holiday else "")
    version = version_in_force(versions, day)
    if version is None:
        return DayHours(day, (), False, Origin.NONE)
    return _by_version(day, version, calendar)


def version_in_force(versions: Iterable[WeeklyHours], day: date) -> WeeklyHours | None:
    """The weekly hours that hold on a day; None before the first."""
    begun = [version for version in versions if version.valid_from <= day]
    return max(begun, key=lambda version: (version.valid_from, version.confirmed), default=None)


def tidy(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Intervals in order, empty ones left out, those that touch or overlap joined."""
    joined: list[Interval] = []
    for interval in sorted(item for item in intervals if item.start < item.end):
        if joined and interval.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, interval.end))
        else:
            joined.append(interval)
    return tuple(joined)


def weekly_hours(version: WeeklyHours) -> float:
    """How many hours a week the doors are open (D-11)."""
    return sum(open_minutes(tidy(day)) for day in version.week) / 60


def open_minutes(intervals: Iterable[Interval]) -> int:
    """How many minutes of a day the doors are open, lunch not counted."""
    return sum(_minute(item.end) - _minute(item.start) for item in intervals)


def spans(hours: DayHours) -> tuple[tuple[datetime, datetime], ...]:
    """The intervals of a day as instants: opening, and the first closed instant."""
    day = hours.day
    return tuple((at_local(day, item.start), at_local(day, item.end)) for item in hours.intervals)


def is_open(hours: DayHours, at: datetime) -> bool:
    """Whether the doors are open at an instant of that day."""
    return any(start <= at < end for start, end in spans(hours))


def minutes_left(hours: DayHours, now: datetime) -> int:
    """Whole minutes with open doors still to come that day, lunch not counted."""
    left = sum((end - max(start, now) for start, end in spans(hours) if end > now), timedelta())
    return left // timedelta(minutes=1)


def closes_at(hours: DayHours, now: datetime) -> datetime | None:
    """When the doors shut next, for lunch or for the day; None while they are shut."""
    return next((end for start, end in spans(hours) if start <= now < end), None)


def break_at(hours: DayHours, now: datetime) -> Interval | None:
    """The break that `now` lies in; those waiting are served, new clients wait for its end."""
    breaks = (Interval(one.end, other.start) for one, other in pairwise(hours.intervals))
    day = hours.day
    inside = (item for item in breaks if at_local(day, item.start) <= now < at_local(day, item.end))
    return next(inside, None)


def next_opening(
    after: datetime, hours_of: Callable[[date], DayHours], days: int = 60
) -> datetime | None:
    """When the doors open next after an instant; None when not within so many days."""
    first = local_day(after)
    for number in range(days + 1):
        for start, _end in spans(hours_of(first + timedelta(days=number))):
            if start > after:
                return start
    return None


def fits(hours: DayHours, start: datetime, minutes: int) -> Fit:
    """Whether work that begins at an instant would be done within the hours of that day.

    Args:
        minutes: its planned length; 0 asks for the beginning alone.
    """
    if not hours.open:
        return Fit.UNKNOWN if hours.origin is Origin.NONE else Fit.CLOSED_DAY
    shut = closes_at(hours, start)
    if shut is None:
        return Fit.OUTSIDE
    end = start + timedelta(minutes=minutes)
    if end > shut:
        return Fit.RUNS_OVER
    if hours.proposed is not None and not _within(hours.day, hours.proposed, start, end):
        return Fit.IN_PROPOSED_CUT
    return Fit.FITS


def hour_shorter(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """The same day with its last open hour cut off, across a break if need be."""
    kept = list(intervals)
    cut = _CUT_MINUTES
    while kept and cut > 0:
        last = kept.pop()
        length = _minute(last.end) - _minute(last.start)
        if length > cut:
            kept.append(Interval(last.start, _earlier(last.end, cut)))
        cut -= length
    return tuple(kept)


def _last_of_kind(day: date, exceptions: Iterable[DayException]) -> Iterable[DayException]:
    return {item.origin: item for item in exceptions if item.day == day}.values()


def _by_exception(chosen: DayException, overridden: DayException | None) -> DayHours:
    return DayHours(
        day=chosen.day,
        intervals=tidy(chosen.intervals),
        confirmed=chosen.confirmed,
        origin=chosen.origin,
        note=chosen.reason,
        overridden=overridden,
    )


def _by_version(day: date, version: WeeklyHours, calendar: WorkCalendar) -> DayHours:
    intervals = tidy(version.week[day.weekday()])
    shorter = bool(intervals) and calendar.is_shortened(day)
    return DayHours(
        day=day,
        intervals=intervals,
        confirmed=version.confirmed,
        origin=Origin.VERSION,
        version_id=version.id,
        proposed=hour_shorter(intervals) if shorter else None,
    )


def _within(day: date, intervals: Iterable[Interval], start: datetime, end: datetime) -> bool:
    return any(
        at_local(day, item.start) <= start and end <= at_local(day, item.end) for item in intervals
    )


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _earlier(wall: time, minutes: int) -> time:
    total = _minute(wall) - minutes
    return time(total // 60, total % 60)
