"""Calling: the next in order, one before the others, again, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import visit_states
from desk.domain.appointment import Appointment
from desk.domain.arrival import classify
from desk.domain.errors import DeskError
from desk.domain.queue_order import Ranked, order
from desk.domain.queue_ranks import due_slot
from desk.domain.roles import Actor
from desk.domain.visit import OPEN_STATES, Action, TicketState, Visit
from desk.domain.waiting import arrived_at
from desk.services.counter_hold import require_ready
from desk.services.env import Env
from desk.services.queue_policy import called_since_walk_in, order_policy, require_known
from desk.services.queue_steps import (
    at_this_counter,
    current,
    issue,
    reachable,
    record,
    today,
)
from desk.services.queue_take_in import booked_data, todays

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

REPEAT = timedelta(seconds=1)
"""A key pressed again within this time is the same press."""


def call_next(uow: UnitOfWork, env: Env, actor: Actor) -> Visit:
    """Call the first in order that this counter may call.

    A repeat within a second gives the visit just called and does nothing.

    Raises:
        DeskError: "access.no_right", "queue.no_counter", "visit.counter_busy" (number) while
            this counter has a client, "queue.on_hold" while it rests, "queue.empty".
    """
    again = _require_free(uow, env, actor)
    if again is not None:
        return again
    first = _next(uow, env, actor)
    if first is None:
        raise DeskError("queue.empty")
    visit = first.visit or _ticket(uow, env, actor, first.appointment)
    return _call(uow, env, actor, visit, "")


def call_this(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    *,
    visit_id: UUID | None = None,
    appointment_id: UUID | None = None,
    reason: str = "",
) -> Visit:
    """Call a certain client; before others only with a reason (WE-07).

    Args:
        visit_id: a waiting, parked or transferred ticket; or
        appointment_id: a booking of today, with or without check-in.
        reason: id of the content pack's list; not needed for the next in order and for a parked
            ticket, which has had its turn.

    Raises:
        DeskError: "access.no_right", "queue.no_counter", "visit.counter_busy" (number),
            "queue.on_hold", "queue.reason_missing" (id), "visit.meant_for_other" (number,
            counter), and those of `visit_states.check`, of `reachable` and of taking in a booking.
    """
    again = _require_free(uow, env, actor)
    if again is not None:
        asked = again.id == visit_id if visit_id else again.appointment_id == appointment_id
        if not asked:
            raise DeskError("visit.counter_busy", number=again.number)
        return again
    visit, appointment = _chosen(uow, env, actor, visit_id, appointment_id)
    if not _has_turn(uow, env, actor, visit, appointment):
        require_known(reason, env.policy.call_reasons, "queue.reason_missing")
    if visit is None or visit.state not in OPEN_STATES:
        visit = _ticket(uow, env, actor, appointment)
    return _call(uow, env, actor, visit, reason)


def recall(uow: UnitOfWork, env: Env, actor: Actor) -> Visit:
    """Call out the same number once more; a repeat within a second does nothing.

    Raises:
        DeskError: "access.no_right", "queue.no_counter", "queue.nobody_called",
            "visit.already_serving" (number).
    """
    visit = current(uow, env, actor)
    if visit.state is TicketState.CALLED and _just_now(env, visit):
        return visit
    return record(uow, env, actor, visit, Action.RECALL)


def start(uow: UnitOfWork, env: Env, actor: Actor) -> Visit:
    """The called client is at the counter; without check-in, this is the arrival.

    Raises:
        DeskError: "access.no_right", "queue.no_counter", "queue.nobody_called",
            "visit.already_serving" (number).
    """
    visit = current(uow, env, actor)
    if arrived_at(visit) is not None:
        return record(uow, env, actor, visit, Action.START)
    margin = env.policy.call_order.arrival_margin_minutes
    arrival = classify(visit.slot, env.clock(), margin)
    return record(uow, env, actor, visit, Action.START, {"arrival": arrival.value})


def no_show(uow: UnitOfWork, env: Env, actor: Actor) -> Visit:
    """The called client did not come, after as many calls as the content pack asks for.

    Raises:
        DeskError: "access.no_right", "queue.no_counter", "queue.nobody_called",
            "visit.already_serving" (number), "visit.call_again" (number, calls, limit).
    """
    visit = current(uow, env, actor)
    visit_states.check(visit, Action.NO_SHOW)
    limit = env.policy.call_order.call_limit
    if visit.calls < limit:
        raise DeskError("visit.call_again", number=visit.number, calls=visit.calls, limit=limit)
    return record(uow, env, actor, visit, Action.NO_SHOW)


def _require_free(uow: UnitOfWork, env: Env, actor: Actor) -> Visit | None:
    """None when the counter is free; the visit just called when this is the same key press."""
    busy = at_this_counter(uow, env, actor)
    if busy is None:
        require_ready(uow, env, actor)
        return None
    if busy.state is TicketState.CALLED and busy.calls == 1 and _just_now(env, busy):
        return busy
    raise DeskError("visit.counter_busy", number=busy.number)


def _just_now(env: Env, visit: Visit) -> bool:
    return visit.last_event_at is not None and env.clock() - visit.last_event_at < REPEAT


def _next(uow: UnitOfWork, env: Env, actor: Actor) -> Ranked | None:
    """The first in order; nothing is read of those who have gone but when they were called."""
    site, day, now = actor.site, today(env), env.clock()
    policy = order_policy(env, site)
    held = now - timedelta(minutes=policy.hold_minutes)
    until = now + timedelta(minutes=policy.due_before_minutes)
    ranked = order(
        uow.visits.open_of(site, day),
        uow.appointments.in_queue(site, day, held, until),
        now=now,
        policy=policy,
        counter=actor.counter,
        since=called_since_walk_in(uow, env, site, day),
    )
    return next((place for place in ranked if place.callable_here), None)


def _chosen(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit_id: UUID | None,
    appointment_id: UUID | None,
) -> tuple[Visit | None, Appointment | None]:
    if visit_id is not None:
        visit = reachable(uow, env, actor, visit_id)
        visit_states.check(visit, Action.CALL)
        if visit.target_counter not in ("", actor.counter):
            counter = visit.target_counter
            raise DeskError("visit.meant_for_other", number=visit.number, counter=counter)
        return visit, None
    if appointment_id is None:
        raise DeskError("visit.unknown")
    appointment = todays(uow, env, actor, appointment_id)
    found = uow.visits.by_appointment(appointment_id)
    if found is not None and found.state in OPEN_STATES:
        return _chosen(uow, env, actor, found.id, None)
    if found is not None and found.state is TicketState.SERVED:
        raise DeskError("appointment.served_already", number=found.number)
    return found, appointment


def _has_turn(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit: Visit | None,
    appointment: Appointment | None,
) -> bool:
    if visit is not None and visit.state is TicketState.PARKED:
        return True
    first = _next(uow, env, actor)
    if first is None:
        return False
    if visit is not None and first.visit is not None:
        return first.visit.id == visit.id
    return first.visit is None and first.appointment == appointment


def _ticket(uow: UnitOfWork, env: Env, actor: Actor, appointment: Appointment | None) -> Visit:
    """A ticket for a booked client who has not been seen: the one of an earlier call, or a new."""
    if appointment is None:
        raise DeskError("visit.unknown")
    place = due_slot(appointment)
    before = uow.visits.by_appointment(appointment.id)
    if before is not None:
        data = {"place_at": place, "present": False}
        return record(uow, env, actor, before, Action.REQUEUE, data)
    booked = booked_data(env, appointment)
    return issue(uow, env, actor, {**booked, "place_at": place, "present": False})


def _call(uow: UnitOfWork, env: Env, actor: Actor, visit: Visit, reason: str) -> Visit:
    env.authority.claim(uow, visit, actor.counter)
    return record(uow, env, actor, visit, Action.CALL, {"reason": reason})
