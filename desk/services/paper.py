"""Gathering what goes on paper; every print with personal data is a logged look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desk.domain.appointment import EXPECTED_STATES, AppointmentState
from desk.domain.board import ScheduleEntry
from desk.domain.paper import DaySheet, DaySheetBooking
from desk.domain.roles import Actor, Right
from desk.formats import intervals_text
from desk.i18n import _, language, marked
from desk.services import schedule
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.incident_paper import incident_paper, institution_name
from desk.services.slots import GONE

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

__all__ = ["day_sheet", "incident_paper"]

_STATES = {
    AppointmentState.BOOKED: "",
    AppointmentState.PROVISIONAL: marked("booked here by phone"),
    AppointmentState.LATE_NOTIFIED: marked("told: will be late"),
    AppointmentState.ARRIVED: marked("arrived"),
    AppointmentState.SERVING: marked("at the counter"),
    AppointmentState.SERVED: marked("served"),
    AppointmentState.CONFLICT: marked("conflict"),
}
_MOST_SERVICES = 9


def day_sheet(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> DaySheet:
    """The day on paper, in the language in force; logged as a print.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.PRINT)
    plan = schedule.day(uow, env, actor, day)
    looked(uow, env, actor, Look.PRINT, "day", None, "day_sheet")
    come = EXPECTED_STATES | {AppointmentState.ARRIVED, AppointmentState.SERVING}
    branch = env.branch(actor.site)
    quick = sorted((item for item in env.pack.services if item.quick), key=lambda one: one.quick)
    return DaySheet(
        institution=institution_name(env),
        branch=branch.name,
        day=day,
        hours=intervals_text(plan.hours.intervals),
        confirmed=plan.hours.confirmed,
        bookings=tuple(
            _booking(entry, named=entry.appointment.state in come)
            for entry in plan.entries
            if entry.appointment.state not in GONE
        ),
        services=tuple(
            f"{item.quick} {item.name.get(language())}" for item in quick[:_MOST_SERVICES]
        ),
        numbers=tuple((item.label.get(language()), item.number) for item in env.policy.emergency),
        printed_at=env.clock(),
        printed_by=actor.name,
    )


def _booking(entry: ScheduleEntry, *, named: bool) -> DaySheetBooking:
    """A line; who has been served already needs no name on paper any more."""
    item = entry.appointment
    person = entry.person if named else None
    state = _STATES.get(item.state, "")
    return DaySheetBooking(
        start=item.start,
        minutes=item.minutes,
        reference=item.reference,
        service=entry.service,
        name=person.name if person else "",
        phone=person.phone if person else "",
        state=_(state) if state else "",
        ticket=entry.ticket,
    )
