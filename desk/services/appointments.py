"""Bookings made or changed at the branch: by phone, late, cancelled, come after all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import appointment_states
from desk.domain.appointment import (
    Appointment,
    AppointmentAction,
    AppointmentEvent,
    AppointmentState,
)
from desk.domain.booking import CLAIMED, claim_of
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.opening import Fit, fits
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Right
from desk.services import contact
from desk.services.capacity import places_of
from desk.services.env import Env
from desk.services.opening import hours_of
from desk.services.provisional import claim, has_headquarters
from desk.services.retention import expiry
from desk.services.slots import overlapping

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

PHONE = "phone"
"""The source of a booking made at the branch."""

_LONGEST = 8 * 60
_GRACE = timedelta(minutes=15)
_REFERENCE_SIGNS = 6
_WARNINGS = {
    Fit.CLOSED_DAY: "appointment.closed_day",
    Fit.OUTSIDE: "appointment.outside_hours",
    Fit.RUNS_OVER: "appointment.runs_over",
    Fit.IN_PROPOSED_CUT: "appointment.in_proposed_cut",
    Fit.UNKNOWN: "appointment.hours_unknown",
}
WARNINGS = frozenset({*_WARNINGS.values(), "appointment.no_capacity", "appointment.not_bookable"})
"""Codes that warn: the same booking with `confirm_outside` goes through."""


def warnings(
    reader: Reader,
    env: Env,
    actor: Actor,
    *,
    start: datetime,
    minutes: int,
    service: str,
) -> tuple[DeskError, ...]:
    """What speaks against a booking, the weightiest first; none of it forbids it (invariant 6).

    Args:
        start: of the slot (UTC); minutes: its planned length.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    day = local_day(start)
    fit = fits(hours_of(reader, env, actor.site, day), start, minutes)
    found = [DeskError(_WARNINGS[fit])] if fit in _WARNINGS else []
    others = reader.appointments.of_day(actor.site, day)
    taken = overlapping(others, start, minutes)
    if taken >= places_of(reader, env, actor.site, day):
        found.append(DeskError("appointment.no_capacity", taken=taken))
    if not env.service(service).bookable:
        found.append(DeskError("appointment.not_bookable"))
    return tuple(found)


def book(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    *,
    start: datetime,
    minutes: int,
    service: str,
    person: Person,
    confirm_outside: bool = False,
) -> Appointment:
    """Book by phone (AP-04); provisional until the booking system or headquarters confirm it.

    On places that headquarters left to the branch it is confirmed at once.

    Args:
        start: of the slot (UTC); minutes: planned length, 1 to 480.
        service: id of the catalogue.
        person: a name, and a phone number or e-mail if the client gives one.
        confirm_outside: the clerk has seen all `warnings` and books nevertheless.

    Raises:
        DeskError: "access.no_right", "service.unknown", "appointment.in_past",
            "appointment.minutes" (maximum), "appointment.name_missing", "contact.phone",
            "contact.email", "contact.name_long"; and, unless confirmed, the first of `warnings`.
    """
    actor.require(Right.BOOK)
    particulars = _checked(env, start, minutes, person)
    found = warnings(uow, env, actor, start=start, minutes=minutes, service=service)
    if found and not confirm_outside:
        raise found[0]
    at, day = env.clock(), local_day(start)
    expires = expiry(env, Purpose.APPOINTMENT, day)
    appointment_id = env.new_id()
    data = {
        "site": actor.site,
        "day": written(day),
        "start": written(start),
        "minutes": minutes,
        "service": service,
        "service_text": "",
        "source": PHONE,
        "reference": _reference(uow, appointment_id),
        "person_id": written(
            uow.persons.put(Purpose.APPOINTMENT, particulars, at=at, expires=expires)
        ),
        "confirmed_outside_hours": bool(found),
    }
    leased = claim(uow, actor.site, start, minutes) if has_headquarters(uow) else ()
    if leased:
        data[CLAIMED] = claim_of(leased)
    event = _event(env, actor, appointment_id, 1, AppointmentAction.BOOK, data)
    appointment = appointment_states.apply(None, event)
    uow.appointments.add(appointment, event)
    return appointment


def notify_late(
    uow: UnitOfWork, env: Env, actor: Actor, appointment_id: UUID, expected_at: datetime
) -> Appointment:
    """The client told that they will be late, and when they expect to come (AP-02, AP-03).

    Raises:
        DeskError: "access.no_right", "appointment.expected_before_slot",
            "appointment.unknown" and those of `appointment_states.check`.
    """
    actor.require(Right.BOOK)
    before = uow.appointments.get(appointment_id)
    if expected_at <= before.start or local_day(expected_at) != before.day:
        raise DeskError("appointment.expected_before_slot")
    data = {"expected_at": written(expected_at)}
    return _change(uow, env, actor, before, AppointmentAction.NOTIFY_LATE, data)


def notify_cancel(uow: UnitOfWork, env: Env, actor: Actor, appointment_id: UUID) -> Appointment:
    """The client told that they will not come (AP-03).

    Raises:
        DeskError: "access.no_right", "appointment.unknown", those of `appointment_states.check`.
    """
    actor.require(Right.BOOK)
    before = uow.appointments.get(appointment_id)
    return _change(uow, env, actor, before, AppointmentAction.NOTIFY_CANCEL, {})


def reopen(uow: UnitOfWork, env: Env, actor: Actor, appointment_id: UUID) -> Appointment:
    """Expect a client again whose booking was cancelled or who had not come.

    Raises:
        DeskError: "access.no_right", "appointment.unknown", "appointment.not_ended" when the
            client is expected already, or has come: then the visit is put right instead.
    """
    actor.require(Right.BOOK)
    before = uow.appointments.get(appointment_id)
    ended = {
        AppointmentState.CANCELLED,
        AppointmentState.CANCELLED_NOTIFIED,
        AppointmentState.NO_SHOW,
    }
    if before.state not in ended:
        raise DeskError("appointment.not_ended", reference=before.reference, state=before.state)
    state = appointment_states.expected_state(before)
    data = {"state": state.value, "visit_id": None}
    return _change(uow, env, actor, before, AppointmentAction.REOPEN, data)


def _change(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    before: Appointment,
    action: AppointmentAction,
    data: Mapping[str, object],
) -> Appointment:
    event = _event(env, actor, before.id, before.version + 1, action, data)
    after = appointment_states.apply(before, event)
    uow.appointments.add(after, event)
    return after


def _event(
    env: Env,
    actor: Actor,
    appointment_id: UUID,
    seq: int,
    kind: AppointmentAction,
    data: Mapping[str, object],
) -> AppointmentEvent:
    at = env.clock()
    return AppointmentEvent(env.new_id(), appointment_id, seq, kind, at, at, actor.account_id, data)


def _checked(env: Env, start: datetime, minutes: int, person: Person) -> Person:
    if start < env.clock() - _GRACE:
        raise DeskError("appointment.in_past")
    if not 1 <= minutes <= _LONGEST:
        raise DeskError("appointment.minutes", maximum=_LONGEST)
    particulars = contact.tidy(person)
    if not particulars.name:
        raise DeskError("appointment.name_missing")
    return particulars


def _reference(uow: UnitOfWork, appointment_id: UUID) -> str:
    """A short number that can be told by phone, out of the id's random end."""
    digits = appointment_id.hex.upper()
    choices: Sequence[str] = [
        f"T-{digits[-length:]}" for length in range(_REFERENCE_SIGNS, len(digits) + 1)
    ]
    taken = uow.appointments.by_reference(PHONE, choices)
    return next(choice for choice in choices if choice not in taken)
