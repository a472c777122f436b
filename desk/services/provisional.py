"""What a branch may promise by itself: bookings on places that headquarters left to it.

Everything else is provisional until headquarters answer.  A branch without headquarters promises
as it always did.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.booking import Seat, cells, seats
from desk.domain.clock import at_local
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


class Promise(StrEnum):
    """What a client can be told of a booking."""

    OURS = "ours"  # there are no headquarters: the branch's word is all there is
    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"  # headquarters have not answered
    CONFLICT = "conflict"  # another booking has the place: a person decides


def outlook(reader: Reader, env: Env, actor: Actor, *, start: datetime, minutes: int) -> Promise:
    """What a booking would be if it were made now.

    Args:
        start: of the slot (UTC); minutes: planned length.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    if not has_headquarters(reader):
        return Promise.OURS
    free = claim(reader, actor.site, start, minutes)
    return Promise.CONFIRMED if free else Promise.PROVISIONAL


def promise(reader: Reader, booking: Appointment) -> Promise:
    """What the client of a booking can be told."""
    if booking.state is AppointmentState.CONFLICT:
        return Promise.CONFLICT
    if booking.state is not AppointmentState.PROVISIONAL:
        return Promise.CONFIRMED
    return Promise.PROVISIONAL if has_headquarters(reader) else Promise.OURS


def has_headquarters(reader: Reader) -> bool:
    """Whether somebody else sells this branch's places, too."""
    return reader.sync.enrolment() is not None


def claim(reader: Reader, site: str, start: datetime, minutes: int) -> tuple[Seat, ...]:
    """Leased places for a booking, one in each cell that it runs through; empty when one lacks."""
    length = reader.leases.minutes(site, start - timedelta(hours=1))
    if not length:
        return ()
    wanted = cells(start, minutes, length)
    return seats(wanted, _free(reader, site, wanted[0], start + timedelta(minutes=minutes))) or ()


def free_leased(reader: Reader, site: str, day: date) -> Mapping[datetime, list[int]]:
    """Leased places of a day on which nothing is booked, by cell."""
    return _free(reader, site, *_span(day))


def give_back(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> int:
    """Give a day's leased places on which nothing is booked back to headquarters.

    They are not ours from now on; headquarters sell them once they have the word.

    Returns:
        how many they are.

    Raises:
        DeskError: "access.no_right", "lease.nothing" (day).
    """
    actor.require(Right.CONFIRM_HOURS)
    now = env.clock()
    free = [
        Seat(cell, place)
        for cell, places in free_leased(uow, actor.site, day).items()
        for place in places
        if cell > now
    ]
    if not free:
        raise DeskError("lease.nothing", day=day)
    uow.leases.give_back(actor.site, free, actor.account_id, now)
    return len(free)


def _free(
    reader: Reader, site: str, since: datetime, until: datetime
) -> Mapping[datetime, list[int]]:
    found: dict[datetime, list[int]] = {}
    for one in reader.leases.between(site, since, until):
        if one.appointment_id is None:
            found.setdefault(one.start, []).append(one.place)
    return found


def _span(day: date) -> tuple[datetime, datetime]:
    return at_local(day, time.min), at_local(day + timedelta(days=1), time.min)
