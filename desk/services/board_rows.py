"""Lines of the Today screen, made of tickets and bookings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from desk.domain.appointment import EXPECTED_STATES, Appointment
from desk.domain.board import QueueRow, Why
from desk.domain.queue_order import Ranked
from desk.domain.queue_ranks import due_slot, held_until
from desk.domain.visit import OPEN_STATES, ArrivalClass, TicketState, Visit
from desk.domain.waiting import arrived_at, in_state_since, minutes, waited
from desk.i18n import language
from desk.services.env import Env

DONE_SHOWN = 50

_NO_REASON = Why("")


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes lines for one look at the board.

    Args:
        bookings: of the day, by id; names: of colleagues, by account id.
        helps: what help is needed, by the visit's `assistance_id`.
    """

    env: Env
    now: datetime
    bookings: Mapping[UUID, Appointment]
    names: Mapping[UUID, str]
    helps: Mapping[UUID, tuple[str, ...]]

    def ranked(self, place: Ranked) -> QueueRow:
        """A place in the call order."""
        if place.visit is not None:
            return self.ticket(place.visit, place.why, place.callable_here)
        if place.appointment is None:
            raise ValueError("a place is a ticket or a booking")
        return self.expected(place.appointment, place.why, place.callable_here)

    def ticket(self, visit: Visit, why: Why = _NO_REASON, callable_here: bool = False) -> QueueRow:
        """A ticket in any state."""
        booking = self.bookings.get(visit.appointment_id) if visit.appointment_id else None
        arrived = arrived_at(visit)
        alert = timedelta(minutes=self.env.policy.call_order.alert_wait_minutes)
        waiting = visit.state in (TicketState.WAITING, TicketState.TRANSFERRED)
        return QueueRow(
            visit_id=visit.id,
            appointment_id=visit.appointment_id,
            number=visit.number,
            state=visit.state,
            service=self.service(visit.services[0], booking),
            more_services=len(visit.services) - 1,
            slot=visit.slot,
            arrived_at=arrived,
            arrival=visit.arrival,
            minutes=minutes(self._time(visit, arrived)),
            overdue=waiting and arrived is not None and self.now - visit.place_at >= alert,
            late=visit.arrival is ArrivalClass.LATE,
            expected_at=booking.expected_at if booking else None,
            assistance=self.assistance(visit),
            priority=visit.priority or "",
            counter=visit.target_counter if waiting else visit.counter,
            parked_for=visit.parked_for,
            by_name=self.names.get(visit.actor_id, "") if visit.actor_id else "",
            callable_here=callable_here,
            why=why,
        )

    def expected(self, booking: Appointment, why: Why, callable_here: bool) -> QueueRow:
        """A booking whose client has not been seen."""
        past = max(self.now - booking.start, timedelta(0))
        return QueueRow(
            visit_id=None,
            appointment_id=booking.id,
            number="",
            state=None,
            service=self.service(booking.service, booking),
            more_services=0,
            slot=booking.start,
            arrived_at=None,
            arrival=None,
            minutes=minutes(past),
            overdue=False,
            late=past >= timedelta(minutes=1),
            expected_at=booking.expected_at,
            assistance=(),
            priority="",
            counter="",
            parked_for="",
            by_name="",
            callable_here=callable_here,
            why=why,
        )

    def service(self, service_id: str, booking: Appointment | None) -> str:
        """A service in the language in force; as the day file calls it when it is not ours."""
        known = self.env.services.get(service_id)
        if known is not None:
            return known.name.get(language())
        return booking.service_text if booking else service_id

    def assistance(self, visit: Visit) -> tuple[str, ...]:
        """What help the client needs, ids of the content pack's list."""
        return self.helps.get(visit.assistance_id, ()) if visit.assistance_id else ()

    def announced(self, visits: Iterable[Visit]) -> list[QueueRow]:
        """Bookings past their slot that are not due yet, because the client named a later time."""
        in_hand = {visit.appointment_id for visit in visits if visit.state in OPEN_STATES}
        hold = self.env.policy.call_order.hold_minutes
        before = timedelta(minutes=self.env.policy.call_order.due_before_minutes)
        late = [
            booking
            for booking in self.bookings.values()
            if booking.state in EXPECTED_STATES
            and booking.id not in in_hand
            and booking.start < self.now < due_slot(booking) - before
            and self.now <= held_until(booking, hold)
        ]
        why = Why("announced_late")
        return [self.expected(booking, why, False) for booking in sorted(late, key=due_slot)]

    def parked(self, visits: Iterable[Visit]) -> tuple[QueueRow, ...]:
        """Parked tickets, longest first."""
        aside = [visit for visit in visits if visit.state is TicketState.PARKED]
        return tuple(self.ticket(visit) for visit in sorted(aside, key=in_state_since))

    def done(self, visits: Iterable[Visit]) -> tuple[QueueRow, ...]:
        """Ended tickets, newest first."""
        ended = [visit for visit in visits if visit.state not in OPEN_STATES]
        ended.sort(key=in_state_since, reverse=True)
        return tuple(self.ticket(visit) for visit in ended[:DONE_SHOWN])

    def _time(self, visit: Visit, arrived: datetime | None) -> timedelta:
        """What the line's minutes count: parked for, late by, or waited."""
        if visit.state is TicketState.PARKED:
            return self.now - in_state_since(visit)
        if arrived is None and visit.slot is not None and visit.state in OPEN_STATES:
            return max(self.now - visit.slot, timedelta(0))
        return waited(visit, self.now) or timedelta(0)
