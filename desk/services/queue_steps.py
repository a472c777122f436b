"""What every step of the queue has in common: the event, the guards, the booking that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import appointment_states, visit_states
from desk.domain.appointment import Appointment, AppointmentAction, AppointmentEvent
from desk.domain.appointment_follow import next_step
from desk.domain.clock import local_day
from desk.domain.day_record import DayState
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.roles import Actor, Right
from desk.domain.visit import OPEN_STATES, Action, TicketState, Visit, VisitEvent
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

AT_A_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})


def today(env: Env) -> date:
    """The local day whose queue is meant."""
    return local_day(env.clock())


def at_this_counter(uow: UnitOfWork, env: Env, actor: Actor) -> Visit | None:
    """The visit that is called to or served at the actor's counter today.

    Raises:
        DeskError: "access.no_right", "queue.no_counter" when the actor sits at none.
    """
    actor.require(Right.RUN_QUEUE)
    if not actor.counter:
        raise DeskError("queue.no_counter")
    return uow.visits.at_counter(actor.site, today(env), actor.counter)


def current(uow: UnitOfWork, env: Env, actor: Actor) -> Visit:
    """The same, and there has to be one.

    Raises:
        DeskError: those of `at_this_counter`, "queue.nobody_called".
    """
    visit = at_this_counter(uow, env, actor)
    if visit is None:
        raise DeskError("queue.nobody_called")
    return visit


def reachable(uow: UnitOfWork, env: Env, actor: Actor, visit_id: UUID) -> Visit:
    """A visit that this person may act on.

    Another counter's client of today is that counter's; tickets of earlier days are anyone's.

    Raises:
        DeskError: "access.no_right", "visit.unknown", "visit.other_site",
            "visit.at_other_counter" (number, counter).
    """
    actor.require(Right.RUN_QUEUE)
    visit = uow.visits.get(visit_id)
    if visit.site != actor.site:
        raise DeskError("visit.other_site", number=visit.number)
    held = visit.state in AT_A_COUNTER and visit.day == today(env)
    if held and visit.counter != actor.counter:
        raise DeskError("visit.at_other_counter", number=visit.number, counter=visit.counter)
    return visit


def record(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit: Visit,
    action: Action,
    data: Mapping[str, object] | None = None,
) -> Visit:
    """Let something happen to a visit, and let its booking follow; gives the visit after it.

    Raises:
        DeskError: those of `visit_states.apply`; "day.closed" (day) when the visit would be open
            on a day that has been closed.
    """
    event = _event(env, actor, visit.id, visit.version + 1, action, data or {})
    return _kept(uow, env, actor, visit_states.apply(visit, event), event)


def issue(uow: UnitOfWork, env: Env, actor: Actor, data: Mapping[str, object]) -> Visit:
    """Begin a visit with a ticket of today; `data` as in `visit_states`, but site, day, number."""
    site, day = actor.site, today(env)
    number = env.authority.issue_number(uow, site, day, booked=data.get("slot") is not None)
    whole = {"site": site, "day": day, "number": number, **data}
    event = _event(env, actor, env.new_id(), 1, Action.ISSUE, whole)
    return _kept(uow, env, actor, visit_states.apply(None, event), event)


def _event(
    env: Env,
    actor: Actor,
    visit_id: UUID,
    seq: int,
    action: Action,
    data: Mapping[str, object],
) -> VisitEvent:
    at = env.clock()
    return VisitEvent(
        id=env.new_id(),
        visit_id=visit_id,
        seq=seq,
        kind=action,
        at=at,
        recorded_at=at,
        actor_id=actor.account_id,
        counter=actor.counter,
        data={name: written(value) for name, value in data.items()},
    )


def _kept(uow: UnitOfWork, env: Env, actor: Actor, visit: Visit, event: VisitEvent) -> Visit:
    if visit.state in OPEN_STATES:
        _require_open_day(uow, visit)
    uow.visits.add(visit, event)
    if visit.appointment_id is not None:
        follow(uow, env, actor, uow.appointments.get(visit.appointment_id), visit)
    if visit.state not in OPEN_STATES:
        env.authority.finish(uow, visit)
    return visit


def _require_open_day(uow: UnitOfWork, visit: Visit) -> None:
    """Nobody is taken in, or put back, on a day that the head has closed ("day.closed")."""
    day = uow.days.of(visit.site, visit.day)
    if day is not None and day.state is DayState.CLOSED:
        raise DeskError("day.closed", day=visit.day)


def follow(
    uow: UnitOfWork, env: Env, actor: Actor, appointment: Appointment, visit: Visit
) -> Appointment:
    """Bring a booking where its visit is, by as many events as its states need."""
    while (step := next_step(appointment, visit)) is not None:
        action, data = step
        event = _followed(env, actor, appointment, action, data)
        appointment = appointment_states.apply(appointment, event)
        uow.appointments.add(appointment, event)
    return appointment


def _followed(
    env: Env,
    actor: Actor,
    appointment: Appointment,
    action: AppointmentAction,
    data: Mapping[str, object],
) -> AppointmentEvent:
    at, seq = env.clock(), appointment.version + 1
    return AppointmentEvent(
        env.new_id(), appointment.id, seq, action, at, at, actor.account_id, data
    )
