"""Checks of hours, exceptions, moved days and terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import pairwise

from desk.services.content.reading import Located, Problem, Reading
from desk.services.content.schema import HoursVersion, MovedDay, Pack

UNITS = frozenset({"minutes", "hours", "days", "working_days", "months"})
SATURDAY = 6
WEEK = range(1, 8)


def hours_checks(own: Reading, pack: Pack) -> Iterator[Problem]:
    """Overlapping or reversed intervals, doubled versions, moves that are no moves."""
    for located in own.of("hours"):
        yield from _version_problems(located)
    yield from _same_start(own.of("hours"))
    for located in own.of("exceptions"):
        for reason in interval_faults(located.item.intervals):
            yield located.problem(reason)
    yield from _same_day(own.of("exceptions"))
    yield from _moved(own.of("moved_days"))
    for located in own.of("terms"):
        if located.item.unit not in UNITS:
            yield located.problem(f"unknown unit {located.item.unit!r}")
        if located.item.amount < (0 if located.item.unit == "days" else 1):
            yield located.problem("amount must be 1 or more, or 0 days for the day itself")


def interval_faults(intervals: Iterable[tuple[time, time]]) -> Iterator[str]:
    """What is wrong with the intervals of one day."""
    pairs = sorted(intervals)
    for start, end in pairs:
        if start >= end:
            yield f"interval {start:%H:%M}-{end:%H:%M} is reversed or empty"
    for (_, end), (start, _) in pairwise(pairs):
        if start < end:
            yield f"intervals overlap at {start:%H:%M}"


def _version_problems(located: Located) -> Iterator[Problem]:
    version: HoursVersion = located.item
    weekdays = Counter(day for part in version.week for day in part.weekdays)
    for weekday, times in sorted(weekdays.items()):
        if weekday not in WEEK:
            yield located.problem(f"weekday {weekday} must be 1 (Monday) to 7")
        if times > 1:
            yield located.problem(f"weekday {weekday} is given {times} times")
    for part in version.week:
        for reason in interval_faults(part.intervals):
            yield located.problem(reason)
    if not version.applies_to:
        yield located.problem("applies_to names no branch")


def _same_start(versions: list[Located]) -> Iterator[Problem]:
    first: dict[tuple[str, object], Located] = {}
    for located in versions:
        for name in located.item.applies_to:
            other = first.setdefault((name, located.item.valid_from), located)
            if other is not located:
                yield located.problem(
                    f"{name} already has hours from {located.item.valid_from}: {other.path}"
                )


def _same_day(exceptions: list[Located]) -> Iterator[Problem]:
    first: dict[tuple[str, object], Located] = {}
    for located in exceptions:
        for name in located.item.branches:
            other = first.setdefault((name, located.item.day), located)
            if other is not located:
                yield located.problem(
                    f"{name} already has an exception on {located.item.day}: {other.path}"
                )


def _moved(moves: list[Located]) -> Iterator[Problem]:
    days: set[object] = set()
    for located in moves:
        move: MovedDay = located.item
        if move.off.isoweekday() >= SATURDAY:
            yield located.problem(f"the free day {move.off} is not a weekday")
        if move.worked.isoweekday() != SATURDAY:
            yield located.problem(f"the worked day {move.worked} is not a Saturday")
        for day in (move.off, move.worked):
            if day in days:
                yield located.problem(f"{day} is moved twice")
            days.add(day)
