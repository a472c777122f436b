"""Finding the booking of a client who has come to the counter."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.appointment import EXPECTED_STATES, Appointment, AppointmentState
from desk.domain.board import ScheduleEntry
from desk.domain.clock import local, local_day
from desk.domain.opening import Fit, fits
from desk.domain.person import Person
from desk.domain.roles import Actor, Right
from desk.domain.text import fold, words
from desk.services.env import Env
from desk.services.opening import hours_of
from desk.services.slots import service_name

if TYPE_CHECKING:
    from db.unit_of_work import Reader

SHOWN = 40

_TIME = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")
_CAME_AFTER_ALL = frozenset(
    {
        AppointmentState.NO_SHOW,
        AppointmentState.CANCELLED,
        AppointmentState.CANCELLED_NOTIFIED,
        AppointmentState.CONFLICT,
    }
)


def find_arrivals(
    reader: Reader, env: Env, actor: Actor, text: str = ""
) -> tuple[ScheduleEntry, ...]:
    """Today's expected bookings, nearest slot first, at most SHOWN.

    Args:
        text: beginnings of the name's words, of the reference, or a time ("10", "10.30", "1030");
            with a text, bookings that were cancelled or not kept are found too.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.RUN_QUEUE)
    now, day = env.clock(), local_day(env.clock())
    wanted = EXPECTED_STATES | _CAME_AFTER_ALL if text.strip() else EXPECTED_STATES
    booked = [a for a in reader.appointments.of_day(actor.site, day) if a.state in wanted]
    booked.sort(key=lambda item: (item.state not in EXPECTED_STATES, abs(item.start - now)))
    if not text.strip():
        booked = booked[:SHOWN]
    persons = reader.persons.get_many([item.person_id for item in booked if item.person_id])
    hours = hours_of(reader, env, actor.site, day)
    return tuple(
        ScheduleEntry(
            appointment=item,
            person=_person(item, persons),
            service=service_name(env, item),
            ticket="",
            arrival=None,
            outside_hours=fits(hours, item.start, 0) in (Fit.OUTSIDE, Fit.CLOSED_DAY),
        )
        for item in _matching(booked, persons, text)[:SHOWN]
    )


def _person(item: Appointment, persons: Mapping[UUID, Person]) -> Person | None:
    return persons.get(item.person_id) if item.person_id else None


def _matching(
    booked: Collection[Appointment], persons: Mapping[UUID, Person], text: str
) -> list[Appointment]:
    if not text.strip():
        return list(booked)
    return [
        item
        for item in booked
        if fold(item.reference).startswith(fold(text.strip()))
        or _is_time(item, text.strip())
        or _is_name(_person(item, persons), text)
    ]


def _is_time(item: Appointment, text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    slot = local(item.start)
    return slot.hour == int(match[1]) and (match[2] is None or slot.minute == int(match[2]))


def _is_name(person: Person | None, text: str) -> bool:
    """Whether every word of the text begins a word of the name."""
    asked, name = words(text), words(person.name) if person else []
    return bool(asked) and all(any(part.startswith(ask) for part in name) for ask in asked)
