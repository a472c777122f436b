"""What goes down and up about bookings.

A booking is told by its source and external reference, which are unique at headquarters: one that
was imported at both ends is one.  Fields are only ever added, with a default.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from desk.domain.booking import Decision
from desk.sync.down import SealedFor

PLACES_LEASED: Final = "places_leased"
BOOKING_MADE: Final = "booking_made"
BOOKING_MOVED: Final = "booking_moved"
BOOKING_CHANGED: Final = "booking_changed"
BOOKING_CANCELLED: Final = "booking_cancelled"
BOOKING_ANSWER: Final = "booking_answer"
BOOKING_CONFLICT: Final = "booking_conflict"

BOOKINGS_DOWN: Final = frozenset(
    {
        PLACES_LEASED,
        BOOKING_MADE,
        BOOKING_MOVED,
        BOOKING_CHANGED,
        BOOKING_CANCELLED,
        BOOKING_ANSWER,
        BOOKING_CONFLICT,
    }
)
"""Kinds that headquarters alone write."""

APPOINTMENT_EVENT: Final = "appointment_event"
LEASE_RETURN: Final = "lease_return"
BOOKING_DECISION: Final = "booking_decision"
CHANGE_REFUSED: Final = "change_refused"
"""Kinds that come up; but for the last each is the name of a branch's table."""

UNNAMED: Final = "id:"
"""What the reference of a booking without one begins with; then follows its id at the branch."""

Short = Annotated[str, Meta(max_length=200)]
Minutes = Annotated[int, Meta(ge=1, le=600)]
Place = Annotated[int, Meta(ge=1, le=1000)]


class SeatRow(Struct, frozen=True, array_like=True):
    """A place of a cell."""

    start: datetime
    place: Place


class PlacesLeased(Struct, frozen=True):
    """Places that headquarters do not sell any more: the branch confirms bookings on them itself.

    A lease ends by the branch's `lease_return`, or when the cell begins.

    Args:
        minutes: length of a cell.
    """

    site: Short
    minutes: Annotated[int, Meta(ge=1, le=60)]
    seats: tuple[SeatRow, ...]


class BookingMade(Struct, frozen=True):
    """A booking made or imported at headquarters.

    Args:
        booking: its id there, and at the branch when it does not have it yet.
        service_text: as the booking system calls it, where the catalogue does not know it.
        keep_until: the day at whose close name and contact are erased.
        boxes: a `Person` as JSON, sealed for each PC that the branch had.
    """

    booking: UUID
    site: Short
    day: date
    source: Short
    reference: Short
    start: datetime
    minutes: Minutes
    service: Short
    service_text: Short
    keep_until: date
    boxes: tuple[SealedFor, ...] = ()


class BookingMoved(Struct, frozen=True):
    """Headquarters moved a booking; what has happened at the branch meanwhile goes before it.

    Args:
        base_version: of the booking at the branch, as headquarters knew it; 0 = not yet.
        keep_until: as in `BookingMade`.
    """

    source: Short
    reference: Short
    base_version: int
    day: date
    start: datetime
    minutes: Minutes
    keep_until: date


class BookingChanged(Struct, frozen=True):
    """Client, and service (None: as it is), as the booking system has them now; the slot stays.

    It may be the same again: headquarters cannot compare what they cannot read.  A PC that was
    taken in later can open the client's box now.

    Args:
        base_version, keep_until: as in `BookingMoved`; boxes: as in `BookingMade`.
    """

    source: Short
    reference: Short
    base_version: int
    service: Short | None
    service_text: Short
    keep_until: date
    boxes: tuple[SealedFor, ...] = ()


class BookingCancelled(Struct, frozen=True):
    """Headquarters cancelled a booking (`base_version` as in `BookingMoved`)."""

    source: Short
    reference: Short
    base_version: int


class BookingAnswer(Struct, frozen=True):
    """A booking of the branch has its places: it is confirmed.

    Args:
        version: of the booking as headquarters knew it; an answer to an earlier slot is none.
    """

    source: Short
    reference: Short
    version: int


class BookingConflict(Struct, frozen=True):
    """A booking of the branch has no place: another one was there first.

    Args:
        other: the one that has the place, with its client's contact; None when a place was asked
            for that nobody has (then there are fewer than the branch thought).
    """

    conflict: UUID
    source: Short
    reference: Short
    version: int
    other: BookingMade | None


class AppointmentWritten(Struct, frozen=True):
    """A branch's `appointment_event` as headquarters read it."""

    id: UUID
    appointment_id: UUID
    seq: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    kind: Short
    body: dict[str, object]


class LeaseReturn(Struct, frozen=True):
    """A branch gives places back: the only way that a lease ends before its cell begins."""

    id: UUID
    site: Short
    seats: tuple[SeatRow, ...]
    actor_id: UUID
    at: datetime


class BookingDecision(Struct, frozen=True):
    """What the branch decided about a conflict; of a move its event tells, too."""

    id: UUID
    conflict_id: UUID
    kind: Decision
    actor_id: UUID
    at: datetime
    moved_id: UUID | None = None


class ChangeRefused(Struct, frozen=True):
    """A change of headquarters that the branch could not carry out."""

    op_id: UUID
