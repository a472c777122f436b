"""Who has read which report, and what happened to the reports of one person since they looked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, func, insert, literal_column, select

from db.models import incident, incident_event, incident_seen
from db.stores.base import Store, StoreReader, insert_unique
from db.stores.incident_rows import event_of, incident_of
from desk.domain.incident import Incident, IncidentAction, IncidentEvent
from desk.domain.topics import Topic

_OPEN: Final[ColumnElement[bool]] = literal_column("state NOT IN ('closed', 'voided')")
_CARED_FOR: Final[ColumnElement[bool]] = literal_column(
    "state = 'closed' AND (level IN ('2', '3') OR json_array_length(handling, '$.care.next') > 0)"
)
_READ: Final = (
    exists()
    .where(incident_seen.c.incident_id == incident.c.id)
    .where(incident_seen.c.account_id == bindparam("account"))
)
_UNSEEN: Final = (
    select(incident)
    .where(incident.c.site == bindparam("site"), _OPEN, incident.c.day >= bindparam("first"))
    .where(incident.c.reporter_id != bindparam("account"), ~_READ)
    .order_by(incident.c.recorded_at.desc(), incident.c.id.desc())
)
_VERSIONS: Final = select(incident.c.id, incident.c.version).where(
    incident.c.site == bindparam("site"), incident.c.day >= bindparam("first")
)
_OPEN_VERSIONS: Final = _VERSIONS.where(_OPEN)
_CARED_VERSIONS: Final = _VERSIONS.where(_CARED_FOR)
_SOME: Final = select(incident).where(incident.c.id.in_(bindparam("ids", expanding=True)))
_SEEN_BY: Final = (
    select(incident_seen)
    .where(incident_seen.c.incident_id == bindparam("incident"))
    .order_by(incident_seen.c.position)
)
_NEW_EVENTS: Final = (
    select(incident_event)
    .join(incident, incident.c.id == incident_event.c.incident_id)
    .where(incident_event.c.position > bindparam("after"))
    .where(incident.c.reporter_id == bindparam("account"))
    .where(incident_event.c.actor_id != bindparam("account"))
    .where(incident_event.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(incident_event.c.position)
)
_NEWLY_SEEN: Final = (
    select(incident_seen)
    .join(incident, incident.c.id == incident_seen.c.incident_id)
    .where(incident_seen.c.position > bindparam("after"))
    .where(incident.c.reporter_id == bindparam("account"))
    .where(incident_seen.c.account_id != bindparam("account"))
    .order_by(incident_seen.c.position)
)
_LAST_EVENT: Final = select(func.max(incident_event.c.position))
_LAST_SEEN: Final = select(func.max(incident_seen.c.position))
_OWN: Final = (
    select(incident)
    .where(incident.c.reporter_id == bindparam("account"))
    .where(incident.c.day >= bindparam("first"))
    .order_by(incident.c.day.desc(), incident.c.recorded_at.desc())
)
_ADD: Final = insert(incident_seen)
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One person's taking note of one report."""

    incident_id: UUID
    account_id: UUID
    at: datetime


class NoticeReader(StoreReader):
    """Questions about who has read what."""

    def unseen(self, site: str, account_id: UUID, first: date) -> tuple[Incident, ...]:
        """Open reports of a site from a day on, by others, that somebody has not read; newest
        first."""
        rows = self._all(_UNSEEN, site=site, account=account_id, first=first)
        return tuple(map(incident_of, rows))

    def open_versions(self, site: str, first: date) -> dict[UUID, int]:
        """The versions of a site's reports from a day on in which something is to be done."""
        rows = self._all(_OPEN_VERSIONS, site=site, first=first)
        return {row.id: row.version for row in rows}

    def cared_for(self, site: str, first: date) -> dict[UUID, int]:
        """The same of closed ones after which a colleague may still be looked after."""
        rows = self._all(_CARED_VERSIONS, site=site, first=first)
        return {row.id: row.version for row in rows}

    def of(self, ids: Collection[UUID]) -> tuple[Incident, ...]:
        """Several reports, in no certain order."""
        wanted = list(ids)
        parts = (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
        return tuple(incident_of(row) for part in parts for row in self._all(_SOME, ids=part))

    def seen_by(self, incident_id: UUID) -> tuple[SeenRow, ...]:
        """Who has read a report, the first one first."""
        rows = self._all(_SEEN_BY, incident=incident_id)
        return tuple(SeenRow(row.incident_id, row.account_id, row.at) for row in rows)

    def own(self, account_id: UUID, first: date) -> tuple[Incident, ...]:
        """What somebody reported from a day on, at any site; newest first."""
        return tuple(map(incident_of, self._all(_OWN, account=account_id, first=first)))

    def done_since(
        self, account_id: UUID, kinds: Collection[IncidentAction], after: int
    ) -> tuple[IncidentEvent, ...]:
        """What others did with somebody's reports, of these kinds, in the order of writing.

        Args:
            after: the place of the last event already known, as `last` gave it.
        """
        named = [kind.value for kind in kinds]
        rows = self._all(_NEW_EVENTS, account=account_id, after=after, kinds=named)
        return tuple(map(event_of, rows))

    def seen_since(self, account_id: UUID, after: int) -> tuple[SeenRow, ...]:
        """Who has read somebody's reports since (arguments as in `done_since`)."""
        rows = self._all(_NEWLY_SEEN, account=account_id, after=after)
        return tuple(SeenRow(row.incident_id, row.account_id, row.at) for row in rows)

    def last(self) -> tuple[int, int]:
        """The places of the newest event of a report and of the newest taking note."""
        return self._number(_LAST_EVENT), self._number(_LAST_SEEN)


class NoticeStore(NoticeReader, Store):
    """Writes of who has read what."""

    def add(self, incident_id: UUID, account_id: UUID, at: datetime) -> None:
        """Somebody has read a report.

        Raises:
            DeskError: "notice.seen_already".
        """
        row_id = self._journal.new_id()
        row = {"id": row_id, "incident_id": incident_id, "account_id": account_id, "at": at}
        insert_unique(self._connection, _ADD, row, "notice.seen_already")
        self._journal.point(incident_seen.name, row_id)
        self._journal.topics.add(Topic.INCIDENTS)
