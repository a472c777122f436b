"""How a visit leaves the counter: finished, set aside, handed on, stopped, gone, back in line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.domain.visit import Action, Outcome, Visit
from desk.services.env import Env
from desk.services.queue_policy import require_known
from desk.services.queue_steps import reachable, reason_text, record

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

    Args:
        reason, legal_basis: of a refusal, both needed (RF-01); no personal data.

    Raises:
        DeskError: those of `reachable`, "visit.not_serving", "visit.refusal_incomplete",
            "text.too_long", "text.personal_code".
    """
    visit = reachable(uow, env, actor, visit_id)
    data = outcome_data(outcome, reason, legal_basis)
    return record(uow, env, actor, visit, Action.FINISH, data)


def outcome_data(outcome: Outcome, reason: str, legal_basis: str) -> dict[str, object]:
    """An outcome as an event keeps it.

    Raises:
        DeskError: "visit.refusal_incomplete", "text.too_long", "text.personal_code".
    """
    why, basis = reason_text(reason), reason_text(legal_basis)
    if outcome is Outcome.REFUSED and not (why and basis):
        raise DeskError("visit.refusal_incomplete")
    return {"outcome": outcome.value, "reason": why, "legal_basis": basis}


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
            "visit.ended".
    """
    target = counter.strip()
    if not target and not service:
        raise DeskError("visit.transfer_target")
    known = env.service(service).id if service else ""
    visit = reachable(uow, env, actor, visit_id)
    data = {"counter": reason_text(target), "service": known}
    return record(uow, env, actor, visit, Action.TRANSFER, data)


def stop(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, reason: str = "") -> Visit:
    """End the contact because of conduct (AG-04, a right); the client may be served again later.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "text.too_long", "text.personal_code".
    """
    visit = reachable(uow, env, actor, visit_id)
    return record(uow, env, actor, visit, Action.STOP, {"reason": reason_text(reason)})


def leave(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID, reason: str = "") -> Visit:
    """The client has gone away.

    Raises:
        DeskError: those of `reachable`, "visit.ended", "text.too_long", "text.personal_code".
    """
    visit = reachable(uow, env, actor, visit_id)
    return record(uow, env, actor, visit, Action.LEAVE, {"reason": reason_text(reason)})


def requeue(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID) -> Visit:
    """Put a ticket back to the place it had: parked, called, not come, stopped or gone before.

    Raises:
        DeskError: those of `reachable`, "visit.already_waiting", "visit.park_instead",
            "visit.served_already".
    """
    return record(uow, env, actor, reachable(uow, env, actor, visit_id), Action.REQUEUE)
