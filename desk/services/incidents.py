"""The first report of an incident: filed in a minute, amended until someone acknowledges it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import incident_states
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.incident import (
    FirstReport,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
)
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right
from desk.domain.waiting import minutes, waited
from desk.services.env import Env
from desk.services.incident_drafts import draft_kind, drop_draft, load_draft, save_draft
from desk.services.incident_list import IncidentDetail, IncidentFilter, IncidentStep, open, rows
from desk.services.kept_text import kept

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

__all__ = [
    "IncidentDetail",
    "IncidentFilter",
    "IncidentStep",
    "acknowledge",
    "amend",
    "drop_draft",
    "load_draft",
    "open",
    "report",
    "rows",
    "save_draft",
]

MAX_TEXT = 4000
_CLOCKS_DIFFER = timedelta(minutes=5)


def report(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    first: FirstReport,
    visit_id: UUID | None = None,
) -> Incident:
    """File a first report; nothing but its kind is demanded while a client is present.

    The level is raised where a weapon, an injury or a threat was ticked; the reporter's draft of
    this kind is dropped in the same transaction.

    Args:
        visit_id: the visit it happened in: its counter, service and waiting time are copied.

    Raises:
        DeskError: "access.no_right", "incident.in_future", "incident.text_long" (maximum),
            "incident.level_unknown", "incident.trigger_unknown", "visit.unknown".
    """
    actor.require(Right.REPORT_INCIDENT)
    _require_plausible(env, first)
    at = env.clock()
    day = local_day(at)
    serial = uow.incidents.next_number(actor.site, day.year)
    data = {
        "site": actor.site,
        "day": written(day),
        "number": f"{actor.site}-{day.year}-{serial:04}",
        **_typed(uow, env, first),
        **_copied(uow, actor, visit_id, at),
    }
    event = _event(env, actor, env.new_id(), 1, IncidentAction.REPORT, data)
    incident = incident_states.apply(None, event)
    uow.incidents.add(incident, event)
    uow.drafts.drop(actor.account_id, draft_kind(first.kind))
    return incident


def amend(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, first: FirstReport
) -> Incident:
    """Put a report right; what was written before stays in its history.

    Raises:
        DeskError: "incident.not_reporter", "incident.acknowledged_already", "incident.unknown",
            and those of `report` about what was typed.
    """
    actor.require(Right.REPORT_INCIDENT)
    _require_plausible(env, first)
    before = uow.incidents.get(incident_id)
    incident_states.check(before, IncidentAction.AMEND, actor.account_id)
    return _add(uow, env, actor, before, IncidentAction.AMEND, _typed(uow, env, first, before))


def acknowledge(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> Incident:
    """Take note of a report as head or deputy; never of one's own.

    Raises:
        DeskError: "access.no_right", "incident.own_report", "incident.acknowledged_already",
            "incident.unknown".
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    before = uow.incidents.get(incident_id)
    return _add(uow, env, actor, before, IncidentAction.ACKNOWLEDGE, {})


def _add(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    before: Incident,
    action: IncidentAction,
    data: dict[str, object],
) -> Incident:
    event = _event(env, actor, before.id, before.version + 1, action, data)
    after = incident_states.apply(before, event)
    uow.incidents.add(after, event)
    return after


def _event(
    env: Env,
    actor: Actor,
    incident_id: UUID,
    seq: int,
    kind: IncidentAction,
    data: dict[str, object],
) -> IncidentEvent:
    at = env.clock()
    return IncidentEvent(env.new_id(), incident_id, seq, kind, at, at, actor.account_id, data)


def _typed(
    uow: UnitOfWork, env: Env, first: FirstReport, before: Incident | None = None
) -> dict[str, object]:
    """The typed fields as `data`: what was said and done, and who was told, may name people."""
    told = before.told if before else None
    whom = first.told.whom if first.told else ""
    whom_id = kept(uow, env, Purpose.INCIDENT_TOLD, whom, told.whom_id if told else None)
    text_before = before.text_id if before else None
    text_id = kept(uow, env, Purpose.INCIDENT_TEXT, first.text, text_before)
    return incident_states.report_data(first, text_id, whom_id)


def _copied(
    uow: UnitOfWork, actor: Actor, visit_id: UUID | None, at: datetime
) -> dict[str, object]:
    """Copied, not linked: the report must not lead back to the client by itself."""
    if visit_id is None:
        return {"counter": actor.counter, "service": "", "waited_minutes": None}
    visit = uow.visits.get(visit_id)
    return {
        "counter": visit.counter or actor.counter,
        "service": visit.services[0],
        "waited_minutes": minutes(waited(visit, at)),
    }


def _require_plausible(env: Env, first: FirstReport) -> None:
    if first.occurred_at > env.clock() + _CLOCKS_DIFFER:
        raise DeskError("incident.in_future")
    if len(first.text) > MAX_TEXT:
        raise DeskError("incident.text_long", maximum=MAX_TEXT)
    known_levels, known_triggers = _choices(env, first.kind)
    if first.level and first.level not in known_levels:
        raise DeskError("incident.level_unknown", level=first.level)
    for trigger in first.triggers:
        if trigger not in known_triggers:
            raise DeskError("incident.trigger_unknown", trigger=trigger)


def _choices(env: Env, kind: IncidentKind) -> tuple[Collection[str], Collection[str]]:
    """Ids of the levels and of the triggers (or error types) that the pack has for a kind."""
    policy = env.policy
    if kind is IncidentKind.AGGRESSION:
        triggers = {item.id for ladder in env.pack.ladders for item in ladder.triggers}
        return {item.id for item in policy.levels}, triggers | {incident_states.THREAT}
    return {item.id for item in policy.grades}, {item.id for item in policy.error_types}
