"""Taking back this counter's last step, and putting right what can no longer be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import visit_states
from desk.domain.board import UndoOffer
from desk.domain.errors import DeskError
from desk.domain.event_data import Data
from desk.domain.person import Purpose
from desk.domain.phone_call import PhoneCall, undo_refusal
from desk.domain.roles import Actor, Right
from desk.domain.visit import Action, Outcome, TicketState, Visit, VisitEvent
from desk.domain.visit_undo import UNDO_FOR, refusal, snapshot
from desk.domain.waiting import arrived_at
from desk.services import phone_calls
from desk.services.env import Env
from desk.services.kept_text import kept, reason_text
from desk.services.queue_finish import outcome_data
from desk.services.queue_steps import reachable, record, today

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


_BY_PHONE = (Action.INTERRUPT, Action.RESUME)


def undo(uow: UnitOfWork, env: Env, actor: Actor) -> Visit | PhoneCall:
    """Take back the last thing this counter did; gives the visit (or the call) as it stands then.

    A telephone call that interrupted serving is taken back together with the interruption.
    A call was heard and a ticket is in the client's hand: those are answered by a further step
    (back where it waited; issued by mistake), which the history shows as such.

    Raises:
        DeskError: "access.no_right", "undo.nothing", "undo.undone_already", "undo.corrected",
            "undo.called_out", "undo.touched_since", "undo.too_late"; each with number;
            "call.too_late", and "day.closed" when a ticket of a closed day would be open again.
    """
    actor.require(Right.RUN_QUEUE)
    event, visit = _last(uow, env, actor)
    alone = _call_after(uow, env, actor, event)
    if alone is not None:
        return _undo_call(uow, env, actor, alone)
    why = refusal(event, visit, env.clock())
    if event is None or visit is None or why:
        raise DeskError(why, number=visit.number if visit else "")
    if event.kind is Action.ISSUE:
        return _compensate(uow, env, actor, visit, event, Action.LEAVE, {"mistake": True})
    before = visit_states.replay(uow.visits.events(visit.id)[:-1])
    if event.kind is Action.CALL:
        return _compensate(uow, env, actor, visit, event, *_back_to(before))
    data = {"undoes": event.id, "kind": event.kind.value, **snapshot(before)}
    if event.kind in _BY_PHONE:
        phone_calls.take_back(uow, env, actor, uow.calls.get(UUID(str(event.data["call_id"]))))
    return record(uow, env, actor, visit, Action.UNDO, data)


def undo_offer(reader: Reader, env: Env, actor: Actor) -> UndoOffer:
    """What `undo` would take back now, or the code of the reason why it would not."""
    event, visit = _last(reader, env, actor)
    alone = _call_after(reader, env, actor, event)
    if alone is not None:
        why = undo_refusal(alone, env.clock())
        until = None if why else alone.step_at + UNDO_FOR
        return UndoOffer(None, f"call_{alone.step.value}", "", until, why)
    why = refusal(event, visit, env.clock())
    if event is None or visit is None:
        return UndoOffer(None, "", "", None, why)
    until = None if why else event.recorded_at + UNDO_FOR
    return UndoOffer(visit.id, event.kind.value, visit.number, until, why)


def correct(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit_id: UUID,
    *,
    outcome: Outcome | None = None,
    state: TicketState | None = None,
    why: str,
    reason: str = "",
    legal_basis: str = "",
) -> Visit:
    """Record what should have been recorded: another result, or back into the queue.

    Args:
        outcome: the right outcome; the visit is then served.
        state: the right state without one: waiting, no-show, stopped or left.
        why: why it is corrected; kept as personal data, as all reasons are.
        reason, legal_basis: of a refusal, as in `finish`.

    Raises:
        DeskError: those of `reachable`, "visit.why_missing", "visit.not_correctable_to",
            "visit.outcome_missing", "visit.nothing_to_correct", "day.closed",
            "text.too_long", "text.personal_code".
    """
    visit = reachable(uow, env, actor, visit_id)
    explained = reason_text(why)
    if not explained:
        raise DeskError("visit.why_missing", number=visit.number)
    if outcome is not None:
        to: Data = outcome_data(uow, env, outcome, reason, legal_basis, visit.reason_id)
        state = TicketState.SERVED
    else:
        said = kept(uow, env, Purpose.VISIT_REASON, reason_text(reason), visit.reason_id)
        to = {"outcome": None, "reason_id": said}
    why_id = kept(uow, env, Purpose.VISIT_REASON, explained)
    data = {"state": (state or visit.state).value, "why_id": why_id, **to}
    return record(uow, env, actor, visit, Action.CORRECT, data)


def _last(
    reader: Reader | UnitOfWork, env: Env, actor: Actor
) -> tuple[VisitEvent | None, Visit | None]:
    event = reader.visits.last_event_at_counter(actor.site, today(env), actor.counter)
    return event, reader.visits.get(event.visit_id) if event else None


def _call_after(
    reader: Reader | UnitOfWork, env: Env, actor: Actor, event: VisitEvent | None
) -> PhoneCall | None:
    """The telephone call that is this counter's last doing, where it touched no visit."""
    if not actor.counter:
        return None
    call = reader.calls.last_at_counter(actor.site, today(env), actor.counter)
    if call is None or (event is not None and event.recorded_at >= call.step_at):
        return None
    return call


def _undo_call(uow: UnitOfWork, env: Env, actor: Actor, call: PhoneCall) -> PhoneCall:
    why = undo_refusal(call, env.clock())
    if why:
        raise DeskError(why, number="")
    return phone_calls.take_back(uow, env, actor, call)


def _back_to(before: Visit) -> tuple[Action, dict[str, object]]:
    """The step that takes a called client back to where they waited."""
    if before.state is TicketState.PARKED:
        return Action.PARK, {"reason": before.parked_for}
    if before.state is TicketState.TRANSFERRED:
        return Action.TRANSFER, {"counter": before.target_counter, "service": ""}
    return Action.REQUEUE, {"present": arrived_at(before) is not None}


def _compensate(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit: Visit,
    event: VisitEvent,
    action: Action,
    data: Data,
) -> Visit:
    return record(uow, env, actor, visit, action, {**data, "compensates": event.id})
