"""How a visit leaves the counter: finished, set aside, handed on, stopped, gone, back in line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import visit_states
from desk.domain.errors import DeskError
from desk.domain.person import Purpose
from desk.domain.roles import Actor
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

    Args:
        reason, legal_basis: of a refusal, both needed (RF-01); kept as personal data, because
            they are the clerk's own words.

    Raises:
        DeskError: those of `reachable`, "visit.not_serving", "visit.refusal_incomplete",
            "text.too_long", "text.personal_code".
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
        DeskError: "visit.refusal_incomplete", "text.too_long", "text.personal_code".
    """
    why, basis = reason_text(reason), reason_text(legal_basis)
    if outcome is Outcome.REFUSED and not (why and basis):
        raise DeskError("visit.refusal_incomplete")
    return {
        "outcome": outcome.value,
        "reason_id": kept(uow, env, Purpose.VISIT_REASON, why, before),
        "legal_basis_id": kept(uow, env, Purpose.VISIT_REASON, basis),
    }


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
