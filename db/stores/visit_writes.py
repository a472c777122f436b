"""Writes of visits: an event, and what the visit is after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import period, ticket, visit_event, visit_service
from db.models import visit as visit_table
from db.stores.base import Journal, Store, insert_unique, require_whole
from db.stores.visit_rows import (
    changed,
    event_of,
    event_row,
    period_rows,
    service_rows,
    split_number,
    ticket_row,
    visit_row,
)
from db.stores.visits import VisitReader
from desk.domain.topics import Topic
from desk.domain.visit import Visit, VisitEvent
from desk.domain.visit_states import replay

_ALL_EVENTS: Final = select(visit_event).order_by(visit_event.c.visit_id, visit_event.c.seq)
_ADD_EVENT: Final = insert(visit_event)
_ADD_VISIT: Final = insert(visit_table)
_ADD_TICKET: Final = insert(ticket)
_SET_VISIT: Final = update(visit_table).where(visit_table.c.id == bindparam("key"))
_SET_TICKET: Final = update(ticket).where(ticket.c.visit_id == bindparam("key"))
_HISTORY: Final = (
    select(visit_event)
    .where(visit_event.c.visit_id == bindparam("visit"))
    .order_by(visit_event.c.seq)
)
_OF_NUMBER: Final = select(ticket.c.visit_id).where(
    ticket.c.site == bindparam("site"),
    ticket.c.day == bindparam("day"),
    ticket.c.series == bindparam("series"),
    ticket.c.serial == bindparam("serial"),
)
_AGAIN: Final = "R"
"""Before a number that stands on two tickets, because a backup was restored between them."""
_DROP: Final = tuple(
    delete(table).where(table.c[column] == bindparam("key"))
    for table, column in (
        (period, "visit_id"),
        (visit_service, "visit_id"),
        (ticket, "visit_id"),
        (visit_table, "id"),
    )
)
_FIXED: Final = frozenset({"id", "visit_id", "site", "day", "series", "serial", "number"})
"""What a visit keeps for life; leaving it out of updates leaves its indexes alone."""


def _put_parts(table: Table) -> Any:
    statement = upsert(table)
    values = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=["visit_id", "place"], set_=values)


def _cut_parts(table: Table) -> Any:
    return delete(table).where(
        table.c.visit_id == bindparam("visit"), table.c.place >= bindparam("count")
    )


def _changeable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _FIXED}


_PUT: Final = {table: _put_parts(table) for table in (visit_service, period)}
_CUT: Final = {table: _cut_parts(table) for table in (visit_service, period)}


class VisitStore(VisitReader, Store):
    """Writes of visits: always an event together with what it comes to.

    Nobody else writes meanwhile, so what was read once, or written, is not read again.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self._seen: dict[UUID, Visit] = {}

    def get(self, visit_id: UUID) -> Visit:
        """A visit as it stands; DeskError "visit.unknown" when there is none."""
        return self._seen.get(visit_id) or super().get(visit_id)

    def of_day(self, site: str, day: date) -> tuple[Visit, ...]:
        """All visits of a day, by number; of what may yet be rolled back nothing is remembered."""
        return self._day(site, day)

    def add(self, visit: Visit, event: VisitEvent) -> None:
        """Append an event and store the visit as it stands after it.

        Raises:
            DeskError: "visit.changed_meanwhile" when the visit has an event with this seq;
                "visit.number_taken" when a new ticket's number was given out that day.
        """
        if (visit.id, visit.version) != (event.visit_id, event.seq):
            raise ValueError("the visit must stand as after this event")
        row = event_row(visit, event)
        self._append(_ADD_EVENT, row, "visit_event", "visit.changed_meanwhile")
        if event.seq == 1:
            self._insert(visit)
        else:
            self._replace(self.get(visit.id), visit)
        self._seen[visit.id] = visit
        self._journal.topics.add(Topic.QUEUE)

    def rebuild(self) -> None:
        """Make all visits anew from their events."""
        for table in (period, visit_service, ticket, visit_table):
            self._connection.execute(delete(table))
        self._seen.clear()
        for history in self._histories(_ALL_EVENTS, "visit_id"):
            self._insert_anyway(replay(map(event_of, history)))
        self._journal.topics.add(Topic.QUEUE)

    def restore(self, visit_id: UUID) -> None:
        """Make one visit anew from its events, some of which are back.

        A ticket whose number was given out again meanwhile keeps it behind one more letter.

        Raises:
            DeskError: "sync.incomplete", and what its events' domain refuses.
        """
        history = self._all(_HISTORY, visit=visit_id)
        require_whole(history)
        visit = replay(map(event_of, history))
        for statement in _DROP:
            self._write(statement, key=visit_id)
        self._seen[visit_id] = self._insert_anyway(visit)
        self._journal.topics.add(Topic.QUEUE)

    def _insert_anyway(self, visit: Visit) -> Visit:
        while self._number_taken(visit):
            visit = replace(visit, number=f"{_AGAIN}{visit.number}")
        self._insert(visit)
        return visit

    def _number_taken(self, visit: Visit) -> bool:
        series, serial = split_number(visit.number)
        place = {"site": visit.site, "day": visit.day, "series": series, "serial": serial}
        return self._one(_OF_NUMBER, **place) is not None

    def _insert(self, visit: Visit) -> None:
        self._write(_ADD_VISIT, **visit_row(visit))
        insert_unique(self._connection, _ADD_TICKET, ticket_row(visit), "visit.number_taken")
        self._put(visit_service, [], service_rows(visit))
        self._put(period, [], period_rows(visit))

    def _replace(self, before: Visit, now: Visit) -> None:
        self._write(_SET_TICKET, key=now.id, **_changeable(ticket_row(now)))
        if visit_row(before) != visit_row(now):
            self._write(_SET_VISIT, key=now.id, **_changeable(visit_row(now)))
        self._put(visit_service, service_rows(before), service_rows(now))
        self._put(period, period_rows(before), period_rows(now))

    def _put(self, table: Table, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
        for row in changed(before, after):
            self._write(_PUT[table], **row)
        if len(after) < len(before):
            self._write(_CUT[table], visit=before[0]["visit_id"], count=len(after))

    def _ask(self, statement: Select[Any], **values: object) -> tuple[Visit, ...]:
        found = super()._ask(statement, **values)
        self._seen.update((visit.id, visit) for visit in found)
        return found
