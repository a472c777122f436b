"""What a branch may promise by itself: bookings on places that headquarters left to it.

Everything else is provisional until headquarters answer.  A branch without headquarters promises
as it always did.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.booking import Seat, cells, seats
from desk.domain.roles import Actor, Right
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader


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
    free = free_leased(reader, site, wanted[0], start + timedelta(minutes=minutes))
    return seats(wanted, free) or ()


def free_leased(
    reader: Reader, site: str, since: datetime, until: datetime
) -> Mapping[datetime, list[int]]:
    """Leased places on which nothing is booked, by cell, from one instant on and before another."""
    found: dict[datetime, list[int]] = {}
    for one in reader.leases.between(site, since, until):
        if one.appointment_id is None:
            found.setdefault(one.start, []).append(one.place)
    return found
