"""Bookings made, moved, cancelled and imported at headquarters.

Name and contact are sealed for the branch's PCs before anything is kept; headquarters cannot read
them afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import bookings, devices
from db.hq.devices import Device
from desk.domain.appointment import AppointmentState
from desk.domain.booking import HQ_SOURCE
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.hq.authoring import author, author_all
from desk.hq.booking_answers import Answers, made_of
from desk.hq.booking_seats import LONGEST, Seating, seating
from desk.hq.booking_slots import day_span, locked
from desk.hq.people import HqRole, note, require
from desk.hq.writing import Pen, addressed
from desk.sync.booking_bodies import (
    BOOKING_CANCELLED,
    BOOKING_CHANGED,
    BOOKING_CONFLICT,
    BOOKING_MADE,
    BOOKING_MOVED,
    BookingCancelled,
    BookingChanged,
    BookingMoved,
)
from desk.sync.down import SealedFor
from desk.sync.sealed_box import seal_for

FILE_SOURCE: Final = "file"
"""The source of a booking of the booking system, as branches name it."""

_TO_COME: Final = frozenset({AppointmentState.BOOKED, AppointmentState.CONFLICT})
_GONE: Final = frozenset({AppointmentState.CANCELLED, AppointmentState.CANCELLED_NOTIFIED})
_REFERENCE_SIGNS: Final = 6


@dataclass(frozen=True, slots=True)
class Slot:
    """When, how long and for what; `service_text` where the catalogue does not know it."""

    start: datetime
    minutes: int
    service: str
    service_text: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A booking of a day file; None for a slot: it is cancelled."""

    reference: str
    slot: Slot | None
    person: Person


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to.

    Args:
        competing: those of the new ones that found no place: the branch is told.
        kept: the branch's facts go before the file.
    """

    added: int = 0
    competing: int = 0
    moved: int = 0
    cancelled: int = 0
    unchanged: int = 0
    kept: int = 0


def book(pen: Pen, branch: str, slot: Slot, person: Person) -> Any:
    """Book by telephone for a branch.

    Returns:
        the booking's row.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.no_devices" (branch),
            "appointment.in_past", "hq.slot_closed" (day), "hq.slot_full".
    """
    _require(pen)
    stream = locked(pen, branch)
    if slot.start <= pen.at:
        raise DeskError("appointment.in_past")
    room = seating(pen.connection, stream)
    _require_open(room, slot)
    number = pen.new_id()
    _add(pen, stream, number, HQ_SOURCE, _reference(pen, stream, number), slot, person)
    if not room.sit(number, slot.start, slot.minutes):
        raise DeskError("hq.slot_full")
    made = bookings.by_id(pen.connection, stream, number)
    body = made_of(made, room.plan.keep_days)
    author(pen.connection, stream, BOOKING_MADE, body, pen.at, new_id=pen.new_id)
    _note(pen, "booking_made", stream, made.reference)
    return made


def move(
    pen: Pen, branch: str, source: str, reference: str, start: datetime, minutes: int = 0
) -> Any:
    """Move a booking; the old slot is held until the branch says that it has it.

    Args:
        minutes: 0 = as long as before.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "appointment.unknown",
            "hq.booking_over" (reference, state), "appointment.in_past", "hq.slot_closed" (day),
            "hq.slot_full".
    """
    _require(pen)
    stream = locked(pen, branch)
    known = _to_come(pen, stream, source, reference)
    if start <= pen.at:
        raise DeskError("appointment.in_past")
    slot = Slot(start, minutes or known.minutes, known.service)
    room = seating(pen.connection, stream)
    _require_open(room, slot)
    _move(pen, room, known, slot)
    _note(pen, "booking_moved", stream, reference)
    return bookings.by_id(pen.connection, stream, known.id)


def cancel(pen: Pen, branch: str, source: str, reference: str) -> Any:
    """Cancel a booking; its slot is held until the branch says that it knows.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "appointment.unknown",
            "hq.booking_over" (reference, state).
    """
    _require(pen)
    stream = locked(pen, branch)
    known = _to_come(pen, stream, source, reference)
    _cancel(pen, seating(pen.connection, stream), known)
    _note(pen, "booking_cancelled", stream, reference)
    return bookings.by_id(pen.connection, stream, known.id)


def set_client(pen: Pen, branch: str, source: str, reference: str, person: Person) -> Any:
    """Name and contact anew: they changed, or a PC was taken in later and cannot open the old ones.

    What is empty stays as it is at the branch.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.no_devices" (branch),
            "appointment.unknown", "hq.booking_over" (reference, state).
    """
    _require(pen)
    stream = locked(pen, branch)
    known = _to_come(pen, stream, source, reference)
    _change(pen, seating(pen.connection, stream), known, person)
    _note(pen, "booking_client", stream, reference)
    return bookings.by_id(pen.connection, stream, known.id)


def pcs_without(connection: Connection, branch: str, rows: Sequence[Any]) -> dict[UUID, int]:
    """How many of the branch's PCs cannot open the client of a booking made here, by booking."""
    pcs = {pc.id for pc in _pcs(connection, branch)}
    return {row.id: len(pcs - _sealed_for(row.boxes)) for row in rows if row.boxes}


