"""Taking clients in: the booked ones who arrive, and those who come without a booking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.appointment import Appointment
from desk.domain.arrival import classify
from desk.domain.errors import DeskError
from desk.domain.person import Purpose
from desk.domain.roles import Actor, Right
from desk.domain.visit import OPEN_STATES, Action, ArrivalClass, Priority, TicketState, Visit
from desk.domain.waiting import arrived_at
from desk.services.env import Env
from desk.services.kept_text import kept, kept_assistance
from desk.services.queue_policy import after_hours, require_known, require_walk_ins
from desk.services.queue_steps import AT_A_COUNTER, issue, record, today

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def take_in_booking(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    appointment_id: UUID,
    *,
    assistance: Sequence[str] = (),
    override_closing: bool = False,
) -> Visit:
    """A booked client has arrived: gives the ticket, whose place is the later of slot and arrival.

    A client who had been called in vain gets the same ticket again.

    Args:
        assistance: ids of the content pack's list.
        override_closing: take in after closing time nevertheless.

    Raises:
        DeskError: "access.no_right", "appointment.unknown", "appointment.other_site",
            "appointment.other_day" (day), "appointment.arrived_already" (number),
            "appointment.served_already" (number), "visit.already_called" (number, counter),
            "visit.assistance_unknown", and those of `after_hours`.
    """
    actor.require(Right.RUN_QUEUE)
    require_assistance(env, assistance)
    appointment = todays(uow, env, actor, appointment_id)
    visit = uow.visits.by_appointment(appointment_id)
    if visit is not None:
        _require_not_in(visit)
    late = after_hours(uow, env, actor, override_closing)
    if visit is not None:
        back = _came_after_all(uow, env, actor, visit, appointment)
        return put_assistance(uow, env, actor, back, assistance) if assistance else back
    data = booked_data(env, appointment)
    help_id = kept_assistance(uow, env, assistance)
    return issue(uow, env, actor, {**data, "assistance_id": help_id, "after_hours": late})


def take_in_walk_in(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    services: Sequence[str],
    *,
    priority: Priority | None = None,
    assistance: Sequence[str] = (),
    override_closing: bool = False,
    note: str = "",
) -> Visit:
    """A client without a booking: gives the ticket.

    Args:
        services: ids of the catalogue, at least one, in the order they will be served.
        priority: the reason that justifies a place before others, None for the ordinary queue.
        assistance: ids of the content pack's list.
        override_closing: take in after closing time, or at a branch by appointment only.
        note: for this visit; kept as personal data.

    Raises:
        DeskError: "access.no_right", "visit.service_missing", "service.unknown",
            "visit.assistance_unknown", "queue.appointments_only", and those of `after_hours`.
    """
    actor.require(Right.RUN_QUEUE)
    if not services:
        raise DeskError("visit.service_missing")
    known = tuple(dict.fromkeys(env.service(service).id for service in services))
    require_assistance(env, assistance)
    require_walk_ins(env, actor, priority, override_closing)
    data = {
        "services": known,
        "arrival": ArrivalClass.WALK_IN.value,
        "place_at": env.clock(),
        "priority": priority.value if priority else None,
        "after_hours": after_hours(uow, env, actor, override_closing),
        "assistance_id": kept_assistance(uow, env, assistance),
        "note_id": kept(uow, env, Purpose.VISIT_NOTE, note),
    }
    return issue(uow, env, actor, data)


def todays(uow: UnitOfWork, env: Env, actor: Actor, appointment_id: UUID) -> Appointment:
    """A booking of today at the actor's site.

    Raises:
        DeskError: "appointment.unknown", "appointment.other_site", "appointment.other_day".
    """
    appointment = uow.appointments.get(appointment_id)
    if appointment.site != actor.site:
        raise DeskError("appointment.other_site", reference=appointment.reference)
    if appointment.day != today(env):
        day = appointment.day.isoformat()
        raise DeskError("appointment.other_day", reference=appointment.reference, day=day)
    return appointment


def booked_data(env: Env, appointment: Appointment) -> dict[str, object]:
    """What an issue says of a booked client who is here now."""
    now = env.clock()
    margin = env.policy.call_order.arrival_margin_minutes
    return {
        "services": (appointment.service,),
        "arrival": classify(appointment.start, now, margin).value,
        "place_at": max(appointment.start, now),
        "slot": appointment.start,
        "appointment_id": appointment.id,
    }


def require_assistance(env: Env, assistance: Sequence[str]) -> None:
    """Refuse assistance that the content pack does not list ("visit.assistance_unknown")."""
    for item in assistance:
        require_known(item, env.policy.assistance, "visit.assistance_unknown")


def _require_not_in(visit: Visit) -> None:
    if visit.state is TicketState.SERVED:
        raise DeskError("appointment.served_already", number=visit.number)
    if visit.state in AT_A_COUNTER:
        raise DeskError("visit.already_called", number=visit.number, counter=visit.counter)
    if visit.state in OPEN_STATES and arrived_at(visit) is not None:
        raise DeskError("appointment.arrived_already", number=visit.number)


def _came_after_all(
    uow: UnitOfWork, env: Env, actor: Actor, visit: Visit, appointment: Appointment
) -> Visit:
    """The same ticket again; with a new place only for a client who was not seen before."""
    seen = arrived_at(visit) is not None and not visit.by_mistake
    data = booked_data(env, appointment)
    anew = {} if seen else {name: data[name] for name in ("place_at", "arrival")}
    return record(uow, env, actor, visit, Action.REQUEUE, anew)


def put_assistance(
    uow: UnitOfWork, env: Env, actor: Actor, visit: Visit, assistance: Sequence[str]
) -> Visit:
    """Keep what help is needed, in place of what was known before; no event when it is the same."""
    assistance_id = kept_assistance(uow, env, assistance, visit.assistance_id)
    if assistance_id == visit.assistance_id:
        return visit
    data = {"assistance_id": assistance_id}
    return record(uow, env, actor, visit, Action.SET_ASSISTANCE, data)
