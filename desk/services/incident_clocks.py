"""The clocks of reports (B5): of one report, and all that a person can do something about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from desk.domain.incident import ENDED, Incident, IncidentState
from desk.domain.incident_clock_rules import GRAVE, care_days
from desk.domain.incident_clocks import Clock, ClockKind, ClockState, Duty, called_done
from desk.domain.incident_handling import Care
from desk.domain.incident_levels import is_error
from desk.domain.incident_moves import barred, is_lead
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services import incident_detail
from desk.services.env import Env
from desk.services.kept_text import text_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

LOOK_BACK = timedelta(days=400)
"""Reports older than that are left to the yearly look at the plan: a review has a year (S7)."""

_CARE_FOR = timedelta(days=60)
"""After-care ends a month after what happened, whether the report is closed or not."""

_APOLOGY, _TREND = FollowUpKind.APOLOGY, FollowUpKind.TREND


class ClockLine(NamedTuple):
    """A clock of a report; `why`: why its time was missed, as somebody said, else ""."""

    clock: Clock
    why: str


class Matter(NamedTuple):
    """A clock with its report, and what was decided about it on the Follow-ups screen."""

    incident: Incident
    clock: Clock
    decided: FollowUp | None = None


def of_report(reader: Reader, env: Env, actor: Actor, incident_id: UUID) -> tuple[ClockLine, ...]:
    """Every clock of a report, the one due first first.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown".
    """
    actor.require(Right.REPORT_INCIDENT)
    incident = reader.incidents.get(incident_id)
    if incident.reporter_id != actor.account_id and not _reads_all(actor):
        raise DeskError("incident.not_yours")
    found = _clocks(env, incident, _decisions(reader, (incident,)))
    return tuple(ClockLine(one.clock, said_why(reader, one.clock)) for one in found)


def said_why(reader: Reader, clock: Clock) -> str:
    """Why a clock's time was missed, as somebody said; "" when nobody did."""
    return text_of(reader, clock.missed.why_id) if clock.missed else ""


def open_matters(reader: Reader, env: Env, actor: Actor) -> Iterator[Matter]:
    """Clocks that run, wait or lack the reason why they were missed, where the person can act."""
    now = env.clock()
    shown = _shown(reader, env, actor)
    decisions = _decisions(reader, tuple(shown))
    for incident in shown:
        for matter in _clocks(env, incident, decisions):
            if _is_open(matter, now) and may_act(incident, matter.clock, actor):
                yield matter


def due_times(reader: Reader, env: Env, actor: Actor, until: datetime) -> Iterator[datetime]:
    """When each clock is due that runs and is due by then: as `open_matters`, for a count.

    A count is asked for with every key pressed, so nothing is made of a clock but its time.
    """
    shown = _shown(reader, env, actor)
    decisions = _decisions(reader, tuple(shown))
    decided = {subject for _kind, subject in decisions}
    for incident in shown:
        if incident.id in decided or incident.state in ENDED:
            for matter in _clocks(env, incident, decisions, until):
                open_still = matter.clock.stopped_at is None and _is_open(matter, until)
                if open_still and may_act(incident, matter.clock, actor):
                    yield matter.clock.due
            continue
        for clock in env.reports.clocks(incident):
            if clock.due > until or clock.stopped_at is not None or clock.waits:
                continue
            if may_act(incident, clock, actor):
                yield clock.due


def _shown(reader: Reader, env: Env, actor: Actor) -> list[Incident]:
    """Reports with clocks that this person may hear of."""
    today, site = local_day(env.clock()), actor.site
    at = reader.notices.open_versions(site, today - LOOK_BACK)
    if is_lead(actor.role):
        at |= reader.notices.cared_for(site, today - _CARE_FOR)
    return [one for one in env.reports.of(reader, at) if _concerns(one, actor)]


def may_act(incident: Incident, clock: Clock, actor: Actor) -> bool:
    """Whether a person can do what a clock asks for."""
    lead = is_lead(actor.role)
    match clock.duty:
        case Duty.REPORTER:
            return lead or incident.reporter_id == actor.account_id
        case Duty.OWNER:
            return lead or clock.owner_id == actor.account_id
        case Duty.REVIEWER:
            free = incident.handling.superior or not barred(incident, actor.account_id)
            return lead and free
        case Duty.LEAD:
            return lead


def looked_after(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, day: date) -> Incident:
    """The colleague was looked after as planned for a day: it is not asked for again.

    Raises:
        DeskError: "access.no_right", and as `incident_detail.care`.
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    incident = uow.incidents.get(incident_id)
    known = incident.handling.care
    planned = known.next if known is not None else care_days(incident, env.limits)
    left = tuple(other for other in planned if other != day)
    care = replace(known or Care(), next=left)
    return incident_detail.care(uow, env, actor, incident_id, care)


def _reads_all(actor: Actor) -> bool:
    return Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]


def _concerns(incident: Incident, actor: Actor) -> bool:
    """Leads see all; others what they reported, and where they have a task."""
    if is_lead(actor.role) or incident.reporter_id == actor.account_id:
        return True
    return any(task.owner_id == actor.account_id for task in incident.handling.open_tasks)


Decisions = Mapping[tuple[FollowUpKind, UUID], FollowUp]


def _decisions(reader: Reader, incidents: tuple[Incident, ...]) -> Decisions:
    """What was decided on the Follow-ups screen about apologies (once) and trends."""
    about = {
        _APOLOGY: [one.id for one in incidents if is_error(one) and not one.handling.apology],
        _TREND: [one.id for one in incidents if one.level in GRAVE],
    }
    rows = [row for kind, ids in about.items() for row in reader.follow_ups.of_subjects(kind, ids)]
    return {(row.kind, row.subject_id): row for row in rows if row.subject_id}


def _clocks(
    env: Env, incident: Incident, decisions: Decisions, until: datetime | None = None
) -> Iterator[Matter]:
    about = {
        ClockKind.APOLOGY: decisions.get((_APOLOGY, incident.id)),
        ClockKind.TREND: decisions.get((_TREND, incident.id)),
    }
    for clock in env.reports.clocks(incident):
        if until is not None and (clock.stopped_at or clock.waits or clock.due > until):
            continue
        row = about.get(clock.kind)
        if row is not None and row.done_at is not None:
            clock = called_done(clock, row.done_at)
        decided = row if row is not None and row.state is FollowUpState.OPEN else None
        if decided is not None and decided.due_at is not None:
            amber = min(clock.amber, decided.due_at)
            clock = replace(clock, due=decided.due_at, amber=max(amber, clock.start))
        yield Matter(incident, clock, decided)


def _is_open(matter: Matter, now: datetime) -> bool:
    incident, clock, _decided = matter
    if incident.state is IncidentState.CLOSED:
        return clock.kind is ClockKind.CARE
    if incident.state in ENDED and clock.kind is not ClockKind.TASK:
        return False
    if clock.stopped_at is None:
        return True
    return clock.state(now) is ClockState.LATE and clock.asks_why(now)
