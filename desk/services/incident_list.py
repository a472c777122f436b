"""Reading incidents: the list, and one report opened (a logged look)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.board import IncidentRow
from desk.domain.errors import DeskError
from desk.domain.incident import (
    FirstReport,
    Incident,
    IncidentAction,
    IncidentKind,
    IncidentState,
)
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """What the list shows; None = all.

    Args:
        first, last: days of recording, both included.
        mine: the person's own reports alone, also for those who may read all.
    """

    states: frozenset[IncidentState] | None = None
    kinds: frozenset[IncidentKind] | None = None
    first: date | None = None
    last: date | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class IncidentStep:
    """A line of a report's history: what was done to it, when, by whom."""

    at: datetime
    what: IncidentAction
    who: str


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """A report opened.

    Args:
        text: the line of fact; "" when none was given or it has been erased.
        own: reported by the person who opened it.
    """

    incident: Incident
    text: str
    reporter: str
    acknowledged_by: str
    own: bool
    history: tuple[IncidentStep, ...]

    @property
    def report(self) -> FirstReport:
        """The report as typed, for the form that amends it."""
        told = self.incident
        return FirstReport(
            kind=told.kind,
            occurred_at=told.occurred_at,
            time_unknown=told.time_unknown,
            place=told.place,
            channel=told.channel,
            triggers=told.triggers,
            level=told.level,
            steps=told.steps,
            told=told.told,
            hurt=told.hurt,
            weapon=told.weapon,
            text=self.text,
        )


def rows(
    reader: Reader, env: Env, actor: Actor, chosen: IncidentFilter | None = None
) -> tuple[IncidentRow, ...]:
    """The site's reports, newest first: a clerk sees their own, head and deputy all.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    chosen = chosen or IncidentFilter()
    own_only = chosen.mine or not _reads_all(actor)
    found = reader.incidents.list(
        actor.site,
        states=chosen.states,
        kinds=chosen.kinds,
        reporter=actor.account_id if own_only else None,
        first=chosen.first,
        last=chosen.last,
    )
    names = _names(reader)
    return tuple(_row(incident, actor, names) for incident in found)


def open(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> IncidentDetail:
    """Open one report; logged as a look.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown".
    """
    actor.require(Right.REPORT_INCIDENT)
    detail = gathered(uow, actor, incident_id)
    looked(uow, env, actor, Look.OPEN, "incident", incident_id, "incident")
    return detail


def gathered(reader: Reader, actor: Actor, incident_id: UUID) -> IncidentDetail:
    """All that is kept of a report; whoever calls it logs the look.

    Raises:
        DeskError: "incident.not_yours", "incident.unknown".
    """
    incident = reader.incidents.get(incident_id)
    own = incident.reporter_id == actor.account_id
    if not own and not _reads_all(actor):
        raise DeskError("incident.not_yours")
    names = _names(reader)
    person = reader.persons.get(incident.text_id) if incident.text_id else None
    events = reader.incidents.events(incident_id)
    return IncidentDetail(
        incident=incident,
        text=person.text if person else "",
        reporter=names.get(incident.reporter_id, ""),
        acknowledged_by=names.get(incident.acknowledged_by, ""),
        own=own,
        history=tuple(
            IncidentStep(event.at, event.kind, names.get(event.actor_id, "")) for event in events
        ),
    )


def _reads_all(actor: Actor) -> bool:
    return Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]


def _names(reader: Reader) -> Mapping[UUID | None, str]:
    return {account.id: account.name for account in reader.accounts.all()}


def _row(incident: Incident, actor: Actor, names: Mapping[UUID | None, str]) -> IncidentRow:
    return IncidentRow(
        incident_id=incident.id,
        number=incident.number,
        kind=incident.kind.value,
        level=incident.level,
        state=incident.state.value,
        occurred_at=incident.occurred_at,
        recorded_at=incident.recorded_at,
        place=incident.place.value,
        counter=incident.counter,
        reporter=names.get(incident.reporter_id, ""),
        own=incident.reporter_id == actor.account_id,
        told=incident.told is not None,
        triggers=incident.triggers,
    )
