"""Places that headquarters left to the branch: how they stand, and giving unused ones back.

What is given back headquarters sell once they have the word; nobody here takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desk.domain.appointment import AppointmentState
from desk.domain.booking import Seat, cells
from desk.domain.clock import at_local
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.env import Env
from desk.services.provisional import free_leased

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Leases:
    """A day's places that headquarters left to the branch, as far as they are still to come.

    Args:
        booked: somebody has them; free: may be given back.
        promised: nobody has them yet, but a provisional booking runs through their time.
    """

    day: date
    booked: int = 0
    promised: int = 0
    free: tuple[Seat, ...] = ()

    @property
    def left(self) -> int:
        """All of them."""
        return self.booked + self.promised + len(self.free)


def standing(reader: Reader, env: Env, actor: Actor, day: date) -> Leases:
    """How a day's places stand.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    return _standing(reader, env, actor.site, day)


def give_back(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> Leases:
    """Give a day's places on which nothing is booked back to headquarters.

    They are not ours from now on.  Those that a provisional booking may get stay.

    Returns:
        how they stood: `free` was given back.

    Raises:
        DeskError: "access.no_right", "lease.promised" (day), "lease.nothing" (day).
    """
    actor.require(Right.CONFIRM_HOURS)
    found = _standing(uow, env, actor.site, day)
    if not found.free:
        raise DeskError("lease.promised" if found.promised else "lease.nothing", day=day)
    uow.leases.give_back(actor.site, found.free, actor.account_id, env.clock())
    return found


def _standing(reader: Reader, env: Env, site: str, day: date) -> Leases:
    now, (since, until) = env.clock(), _span(day)
    coming = [one for one in reader.leases.between(site, since, until) if one.start > now]
    waited = _waited_for(reader, site, day) if coming else frozenset()
    nobodys = [
        Seat(cell, place)
        for cell, places in free_leased(reader, site, since, until).items()
        for place in places
        if cell > now
    ]
    free = tuple(seat for seat in nobodys if seat.start not in waited)
    booked = len(coming) - len(nobodys)
    return Leases(day, booked, len(nobodys) - len(free), free)


def _waited_for(reader: Reader, site: str, day: date) -> frozenset[datetime]:
    """Cells that provisional bookings run through."""
    length = reader.leases.minutes(site, _span(day)[0])
    return frozenset(
        cell
        for booking in reader.appointments.of_day(site, day)
        if booking.state is AppointmentState.PROVISIONAL
        for cell in cells(booking.start, booking.minutes, length)
    )


def _span(day: date) -> tuple[datetime, datetime]:
    return at_local(day, time.min), at_local(day + timedelta(days=1), time.min)
