"""What decides a place in the call order: the policy's figures, and where each client stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from uuid import UUID

from desk.domain.appointment import EXPECTED_STATES, Appointment
from desk.domain.visit import OPEN_STATES, TicketState, Visit
from desk.domain.waiting import arrived_at

Bookings = Mapping[UUID, Appointment]


class WalkIns(StrEnum):
    """A branch's policy for clients without a booking (requirements A3)."""

    APPOINTMENTS_ONLY = "appointments_only"
    WHEN_SLOT_FREE = "when_slot_free"
    LIVE_QUEUE = "live_queue"


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """The figures of the call order, from the content pack.

    Args:
        due_before_minutes: a booking is due this long before its slot.
        walk_in_threshold_minutes: from this wait on a walk-in is overdue ...
        walk_in_after_bookings: ... and is next after at most this many bookings.
        hold_minutes: how long a client who is not there keeps the rank after the slot.
        walk_ins: what is agreed for clients without a booking.
    """

    due_before_minutes: int
    walk_in_threshold_minutes: int
    walk_in_after_bookings: int
    hold_minutes: int
    walk_ins: WalkIns = WalkIns.LIVE_QUEUE


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be called: a ticket that waits, or a due booking without a ticket.

    Args:
        place: the instant that ranks it.
        slot: when it is due, for whoever ranks as a booking; None = ranks as a walk-in.
        present: whether the client has been seen.
        held: false when the client is absent and the place is not kept any more.
    """

    visit: Visit | None
    appointment: Appointment | None
    place: datetime
    slot: datetime | None
    present: bool = True
    held: bool = True

    @property
    def key(self) -> tuple[datetime, bool, datetime, str, str]:
        """Sorts any two candidates, the same way each time: place, present before absent, issue."""
        if self.visit is not None:
            visit = self.visit
            return self.place, not self.present, visit.issued_at, visit.number, str(visit.id)
        reference = self.appointment.reference if self.appointment else ""
        identity = str(self.appointment.id) if self.appointment else ""
        return self.place, not self.present, self.place, reference, identity

    def is_due(self, now: datetime, policy: OrderPolicy) -> bool:
        """Whether a booking's time has come."""
        due_before = timedelta(minutes=policy.due_before_minutes)
        return self.slot is not None and now >= self.slot - due_before

    def is_overdue(self, now: datetime, policy: OrderPolicy) -> bool:
        """Whether a walk-in has waited up to the threshold or longer."""
        threshold = timedelta(minutes=policy.walk_in_threshold_minutes)
        return self.slot is None and now - self.place >= threshold


@dataclass(frozen=True, slots=True)
class Called:
    """A visit that was called, at its last call.

    Args:
        due: when its client was expected, as `due_slot`; None for a walk-in.
    """

    at: datetime
    number: str
    place_at: datetime
    due: datetime | None


def later_of(slot: datetime, named: datetime | None) -> datetime:
    """When a client is expected: at the slot, or at the later time that was named."""
    return max(slot, named or slot)


def due_slot(appointment: Appointment) -> datetime:
    """The instant a booking is expected at: its slot, or the later time that the client named."""
    return later_of(appointment.start, appointment.expected_at)


def held_until(appointment: Appointment, hold_minutes: int) -> datetime:
    """Until when an absent client's place is kept."""
    return due_slot(appointment) + timedelta(minutes=hold_minutes)


def ranks_as_booking(place_at: datetime, due: datetime | None, hold_minutes: int) -> bool:
    """Whether a ticket ranks by its booking: booked, and not come later than the hold allows.

    Args:
        due: when the client was expected; None for a walk-in.
    """
    return due is not None and place_at <= due + timedelta(minutes=hold_minutes)


def candidates(
    visits: Iterable[Visit], bookings: Bookings, now: datetime, policy: OrderPolicy
) -> Iterator[Candidate]:
    """Everyone who waits, and every due booking that has no ticket."""
    in_hand = set()
    for visit in visits:
        if visit.state in OPEN_STATES and visit.appointment_id:
            in_hand.add(visit.appointment_id)
        if visit.state in (TicketState.WAITING, TicketState.TRANSFERRED):
            yield _waiting(visit, bookings, now, policy)
    for appointment in bookings.values():
        if appointment.state in EXPECTED_STATES and appointment.id not in in_hand:
            yield from _without_check_in(appointment, now, policy)


def _waiting(visit: Visit, bookings: Bookings, now: datetime, policy: OrderPolicy) -> Candidate:
    appointment = bookings.get(visit.appointment_id) if visit.appointment_id else None
    due = due_slot(appointment) if visit.slot and appointment else visit.slot
    booked = ranks_as_booking(visit.place_at, due, policy.hold_minutes)
    slot = visit.slot if booked else None
    if arrived_at(visit) or visit.slot is None:
        return Candidate(visit, appointment, visit.place_at, slot)
    until = visit.place_at + timedelta(minutes=policy.hold_minutes)
    return Candidate(visit, appointment, visit.place_at, slot, present=False, held=now <= until)


def _without_check_in(
    appointment: Appointment, now: datetime, policy: OrderPolicy
) -> Iterator[Candidate]:
    slot = due_slot(appointment)
    candidate = Candidate(None, appointment, slot, slot, present=False)
    if candidate.is_due(now, policy) and now <= held_until(appointment, policy.hold_minutes):
        yield candidate


def bookings_since_walk_in(calls: Iterable[Called], hold_minutes: int) -> int:
    """How many bookings were called after the last walk-in.

    Args:
        calls: of all visits of the day that were called.
    """
    latest = sorted(calls, key=lambda call: (call.at, call.number), reverse=True)
    booked = (ranks_as_booking(call.place_at, call.due, hold_minutes) for call in latest)
    return sum(1 for _ in takewhile(bool, booked))
