"""Everything two counters can do to one ticket, as a table for tests; and what must hold then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from calls import calls, since_walk_in
from queue_desk import Desk

from desk.domain import appointment_states, phone_call, visit_states
from desk.domain.appointment import EXPECTED_STATES
from desk.domain.appointment_follow import wanted
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.domain.phone_call import CallState
from desk.domain.queue_order import order
from desk.domain.roles import Actor
from desk.domain.visit import OPEN_STATES, Action, Outcome, TicketState, Visit
from desk.domain.waiting import arrived_at, interrupted
from desk.services import board, phone_calls, queue
from desk.services.queue_policy import called_since_walk_in, order_policy

Act = Callable[[Any, Desk, Actor, Visit], Any]
"""Called with the unit of work, the branch, who acts, and the ticket that is meant."""


def _on(use_case: Callable[..., Any], *arguments: Any, **options: Any) -> Act:
    """An action on the ticket itself."""
    return lambda uow, desk, actor, visit: use_case(
        uow, desk.env, actor, visit.id, *arguments, **options
    )


def _here(use_case: Callable[..., Any]) -> Act:
    """An action on whoever is at the counter."""
    return lambda uow, desk, actor, visit: use_case(uow, desk.env, actor)


def _call_this(uow: Any, desk: Desk, actor: Actor, visit: Visit) -> Visit:
    return queue.call_this(uow, desk.env, actor, visit_id=visit.id, reason="handover")


def _arrive(uow: Any, desk: Desk, actor: Actor, visit: Visit) -> Visit:
    if visit.appointment_id is None:
        return queue.take_in_walk_in(uow, desk.env, actor, ("passport",))
    return queue.take_in_booking(uow, desk.env, actor, visit.appointment_id)


def _hang_up(uow: Any, desk: Desk, actor: Actor, visit: Visit) -> Any:
    running = phone_calls.running(uow, desk.env, actor)
    if running is None:
        raise DeskError("call.ended")
    return phone_calls.end(uow, desk.env, actor, running.call.id)


ACTS: Mapping[str, Act] = {
    "arrive": _arrive,
    "call_next": _here(queue.call_next),
    "call_this": _call_this,
    "recall": _here(queue.recall),
    "start": _here(queue.start),
    "no_show": _here(queue.no_show),
    "undo": _here(queue.undo),
    "finish": _on(queue.finish, Outcome.SOLVED),
    "refuse": _on(queue.finish, Outcome.REFUSED, "no photo", "MK 134"),
    "refuse_now": _on(queue.finish, Outcome.REFUSED),
    "complete": _on(queue.complete, "no photo", "MK 134", complaint_told=True),
    "ring": _here(phone_calls.begin),
    "hang_up": _hang_up,
    "park": _on(queue.park, "payment"),
    "to_4": _on(queue.transfer, counter="4"),
    "to_service": _on(queue.transfer, service="eid"),
    "stop": _on(queue.stop, "insulting"),
    "leave": _on(queue.leave),
    "requeue": _on(queue.requeue),
    "add_service": _on(queue.add_service, "eid"),
    "remove_service": _on(queue.remove_service, "passport"),
    "note": _on(queue.set_note, "x"),
    "contact": _on(queue.set_contact, Person(phone="29123456")),
    "assistance": _on(queue.set_assistance, ("write",)),
    "tick": _on(queue.tick, "document_presented", True),
    "correct_outcome": _on(queue.correct, outcome=Outcome.INCOMPLETE, why="x"),
    "correct_waiting": _on(queue.correct, state=TicketState.WAITING, why="x"),
    "correct_left": _on(queue.correct, state=TicketState.LEFT, why="x"),
}
"""Every use case of the queue; `test_every_use_case_is_in_the_table` holds this."""


def check_everything(uow: Any, desk: Desk) -> None:
    """What must hold after whatever was done: facts, counters, bookings, the screen."""
    day = desk.clock().date()
    visits = uow.visits.of_day(desk.anna.site, day)
    assert len({visit.number for visit in visits}) == len(visits)
    _check_counters(visits)
    for visit in visits:
        assert visit_states.replay(uow.visits.events(visit.id)) == visit
        _check_periods(visit)
        if visit.appointment_id is not None:
            _check_booking(uow, visit)
    _check_calls(uow, desk, visits)
    _check_order(uow, desk, visits)
    _check_screen(uow, desk, visits)


def _check_counters(visits: tuple[Visit, ...]) -> None:
    held = [
        visit.counter
        for visit in visits
        if visit.state in (TicketState.CALLED, TicketState.SERVING)
    ]
    assert all(held)
    assert len(held) == len(set(held))


def _check_periods(visit: Visit) -> None:
    running = [period for period in visit.periods if period.end is None]
    absent = visit.state is TicketState.WAITING and arrived_at(visit) is None
    assert len(running) == (1 if visit.state in OPEN_STATES and not absent else 0)


def _check_booking(uow: Any, visit: Visit) -> None:
    appointment = uow.appointments.get(visit.appointment_id)
    target = wanted(appointment, visit)
    assert appointment.state is target or {appointment.state, target} <= EXPECTED_STATES
    assert appointment_states.replay(uow.appointments.events(appointment.id)) == appointment


def _check_calls(uow: Any, desk: Desk, visits: tuple[Visit, ...]) -> None:
    """Serving is interrupted by a call that goes on, and by nothing else."""
    calls_made = uow.calls.of_day(desk.anna.site, desk.clock().date())
    for call in calls_made:
        assert phone_call.replay(uow.calls.events(call.id)) == call
    going_on = {call.visit_id for call in calls_made if call.state is CallState.RUNNING}
    assert {visit.id for visit in visits if interrupted(visit)} <= going_on
    counters = [call.counter for call in calls_made if call.state is CallState.RUNNING]
    assert len(counters) == len(set(counters))


def _check_order(uow: Any, desk: Desk, visits: tuple[Visit, ...]) -> None:
    """The few rows that calling reads give the order that the whole day gives."""
    site, day, now = desk.anna.site, desk.clock().date(), desk.clock()
    booked = uow.appointments.of_day(site, day)
    assert set(uow.visits.called_of(site, day, len(visits))) == set(calls(visits, booked))
    policy = order_policy(desk.env, site)
    ranking = partial(order, now=now, policy=policy, counter="3")
    whole = ranking(visits, booked, since=since_walk_in(visits, booked, policy.hold_minutes))
    until = now + timedelta(minutes=policy.due_before_minutes)
    held = now - timedelta(minutes=policy.hold_minutes)
    in_queue = uow.appointments.in_queue(site, day, held, until)
    since = called_since_walk_in(uow, desk.env, site, day)
    assert ranking(uow.visits.open_of(site, day), in_queue, since=since) == whole


def _check_screen(uow: Any, desk: Desk, visits: tuple[Visit, ...]) -> None:
    shown = board.board(uow, desk.env, desk.anna)
    waiting = [v.id for v in visits if v.state in (TicketState.WAITING, TicketState.TRANSFERRED)]
    assert sorted(map(str, waiting)) == sorted(str(r.visit_id) for r in shown.rows if r.visit_id)
    parked = [v.id for v in visits if v.state is TicketState.PARKED]
    assert {row.visit_id for row in shown.parked} == set(parked)
    here = [v for v in visits if v.counter == "3" and v.state in ("called", "serving")]
    assert [shown.serving.visit] == here if shown.serving else not here


def kinds(uow: Any, visit: Visit) -> list[Action]:
    """What happened to a visit."""
    return [event.kind for event in uow.visits.events(visit.id)]
