"""Places, bookings and answers of headquarters, as they come down.

What has happened at the branch meanwhile goes first: a change that no longer fits is refused, and
headquarters are told.  The event that carries an operation out has that operation's id, so that it
is the same one when it is read again after a restore.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID, uuid5

import msgspec

from desk.domain import appointment_states
from desk.domain.appointment import (
    Appointment,
    AppointmentAction,
    AppointmentEvent,
    AppointmentState,
)
from desk.domain.booking import ECHO, Rivals, Seat
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.person import Person, Purpose
from desk.sync.booking_bodies import (
    BOOKING_ANSWER,
    BOOKING_CANCELLED,
    BOOKING_CHANGED,
    BOOKING_CONFLICT,
    BOOKING_MADE,
    BOOKING_MOVED,
    PLACES_LEASED,
    UNNAMED,
    BookingAnswer,
    BookingCancelled,
    BookingChanged,
    BookingConflict,
    BookingMade,
    BookingMoved,
    PlacesLeased,
)
from desk.sync.down import SealedFor
from desk.sync.received import Applier, Applying, Received
from desk.sync.sealed_box import open_box

_A = AppointmentAction
_SLOT_CHANGES: Final = frozenset({_A.REOPEN, _A.CANCEL, _A.NOTIFY_CANCEL})
_SERVICE: Final = frozenset({"service", "service_text"})
_CLIENT: Final = frozenset({"person_id"})


def lease(applying: Applying, received: Received) -> None:
    """Places on which bookings are confirmed here."""
    body = received.read(PlacesLeased)
    seats = [Seat(seat.start, seat.place) for seat in body.seats]
    applying.uow.leases.grant(body.site, body.minutes, seats)


def make(applying: Applying, received: Received) -> None:
    """A booking of headquarters; one that is known by its source and reference is the same one."""
    body = received.read(BookingMade)
    if _known(applying, body.source, body.reference) is None:
        _add(applying, body, received.op_id, received.op_id)


def move(applying: Applying, received: Received) -> None:
    """Another slot, unless the branch changed the slot itself or the client has come.

    Raises:
        DeskError: "appointment.changed_meanwhile", and those of `appointment_states.check`.
    """
    body = received.read(BookingMoved)
    before = _there(applying, body.source, body.reference)
    _require_unchanged(applying, before, body.base_version)
    data = {
        "day": written(body.day),
        "start": written(body.start),
        "minutes": body.minutes,
        "awaits": False,
    }
    if body.day != before.day and before.person_id is not None:
        data["person_id"] = written(_kept_longer(applying, before.person_id, body))
    _write(applying, before, _A.UPDATE, received.op_id, data)


def change(applying: Applying, received: Received) -> None:
    """Service and client as headquarters' file has them; what the branch changed itself stays.

    A booking that is no more to come keeps what it has, and an erased client stays erased.
    """
    body = received.read(BookingChanged)
    before = _there(applying, body.source, body.reference)
    if (before.state, _A.UPDATE) not in appointment_states.ALLOWED:
        return
    own = _own_changes(applying, before, body.base_version)
    data: dict[str, object] = {}
    told = (body.service, body.service_text)
    is_told = body.service is not None and own.isdisjoint(_SERVICE)
    if is_told and told != (before.service, before.service_text):
        data = {"service": body.service, "service_text": body.service_text}
    person = _opened(applying, body.boxes) if own.isdisjoint(_CLIENT) else None
    if person is not None and (put := _replaced(applying, before.person_id, person, body)):
        data["person_id"] = written(put)
    if data:
        _write(applying, before, _A.UPDATE, received.op_id, data)


def cancel(applying: Applying, received: Received) -> None:
    """Cancelled, unless the client has come; cancelled here already is as good.

    Raises:
        DeskError: "appointment.changed_meanwhile", and those of `appointment_states.check`.
    """
    body = received.read(BookingCancelled)
    before = _there(applying, body.source, body.reference)
    if before.state in (AppointmentState.CANCELLED, AppointmentState.CANCELLED_NOTIFIED):
        return
    _require_unchanged(applying, before, body.base_version)
    _write(applying, before, _A.CANCEL, received.op_id, {})


def answer(applying: Applying, received: Received) -> None:
    """It has its place; an answer to a slot that it is not in any more says nothing."""
    body = received.read(BookingAnswer)
    before = _there(applying, body.source, body.reference)
    _settle(applying, before, _A.CONFIRM, received.op_id, body.version)


def conflict(applying: Applying, received: Received) -> None:
    """Another booking has its place: both stay, and a person decides."""
    body = received.read(BookingConflict)
    loser = _there(applying, body.source, body.reference)
    if not _settle(applying, loser, _A.COMPETE, received.op_id, body.version):
        return
    other = body.other
    winner = _known(applying, other.source, other.reference) if other is not None else None
    if other is not None and winner is None:
        winner = _add(applying, other, uuid5(received.op_id, other.reference), received.op_id)
    winner_id = None if winner is None else winner.id
    applying.uow.leases.compete(Rivals(body.conflict, loser.id, winner_id, applying.clock()))


APPLIERS: Final[Mapping[str, Applier]] = {
    PLACES_LEASED: lease,
    BOOKING_MADE: make,
    BOOKING_MOVED: move,
    BOOKING_CHANGED: change,
    BOOKING_CANCELLED: cancel,
    BOOKING_ANSWER: answer,
    BOOKING_CONFLICT: conflict,
}


def _known(applying: Applying, source: str, reference: str) -> Appointment | None:
    """A booking by what tells it apart; None when it is not here."""
    if reference.startswith(UNNAMED):
        return applying.uow.appointments.get(UUID(reference.removeprefix(UNNAMED)))
    return applying.uow.appointments.by_reference(source, [reference]).get(reference)


def _there(applying: Applying, source: str, reference: str) -> Appointment:
    found = _known(applying, source, reference)
    if found is None:
        raise DeskError("appointment.unknown")
    return found


def _add(applying: Applying, body: BookingMade, event_id: UUID, op_id: UUID) -> Appointment:
    data = {
        "site": body.site,
        "day": written(body.day),
        "start": written(body.start),
        "minutes": body.minutes,
        "service": body.service,
        "service_text": body.service_text,
        "source": body.source,
        "reference": body.reference,
        "person_id": written(_kept(applying, body)),
        "confirmed_outside_hours": False,
        ECHO: str(op_id),
    }
    event = _event(applying, body.booking, 1, _A.IMPORT, event_id, data)
    made = appointment_states.apply(None, event)
    applying.uow.appointments.add(made, event)
    return made


def _kept(applying: Applying, body: BookingMade) -> UUID | None:
    """The client under a key of their own; None when nothing is sealed for this PC."""
    person = _opened(applying, body.boxes)
    if person is None:
        return None
    return applying.uow.persons.put(
        Purpose.APPOINTMENT, person, at=applying.clock(), expires=body.keep_until
    )


def _opened(applying: Applying, boxes: Iterable[SealedFor]) -> Person | None:
    """The client in this PC's box; None when there is none, or it is damaged."""
    own = applying.enrolment
    box = next((one.box for one in boxes if one.device == own.device), None)
    if box is None:
        return None
    try:
        return msgspec.json.decode(open_box(own.private, box), type=Person)
    except (msgspec.MsgspecError, DeskError):
        return None  # the booking counts even when its box is damaged


