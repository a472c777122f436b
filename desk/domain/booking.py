"""Places of a slot: what headquarters and a branch count by when both book.

A day is cut into cells of some minutes.  Every cell has numbered places; a booking takes one in
each cell that it runs through, and a place holds one booking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from desk.domain.appointment import AppointmentAction
from desk.domain.event_data import Data, moment, written

HQ_SOURCE: Final = "hq"
"""The source of a booking made at headquarters by telephone."""

_HOUR: Final = 60


class Decision(StrEnum):
    """What a branch does about two bookings for one place."""

    KEEP = "keep"  # both stay: the branch makes room
    MOVE = "move"  # one of them has another slot now
    CALL = "call"  # both clients are called first; it stays open


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """One place of one cell; `start` in UTC, numbers begin at 1."""

    start: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two bookings for one place: the one that has none, and the one that has it.

    Args:
        winner: None when the branch does not know it (any more).
    """

    id: UUID
    loser: UUID
    winner: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a conflict, by whom and when.

    Args:
        moved: the booking that was moved, if one was.
    """

    id: UUID
    conflict: UUID
    kind: Decision
    moved: UUID | None
    actor_id: UUID
    at: datetime


CLAIMED: Final = "leased"
"""Key of an event's data: the leased places on which the branch confirmed the booking itself."""

ECHO: Final = "op"
"""Key of an event's data: the operation of headquarters that it carries out."""

_GIVES_UP: Final = frozenset(
    {
        AppointmentAction.CANCEL,
        AppointmentAction.NOTIFY_CANCEL,
        AppointmentAction.NO_SHOW,
        AppointmentAction.COMPETE,
    }
)


def claimed(data: Data) -> tuple[Seat, ...]:
    """The leased places that an event's data names."""
    rows = data.get(CLAIMED)
    if not isinstance(rows, list | tuple):
        return ()
    return tuple(Seat(moment(str(start)), int(place)) for start, place in rows)


def claim_of(chosen: Iterable[Seat]) -> list[object]:
    """Leased places as an event's data names them."""
    return [[written(seat.start), seat.place] for seat in chosen]


def gives_up(kind: AppointmentAction, data: Data) -> bool:
    """Whether a booking has no leased place any more after an event that claims none."""
    return kind in _GIVES_UP or (kind is AppointmentAction.UPDATE and "start" in data)


def is_cell_length(minutes: int) -> bool:
    """Whether a day can be cut into cells of so many minutes: full hours must fit."""
    return 0 < minutes <= _HOUR and _HOUR % minutes == 0


def cells(start: datetime, minutes: int, length: int) -> tuple[datetime, ...]:
    """The cells that a booking runs through, in order.

    Args:
        start: of the booking (UTC); minutes: how long it takes, at least one.
        length: minutes of a cell (`is_cell_length`).
    """
    step = timedelta(minutes=length)
    past = timedelta(minutes=start.minute % length, seconds=start.second)
    first = start - past - timedelta(microseconds=start.microsecond)
    end = start + timedelta(minutes=max(minutes, 1))
    count = -((first - end) // step)
    return tuple(first + step * n for n in range(count))


def seats(
    wanted: Iterable[datetime], free: Mapping[datetime, Iterable[int]]
) -> tuple[Seat, ...] | None:
    """The lowest free place in each cell; None when one of the cells has none."""
    chosen = []
    for cell in wanted:
        place = min(free.get(cell, ()), default=None)
        if place is None:
            return None
        chosen.append(Seat(cell, place))
    return tuple(chosen)
