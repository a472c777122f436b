"""The Schedule screen: a day's bookings with their tickets, a week's load, free slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.board import DaySchedule, DaySummary, ScheduleEntry, SlotLoad
from desk.domain.clock import local_day
from desk.domain.hours import DayHours, DayPlaces
from desk.domain.opening import Fit, fits
from desk.domain.person import Person
from desk.domain.roles import Actor, Right
from desk.domain.visit import Visit
from desk.services.capacity import own_places, places_of
from desk.services.env import Env
from desk.services.opening import hours_of, outside
from desk.services.provisional import has_headquarters
from desk.services.slots import GONE, loads, overlapping, service_name

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_DAYS_AHEAD = 30


def day(reader: Reader, env: Env, actor: Actor, day: date) -> DaySchedule:
    """A day's bookings by slot, with names, tickets and free capacity.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    site = actor.site
    hours = hours_of(reader, env, site, day)
    booked = reader.appointments.of_day(site, day)
    persons = reader.persons.get_many([item.person_id for item in booked if item.person_id])
    visits = {visit.id: visit for visit in reader.visits.of_day(site, day)}
    last = reader.imports.last(site, day)
    own = own_places(reader, site, day, day).get(day)
    places = own.places if own else env.policy.capacity
    shared = has_headquarters(reader)
    return DaySchedule(
        site=site,
        day=day,
        hours=hours,
        entries=tuple(_entry(env, item, hours, persons, visits, shared=shared) for item in booked),
        slots=_loads(env, hours, booked, places),
        file_imported_at=last.at if last else None,
        places=places,
        own_places=own,
    )


def week(reader: Reader, env: Env, actor: Actor, monday: date) -> tuple[DaySummary, ...]:
    """Seven days from a Monday: hours, bookings and capacity of each.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    days = [monday + timedelta(days=number) for number in range(7)]
    booked = reader.appointments.of_days(actor.site, days[0], days[-1])
    own = own_places(reader, actor.site, days[0], days[-1])
    return tuple(
        _summary(
            env,
            hours_of(reader, env, actor.site, day),
            [item for item in booked if item.day == day],
            own.get(day),
        )
        for day in days
    )


def free_slots(
    reader: Reader,
    env: Env,
    actor: Actor,
    first: date,
    minutes: int,
    *,
    limit: int = 8,
) -> tuple[SlotLoad, ...]:
    """The next slots in which a booking of some length has room, up to a month ahead (AP-20).

    Args:
        first: the day to begin with; of today only what is still to come.
        minutes: the booking's planned length.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    found: list[SlotLoad] = []
    begin = max(first, local_day(env.clock()))
    for number in range(_DAYS_AHEAD):
        day = begin + timedelta(days=number)
        hours = hours_of(reader, env, actor.site, day)
        booked = reader.appointments.of_day(actor.site, day) if hours.open else ()
        places = places_of(reader, env, actor.site, day) if hours.open else 0
        found += _free(env, hours, booked, minutes, places)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _free(
    env: Env, hours: DayHours, booked: Sequence[Appointment], minutes: int, places: int
) -> Iterator[SlotLoad]:
    now = env.clock()
    for load in _loads(env, hours, booked, places):
        if load.start <= now or fits(hours, load.start, minutes) is not Fit.FITS:
            continue
        if overlapping(booked, load.start, minutes) < load.capacity:
            yield load


def _summary(
    env: Env, hours: DayHours, booked: list[Appointment], own: DayPlaces | None
) -> DaySummary:
    places = own.places if own else env.policy.capacity
    slots = _loads(env, hours, booked, places)
    return DaySummary(
        day=hours.day,
        hours=hours,
        booked=sum(item.state not in GONE for item in booked),
        capacity=sum(slot.capacity for slot in slots),
        slots=slots,
        places=places,
        own_places=own,
        outside=sum(1 for _item in outside(env, hours, booked)),
    )


def _loads(
    env: Env, hours: DayHours, booked: Sequence[Appointment], places: int
) -> tuple[SlotLoad, ...]:
    return loads(hours, booked, minutes=env.policy.slot_minutes, capacity=places)


def _entry(
    env: Env,
    item: Appointment,
    hours: DayHours,
    persons: dict[UUID, Person],
    visits: dict[UUID, Visit],
    *,
    shared: bool,
) -> ScheduleEntry:
    visit = visits.get(item.visit_id) if item.visit_id else None
    return ScheduleEntry(
        appointment=item,
        person=persons.get(item.person_id) if item.person_id else None,
        service=service_name(env, item),
        ticket=visit.number if visit else "",
        arrival=visit.arrival if visit else None,
        outside_hours=fits(hours, item.start, 0) in (Fit.OUTSIDE, Fit.CLOSED_DAY),
        provisional=shared and item.state is AppointmentState.PROVISIONAL,
    )
