"""What a branch is told at the end of a batch: confirmed, or whose place it wanted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from desk.domain.appointment import AppointmentState
from desk.domain.clock import IdMaker, local_day
from desk.hq.booking_memory import Known
from desk.hq.booking_seats import Seating
from desk.sync.booking_bodies import (
    BOOKING_ANSWER,
    BOOKING_CONFLICT,
    BookingAnswer,
    BookingConflict,
    BookingMade,
)
from desk.sync.down import SealedFor

_BOXES = msgspec.json.Decoder(tuple[SealedFor, ...])


class Answers:
    """Collects outcomes; only the last one of each booking is told."""

    def __init__(
        self, connection: Connection, places: Seating, new_id: IdMaker, known: Known | None = None
    ) -> None:
        self._places, self._new_id = places, new_id
        self._known = known or Known(connection, places.stream)
        self._touched: dict[UUID, bool] = {}

    def won(self, booking: UUID) -> None:
        """It has its places."""
        self._touched[booking] = True

    def lost(self, booking: UUID) -> None:
        """It has none."""
        self._touched[booking] = False

    def said(self) -> list[tuple[str, msgspec.Struct]]:
        """What is told, in the order in which it came about."""
        told = [self._told(booking, won=won) for booking, won in self._touched.items()]
        self._touched.clear()
        return [one for one in told if one is not None]

    def _told(self, booking: UUID, *, won: bool) -> tuple[str, msgspec.Struct] | None:
        """None when something else has happened to it since: the client came, or it is off."""
        now = self._known.by_id(booking)
        wanted = AppointmentState.BOOKED if won else AppointmentState.CONFLICT
        if now.state != wanted:
            return None
        if won:
            return BOOKING_ANSWER, BookingAnswer(now.source, now.reference, now.seen)
        return BOOKING_CONFLICT, self.conflict(now)

    def conflict(self, loser: Any) -> BookingConflict:
        """The conflict of a booking without a place, with the other one's sealed contact."""
        number = self._new_id()
        self._known.change(loser.id, conflict=number)
        other = self._other(loser)
        made = made_of(other, self._places.plan.keep_days) if other is not None else None
        return BookingConflict(number, loser.source, loser.reference, loser.seen, made)

    def _other(self, loser: Any) -> Any:
        """Of those who hold the places, one of headquarters, the one made last."""
        holders = self._places.holders(loser.start, loser.minutes)
        found = [self._known.by_id(one) for one in holders]
        return max(found, key=lambda one: (one.here, one.made_at, one.id), default=None)


def made_of(row: Any, keep_days: int) -> BookingMade:
    """A booking as it goes down."""
    day = local_day(row.start)
    return BookingMade(
        booking=row.appointment or row.id,
        site=row.stream,
        day=day,
        source=row.source,
        reference=row.reference,
        start=row.start,
        minutes=row.minutes,
        service=row.service,
        service_text=row.service_text,
        keep_until=day + timedelta(days=keep_days),
        boxes=_BOXES.decode(row.boxes) if row.boxes else (),
    )
