"""Opening a branch's days for bookings, and leaving a share of the places to the branch.

What is leased headquarters do not sell; it comes back by the branch's word alone, or when the cell
begins, after which nobody books it any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection

from db.hq import authored, bookings
from db.hq.bookings import Plan
from desk.domain.appointment import AppointmentState
from desk.domain.booking import Seat, cells, is_cell_length
from desk.domain.clock import IdMaker, at_local, local_day
from desk.domain.errors import DeskError
from desk.hq.authoring import author
from desk.hq.booking_seats import Seating, seating
from desk.hq.people import HqRole, require
from desk.hq.writing import Pen, addressed
from desk.sync.booking_bodies import PLACES_LEASED, PlacesLeased, SeatRow

MOST_PLACES: Final = 200
_MOST_DAYS: Final = 92
_ONE_DAY: Final = timedelta(days=1)


def set_plan(pen: Pen, branch: str, *, minutes: int, share: int, days: int, keep_days: int) -> Plan:
    """Say how a branch's days are cut, and what share of them it books alone.

    Args:
        minutes: of a cell; share: per cent; days: ahead; keep_days: after the slot, until the
            client's contact is erased at the branch.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.slot_plan", "hq.slot_minutes"
            when days are open already that are cut otherwise.
    """
    require(pen.person, HqRole.EDITOR, HqRole.REGISTRAR)
    stream = locked(pen, branch)
    sound = is_cell_length(minutes) and 0 <= share <= 100 and 0 <= days <= _MOST_DAYS
    if not sound or not 0 <= keep_days <= 3660:
        raise DeskError("hq.slot_plan")
    before = bookings.plan(pen.connection, stream)
    far = pen.at + timedelta(days=3660)
    if minutes != before.minutes and bookings.places(pen.connection, stream, pen.at, far):
        raise DeskError("hq.slot_minutes", minutes=before.minutes)
    plan = replace(before, minutes=minutes, share=share, days=days, keep_days=keep_days)
    bookings.put_plan(pen.connection, replace(plan, leased_to=None))
    lease_ahead(pen.connection, stream, pen.at, pen.new_id)
    return plan


def open_day(pen: Pen, branch: str, day: date, begin: time, end: time, places: int) -> int:
    """Open a day for bookings; places that are there already stay.

    Bookings that the branch had already get their places first, more than asked for if need be.

    Args:
        begin, end: on the wall clock; places: bookings that may run at once.

    Returns:
        how many cells the day has.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.slot_places" (maximum),
            "opening.intervals", "opening.past_day".
    """
    require(pen.person, HqRole.EDITOR, HqRole.REGISTRAR)
    if day < local_day(pen.at):
        raise DeskError("opening.past_day")
    if end <= begin:
        raise DeskError("opening.intervals")
    if not 1 <= places <= MOST_PLACES:
        raise DeskError("hq.slot_places", maximum=MOST_PLACES)
    stream = locked(pen, branch)
    room = seating(pen.connection, stream)
    first, last = at_local(day, begin), at_local(day, end)
    span = int((last - first).total_seconds() // 60)
    wanted = cells(first, span, room.plan.minutes)
    highest = _highest(room, first, room.end(wanted[-1]))
    bookings.open_places(
        pen.connection,
        stream,
        (Seat(cell, n + 1) for cell in wanted for n in range(highest.get(cell, 0), places)),
    )
    _seat_known(room, day)
    bookings.put_plan(pen.connection, replace(room.plan, leased_to=None))
    lease_ahead(pen.connection, stream, pen.at, pen.new_id)
    return len(wanted)


def lease(pen: Pen, branch: str, day: date, places: int) -> int:
    """Leave so many places of each cell of a day to the branch, as far as they are free.

    Returns:
        how many places were leased now.

    Raises:
        DeskError: "hq.no_right", "hq.branch_unknown" (branch), "hq.slot_closed" (day),
            "hq.slot_places" (maximum).
    """
    require(pen.person, HqRole.EDITOR, HqRole.REGISTRAR)
    if not 0 <= places <= MOST_PLACES:
        raise DeskError("hq.slot_places", maximum=MOST_PLACES)
    stream = locked(pen, branch)
    room = seating(pen.connection, stream)
    since, until = day_span(day)
    if not bookings.places(pen.connection, stream, since, until):
        raise DeskError("hq.slot_closed", day=day)
    return _lease(room, max(since, pen.at), until, lambda _all: places, pen.at, pen.new_id)


def lease_ahead(connection: Connection, stream: str, at: datetime, new_id: IdMaker) -> int:
    """Leave the branch its share of the days to come; costs one reading when it has it.

    Returns:
        how many places were leased now.
    """
    plan = bookings.plan(connection, stream)
    last = local_day(at) + timedelta(days=plan.days)
    if not plan.share or (plan.leased_to or "") >= last.isoformat():
        return 0
    if not authored.lock(connection, stream):
        return 0
    room = Seating(connection, plan)
    until = day_span(last)[1]
    leased = _lease(room, at, until, lambda count: count * plan.share // 100, at, new_id)
    bookings.put_plan(connection, replace(plan, leased_to=last.isoformat()))
    return leased


def day_span(day: date) -> tuple[datetime, datetime]:
    """Where a local day begins, and where the next one does."""
    return at_local(day, time.min), at_local(day + _ONE_DAY, time.min)


def locked(pen: Pen, branch: str) -> str:
    """A branch's stream, which nobody else changes until this transaction ends.

    Raises:
        DeskError: "hq.branch_unknown" (branch).
    """
    (stream,) = addressed(pen.connection, (branch,))
    authored.lock(pen.connection, stream)
    return stream


def _lease(
    room: Seating,
    since: datetime,
    until: datetime,
    wanted: Callable[[int], int],
    at: datetime,
    new_id: IdMaker,
) -> int:
    """Lease free places, the highest first, until each cell has as many as it should."""
    found: list[Seat] = []
    places = bookings.places(room.connection, room.stream, since, until)
    for cell, group in groupby(places, key=lambda one: one.start):
        if cell > at:
            found += _of_cell(list(group), wanted)
    leased = [seat for seat in found if bookings.lease(room.connection, room.stream, seat)]
    if leased:
        rows = tuple(SeatRow(seat.start, seat.place) for seat in leased)
        body = PlacesLeased(site=room.stream, minutes=room.plan.minutes, seats=rows)
        author(room.connection, room.stream, PLACES_LEASED, body, at, new_id=new_id)
    return len(leased)


def _of_cell(places: Sequence[Any], wanted: Callable[[int], int]) -> list[Seat]:
    lacking = wanted(len(places)) - sum(one.leased for one in places)
    free = [one for one in reversed(places) if not one.leased and one.booking is None]
    return [Seat(one.start, one.place) for one in free[: max(lacking, 0)]]


def _highest(room: Seating, since: datetime, until: datetime) -> dict[datetime, int]:
    rows = bookings.places(room.connection, room.stream, since, until)
    return {one.start: one.place for one in rows}


def _seat_known(room: Seating, day: date) -> None:
    """Bookings from before the day was opened."""
    for one in bookings.between(room.connection, room.stream, *day_span(day)):
        if one.state == AppointmentState.BOOKED and not room.sit(one.id, one.start, one.minutes):
            room.make_room(one.id, one.start, one.minutes)
