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
    Told,
)
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.kept_text import text_of

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
        told: who was told, how and when; None = nobody yet.
        own: reported by the person who opened it.
    """

    incident: Incident
    text: str
    told: Told | None
    reporter: str
    acknowledged_by: str
    own: bool
    history: tuple[IncidentStep, ...]

    @property
    def report(self) -> FirstReport:
        """The report as typed, for the form that amends it."""
        said = self.incident
        return FirstReport(
            kind=said.kind,
            occurred_at=said.occurred_at,
            time_unknown=said.time_unknown,
            place=said.place,
            channel=said.channel,
            triggers=said.triggers,
            level=said.level,
            steps=said.steps,
            told=self.told,
            hurt=said.hurt,
            weapon=said.weapon,
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
    names = reader.accounts.names()
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
    names = reader.accounts.names()
    seen_by = incident.acknowledged_by
    events = reader.incidents.events(incident_id)
    return IncidentDetail(
        incident=incident,
        text=text_of(reader, incident.text_id),
        told=_told(reader, incident),
        reporter=names.get(incident.reporter_id, ""),
        acknowledged_by=names.get(seen_by, "") if seen_by else "",
        own=own,
        history=tuple(
            IncidentStep(event.at, event.kind, names.get(event.actor_id, "")) for event in events
        ),
    )


def _told(reader: Reader, incident: Incident) -> Told | None:
    notice = incident.told
    if notice is None:
        return None
    return Told(text_of(reader, notice.whom_id), notice.how, notice.at)


def _reads_all(actor: Actor) -> bool:
    return Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]


def _row(incident: Incident, actor: Actor, names: Mapping[UUID, str]) -> IncidentRow:
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
