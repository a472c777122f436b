"""Visits of a span as counts: by hour, by service, by how long people waited; none by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from desk.domain.clock import local, local_day

_K = TypeVar("_K")


@dataclass(frozen=True)
class Visits:
    """The visits of a span as counts; tickets issued by mistake are not among them.

    Args:
        hours: taken in, by the UTC instant at which an hour begins.
        services: asked for, by month ("2026-11") and service; given: those of them that came to
            an end at a counter, whatever it was.
        waits: how many waited so many whole minutes.
    """

    hours: Mapping[datetime, int]
    services: Mapping[tuple[str, str], int]
    given: Mapping[tuple[str, str], int]
    waits: Mapping[int, int]

    @classmethod
    def together(cls, parts: Iterable[Visits]) -> Visits:
        """The visits of several spans that have no day in common."""
        known = tuple(parts)
        return cls(
            hours=_folded(pair for one in known for pair in one.hours.items()),
            services=_folded(pair for one in known for pair in one.services.items()),
            given=_folded(pair for one in known for pair in one.given.items()),
            waits=_folded(pair for one in known for pair in one.waits.items()),
        )

    @cached_property
    def total(self) -> int:
        """All visits."""
        return sum(self.hours.values())

    @cached_property
    def by_day(self) -> Mapping[date, int]:
        """Visits by local day."""
        return _folded((local_day(hour), count) for hour, count in self.hours.items())

    @cached_property
    def by_month(self) -> Mapping[str, int]:
        """Visits by month."""
        return _folded((month_of(day), count) for day, count in self.by_day.items())

    @cached_property
    def by_week(self) -> Mapping[tuple[int, int], int]:
        """Visits by weekday and hour of the local clock; the doubled hour of autumn is one."""
        return _folded((week_hour(hour), count) for hour, count in self.hours.items())

    @cached_property
    def by_service(self) -> Mapping[str, int]:
        """Visits in which a service was asked for."""
        return _folded((service, count) for (_, service), count in self.services.items())

    @cached_property
    def given_by_month(self) -> Mapping[str, int]:
        """Services given, by month."""
        return _folded((month, count) for (month, _), count in self.given.items())


def month_of(day: date) -> str:
    """A day's month as an id: "2026-11"."""
    return f"{day:%Y-%m}"


def week_hour(instant: datetime) -> tuple[int, int]:
    """Weekday (0 = Monday) and hour of the local clock."""
    wall = local(instant)
    return wall.weekday(), wall.hour


def _folded(pairs: Iterable[tuple[_K, int]]) -> Counter[_K]:
    found: Counter[_K] = Counter()
    for key, count in pairs:
        found[key] += count
    return found