def of_day(connection: Connection, branch: str, day: date) -> Sequence[Any]:
    """The bookings of a branch's day, without anybody's name.

    Raises:
        DeskError: "hq.branch_unknown" (branch).
    """
    (stream,) = addressed(connection, (branch,))
    return bookings.between(connection, stream, *day_span(day))


def import_rows(pen: Pen, branch: str, rows: Sequence[FileRow]) -> Imported:
    """Take the bookings of a day file in; the same file again changes nothing at the branch.

    One that finds no place is not left out: it competes, and the branch decides.  Contacts of
    bookings that are here already cannot be compared, because they cannot be read: they are sealed
    anew for the PCs that the branch has now, and the branch takes what differs.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.no_devices" (branch).
    """
    _require(pen)
    stream = locked(pen, branch)
    room = seating(pen.connection, stream)
    counts = dict.fromkeys(Imported.__dataclass_fields__, 0)
    for row in rows:
        for name in _taken(pen, room, row):
            counts[name] += 1
    _note(pen, "bookings_imported", stream, str(len(rows)))
    return Imported(**counts)


def _taken(pen: Pen, room: Seating, row: FileRow) -> tuple[str, ...]:
    """What one row of a file came to, as fields of `Imported`."""
    stream, slot = room.stream, row.slot
    known = bookings.by_identity(pen.connection, stream, FILE_SOURCE, row.reference)
    if known is None:
        return ("unchanged",) if slot is None else _added(pen, room, row, slot)
    if slot is not None and known.wish != "cancel" and known.state in _TO_COME:
        _change(pen, room, known, row.person, slot)
    wished = (known.wish_start or known.start, known.wish_minutes or known.minutes)
    if known.wish == "cancel" or known.state in _GONE:
        return ("unchanged",) if slot is None else ("kept",)
    if slot is not None and wished == (slot.start, slot.minutes):
        return ("unchanged",)
    if known.state not in _TO_COME:
        return ("kept",)
    if slot is None:
        _cancel(pen, room, known)
        return ("cancelled",)
    try:
        _move(pen, room, known, slot)
    except DeskError:
        if known.wish:
            room.sit(known.id, known.wish_start, known.wish_minutes)
        return ("kept",)
    return ("moved",)


def _added(pen: Pen, room: Seating, row: FileRow, slot: Slot) -> tuple[str, ...]:
    stream, number = room.stream, pen.new_id()
    _add(pen, stream, number, FILE_SOURCE, row.reference, slot, row.person)
    seated = room.sit(number, slot.start, slot.minutes)
    if not seated:
        state = AppointmentState.CONFLICT.value
        bookings.change(pen.connection, stream, number, state=state)
    made = bookings.by_id(pen.connection, stream, number)
    said: list[tuple[str, msgspec.Struct]] = [(BOOKING_MADE, made_of(made, room.plan.keep_days))]
    if not seated:
        answers = Answers(pen.connection, room, pen.new_id)
        said.append((BOOKING_CONFLICT, answers.conflict(made)))
    author_all(pen.connection, stream, said, pen.at, new_id=pen.new_id)
    return ("added",) if seated else ("added", "competing")


def _add(
    pen: Pen, stream: str, number: UUID, source: str, reference: str, slot: Slot, person: Person
) -> None:
    values = {
        "stream": stream,
        "id": number,
        "source": source,
        "reference": reference,
        "start": slot.start,
        "minutes": slot.minutes,
        "service": slot.service,
        "service_text": slot.service_text,
        "state": AppointmentState.BOOKED.value,
        "made_at": pen.at,
        "here": True,
        "boxes": _boxes(pen, stream, person),
        "appointment": None,
        "seen": 0,
    }
    bookings.add(pen.connection, values)


def _boxes(pen: Pen, stream: str, person: Person) -> bytes:
    """Name and contact, sealed for each PC that the branch has."""
    pcs = _pcs(pen.connection, stream)
    if not pcs:
        raise DeskError("hq.no_devices", branch=stream)
    plain = msgspec.json.encode(person)
    return msgspec.json.encode([SealedFor(pc.id, seal_for(pc.public_key, plain)) for pc in pcs])


def _pcs(connection: Connection, stream: str) -> list[Device]:
    """The PCs that a branch has now."""
    return [pc for pc in devices.every(connection) if pc.stream == stream and pc.revoked_at is None]


