"""Pictures and scans of a report: added, looked at, copied out, taken out again.

What shows a person or a name is sealed: its key lies in the identity annex alone, and goes with it.
The others are erased with the report's texts.  A file is never in a list, a statistic or on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db.attachment_cipher import new_key
from desk.domain.annex import FileKey
from desk.domain.attachment import Attachment, CleanFile, CopyPurpose
from desk.domain.clock import local_day
from desk.domain.erasure import Why
from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentAction
from desk.domain.incident_moves import barred, is_lead
from desk.domain.person import Person, Purpose
from desk.domain.record_data import record_written
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services import annex
from desk.services.access import Look, looked
from desk.services.annex_open import OpenedAnnex
from desk.services.attachment_source import MEGABYTE
from desk.services.env import Env
from desk.services.incident_moves import happened, reason, refusal_of
from desk.services.kept_text import reason_text
from desk.services.retention import expiry

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_SAID_BY_EVENT = frozenset({"at", "by", "removed_at", "removed_by", "why_id", "destroyed"})


def attach(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    made: CleanFile,
    about: str = "",
    *,
    names_people: bool = False,
) -> Incident:
    """Add a picture or scan to a report that has not ended, as its reporter or as lead.

    Args:
        about: what it shows, in a few words.
        names_people: it shows a person, or a paper with a name: it is sealed.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours", those of the
            report's state, "attachment.too_many" (maximum), "attachment.not_smaller" (maximum),
            "attachment.there_already", "annex.nobody", "text.too_long" (maximum),
            "text.personal_code".
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    refusal = refusal_of(uow, actor, before, IncidentAction.ATTACH)
    if refusal is not None:
        raise refusal
    _require_room(env, before, made)
    _require_new(uow, before, made)
    file_id, key, words = env.new_id(), new_key(), reason_text(about)
    text_id = entry_id = None
    if names_people:
        entry_id = annex.put(uow, env, actor, incident_id, FileKey(file_id, key, made.kind, words))
    else:
        at = env.clock()
        expires = expiry(env, Purpose.INCIDENT_FILE, local_day(at))
        person = Person(text=words)
        text_id = uow.persons.put(Purpose.INCIDENT_FILE, person, at=at, expires=expires)
    address = uow.attachments.add(file_id, key, made.data, text_id=text_id, entry_id=entry_id)
    size = len(made.data)
    said = Attachment(
        file_id, address, made.kind, size, made.width, made.height, made.pages, text_id, entry_id
    )
    data = {k: v for k, v in record_written(said).items() if k not in _SAID_BY_EVENT}
    return happened(uow, env, actor, before, IncidentAction.ATTACH, data)


