"""Bookings and places of one branch in memory for as long as a batch is heard.

What a batch names is read in a few questions, not in several for each operation.  Every change is
written at once, so the database says the same; whoever hears a batch has locked the stream, so
nobody else changes it meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.hq import bookings
from desk.domain.booking import Seat
from desk.domain.clock import local_day
from desk.hq.booking_seats import Seating
from desk.hq.booking_slots import day_span

Identity = tuple[str, str]
"""Source and external reference."""


class Known:
    """Bookings, by everything they are asked for by.

    Args:
        appointments, identities: that the batch names; those that are not there are known as such.
    """

    def __init__(
        self,
        connection: Connection,
        stream: str,
        appointments: Collection[UUID] = (),
        identities: Collection[Identity] = (),
    ) -> None:
        self._connection, self._stream = connection, stream
        self._by_id: dict[UUID, Any] = {}
        self._by_appointment: dict[UUID, Any] = dict.fromkeys(appointments)
        self._by_identity: dict[Identity, Any] = dict.fromkeys(identities)
        for row in bookings.named(connection, stream, appointments, identities):
            self.of(row)

    def of(self, row: Any) -> Any:
        """The one in memory for a row of the database."""
        return self._by_id.get(row.id) or self._keep(SimpleNamespace(**row._mapping))

    def by_id(self, booking: UUID) -> Any:
        """A booking that there is."""
        found = self._by_id.get(booking)
        return found or self.of(bookings.by_id(self._connection, self._stream, booking))

    def by_appointment(self, appointment: UUID) -> Any:
        """One of those that the batch names, by the branch's id of it; None when there is none."""
        return self._by_appointment[appointment]

    def by_identity(self, identity: Identity) -> Any:
        """One of those that the batch names, by what tells it apart; None when there is none."""
        return self._by_identity[identity]

    def add(self, values: dict[str, Any]) -> None:
        """A new booking."""
        self._keep(SimpleNamespace(**bookings.add(self._connection, values)))

    def change(self, booking: UUID, **values: Any) -> None:
        """Set columns of a booking that have another value."""
        known = self.by_id(booking)
        news = {name: value for name, value in values.items() if getattr(known, name) != value}
        if news:
            bookings.change(self._connection, self._stream, booking, **news)
            vars(known).update(news)
            self._keep(known)

    def _keep(self, one: Any) -> Any:
        self._by_id[one.id] = one
        self._by_identity[one.source, one.reference] = one
        if one.appointment is not None:
            self._by_appointment[one.appointment] = one
        return one


@dataclass(frozen=True, slots=True)
class SeatingAtOnce(Seating):
    """The places of a branch, each day read once."""

    _days: dict[date, dict[datetime, list[Any]]] = field(default_factory=dict)

    def _by_cell(self, start: datetime, minutes: int) -> dict[datetime, list[Any]]:
        found = ((cell, self._day(cell).get(cell)) for cell in self.cells(start, minutes))
        return {cell: places for cell, places in found if places}

    def _take(self, seat: Seat, booking: UUID) -> bool:
        taken = Seating._take(self, seat, booking)
        if taken:
            self._place(seat).booking = booking
        return taken

    def _free(self, booking: UUID, seats: Iterable[Seat]) -> None:
        given = list(seats)
        Seating._free(self, booking, given)
        for seat in given:
            self._place(seat).booking = None

    def end_lease(self, seat: Seat) -> None:
        """The branch gave a place back."""
        Seating.end_lease(self, seat)
        self._days.pop(local_day(seat.start), None)

    def _open_place(self, cell: datetime) -> Seat:
        self._days.pop(local_day(cell), None)
        return Seating._open_place(self, cell)

    def _place(self, seat: Seat) -> Any:
        (found,) = (one for one in self._day(seat.start)[seat.start] if one.place == seat.place)
        return found

    def _day(self, cell: datetime) -> dict[datetime, list[Any]]:
        day = local_day(cell)
        if day not in self._days:
            cells: dict[datetime, list[Any]] = {}
            for row in bookings.places(self.connection, self.stream, *day_span(day)):
                cells.setdefault(row.start, []).append(SimpleNamespace(**row._mapping))
            self._days[day] = cells
        return self._days[day]
