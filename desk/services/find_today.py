"""Today's clients and tickets, read once and found with every key without the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from db.search_words import phone_words
from desk.domain.appointment import Appointment
from desk.domain.clock import local_day
from desk.domain.collation import sort_key
from desk.domain.person import Person
from desk.domain.roles import Actor
from desk.domain.text import words
from desk.domain.visit import OPEN_STATES
from desk.services.env import Env
from desk.services.find_query import Asked, Scope, begins_words, folded_number
from desk.services.find_results import MOST, FoundBooking, FoundTicket, may_find, service_text
from desk.services.slots import service_name

if TYPE_CHECKING:
    from db.stores.find import TicketLine
    from db.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class _TodayPerson:
    found: FoundBooking
    words: tuple[str, ...]
    phone: str
    reference: str


@dataclass(frozen=True, slots=True)
class _TodayTicket:
    found: FoundTicket
    number: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodayIndex:
    """Today's clients and tickets with the words that they are found by."""

    people: tuple[_TodayPerson, ...] = ()
    tickets: tuple[_TodayTicket, ...] = ()


def today(reader: Reader, env: Env, actor: Actor) -> TodayIndex:
    """Today's bookings and tickets at the site with their clients; nothing without the right."""
    if not may_find(actor).people:
        return TodayIndex()
    day = local_day(env.clock())
    booked = reader.appointments.of_day(actor.site, day)
    lines = reader.find.tickets_of_day(actor.site, day)
    ids = {item.person_id for item in booked} | {line.contact_id for line in lines}
    persons = reader.persons.get_many([one for one in ids if one])
    by_id = {item.id: item for item in booked}
    became = {line.appointment_id: line for line in lines if line.appointment_id}
    return TodayIndex(
        tuple(_person(env, item, persons, became.get(item.id)) for item in booked),
        tuple(
            _ticket(env, line, by_id.get(line.appointment_id or line.visit_id), persons)
            for line in lines
        ),
    )


def among_today(
    index: TodayIndex, asked: Asked
) -> tuple[tuple[FoundBooking, ...], tuple[FoundTicket, ...]]:
    """Today's clients by name, phone or reference, and tickets by number or client.

    Clients in the order of their names; the ticket meant first, then open ones; MOST of each.
    """
    if asked.empty or asked.day is not None:
        return (), ()
    people = [one.found for one in index.people if _fits(one, asked)]
    people.sort(key=lambda found: sort_key(found.person.name if found.person else ""))
    tickets = [one for one in index.tickets if _is_ticket(one, asked)]
    tickets.sort(key=lambda one: (not _exact(one, asked), not _is_open(one), one.number))
    return (
        tuple(people[:MOST]) if asked.wants(Scope.PEOPLE) else (),
        tuple(one.found for one in tickets[:MOST]) if asked.wants(Scope.TICKETS) else (),
    )


def _person(
    env: Env, item: Appointment, persons: dict[UUID, Person], line: TicketLine | None
) -> _TodayPerson:
    person = persons.get(item.person_id) if item.person_id else None
    known = person or Person()
    number, waits = (line.number, line.state in OPEN_STATES) if line else ("", False)
    return _TodayPerson(
        FoundBooking(item, person, service_name(env, item), number, waits),
        tuple(words(known.name)),
        "".join(phone_words(known.phone)),
        folded_number(item.reference),
    )


def _ticket(
    env: Env, line: TicketLine, booking: Appointment | None, persons: dict[UUID, Person]
) -> _TodayTicket:
    who = booking.person_id if booking and booking.person_id else line.contact_id
    person = persons.get(who) if who else None
    name = person.name if person else ""
    # Who has booked is found as a person, with this ticket's number.
    return _TodayTicket(
        FoundTicket(line, service_text(env, line.service), name),
        folded_number(line.number),
        () if booking else tuple(words(name)),
    )


def _fits(one: _TodayPerson, asked: Asked) -> bool:
    if asked.digits:
        return one.phone.startswith(asked.digits) or _begins_reference(one, asked)
    by_name = bool(one.words) and begins_words(asked.words, one.words)
    return by_name or _begins_reference(one, asked)


def _begins_reference(one: _TodayPerson, asked: Asked) -> bool:
    return bool(one.reference) and one.reference.startswith(asked.plain)


def _is_ticket(one: _TodayTicket, asked: Asked) -> bool:
    if one.number.startswith(asked.plain) or _exact(one, asked):
        return True
    named = _is_open(one) and asked.scope is Scope.ALL
    return named and not asked.digits and bool(one.words) and begins_words(asked.words, one.words)


def _is_open(one: _TodayTicket) -> bool:
    return one.found.ticket.state in OPEN_STATES


def _exact(one: _TodayTicket, asked: Asked) -> bool:
    series, serial = one.found.ticket.series, one.found.ticket.serial
    return asked.ticket == (series, serial) or (asked.count == serial and asked.year is None)