def detach(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    file_id: UUID,
    why: str,
    *,
    destroy: bool = False,
) -> Incident:
    """Take a picture or scan out of a report: whoever added it, or a lead who may review.

    Args:
        destroy: it should never have been added: key and bytes go now, not with the report's
            texts.  That it was there, and who destroyed it why, stays.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours", those of the
            report's state, "attachment.unknown", "attachment.not_yours", "incident.why_missing",
            "incident.text_long" (maximum).
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    refusal = refusal_of(uow, actor, before, IncidentAction.DETACH)
    if refusal is not None:
        raise refusal
    file = _named(before, file_id)
    if not may_remove(before, file, actor):
        raise DeskError("attachment.not_yours")
    why_id = reason(uow, env, why)
    data = {"attachment_id": file_id, "why_id": why_id, "destroyed": destroy}
    after = happened(uow, env, actor, before, IncidentAction.DETACH, data)
    if destroy:
        at, by = env.clock(), actor.account_id
        if file.text_id is not None:
            uow.erasures.erase([file.text_id], Why.MISTAKE, at=at, actor_id=by)
        if file.entry_id is not None:
            uow.annex.erase([file.entry_id], Why.MISTAKE, at=at, actor_id=by)
        uow.attachments.drop(file_id)
    return after


def may_remove(incident: Incident, file: Attachment, actor: Actor) -> bool:
    """Whether a person may take a file out, as far as the person matters."""
    if file.removed:
        return False
    judges = is_lead(actor.role) and (
        incident.handling.superior or not barred(incident, actor.account_id)
    )
    return file.by == actor.account_id or judges


def look(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, file_id: UUID) -> bytes:
    """A picture or scan, for the screen; a logged look.

    One that was taken out is shown to leads alone.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours",
            "attachment.unknown", "attachment.removed", "attachment.sealed", "attachment.erased",
            "attachment.damaged".
    """
    actor.require(Right.REPORT_INCIDENT)
    incident = uow.incidents.get(incident_id)
    own, leads = incident.reporter_id == actor.account_id, Right.READ_ALL_INCIDENTS
    if not own and leads not in RIGHTS[actor.role]:
        raise DeskError("incident.not_yours")
    file = _named(incident, file_id)
    if file.removed and leads not in RIGHTS[actor.role]:
        raise DeskError("attachment.removed")
    if file.sealed:
        raise DeskError("attachment.sealed")
    looked(uow, env, actor, Look.OPEN, "incident", incident_id, "attachment")
    return uow.attachments.read(file_id)


def copy(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    incident_id: UUID,
    file_id: UUID,
    purpose: CopyPurpose,
) -> bytes:
    """A picture or scan that leaves the program, for a purpose; logged as an export.

    Raises:
        DeskError: as `look`.
    """
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    file = _named(uow.incidents.get(incident_id), file_id)
    if file.sealed:
        raise DeskError("attachment.sealed")
    code = f"attachment_{purpose.value}"
    looked(uow, env, actor, Look.EXPORT, "incident", incident_id, code)
    return uow.attachments.read(file_id)


def look_sealed(
    uow: UnitOfWork, env: Env, actor: Actor, opened: OpenedAnnex, file_id: UUID
) -> bytes:
    """A sealed picture or scan of an annex that this person has opened just now.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "attachment.unknown",
            "attachment.erased", "attachment.damaged".
    """
    return _unsealed(uow, env, actor, opened, file_id, Look.OPEN)


def copy_sealed(
    uow: UnitOfWork, env: Env, actor: Actor, opened: OpenedAnnex, file_id: UUID
) -> bytes:
    """The same, to leave the program for the purpose for which the annex was opened.

    Raises:
        DeskError: as `look_sealed`.
    """
    return _unsealed(uow, env, actor, opened, file_id, Look.EXPORT)


def _unsealed(
    uow: UnitOfWork, env: Env, actor: Actor, opened: OpenedAnnex, file_id: UUID, what: Look
) -> bytes:
    actor.require(Right.OPEN_ANNEX)
    key = next((one.what.key for one in opened.files if one.what.file_id == file_id), None)
    if key is None:
        raise DeskError("attachment.unknown")
    looked(uow, env, actor, what, "annex", opened.incident_id, opened.purpose.value)
    return uow.attachments.read(file_id, key)


def _named(incident: Incident, file_id: UUID) -> Attachment:
    for one in incident.handling.attachments:
        if one.id == file_id:
            return one
    raise DeskError("attachment.unknown")


def _require_room(env: Env, incident: Incident, made: CleanFile) -> None:
    limits = env.policy.attachments
    if len(made.data) > limits.stored_mb * MEGABYTE:
        raise DeskError("attachment.not_smaller", maximum=limits.stored_mb)
    there = sum(not one.removed for one in incident.handling.attachments)
    if there >= limits.per_report:
        raise DeskError("attachment.too_many", maximum=limits.per_report)


def _require_new(uow: UnitOfWork, incident: Incident, made: CleanFile) -> None:
    """Refuse what is there already; what is sealed can be compared with nothing."""
    for one in incident.handling.attachments:
        alike = (one.kind, one.size) == (made.kind, len(made.data))
        seen = alike and not one.removed and not one.sealed and uow.attachments.is_kept(one.id)
        if seen and uow.attachments.read(one.id) == made.data:
            raise DeskError("attachment.there_already")
