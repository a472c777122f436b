"""Who comes in the practice: invented clients with services of the institution's own pack."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk.demo.cast import MARTA, clients
from desk.demo.day import at_counter
from desk.domain.clock import local
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.services import appointments, queue
from desk.services.content.schema import Pack, Service
from desk.services.env import Env
from desk.services.practice_script import Arrival

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_LATER = timedelta(hours=4)
"""Bookings of the file come so long after the doors opened: they only fill the day."""
_BOOKED = 10
_BETWEEN = timedelta(minutes=15)
_OTHERS = 100
"""Clients of the file are others than those who come in the situations."""


def day_file(pack: Pack, opened: datetime) -> bytes:
    """A CSV file of the booking system with the later part of the day."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("reference", "start", "service", "name", "phone", "email"))
    people = clients(_OTHERS + _BOOKED)[_OTHERS:]
    for number, person in enumerate(people):
        start = local(opened + _LATER + number * _BETWEEN)
        service = bookable(pack)[number % len(bookable(pack))].name.lv
        writer.writerow((f"P-{100 + number}", f"{start:%d.%m.%Y %H:%M}", service, *person))
    return text.getvalue().encode("utf-8")


def arrive(uow: UnitOfWork, env: Env, site: str, arrival: Arrival, number: int) -> None:
    """A booked client of a situation; a colleague has booked, and takes in where it says so.

    Args:
        number: of the client, counted from 0.
    """
    account = uow.accounts.by_login(MARTA.login)
    if account is None:
        raise DeskError("session.needed")
    colleague = at_counter(account.id, MARTA, site)
    known = bookable(env.pack)
    service = known[number % len(known)]
    name, phone, _email = clients(number + 1)[number]
    now = env.clock().replace(second=0, microsecond=0)
    booking = appointments.book(
        uow,
        env,
        colleague,
        start=now + timedelta(minutes=arrival.slot),
        minutes=service.minutes,
        service=service.id,
        person=Person(name, phone),
        confirm_outside=True,
    )
    if arrival.taken_in:
        queue.take_in_booking(uow, env, colleague, booking.id)


def bookable(pack: Pack) -> list[Service]:
    """The services that one can book."""
    return [service for service in pack.services if service.bookable]
