"""Calls told from the visits themselves: what the database's own answer is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desk.domain.appointment import Appointment
from desk.domain.queue_ranks import Called, bookings_since_walk_in, due_slot
from desk.domain.visit import PeriodKind, Visit


def calls(visits: Iterable[Visit], bookings: Iterable[Appointment]) -> Iterator[Called]:
    """The last call of each visit that was called."""
    by_id = {booking.id: booking for booking in bookings}
    for visit in visits:
        called = [one.start for one in visit.periods if one.kind is PeriodKind.CALLED]
        booking = by_id.get(visit.appointment_id) if visit.appointment_id else None
        due = due_slot(booking) if visit.slot and booking else visit.slot
        if called:
            yield Called(called[-1], visit.number, visit.place_at, due)


def since_walk_in(visits: Iterable[Visit], bookings: Iterable[Appointment], hold: int) -> int:
    """How many bookings were called after the last walk-in."""
    return bookings_since_walk_in(calls(visits, bookings), hold)
