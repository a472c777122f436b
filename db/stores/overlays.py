"""Overlays over what HQ gives: exceptions, closures and places that the branch set itself.

Rows are never changed: setting a day again adds a version, and the newest one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, func, insert, select

from db.models import closure, local_capacity, local_hours_exception
from db.stores.base import Store, StoreReader, insert_unique
from desk.domain.hours import DayException, DayPlaces, Interval, Origin
from desk.domain.topics import Topic

_TABLES: Final = {Origin.BRANCH_EXCEPTION: local_hours_exception, Origin.CLOSURE: closure}


def _newest(table: Table) -> Any:
    return (
        select(table, func.max(table.c.version))
        .where(table.c.site == bindparam("site"))
        .where(table.c.day.between(bindparam("first"), bindparam("last")))
        .group_by(table.c.day)
        .order_by(table.c.day)
    )


def _highest(table: Table) -> Any:
    return select(func.max(table.c.version)).where(
        table.c.site == bindparam("site"), table.c.day == bindparam("day")
    )


_NEWEST: Final = {origin: _newest(table) for origin, table in _TABLES.items()}
_HIGHEST: Final = {origin: _highest(table) for origin, table in _TABLES.items()}
_SITES: Final = [
    select(table.c.site).where(table.c.day == bindparam("day")).group_by(table.c.site)
    for table in _TABLES.values()
]
_ADD: Final = {origin: insert(table) for origin, table in _TABLES.items()}
_PLACES: Final = _newest(local_capacity)
_HIGHEST_PLACES: Final = _highest(local_capacity)
_ADD_PLACES: Final = insert(local_capacity)


class OverlayReader(StoreReader):
    """Questions about the branch's own hours."""

    def hours(self, site: str, first: date, last: date) -> tuple[DayException, ...]:
        """The exceptions and closures in force from one day to another, both included, by day."""
        found = [
            _exception_of(row, origin)
            for origin, statement in _NEWEST.items()
            for row in self._all(statement, site=site, first=first, last=last)
            if not row.withdrawn
        ]
        return tuple(sorted(found, key=lambda one: (one.day, one.origin)))

    def hours_everywhere(self, day: date) -> tuple[tuple[str, DayException], ...]:
        """The exceptions and closures of a day at every site, each with its site."""
        sites = {row.site for statement in _SITES for row in self._all(statement, day=day)}
        return tuple((site, one) for site in sorted(sites) for one in self.hours(site, day, day))

    def places(self, site: str, first: date, last: date) -> tuple[DayPlaces, ...]:
        """The days on which the branch itself said how many bookings may run at once, by day."""
        rows = self._all(_PLACES, site=site, first=first, last=last)
        return tuple(
            DayPlaces(row.day, row.places, row.reason) for row in rows if not row.withdrawn
        )


class OverlayStore(OverlayReader, Store):
    """Writes of the branch's own hours."""

    def put_hours(self, exception: DayException, site: str, actor_id: UUID, at: datetime) -> None:
        """Set a day's hours; origin BRANCH_EXCEPTION or CLOSURE (HQ's exceptions are content)."""
        self._add(exception, site, actor_id, at, withdrawn=False)

    def withdraw_hours(
        self, exception: DayException, site: str, actor_id: UUID, at: datetime
    ) -> None:
        """Take back a day's exception or closure, as `hours` gave it."""
        self._add(exception, site, actor_id, at, withdrawn=True)

    def put_places(
        self, places: DayPlaces, site: str, actor_id: UUID, at: datetime, *, withdrawn: bool = False
    ) -> None:
        """Say how many bookings may run at once on a day, or take that back (`withdrawn`)."""
        version = self._number(_HIGHEST_PLACES, site=site, day=places.day) + 1
        row_id = self._journal.new_id()
        row = {
            "id": row_id,
            "site": site,
            "day": places.day,
            "version": version,
            "withdrawn": withdrawn,
            "places": places.places,
            "reason": places.reason,
            "actor_id": actor_id,
            "at": at,
        }
        insert_unique(self._connection, _ADD_PLACES, row, "hours.changed_meanwhile")
        self._journal.point(local_capacity.name, row_id, version)
        self._journal.topics.add(Topic.HOURS)

    def _add(
        self, exception: DayException, site: str, actor_id: UUID, at: datetime, *, withdrawn: bool
    ) -> None:
        origin = exception.origin
        version = self._number(_HIGHEST[origin], site=site, day=exception.day) + 1
        row_id = self._journal.new_id()
        row = {
            "id": row_id,
            "site": site,
            "day": exception.day,
            "version": version,
            "withdrawn": withdrawn,
            "intervals": _texts(exception.intervals),
            "reason": exception.reason,
            "confirmed": exception.confirmed,
            "actor_id": actor_id,
            "at": at,
        }
        insert_unique(self._connection, _ADD[origin], row, "hours.changed_meanwhile")
        self._journal.point(_TABLES[origin].name, row_id, version)
        self._journal.topics.add(Topic.HOURS)


def _texts(intervals: Sequence[Interval]) -> list[list[str]]:
    return [[f"{one.start:%H:%M}", f"{one.end:%H:%M}"] for one in intervals]


def _exception_of(row: Row[Any], origin: Origin) -> DayException:
    return DayException(
        day=row.day,
        intervals=tuple(
            Interval(time.fromisoformat(start), time.fromisoformat(end))
            for start, end in row.intervals
        ),
        reason=row.reason,
        origin=origin,
        confirmed=row.confirmed,
    )
