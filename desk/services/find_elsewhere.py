"""Bookings of other days, tickets of a day that was typed, incidents: asked with every key."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.appointment import Appointment
from desk.domain.clock import local_day
from desk.domain.incident import Incident, IncidentKind, Place
from desk.domain.roles import Actor
from desk.services.content.families import stems_asked
from desk.services.env import Env
from desk.services.find_query import Asked, Scope, folded_number
from desk.services.find_results import (
    MOST,
    Elsewhere,
    FoundBooking,
    FoundIncident,
    FoundTicket,
    may_find,
    service_text,
)
from desk.services.slots import service_name

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_SHORTEST_TEXT = 3
"""Letters from which on the texts of incidents are searched."""
_YEARS = 11


def elsewhere(
    reader: Reader,
    env: Env,
    actor: Actor,
    asked: Asked,
    kinds: Collection[IncidentKind] = (),
    places: Collection[Place] = (),
) -> Elsewhere:
    """Bookings of other days, tickets of a day that was typed, incidents one may see.

    Args:
        kinds, places: those whose names in the window's language fit the text.
    """
    may = may_find(actor)
    if asked.empty or asked.scope is Scope.COMMANDS:
        return Elsewhere(asked)
    bookings = may.people and asked.wants(Scope.PEOPLE)
    incidents = may.incidents and asked.scope is Scope.ALL
    return Elsewhere(
        asked,
        _bookings(reader, env, actor, asked) if bookings else (),
        _tickets(reader, env, actor, asked) if may.people and asked.wants(Scope.TICKETS) else (),
        _incidents(reader, env, actor, asked, kinds, places) if incidents else (),
    )


def _bookings(reader: Reader, env: Env, actor: Actor, asked: Asked) -> tuple[FoundBooking, ...]:
    now, today = env.clock(), local_day(env.clock())
    by_number = [
        item
        for text in dict.fromkeys((asked.text, asked.text.upper()))
        for item in reader.appointments.find(actor.site, text)
    ]
    found = {item.id: item for item in (*by_number, *_named(reader, actor, asked))}
    others = [item for item in found.values() if item.day != today and _on(asked, item)]
    numbered = {item.id for item in by_number}
    others.sort(key=lambda item: (item.id not in numbered, abs(item.start - now)))
    nearest = others[:MOST]
    persons = reader.persons.get_many([item.person_id for item in nearest if item.person_id])
    return tuple(
        FoundBooking(
            item,
            persons.get(item.person_id) if item.person_id else None,
            service_name(env, item),
            exact=bool(item.reference) and folded_number(item.reference) == asked.plain,
        )
        for item in nearest
    )


def _named(reader: Reader, actor: Actor, asked: Asked) -> tuple[Appointment, ...]:
    return reader.find.bookings_of(actor.site, asked.text) if asked.words else ()


def _on(asked: Asked, item: Appointment) -> bool:
    return asked.day is None or item.day == asked.day


def _tickets(reader: Reader, env: Env, actor: Actor, asked: Asked) -> tuple[FoundTicket, ...]:
    """Of another day only the one with the number that was typed."""
    if asked.day is None or asked.ticket is None:
        return ()
    line = reader.find.ticket(actor.site, asked.day, *asked.ticket)
    return (FoundTicket(line, service_text(env, line.service), "", exact=True),) if line else ()


def _incidents(
    reader: Reader,
    env: Env,
    actor: Actor,
    asked: Asked,
    kinds: Collection[IncidentKind],
    places: Collection[Place],
) -> tuple[FoundIncident, ...]:
    own = None if may_find(actor).all_incidents else actor.account_id
    found: dict[UUID, FoundIncident] = {}

    def keep(reports: Iterable[Incident], *, exact: bool = False, by_text: bool = False) -> None:
        for one in reports:
            mine = one.reporter_id == actor.account_id
            if own is None or mine:
                found.setdefault(one.id, FoundIncident(one, mine, exact, by_text))

    if asked.count is not None:
        last = local_day(env.clock()).year
        years = [asked.year] if asked.year else range(last - _YEARS, last + 1)
        keep(reader.find.incidents_numbered(actor.site, years, asked.count), exact=True)
    if kinds or places or (asked.day is not None and not asked.words):
        keep(
            reader.find.incidents_like(
                actor.site,
                kinds=kinds,
                places=() if kinds else places,
                reporter=own,
                day=asked.day,
            )
        )
    if len(asked.text) >= _SHORTEST_TEXT and not asked.digits:
        said = reader.find.incidents_with(actor.site, asked.text, stems_asked, own)
        keep((one for one in said if asked.day in (None, one.day)), by_text=True)
    return tuple(found.values())[:MOST]
