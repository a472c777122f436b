"""The first report of an incident: filed in a minute, amended until someone acknowledges it."""

from __future__ import annotations

from datetime import timedelta
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
    Told,
)
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right
from desk.services import annex
from desk.services.env import Env
from desk.services.incident_before import copied
from desk.services.incident_drafts import draft_kind, drop_draft, load_draft, save_draft
from desk.services.incident_list import IncidentDetail, IncidentFilter, open, rows
from desk.services.incident_moves import (
    choices,
    event_of,
    happened,
    notice_data,
    raises,
    require_length,
    require_past,
)
from desk.services.incident_story import IncidentStep
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
    "told",
]

_OLDEST = timedelta(days=366)
"""What is reported later than that has a wrong date."""


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
        visit_id: the visit it happened in: its counter, service and waiting time are copied; the
            link to it goes into the sealed annex alone.

    Raises:
        DeskError: "access.no_right", "incident.in_future", "incident.too_long_ago",
            "incident.text_long" (maximum), "incident.level_unknown",
            "incident.trigger_unknown", "visit.unknown".
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
        **copied(uow, actor, visit_id, first.occurred_at, at),
    }
    event = event_of(env, actor, env.new_id(), 1, IncidentAction.REPORT, data)
    incident = incident_states.apply(None, event)
    uow.incidents.add(incident, event)
    if visit_id is not None:
        annex.seal_link(uow, env, actor, incident.id, visit_id)
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
    return happened(uow, env, actor, before, IncidentAction.AMEND, _typed(uow, env, first, before))


def acknowledge(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> Incident:
    """Take note of a report as head or deputy; never of one's own.

    Raises:
        DeskError: "access.no_right", "incident.own_report", "incident.acknowledged_already",
            "incident.unknown".
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    before = uow.incidents.get(incident_id)
    return happened(uow, env, actor, before, IncidentAction.ACKNOWLEDGE)


def told(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    told: Told,
    *,
    headquarters: bool = False,
) -> Incident:
    """Note that somebody was told in person or by phone (invariant 5), as reporter or lead.

    Args:
        headquarters: it was headquarters that was told (level 2 and up).

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours", those of the
            report's state, "incident.told_how", "incident.told_whom", "incident.in_future".
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    data = {**notice_data(uow, env, told), "headquarters": headquarters}
    return happened(uow, env, actor, before, IncidentAction.TOLD, data)


def _typed(
    uow: UnitOfWork, env: Env, first: FirstReport, before: Incident | None = None
) -> dict[str, object]:
    """The typed fields as `data`: what was said and done, and who was told, may name people."""
    told = before.told if before else None
    whom = first.told.whom if first.told else ""
    whom_id = kept(uow, env, Purpose.INCIDENT_TOLD, whom, told.whom_id if told else None)
    text_before = before.text_id if before else None
    text_id = kept(uow, env, Purpose.INCIDENT_TEXT, first.text, text_before)
    return incident_states.report_data(first, text_id, whom_id, raises(env))


def _require_plausible(env: Env, first: FirstReport) -> None:
    if first.occurred_at < env.clock() - _OLDEST:
        raise DeskError("incident.too_long_ago")
    require_past(env, first.occurred_at, first.told.at if first.told else None)
    require_length(first.text)
    require_length(first.told.whom if first.told else "")
    known_levels, known_triggers = choices(env, first.kind)
    if first.level and first.level not in known_levels:
        raise DeskError("incident.level_unknown", level=first.level)
    for trigger in first.triggers:
        if trigger not in known_triggers:
            raise DeskError("incident.trigger_unknown", trigger=trigger)
