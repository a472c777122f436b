"""Reading incidents: the list, and one report opened (a logged look)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.board import IncidentRow
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.incident import (
    FirstReport,
    Incident,
    IncidentAction,
    IncidentKind,
    IncidentState,
    Told,
)
from desk.domain.incident_handling import Handling
from desk.domain.incident_moves import barred, close_refusals, is_lead
from desk.domain.incident_twins import twins
from desk.domain.record_data import record_written
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services import notice
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.hq_answers import HqAnswer, answers
from desk.services.incident_moves import refusal_of
from desk.services.incident_story import (
    IncidentStep,
    Outcome,
    history,
    outcome,
    reporters_view,
    texts_of,
)

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_RECORDED_WITHIN = timedelta(days=7)
"""Most colleagues who saw an event have reported it by then."""


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
class MergedReport:
    """Another report of the same event, which goes on in the one opened; its tasks are in it."""

    incident: Incident
    text: str
    told: Told | None
    reporter: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another open report that may be of the same event; whether it is, a person decides."""

    incident_id: UUID
    number: str
    occurred_at: datetime
    reporter: str


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """A report opened.

    Args:
        text: the line of fact; "" when none was given or it has been erased.
        told: who was told, how and when; None = nobody yet.
        own: reported by the person who opened it.
        handling: what was done with it, as far as the person may see it.
        texts, names: what the ids in `handling` and of the merged reports stand for.
        allowed: what the person may do with it now.
        closing: codes of all that stands against closing it, for those who may close.
        merged: reports that go on in this one, for those who may read them.
        outcome: what its reporter is told of what was done.
        twins: reports that may be of the same event, for those who may merge them.
        answers: what headquarters said to it, for those who may read all of it.
    """

    incident: Incident
    text: str
    told: Told | None
    reporter: str
    acknowledged_by: str
    own: bool
    history: tuple[IncidentStep, ...]
    handling: Handling
    texts: Mapping[UUID, str]
    names: Mapping[UUID, str]
    allowed: frozenset[IncidentAction]
    closing: tuple[str, ...]
    merged: tuple[MergedReport, ...]
    outcome: Outcome
    twins: tuple[Twin, ...] = ()
    answers: tuple[HqAnswer, ...] = ()

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
    today = local_day(env.clock())
    return tuple(_row(incident, actor, names, today) for incident in found)


def open(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> IncidentDetail:
    """Open one report; logged as a look, and for head and deputy noted as read.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown".
    """
    actor.require(Right.REPORT_INCIDENT)
    detail = gathered(uow, actor, incident_id)
    looked(uow, env, actor, Look.OPEN, "incident", incident_id, "incident")
    if is_lead(actor.role) and not barred(detail.incident, actor.account_id):
        notice.seen(uow, env, actor, incident_id)
    return detail


def gathered(reader: Reader, actor: Actor, incident_id: UUID) -> IncidentDetail:
    """All that is kept of a report; whoever calls it logs the look.

    Raises:
        DeskError: "incident.not_yours", "incident.unknown".
    """
    incident = reader.incidents.get(incident_id)
    own, whole = incident.reporter_id == actor.account_id, _reads_all(actor)
    if not own and not whole:
        raise DeskError("incident.not_yours")
    names = reader.accounts.names()
    merged = reader.incidents.merged_into(incident_id)
    allowed = frozenset(_allowed(reader, actor, incident, merged))
    texts = texts_of(reader, [incident_id, *(one.id for one in merged if whole)])
    seen_by = incident.acknowledged_by
    shown = incident if whole else replace(incident, handling=reporters_view(incident.handling))
    return IncidentDetail(
        incident=shown,
        text=_worded(texts, incident.text_id),
        told=_told(texts, incident),
        reporter=names.get(incident.reporter_id, ""),
        acknowledged_by=names.get(seen_by, "") if seen_by else "",
        own=own,
        history=history(reader.incidents.events(incident_id), texts, names, whole=whole),
        handling=shown.handling,
        texts=texts if whole else _of_reporter(texts, shown),
        names=names,
        allowed=allowed,
        closing=close_refusals(incident, merged) if whole else (),
        merged=tuple(_merged(one, texts, names) for one in merged if whole),
        outcome=outcome(reader, incident, texts),
        twins=tuple(_twins(reader, incident, names)) if IncidentAction.MERGE in allowed else (),
        answers=answers(reader, incident_id) if whole else (),
    )


def _twins(reader: Reader, incident: Incident, names: Mapping[UUID, str]) -> Iterator[Twin]:
    """Reports recorded within some days of the event that may be of the same one."""
    day = local_day(incident.occurred_at)
    near = reader.incidents.list(incident.site, first=day, last=day + _RECORDED_WITHIN)
    for one in twins(incident, near):
        yield Twin(one.id, one.number, one.occurred_at, names.get(one.reporter_id, ""))


def _allowed(
    reader: Reader, actor: Actor, incident: Incident, merged: Sequence[Incident]
) -> Iterator[IncidentAction]:
    for action in IncidentAction:
        if refusal_of(reader, actor, incident, action, merged) is None:
            yield action


def _of_reporter(texts: Mapping[UUID, str], shown: Incident) -> Mapping[UUID, str]:
    """The texts that the reporter's view names."""
    named = str(record_written(shown))
    return {one: text for one, text in texts.items() if str(one) in named}


def _merged(
    incident: Incident, texts: Mapping[UUID, str], names: Mapping[UUID, str]
) -> MergedReport:
    return MergedReport(
        incident=incident,
        text=_worded(texts, incident.text_id),
        told=_told(texts, incident),
        reporter=names.get(incident.reporter_id, ""),
    )


def _worded(texts: Mapping[UUID, str], text_id: UUID | None) -> str:
    return texts.get(text_id, "") if text_id else ""


def _told(texts: Mapping[UUID, str], incident: Incident) -> Told | None:
    notice = incident.told
    return Told(_worded(texts, notice.whom_id), notice.how, notice.at) if notice else None


def _reads_all(actor: Actor) -> bool:
    return Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]


def _row(incident: Incident, actor: Actor, names: Mapping[UUID, str], today: date) -> IncidentRow:
    handling = incident.handling
    reviewer, halt = handling.reviewer_id, handling.halt
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
        level_confirmed=handling.confirmed is not None,
        reviewer=names.get(reviewer, "") if reviewer else "",
        superior=handling.superior,
        open_tasks=len(handling.open_tasks),
        overdue=any(task.due < today for task in handling.open_tasks),
        waits_for=halt.waits_for.value if halt and halt.waits_for else "",
    )
