"""What is known of an incident beyond the first report: details, evidence, after-care (B3.B)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentAction
from desk.domain.incident_handling import Care, Detail, Evidence
from desk.domain.incident_typed import TEXTS, DetailTyped, EvidenceTyped
from desk.domain.record_data import record_written
from desk.domain.roles import Actor, Right
from desk.services.env import Env
from desk.services.incident_moves import happened, require_order, require_past, require_sane, worded

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_MOST = 1_000_000
_R = TypeVar("_R")


def set_detail(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, detail: DetailTyped
) -> Incident:
    """Write down the detail as reporter or lead; an injury, a weapon or a threat raises the level.

    Raises:
        DeskError: "access.no_right", "incident.unknown", "incident.not_yours", those of the
            report's state, "incident.number_absurd", "incident.in_future", "incident.time_order",
            "incident.time_absurd", "incident.text_long" (maximum).
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    counts = (detail.witnesses_clients, detail.lost_days or 0, detail.damage_euro or 0)
    if not all(0 <= count <= _MOST for count in counts):
        raise DeskError("incident.number_absurd")
    require_past(env, detail.made_at)
    known = before.handling.detail
    stored = as_stored(uow, env, Detail, detail, known)
    return happened(uow, env, actor, before, IncidentAction.DETAIL, record_written(stored))


def evidence(
    uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, proof: EvidenceTyped
) -> Incident:
    """Write down where proof lies: police, recording.  Pictures are `desk.services.attachments`.

    Raises:
        DeskError: as `set_detail`.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    require_past(env, proof.police_called_at, proof.police_came_at, proof.asked_at)
    require_order(proof.police_called_at, proof.police_came_at)
    require_order(proof.cctv_from, proof.cctv_to)
    require_sane(env, proof.cctv_from, proof.cctv_to, proof.kept_until)
    stored = as_stored(uow, env, Evidence, proof, before.handling.evidence)
    return happened(uow, env, actor, before, IncidentAction.EVIDENCE, record_written(stored))


def care(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID, given: Care) -> Incident:
    """Write down what was done for the colleague concerned; also after closing.

    Raises:
        DeskError: as `set_detail`.
    """
    actor.require(Right.REPORT_INCIDENT)
    before = uow.incidents.get(incident_id)
    require_past(env, given.talked_at, given.specialist_told_at, given.inspectorate_told_at)
    require_sane(env, *given.next)
    tidy = replace(given, given=tuple(dict.fromkeys(given.given)), next=tuple(sorted(given.next)))
    return happened(uow, env, actor, before, IncidentAction.CARE, record_written(tidy))


def as_stored(
    uow: UnitOfWork, env: Env, kind: type[_R], typed: Any, known: Any, **values: object
) -> _R:
    """A typed record with the ids of its texts in place of them.

    Args:
        known: the record that it replaces, whose texts stand where the words are the same.
        values: fields that are not as typed.

    Raises:
        DeskError: "incident.text_long" (maximum).
    """
    plain: Any = kind
    ids = {
        id_name: worded(uow, env, getattr(typed, name), known and getattr(known, id_name))
        for name, id_name in TEXTS[type(typed)].items()
    }
    kept = {item.name: getattr(typed, item.name) for item in fields(plain)}
    stored: _R = plain(**{**kept, **ids, **values})
    return stored
