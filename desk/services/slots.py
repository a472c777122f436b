"""The slots of a day: how many bookings run in each, and how many could."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.board import SlotLoad
from desk.domain.clock import at_local, local
from desk.domain.hours import DayHours
from desk.domain.opening import spans
from desk.i18n import language
from desk.services.env import Env

GONE = frozenset(
    {
        AppointmentState.CANCELLED,
        AppointmentState.CANCELLED_NOTIFIED,
        AppointmentState.NO_SHOW,
    }
)
"""States of a booking that takes no room any more."""


def service_name(env: Env, item: Appointment) -> str:
    """A booking's service in the language in force; as its file calls it when we do not know it."""
    known = env.services.get(item.service)
    return known.name.get(language()) if known else item.service_text


def overlapping(appointments: Iterable[Appointment], start: datetime, minutes: int) -> int:
    """How many bookings at most run at once within a stretch of time."""
    end = start + timedelta(minutes=minutes)
    inside = [
        (max(item.start, start), min(_end(item), end))
        for item in appointments
        if item.state not in GONE and item.start < end and _end(item) > start
    ]
    moments = [begun for begun, _over in inside]
    return max((sum(b <= at < e for b, e in inside) for at in moments), default=0)


def loads(
    hours: DayHours, appointments: Sequence[Appointment], *, minutes: int, capacity: int
) -> tuple[SlotLoad, ...]:
    """The slots of a day in order: those of the opening hours, and others that hold bookings.

    Args:
        minutes: length of a slot.
        capacity: bookings that may run at once.
    """
    step = timedelta(minutes=minutes)
    inside = [start for begin, end in spans(hours) for start in _starts(begin, end, step)]
    present = [item for item in appointments if item.state not in GONE]
    outside = {
        _slot_of(item.start, hours, minutes)
        for item in present
        if not any(start <= item.start < start + step for start in inside)
    }
    found = [
        SlotLoad(start, overlapping(present, start, minutes), capacity, True) for start in inside
    ]
    found += [SlotLoad(start, overlapping(present, start, minutes), 0, False) for start in outside]
    return tuple(sorted(found, key=lambda load: load.start))


def _starts(begin: datetime, end: datetime, step: timedelta) -> Iterable[datetime]:
    while begin + step <= end:
        yield begin
        begin += step


def _slot_of(start: datetime, hours: DayHours, minutes: int) -> datetime:
    """The grid's slot that a booking outside the hours begins in."""
    wall = local(start)
    floor = (wall.hour * 60 + wall.minute) // minutes * minutes
    return at_local(hours.day, time(floor // 60, floor % 60))


def _end(appointment: Appointment) -> datetime:
    return appointment.start + timedelta(minutes=appointment.minutes)
