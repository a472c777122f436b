"""Opening hours of a pack as the domain's types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from desk.domain.hours import DayException, Interval, Origin, WeeklyHours
from desk.services.content.schema import HoursVersion, Pack


def weekly_versions(pack: Pack, branch: str) -> tuple[WeeklyHours, ...]:
    """All versions of a branch's weekly hours, the oldest first; empty when none is known.

    Args:
        branch: a branch's id, or PHONE_LINE for the information line.
    """
    found = [_weekly(version) for version in pack.hours if branch in version.applies_to]
    return tuple(sorted(found, key=lambda version: version.valid_from))


def exceptions(pack: Pack, branch: str, language: str) -> tuple[DayException, ...]:
    """HQ's dated exceptions for a branch in order of days, with reasons in a language."""
    found = [
        DayException(
            day=exception.day,
            intervals=_intervals(exception.intervals),
            reason=exception.reason.get(language),
            origin=Origin.HQ_EXCEPTION,
            confirmed=exception.confirmed,
        )
        for exception in pack.exceptions
        if branch in exception.branches
    ]
    return tuple(sorted(found, key=lambda exception: exception.day))


def _weekly(version: HoursVersion) -> WeeklyHours:
    week: list[tuple[Interval, ...]] = [()] * 7
    for day in version.week:
        for weekday in day.weekdays:
            week[weekday - 1] = _intervals(day.intervals)
    return WeeklyHours(
        id=version.id,
        valid_from=version.valid_from,
        week=tuple(week),
        confirmed=version.confirmed,
        document=version.document,
    )


def _intervals(pairs: Iterable[tuple[time, time]]) -> tuple[Interval, ...]:
    return tuple(sorted(Interval(start, end) for start, end in pairs))
