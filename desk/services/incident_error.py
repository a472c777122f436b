"""An error of our own: the report and what was done about it at once, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.incident import FirstReport, Incident
from desk.domain.incident_handling import ContactNeed, Handling, TaskKind
from desk.domain.incident_typed import ApologyTyped
from desk.domain.remedy import Remedy
from desk.domain.roles import Actor, Right
from desk.services import incident_remedy, incidents
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def report_error(
    uow: UnitOfWork, env: Env, actor: Actor, first: FirstReport, visit_id: UUID | None = None
) -> Incident:
    """File an error or near miss with its remedy (SE-01 to SE-04, SE-10, EE-01).

    What was left open is left to the clocks of the report: nothing is demanded here.

    Raises:
        DeskError: "access.no_right", and those of `incidents.report` and
            `desk.services.incident_remedy`.
    """
    actor.require(Right.REPORT_INCIDENT)
    incident = incidents.report(uow, env, actor, first, visit_id)
    return remedy(uow, env, actor, incident.id, first.remedy)


def remedy_of(handling: Handling, texts: Mapping[UUID, str]) -> Remedy:
    """What was done about an error so far, as its form shows it; tasks and breach stand apart.

    Args:
        texts: what the ids in the handling stand for.
    """
    contact, apology = handling.contact, handling.apology
    correction = handling.correction
    why = texts.get(contact.why_id, "") if contact and contact.why_id else ""
    return Remedy(
        need=contact.need if contact else None,
        contacted=contact.channel if contact and contact.at else None,
        why=why,
        apology=apology.form if apology else None,
        parts=apology.parts if apology else (),
        complaint=handling.complaint_told_at is not None,
        corrected=correction.sent_at is not None if correction else None,
    )


def remedy(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    done: Remedy,
    before: Remedy | None = None,
) -> Incident:
    """Write down what was done about an error, as far as it differs from before.

    That a client need not be told counts as decided once it is said why.

    Raises:
        DeskError: "access.no_right", those of `desk.services.incident_remedy`.
    """
    actor.require(Right.REPORT_INCIDENT)
    incident, now = uow.incidents.get(incident_id), env.clock()
    known = before or Remedy()
    says_why = done.need is not ContactNeed.NOT_NEEDED or bool(done.why)
    contact = (done.need, done.contacted, done.why)
    if done.need is not None and says_why and contact != (known.need, known.contacted, known.why):
        at, channel = (now if done.contacted else None), done.contacted
        incident = incident_remedy.contact(
            uow, env, actor, incident_id, done.need, why=done.why, at=at, channel=channel
        )
    if done.apology is not None and (done.apology, done.parts) != (known.apology, known.parts):
        made = ApologyTyped(done.apology, now, done.parts)
        incident = incident_remedy.apology(uow, env, actor, incident_id, made)
    if done.complaint and not known.complaint:
        incident = incident_remedy.complaint(uow, env, actor, incident_id, now)
    if done.corrected is not None and done.corrected != known.corrected:
        sent, found = (now if done.corrected else None), min(incident.occurred_at, now)
        incident = incident_remedy.correction(uow, env, actor, incident_id, found, sent)
    for task in done.tasks:
        kind, owner = TaskKind.REMEDY, actor.account_id
        incident = incident_remedy.add_task(
            uow, env, actor, incident_id, kind, task.text, owner, task.due
        )
    return incident
