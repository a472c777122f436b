"""How a visit leaves the counter: finished, set aside, handed on, stopped, gone, back in line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import visit_states
from desk.domain.errors import DeskError
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right
from desk.domain.visit import Action, Outcome, Visit
from desk.services.counters import counter_label
from desk.services.env import Env
from desk.services.kept_text import kept, reason_text
from desk.services.queue_policy import require_known
from desk.services.queue_steps import reachable, record

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def finish(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit_id: UUID,
    outcome: Outcome,
    reason: str = "",
    legal_basis: str = "",
) -> Visit:
    """End serving with its outcome (WE-02).

    Nothing is demanded while the client is present: what a refusal lacks becomes a follow-up,
    to be filled by day close (`complete`).

    Args:
        reason, legal_basis: of a refusal (RF-01); kept as personal data, because they are the
            clerk's own words.

    Raises:
        DeskError: those of `reachable`, "visit.not_serving", "text.too_long",
            "text.personal_code".
    """
    visit = reachable(uow, env, actor, visit_id)
    visit_states.check(visit, Action.FINISH)
    data = outcome_data(uow, env, outcome, reason, legal_basis)
    return record(uow, env, actor, visit, Action.FINISH, data)


def outcome_data(
    uow: UnitOfWork,
    env: Env,
    outcome: Outcome,
    reason: str,
    legal_basis: str,
    before: UUID | None = None,
) -> dict[str, object]:
    """An outcome as an event keeps it.

    Args:
        before: the row with the reason given earlier.

    Raises:
        DeskError: "text.too_long", "text.personal_code".
    """
    why, basis = reason_text(reason), reason_text(legal_basis)
    return {
        "outcome": outcome.value,
        "reason_id": kept(uow, env, Purpose.VISIT_REASON, why, before),
        "legal_basis_id": kept(uow, env, Purpose.VISIT_REASON, basis),
    }


def complete(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit_id: UUID,
    reason: str,
    legal_basis: str,
    *,
    complaint_told: bool = False,
) -> Visit:
    """Fill in what a refusal lacked; the history marks it as added later.

    Args:
        reason, legal_basis: both, as they should have stood from the beginning (RF-01).
        complaint_told: the client was told how to complain (RF-04); once told, it stays said.

    Raises:
        DeskError: those of `reachable`, "visit.not_refused", "visit.refusal_incomplete",
            "text.too_long", "text.personal_code".
    """
    visit = reachable(uow, env, actor, visit_id)
    visit_states.check(visit, Action.COMPLETE)
    why, basis = reason_text(reason), reason_text(legal_basis)
    if not (why and basis):
        raise DeskError("visit.refusal_incomplete")
    data = {
        "reason_id": kept(uow, env, Purpose.VISIT_REASON, why, visit.reason_id),
        "legal_basis_id": kept(uow, env, Purpose.VISIT_REASON, basis, visit.legal_basis_id),
        "told": complaint_told,
    }
    return record(uow, env, actor, visit, Action.COMPLETE, data)


def park(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, reason: str = "") -> Visit:
    """Set a ticket aside; its place is kept.

    Args:
        reason: id of the content pack's list; "" when there is no time to choose.

    Raises:
        DeskError: those of `reachable`, "visit.already_parked", "visit.ended",
            "visit.reason_unknown".
    """
    if reason:
        require_known(reason, env.policy.park_reasons, "visit.reason_unknown")
    visit = reachable(uow, env, actor, visit_id)
    return record(uow, env, actor, visit, Action.PARK, {"reason": reason})


def transfer(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit_id: UUID,
    *,
    counter: str = "",
    service: str = "",
) -> Visit:
    """Hand a client on to a counter, a service, or both; the place in the queue is kept.

    Args:
        counter: which alone may call it; "" = any.
        service: id of the catalogue, first from now on; "" = as it was.

    Raises:
        DeskError: those of `reachable`, "visit.transfer_target", "service.unknown",
            "session.counter_form" (maximum), "visit.ended".
    """
    actor.require(Right.RUN_QUEUE)
    target = counter_label(counter)
    if not target and not service:
        raise DeskError("visit.transfer_target")
    known = env.service(service).id if service else ""
    visit = reachable(uow, env, actor, visit_id)
    data = {"counter": target, "service": known}
    return record(uow, env, actor, visit, Action.TRANSFER, data)


def stop(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, reason: str = "") -> Visit:
    """End the contact because of conduct (AG-04, a right); the client may be served again later.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "text.too_long", "text.personal_code".
    """
    return _ended(uow, env, actor, visit_id, Action.STOP, reason)


def leave(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, reason: str = "") -> Visit:
    """The client has gone away.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "text.too_long", "text.personal_code".
    """
    return _ended(uow, env, actor, visit_id, Action.LEAVE, reason)


def requeue(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID) -> Visit:
    """Put a ticket back to the place it had: parked, called, not come, stopped or gone before.

    Raises:
        DeskError: those of `reachable`, "visit.already_waiting", "visit.park_instead",
            "visit.served_already".
    """
    return record(uow, env, actor, reachable(uow, env, actor, visit_id), Action.REQUEUE)


def _ended(
    uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, action: Action, reason: str
) -> Visit:
    visit = reachable(uow, env, actor, visit_id)
    visit_states.check(visit, action)
    reason_id = kept(uow, env, Purpose.VISIT_REASON, reason_text(reason))
    return record(uow, env, actor, visit, action, {"reason_id": reason_id})