def _sealed_for(boxes: bytes) -> set[UUID]:
    return {one.device for one in msgspec.json.decode(boxes, type=tuple[SealedFor, ...])}


def _move(pen: Pen, room: Seating, known: Any, slot: Slot) -> None:
    """Hold the new slot too, and ask the branch to move it."""
    keep = room.cells(known.start, known.minutes)
    given = room.stand_up(known.id, keep)  # what an earlier wish held
    if not room.sit(known.id, slot.start, slot.minutes):
        raise DeskError("hq.slot_full")
    body = BookingMoved(
        source=known.source,
        reference=known.reference,
        base_version=known.seen,
        day=local_day(slot.start),
        start=slot.start,
        minutes=slot.minutes,
        keep_until=local_day(slot.start) + timedelta(days=room.plan.keep_days),
    )
    op = author(pen.connection, room.stream, BOOKING_MOVED, body, pen.at, new_id=pen.new_id)
    wish = {"wish": "move", "wish_op": op, "wish_start": slot.start, "wish_minutes": slot.minutes}
    bookings.change(pen.connection, room.stream, known.id, **wish)
    _seat_waiting(pen, room, given)


def _change(pen: Pen, room: Seating, known: Any, person: Person, slot: Slot | None = None) -> None:
    """Tell the branch the client, and with a slot of a file the service, as they are now."""
    boxes = _boxes(pen, room.stream, person)
    body = BookingChanged(
        source=known.source,
        reference=known.reference,
        base_version=known.seen,
        service=slot.service if slot else None,
        service_text=slot.service_text if slot else "",
        keep_until=local_day((slot or known).start) + timedelta(days=room.plan.keep_days),
        boxes=msgspec.json.decode(boxes, type=tuple[SealedFor, ...]),
    )
    author(pen.connection, room.stream, BOOKING_CHANGED, body, pen.at, new_id=pen.new_id)
    values: dict[str, Any] = {"boxes": boxes}
    if slot is not None:
        values |= {"service": slot.service, "service_text": slot.service_text}
    bookings.change(pen.connection, room.stream, known.id, **values)


def _cancel(pen: Pen, room: Seating, known: Any) -> None:
    body = BookingCancelled(known.source, known.reference, known.seen)
    op = author(pen.connection, room.stream, BOOKING_CANCELLED, body, pen.at, new_id=pen.new_id)
    wish = {"wish": "cancel", "wish_op": op, "wish_start": None, "wish_minutes": None}
    given = room.stand_up(known.id, room.cells(known.start, known.minutes))
    bookings.change(pen.connection, room.stream, known.id, **wish)
    _seat_waiting(pen, room, given)


def _seat_waiting(pen: Pen, room: Seating, given: Sequence[datetime]) -> None:
    """Cells that a wish held are free: who has waited longest for them gets them, and is told."""
    if not given:
        return
    answers = Answers(pen.connection, room, pen.new_id)
    since, until = min(given) - LONGEST, room.end(max(given))
    for one in bookings.waiting(pen.connection, room.stream, since, until):
        if room.sit(one.id, one.start, one.minutes):
            values = {"state": AppointmentState.BOOKED.value, "conflict": None}
            bookings.change(pen.connection, room.stream, one.id, **values)
            answers.won(one.id)
    if said := answers.said():
        author_all(pen.connection, room.stream, said, pen.at, new_id=pen.new_id)


def _to_come(pen: Pen, stream: str, source: str, reference: str) -> Any:
    known = bookings.by_identity(pen.connection, stream, source, reference)
    if known is None:
        raise DeskError("appointment.unknown")
    if known.state not in _TO_COME or known.wish == "cancel":
        state = known.wish or known.state
        raise DeskError("hq.booking_over", reference=reference, state=state)
    return known


def _require(pen: Pen) -> None:
    require(pen.person, HqRole.EDITOR, HqRole.REGISTRAR)


def _require_open(room: Seating, slot: Slot) -> None:
    wanted = room.cells(slot.start, slot.minutes)
    found = bookings.places(room.connection, room.stream, wanted[0], room.end(wanted[-1]))
    if {one.start for one in found} != set(wanted):
        raise DeskError("hq.slot_closed", day=local_day(slot.start))


def _reference(pen: Pen, stream: str, number: UUID) -> str:
    """A short number that can be told by telephone, out of the id's random end."""
    digits = number.hex.upper()
    for length in range(_REFERENCE_SIGNS, len(digits) + 1):
        choice = f"H-{digits[-length:]}"
        if bookings.by_identity(pen.connection, stream, HQ_SOURCE, choice) is None:
            return choice
    raise DeskError("hq.internal")


def _note(pen: Pen, kind: str, stream: str, subject: str) -> None:
    note(pen.connection, pen.person, kind, stream, subject, pen.at, new_id=pen.new_id)
