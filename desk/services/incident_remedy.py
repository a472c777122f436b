"""Putting an error right: the client told, the apology, tasks, data that went astray (A10, A19)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.incident import Channel, Incident, IncidentAction, Notice
from desk.domain.incident_handling import (
    Breach,
    Contact,
    ContactNeed,
    Correction,
    Task,
    TaskKind,
)
from desk.domain.incident_moves import is_lead
from desk.domain.incident_typed import ApologyTyped, BreachTyped
from desk.domain.record_data import record_read, record_written
from desk.domain.remedy import APOLOGY_PARTS
from desk.domain.roles import Actor, Right
from desk.domain.typed_text import tidied
from desk.services.env import Env
from desk.services.incident_detail import as_stored
from desk.services.incident_moves import (
    happened,
    notice_data,
    require_order,
    require_past,
    require_sane,
    worded,
)

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def contact(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    need: ContactNeed,
    why: str = "",
    at: datetime | None = None,
    channel: Channel | None = None,
) -> Incident:
    """Decide whether the client is told of an error, and note when that was done (SE-02).

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours", those of the
            report's state, "incident.why_missing" when nobody need be told, "incident.in_future",
            "incident.text_long" (maximum).
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    if need is ContactNeed.NOT_NEEDED and not tidied(why):
        raise DeskError("incident.why_missing")
    require_past(env, at)
    known = before.handling.contact
    why_id = worded(uow, env, why, known.why_id if known else None)
    said = Contact(need, why_id, at, channel)
    return happened(uow, env, actor, before, IncidentAction.CONTACT, record_written(said))


def apology(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, made: ApologyTyped
) -> Incident:
    """Note that somebody apologised, or that the client cannot be reached (SE-04).

    Raises:
        DeskError: as `contact`; "incident.apology_parts" for a part that is none.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    require_past(env, made.at)
    if not set(made.parts) <= set(APOLOGY_PARTS):
        raise DeskError("incident.apology_parts")
    return happened(uow, env, actor, before, IncidentAction.APOLOGY, record_written(made))


def correction(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    found_at: datetime,
    sent_at: datetime | None = None,
) -> Incident:
    """Note that an error in an e-mail was found, and when it was put right (EE-01).

    Raises:
        DeskError: as `contact`; "incident.time_order" when sent before it was found.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    require_past(env, found_at, sent_at)
    require_order(found_at, sent_at)
    said = record_written(Correction(found_at, sent_at))
    return happened(uow, env, actor, before, IncidentAction.CORRECTION, said)


def complaint(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, at: datetime) -> Incident:
    """Note that the right to complain was explained (SE-10, RF-04).

    Raises:
        DeskError: as `contact`.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    require_past(env, at)
    return happened(uow, env, actor, before, IncidentAction.COMPLAINT, {"at": at})


def add_task(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    kind: TaskKind,
    text: str,
    owner_id: UUID,
    due: date,
) -> Incident:
    """Give somebody a task: to mend what went wrong, or (leads) so that it does not come again.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours", those of the
            report's state, "incident.lead_only" for a corrective task by a clerk,
            "incident.task_text_missing", "incident.person_unknown", "incident.due_past",
            "incident.time_absurd", "incident.text_long" (maximum).
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    if kind is TaskKind.CORRECTIVE and not is_lead(actor.role):
        raise DeskError("incident.lead_only", number=before.number)
    if not tidied(text):
        raise DeskError("incident.task_text_missing")
    if due < local_day(env.clock()):
        raise DeskError("incident.due_past")
    require_sane(env, due)
    at_work = {one.id for one in uow.accounts.all() if not one.disabled}
    if owner_id not in at_work | {actor.account_id, before.reporter_id}:
        raise DeskError("incident.person_unknown")
    task = Task(env.new_id(), kind, worded(uow, env, text), owner_id, due)
    return happened(uow, env, actor, before, IncidentAction.TASK, record_written(task))


def task_done(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, task_id: UUID
) -> Incident:
    """Say that a task is done, as its owner or as lead; also in a report that was merged.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.task_unknown",
            "incident.task_not_yours", "incident.task_done_already", those of the report's state.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    owners = {task.id: task.owner_id for task in before.handling.tasks}
    owner = owners.get(task_id, actor.account_id)
    if owner != actor.account_id and not is_lead(actor.role):
        raise DeskError("incident.task_not_yours")
    return happened(uow, env, actor, before, IncidentAction.TASK_DONE, {"task_id": task_id})


def task_checked(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, task_id: UUID, worked: bool
) -> Incident:
    """Say whether a corrective task helped; also after closing.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.own_report",
            "incident.concerned", "incident.no_task", "incident.task_unknown",
            "incident.task_not_corrective", "incident.task_open_still".
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    before = uow.incidents.get(incident_id)
    said = {"task_id": task_id, "worked": worked}
    return happened(uow, env, actor, before, IncidentAction.TASK_CHECKED, said)


def breach(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, found: BreachTyped
) -> Incident:
    """Write down a possible breach of personal data as far as it is known (GDPR 33, 34).

    Raises:
        DeskError: as `contact`; "incident.number_absurd", "incident.time_order",
            "incident.why_missing" when it is decided not to report, and those of a notice.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    require_past(env, found.aware_at, found.reported_at, found.told_at)
    require_order(found.aware_at, found.reported_at)
    require_order(found.aware_at, found.told_at)
    if found.people is not None and found.people < 0:
        raise DeskError("incident.number_absurd")
    if found.not_reported and not tidied(found.decided):
        raise DeskError("incident.why_missing")
    known = before.handling.breach
    stored = as_stored(
        uow,
        env,
        Breach,
        found,
        known,
        officer=_officer(uow, env, found, known),
        decided_at=_decided(env, found, known),
    )
    return happened(uow, env, actor, before, IncidentAction.BREACH, record_written(stored))


def _decided(env: Env, found: BreachTyped, known: Breach | None) -> datetime | None:
    """When it was decided not to report it; once decided, that instant stands."""
    if not found.not_reported:
        return None
    return found.decided_at or (known and known.decided_at) or env.clock()


def _officer(uow: UnitOfWork, env: Env, found: BreachTyped, known: Breach | None) -> Notice | None:
    """The notice to the officer; the known one stands when nothing about it was typed anew."""
    told, before = found.told, known.officer if known else None
    if told is None:
        return None
    if before is not None and (before.how, before.at) == (told.how, told.at):
        same = before.whom_id and uow.persons.get(before.whom_id)
        if same and same.text == tidied(told.whom):
            return before
    return record_read(Notice, notice_data(uow, env, told))
