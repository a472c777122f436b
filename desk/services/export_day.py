"""Exporting a day's bookings as a file; permitted to few, and a logged look (PD-08)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desk.domain.person import Person
from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked
from desk.services.dayfile.write_file import Booking, Format, write
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def export(uow: UnitOfWork, env: Env, actor: Actor, day: date, form: Format) -> bytes:
    """A day's bookings at the actor's site, cancelled ones included, as a file's bytes.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.EXPORT_DAY)
    booked = uow.appointments.of_day(actor.site, day)
    persons = uow.persons.get_many([item.person_id for item in booked if item.person_id])
    known = {item.id: persons.get(item.person_id) for item in booked if item.person_id}
    bookings = [Booking(item, known.get(item.id) or Person()) for item in booked]
    looked(uow, env, actor, Look.EXPORT, "day", None, form.value)
    return write(bookings, form, site=actor.site, day=day, now=env.clock())
