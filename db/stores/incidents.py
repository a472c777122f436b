"""Incidents as they stand, and their events."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from db.models import incident, incident_event
from db.stores.base import Store, StoreReader, insert_unique, require_whole
from db.stores.entry_log import EntryLogStore
from db.stores.incident_rows import event_of, event_row, incident_of, incident_row, split_number
from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentEvent, IncidentKind, IncidentState
from desk.domain.incident_states import replay
from desk.domain.topics import Topic

_BY_ID: Final = select(incident).where(incident.c.id == bindparam("id"))
_OF_SITE: Final = (
    select(incident)
    .where(incident.c.site == bindparam("site"))
    .order_by(incident.c.day.desc(), incident.c.recorded_at.desc(), incident.c.id.desc())
)
_HIGHEST: Final = select(func.max(incident.c.serial)).where(
    incident.c.site == bindparam("site"), incident.c.year == bindparam("year")
)
_NEW: Final = incident.c.state == literal_column(f"'{IncidentState.REPORTED.value}'")
_ALL_NEW: Final = select(incident).where(incident.c.site == bindparam("site"), _NEW)
_COUNT_NEW: Final = (
    select(func.count())
    .select_from(incident)
    .where(
        incident.c.site == bindparam("site"),
        _NEW,
        literal_column("NOT (kind = 'aggression' AND level = '0')"),
    )
)
_OPEN: Final = select(incident).where(
    incident.c.site == bindparam("site"), literal_column("state NOT IN ('closed', 'voided')")
)
_INTO: Final[ColumnElement[str]] = literal_column("json_extract(handling, '$.halt.into')")
_MERGED: Final = (
    select(incident)
    .where(literal_column("state = 'merged'"), bindparam("into") == _INTO)
    .order_by(incident.c.recorded_at, incident.c.id)
)
_EVENTS: Final = (
    select(incident_event)
    .where(incident_event.c.incident_id == bindparam("incident"))
    .order_by(incident_event.c.seq)
)
_ALL_EVENTS: Final = select(incident_event).order_by(
    incident_event.c.incident_id, incident_event.c.seq
)
_ADD_EVENT: Final = insert(incident_event)
_ADD: Final = insert(incident)
_OF_NUMBER: Final = select(incident.c.id).where(
    incident.c.site == bindparam("site"),
    incident.c.year == bindparam("year"),
    incident.c.serial == bindparam("serial"),
)
_DROP: Final = delete(incident).where(incident.c.id == bindparam("key"))
_SET: Final = update(incident).where(incident.c.id == bindparam("key"))


class IncidentReader(StoreReader):
    """Questions about incidents."""

    def get(self, incident_id: UUID) -> Incident:
        """An incident as it stands; DeskError "incident.unknown" when there is none."""
        row = self._one(_BY_ID, id=incident_id)
        if row is None:
            raise DeskError("incident.unknown")
        return incident_of(row)

    def events(self, incident_id: UUID) -> tuple[IncidentEvent, ...]:
        """What happened to an incident's report, first to last."""
        return tuple(map(event_of, self._all(_EVENTS, incident=incident_id)))

    def list(
        self,
        site: str,
        *,
        states: Collection[IncidentState] | None = None,
        kinds: Collection[IncidentKind] | None = None,
        reporter: UUID | None = None,
        first: date | None = None,
        last: date | None = None,
        limit: int = 500,
    ) -> tuple[Incident, ...]:
        """Incidents of a site, newest day first.

        Args:
            states, kinds: only these; None = all.
            reporter: only those that this account reported.
            first, last: only days between these, both included.
            limit: at most so many.
        """
        asked = _OF_SITE.limit(limit)
        if states is not None:
            asked = asked.where(incident.c.state.in_([state.value for state in states]))
        if kinds is not None:
            asked = asked.where(incident.c.kind.in_([kind.value for kind in kinds]))
        if reporter is not None:
            asked = asked.where(incident.c.reporter_id == reporter)
        if first is not None:
            asked = asked.where(incident.c.day >= first)
        if last is not None:
            asked = asked.where(incident.c.day <= last)
        return tuple(map(incident_of, self._asked(asked, site=site)))

    def open(self, site: str) -> tuple[Incident, ...]:
        """Reports of a site in which somebody has something to do, in no certain order.

        Those that go on in another are among them: their tasks are still to be done.
        """
        return tuple(map(incident_of, self._all(_OPEN, site=site)))

    def merged_into(self, incident_id: UUID) -> tuple[Incident, ...]:
        """Reports that go on in this one, the first reported first, and those that do in them."""
        direct = tuple(map(incident_of, self._all(_MERGED, into=str(incident_id))))
        return tuple(found for one in direct for found in (one, *self.merged_into(one.id)))

    def next_number(self, site: str, year: int) -> int:
        """The count that the next incident of a site gets in a year; the first is 1."""
        return self._number(_HIGHEST, site=site, year=year) + 1

    def new(self, site: str) -> tuple[Incident, ...]:
        """Reports of a site that nobody has acknowledged."""
        return tuple(map(incident_of, self._all(_ALL_NEW, site=site)))

    def count_new(self, site: str) -> int:
        """How many reports nobody has acknowledged; a heated talk, level 0, is only counted."""
        return self._number(_COUNT_NEW, site=site)


class IncidentStore(IncidentReader, Store):
    """Writes of incidents: always an event together with what it comes to."""

    def add(self, report: Incident, event: IncidentEvent) -> None:
        """Append an event and store the incident as it stands after it.

        Raises:
            DeskError: "incident.changed_meanwhile" when it has an event with this seq;
                "incident.number_taken" when the site has another with this number.
        """
        if (report.id, report.version) != (event.incident_id, event.seq):
            raise ValueError("the incident must stand as after this event")
        row = event_row(event)
        self._append(_ADD_EVENT, row, "incident_event", "incident.changed_meanwhile")
        EntryLogStore(self._journal).append_event(row, report.number)
        now = incident_row(report)
        if event.seq > 1:
            now["key"] = now.pop("id")
        statement = _ADD if event.seq == 1 else _SET
        insert_unique(self._connection, statement, now, "incident.number_taken")
        self._journal.topics.add(Topic.INCIDENTS)

    def restore(self, incident_id: UUID) -> None:
        """Make one incident anew from its events, the last of which is back.

        The event gets its line of the log, under the number that the report had.  A report whose
        number another one was given meanwhile is counted on.

        Raises:
            DeskError: "sync.incomplete", and what its events' domain refuses.
        """
        history = self._all(_EVENTS, incident=incident_id)
        require_whole(history)
        report = replay(map(event_of, history))
        EntryLogStore(self._journal).append_event(event_row(event_of(history[-1])), report.number)
        self._write(_DROP, key=incident_id)
        self._insert_anyway(report)
        self._journal.topics.add(Topic.INCIDENTS)

    def rebuild(self) -> None:
        """Make all incidents anew from their events."""
        self._connection.execute(delete(incident))
        for history in self._histories(_ALL_EVENTS, "incident_id"):
            self._insert_anyway(replay(map(event_of, history)))
        self._journal.topics.add(Topic.INCIDENTS)

    def _insert_anyway(self, report: Incident) -> None:
        year, serial = split_number(report.number)
        if self._one(_OF_NUMBER, site=report.site, year=year, serial=serial) is not None:
            number = f"{report.site}-{year}-{self.next_number(report.site, year):04d}"
            report = replace(report, number=number)
        self._write(_ADD, **incident_row(report))
