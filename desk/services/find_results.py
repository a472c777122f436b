"""What can be found beside rules and commands, and what a role searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment
from desk.domain.incident import Incident
from desk.domain.person import Person
from desk.domain.roles import RIGHTS, Actor, Right
from desk.i18n import language
from desk.services.env import Env
from desk.services.find_query import Asked

if TYPE_CHECKING:
    from db.stores.find import TicketLine

MOST = 8
"""Finds that are shown of one kind."""


@dataclass(frozen=True, slots=True)
class FoundBooking:
    """A booking with its client.

    Args:
        ticket: the ticket of today that it became, "" for none; waits: it is still open.
        exact: found by the whole reference.
    """

    booking: Appointment
    person: Person | None
    service: str
    ticket: str = ""
    waits: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A ticket; `name` is the client's where one was booked or left a contact."""

    ticket: TicketLine
    service: str
    name: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """A report; nothing that identifies anyone.

    Args:
        exact: found by its number.
        by_text: found by what its text says.
    """

    incident: Incident
    own: bool
    exact: bool = False
    by_text: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the database found for what was asked."""

    asked: Asked
    bookings: tuple[FoundBooking, ...] = ()
    tickets: tuple[FoundTicket, ...] = ()
    incidents: tuple[FoundIncident, ...] = ()


@dataclass(frozen=True, slots=True)
class MayFind:
    """What a person's role searches, so that the palette can say what it does not."""

    people: bool
    incidents: bool
    all_incidents: bool


def may_find(actor: Actor) -> MayFind:
    """Which kinds of finds a person can get."""
    rights = RIGHTS[actor.role]
    return MayFind(
        people=Right.RUN_QUEUE in rights and Right.BOOK in rights,
        incidents=Right.REPORT_INCIDENT in rights,
        all_incidents=Right.READ_ALL_INCIDENTS in rights,
    )


def service_text(env: Env, service_id: str) -> str:
    """A service in the language in force; "" for one that the pack no longer has."""
    known = env.services.get(service_id)
    return known.name.get(language()) if known else ""
