"""The review of a report by head or deputy: never the reporter's, nor of whom it concerns (B4)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.incident import ENDED, Incident, IncidentAction, IncidentState, Told
from desk.domain.incident_handling import Findings, WaitsFor
from desk.domain.incident_levels import floor
from desk.domain.incident_typed import FindingsTyped
from desk.domain.record_data import record_written
from desk.domain.roles import Actor, Right
from desk.domain.typed_text import tidied
from desk.services.env import Env
from desk.services.incident_detail import as_stored
from desk.services.incident_moves import (
    choices,
    happened,
    notice_data,
    raises,
    reason,
    worded,
)

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_A = IncidentAction


def begin(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> Incident:
    """Take a report over to review it; a new one is acknowledged with it.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.own_report",
            "incident.concerned", "incident.own_merged", and those of the report's state; so do
            all functions here.
    """
    incident = _asked(uow, actor, incident_id)
    if incident.state is IncidentState.REPORTED:
        incident = happened(uow, env, actor, incident, _A.ACKNOWLEDGE)
    return happened(uow, env, actor, incident, _A.REVIEW)


def confirm_level(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, level: str, why: str = ""
) -> Incident:
    """Confirm the level or grade, or change it with a reason; never below what the facts ask for.

    A report that has none yet gets its first one without a reason.

    Raises:
        DeskError: also "incident.level_unknown" (level), "incident.level_below_facts" (level),
            "incident.why_missing", "incident.text_long" (maximum).
    """
    before = _asked(uow, actor, incident_id)
    if level not in choices(env, before.kind)[0]:
        raise DeskError("incident.level_unknown", level=level)
    least = floor(before, raises(env))
    if level < least:
        raise DeskError("incident.level_below_facts", number=before.number, level=least)
    changed = before.level not in ("", level)
    why_id = reason(uow, env, why) if changed else worded(uow, env, why)
    return happened(uow, env, actor, before, _A.LEVEL, {"level": level, "why_id": why_id})


def set_concerned(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, accounts: Collection[UUID]
) -> Incident:
    """Say which colleagues it concerns besides the reporter; none of them reviews it.

    Raises:
        DeskError: also "incident.person_unknown", "incident.concerned_less" when somebody whom
            it concerns takes a person out.
    """
    before = _asked(uow, actor, incident_id)
    meant = tuple(sorted(set(accounts) - {before.reporter_id}))
    known = {one.id for one in uow.accounts.all()} | {actor.account_id}
    if not set(meant) <= known | set(before.handling.concerned):
        raise DeskError("incident.person_unknown")
    return happened(uow, env, actor, before, _A.CONCERNS, {"accounts": meant})


def findings(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, found: FindingsTyped
) -> Incident:
    """Write down causes, legal steps and the lesson.

    Raises:
        DeskError: also "incident.text_long" (maximum).
    """
    before = _asked(uow, actor, incident_id)
    stored = as_stored(uow, env, Findings, found, before.handling.findings)
    return happened(uow, env, actor, before, _A.FINDINGS, record_written(stored))


def planned(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> Incident:
    """Say that the review is done: what is left are its tasks, or to close it."""
    return happened(uow, env, actor, _asked(uow, actor, incident_id), _A.PLANNED)


def send_back(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, why: str) -> Incident:
    """Send a report back to its reporter for detail, with the reason.

    Raises:
        DeskError: also "incident.why_missing", "incident.text_long" (maximum).
    """
    return _with_reason(uow, env, actor, incident_id, _A.RETURN, why)


def block(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, waits_for: WaitsFor, why: str
) -> Incident:
    """Note that the review waits for somebody outside; its clocks go on and say so.

    Raises:
        DeskError: as `send_back`.
    """
    before = _asked(uow, actor, incident_id)
    said = {"why_id": reason(uow, env, why), "waits_for": waits_for.value}
    return happened(uow, env, actor, before, _A.BLOCK, said)


def resume(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> Incident:
    """Go on with a report that stood still; one sent back also its reporter hands in again."""
    actor.require(Right.REPORT_INCIDENT)
    return happened(uow, env, actor, uow.incidents.get(incident_id), _A.RESUME)


def merge(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, into_id: UUID, why: str = ""
) -> Incident:
    """Let a report go on in another of the same event; both histories stay.

    Raises:
        DeskError: also "incident.merge_itself", "incident.merge_circle", "incident.merge_ended",
            "incident.merge_other_site", "incident.text_long" (maximum).
    """
    before = _asked(uow, actor, incident_id)
    target = uow.incidents.get(into_id)
    if target.id == before.id:
        raise DeskError("incident.merge_itself", number=before.number)
    if any(one.id == target.id for one in uow.incidents.merged_into(before.id)):
        raise DeskError("incident.merge_circle", number=before.number)
    if target.state in ENDED:
        raise DeskError("incident.merge_ended", number=target.number)
    if target.site != before.site:
        raise DeskError("incident.merge_other_site", number=target.number)
    said = {"why_id": worded(uow, env, why), "into": into_id}
    return happened(uow, env, actor, before, _A.MERGE, said)


def close(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, note: str = "") -> Incident:
    """Close a report; the reporter reads the note.

    Raises:
        DeskError: also the codes of `desk.domain.incident_moves.close_refusals`, each with
            number, and "incident.text_long" (maximum).
    """
    before = _asked(uow, actor, incident_id)
    found = before.handling.findings
    data = {"note_id": worded(uow, env, note, found.note_id if found else None)}
    return happened(uow, env, actor, before, _A.CLOSE, data)


def reopen(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, why: str) -> Incident:
    """Open a closed report again, with a reason.

    Raises:
        DeskError: as `send_back`.
    """
    return _with_reason(uow, env, actor, incident_id, _A.REOPEN, why)


def void(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, why: str) -> Incident:
    """Mark a report as entered by mistake, with a reason; it stays readable.

    Raises:
        DeskError: as `send_back`.
    """
    return _with_reason(uow, env, actor, incident_id, _A.VOID, why)


def hand_up(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, told: Told) -> Incident:
    """Note that the superior official at headquarters was told and reviews it.

    That is for reports that every head of the branch made or is concerned by.  What headquarters
    decides is recorded afterwards like any decision, and the history says whose it was.

    Raises:
        DeskError: also "incident.head_can_review", "incident.handed_up_already",
            "incident.told_how", "incident.told_whom", "incident.in_future".
    """
    before = _asked(uow, actor, incident_id)
    return happened(uow, env, actor, before, _A.HAND_UP, notice_data(uow, env, told))


def update(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, text: str) -> Incident:
    """Tell the reporter how it stands.

    Raises:
        DeskError: also "incident.text_missing", "incident.text_long" (maximum).
    """
    before = _asked(uow, actor, incident_id)
    if not tidied(text):
        raise DeskError("incident.text_missing")
    return happened(uow, env, actor, before, _A.UPDATE, {"text_id": worded(uow, env, text)})


def missed(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, clock: str, why: str
) -> Incident:
    """Say why a time limit was missed; the reporter may say so too.

    Args:
        clock: id of `desk.domain.incident_clocks`.

    Raises:
        DeskError: also "incident.not_yours", "incident.why_missing", "incident.text_long".
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    said = {"clock": clock, "why_id": reason(uow, env, why)}
    return happened(uow, env, actor, before, _A.MISSED, said)


def _asked(uow: UnitOfWork, actor: Actor, incident_id: UUID) -> Incident:
    actor.require(Right.ACKNOWLEDGE_INCIDENT)
    return uow.incidents.get(incident_id)


def _with_reason(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, action: IncidentAction, why: str
) -> Incident:
    before = _asked(uow, actor, incident_id)
    return happened(uow, env, actor, before, action, {"why_id": reason(uow, env, why)})
