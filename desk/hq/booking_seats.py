"""Giving bookings their places, one in each cell that they run through."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from db.hq import bookings
from db.hq.bookings import Plan
from desk.domain.booking import Seat, cells

LONGEST: Final = timedelta(minutes=600)
"""How long before a cell a booking that runs through it can have begun."""


@dataclass(frozen=True, slots=True)
class Seating:
    """The places of one branch; whoever changes them has locked its stream."""

    connection: Connection
    plan: Plan

    @property
    def stream(self) -> str:
        """The branch's stream."""
        return self.plan.stream

    def cells(self, start: datetime, minutes: int) -> tuple[datetime, ...]:
        """The cells of a booking."""
        return cells(start, minutes, self.plan.minutes)

    def end(self, cell: datetime) -> datetime:
        """Where a cell ends."""
        return cell + timedelta(minutes=self.plan.minutes)

    def sit(
        self, booking: UUID, start: datetime, minutes: int, claims: Collection[Seat] = ()
    ) -> bool:
        """Give a booking a place in each of its cells, or in none.

        Cells that were never opened have no places: nobody sells them, so nobody competes there.
        What it holds elsewhere it keeps.

        Args:
            claims: leased places on which the branch confirmed it.

        Returns:
            False when some cell has no place left; nothing is changed then.
        """
        taken: list[Seat] = []
        for cell, places in self._by_cell(start, minutes).items():
            if any(one.booking == booking for one in places):
                continue
            seat = self._free_in(cell, places, claims)
            if seat is None or not self._take(seat, booking):
                self._free(booking, taken)
                return False
            taken.append(seat)
        return True

    def stand_up(self, booking: UUID, keep: Iterable[datetime] = ()) -> tuple[datetime, ...]:
        """Take a booking's places away but for those in some cells.

        Returns:
            the cells that have a place more now.
        """
        kept = set(keep)
        held = bookings.held(self.connection, self.stream, booking)
        given = [seat for seat in held if seat.start not in kept]
        self._free(booking, given)
        return tuple(seat.start for seat in given)

    def make_room(self, booking: UUID, start: datetime, minutes: int) -> None:
        """One place more in each cell where a booking has none: somebody decided so."""
        for cell, places in self._by_cell(start, minutes).items():
            if any(one.booking == booking for one in places):
                continue
            self._take(self._open_place(cell), booking)

    def holders(self, start: datetime, minutes: int) -> list[UUID]:
        """Who holds the places of the first cell that is full for a booking, by number."""
        for places in self._by_cell(start, minutes).values():
            if all(one.booking or one.leased for one in places):
                return [one.booking for one in places if one.booking]
        return []

    def end_lease(self, seat: Seat) -> None:
        """The branch gave a place back."""
        bookings.end_lease(self.connection, self.stream, seat)

    def _take(self, seat: Seat, booking: UUID) -> bool:
        return bookings.take(self.connection, self.stream, seat, booking)

    def _open_place(self, cell: datetime) -> Seat:
        seat = Seat(cell, bookings.next_place(self.connection, self.stream, cell))
        bookings.open_places(self.connection, self.stream, [seat])
        return seat

    def _by_cell(self, start: datetime, minutes: int) -> dict[datetime, list[Any]]:
        wanted = self.cells(start, minutes)
        found: dict[datetime, list[Any]] = {}
        for one in bookings.places(self.connection, self.stream, wanted[0], self.end(wanted[-1])):
            found.setdefault(one.start, []).append(one)
        return {cell: places for cell, places in found.items() if cell in set(wanted)}

    def _free_in(
        self, cell: datetime, places: Iterable[Any], claims: Collection[Seat]
    ) -> Seat | None:
        """A leased place that the branch claims, else the lowest one that is nobody's."""
        free = [one for one in places if one.booking is None]
        for one in free:
            if one.leased and Seat(cell, one.place) in claims:
                return Seat(cell, one.place)
        return next((Seat(cell, one.place) for one in free if not one.leased), None)

    def _free(self, booking: UUID, seats: Iterable[Seat]) -> None:
        for seat in seats:
            bookings.free(self.connection, self.stream, seat, booking)


def seating(connection: Connection, stream: str) -> Seating:
    """The places of a branch."""
    return Seating(connection, bookings.plan(connection, stream))