def _replaced(
    applying: Applying, person_id: UUID | None, person: Person, body: BookingChanged
) -> UUID | None:
    """The client's new row; None when they are the same, or were erased.

    What the file leaves empty stays.
    """
    persons = applying.uow.persons
    if person_id is not None:
        known = persons.get(person_id)
        if known is None:
            return None
        person = Person(
            person.name or known.name,
            person.phone or known.phone,
            person.email or known.email,
            known.text,
        )
        if person == known:
            return None
        persons.erase(person_id)
    elif person == Person():
        return None
    return persons.put(Purpose.APPOINTMENT, person, at=applying.clock(), expires=body.keep_until)


def _kept_longer(applying: Applying, person_id: UUID, body: BookingMoved) -> UUID:
    """The same client, kept until the new slot's period ends; an erased one stays erased."""
    persons = applying.uow.persons
    person = persons.get(person_id)
    if person is None:
        return person_id
    persons.erase(person_id)
    return persons.put(Purpose.APPOINTMENT, person, at=applying.clock(), expires=body.keep_until)


def _require_unchanged(applying: Applying, before: Appointment, base_version: int) -> None:
    """What the branch itself did to the slot after headquarters had looked stays.

    Headquarters hear of that first, in the branch's own order, and give up what they asked for;
    the refusal only says so.
    """
    events = applying.uow.appointments.events(before.id)
    if _slot_changed(events, base_version, own=True):
        raise DeskError("appointment.changed_meanwhile", reference=before.reference)


def _slot_changed(events: Iterable[AppointmentEvent], since: int, *, own: bool = False) -> bool:
    """Whether a booking was moved, ended or begun anew after a version of it.

    A new service or client is no such change.  Headquarters judge alike (`Arbiter._updated`): what
    is a change there, and makes them give up what they asked for, has to be one here.

    Args:
        own: by the branch itself, not as headquarters asked.
    """
    minutes: object = None
    for event in events:
        before, minutes = minutes, event.data.get("minutes", minutes)
        updated = event.kind is _A.UPDATE and ("start" in event.data or minutes != before)
        moved = updated or event.kind in _SLOT_CHANGES
        if moved and event.seq > since and not (own and ECHO in event.data):
            return True
    return False


def _own_changes(applying: Applying, before: Appointment, base_version: int) -> frozenset[str]:
    """What the branch itself changed after headquarters had looked."""
    return frozenset(
        key
        for event in applying.uow.appointments.events(before.id)
        if event.seq > base_version and event.kind is _A.UPDATE and ECHO not in event.data
        for key in event.data
    )


def _settle(
    applying: Applying, before: Appointment, kind: AppointmentAction, op_id: UUID, version: int
) -> bool:
    """Write an answer down; False when the branch has gone on meanwhile."""
    events = applying.uow.appointments.events(before.id)
    if _slot_changed(events, version) or (before.state, kind) not in appointment_states.ALLOWED:
        return False
    if appointment_states.ALLOWED[before.state, kind] is not before.state:
        _write(applying, before, kind, op_id, {})
    return True


def _write(
    applying: Applying,
    before: Appointment,
    kind: AppointmentAction,
    op_id: UUID,
    data: Mapping[str, object],
) -> None:
    event = _event(applying, before.id, before.version + 1, kind, op_id, {**data, ECHO: str(op_id)})
    applying.uow.appointments.add(appointment_states.apply(before, event), event)


def _event(
    applying: Applying,
    appointment_id: UUID,
    seq: int,
    kind: AppointmentAction,
    event_id: UUID,
    data: Mapping[str, object],
) -> AppointmentEvent:
    at = applying.clock()
    by = applying.enrolment.hq
    return AppointmentEvent(event_id, appointment_id, seq, kind, at, at, by, data)
