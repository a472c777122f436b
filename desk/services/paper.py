"""Gathering what goes on paper; every print with personal data is a logged look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.appointment import EXPECTED_STATES, AppointmentState
from desk.domain.board import ScheduleEntry
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentAction,
    IncidentKind,
    Place,
    Told,
)
from desk.domain.paper import DaySheet, DaySheetBooking, IncidentPaper
from desk.domain.roles import Actor, Right
from desk.formats import datetime_text, intervals_text, minutes_text
from desk.i18n import _, language, marked
from desk.services import schedule
from desk.services.access import Look, looked
from desk.services.content.schema_base import Option
from desk.services.env import Env
from desk.services.incident_list import IncidentDetail, gathered
from desk.services.incident_steps import step_text
from desk.services.slots import GONE

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_STATES = {
    AppointmentState.BOOKED: "",
    AppointmentState.PROVISIONAL: marked("booked here by phone"),
    AppointmentState.LATE_NOTIFIED: marked("told: will be late"),
    AppointmentState.ARRIVED: marked("arrived"),
    AppointmentState.SERVING: marked("at the counter"),
    AppointmentState.SERVED: marked("served"),
    AppointmentState.CONFLICT: marked("conflict"),
}
_KINDS = {
    IncidentKind.AGGRESSION: marked("Aggressive client: first report"),
    IncidentKind.ERROR: marked("Staff error: first report"),
}
_OTHER_KIND = marked("Incident: first report")
_PLACES = {
    Place.COUNTER: marked("at the counter"),
    Place.HALL: marked("in the hall"),
    Place.ENTRANCE: marked("at the entrance"),
    Place.OUTSIDE: marked("outside, car park"),
    Place.PHONE: marked("on the phone"),
    Place.EMAIL: marked("by e-mail"),
    Place.VISIT: marked("on a visit outside"),
}
_CHANNELS = {
    Channel.IN_PERSON: marked("in person"),
    Channel.PHONE: marked("phone"),
    Channel.EMAIL: marked("e-mail"),
    Channel.POST: marked("post"),
    Channel.SOCIAL: marked("social media"),
}
_ANSWERS = {
    Answer.NO: marked("no"),
    Answer.YES: marked("yes"),
    Answer.UNKNOWN: marked("not known"),
}
_HISTORY = {
    IncidentAction.REPORT: marked("reported"),
    IncidentAction.AMEND: marked("put right"),
    IncidentAction.ACKNOWLEDGE: marked("acknowledged"),
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
        institution=_institution(env),
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


def incident_paper(uow: UnitOfWork, env: Env, actor: Actor, incident_id: UUID) -> IncidentPaper:
    """An incident's first report on paper, in the language in force; logged as a print.

    Raises:
        DeskError: "access.no_right", "incident.not_yours", "incident.unknown".
    """
    actor.require(Right.PRINT)
    detail = gathered(uow, actor, incident_id)
    looked(uow, env, actor, Look.PRINT, "incident", incident_id, "incident_report")
    incident = detail.incident
    return IncidentPaper(
        institution=_institution(env),
        branch=env.branch(incident.site).name,
        number=incident.number,
        title=_(_KINDS.get(incident.kind, _OTHER_KIND)),
        fields=tuple(_fields(env, detail)),
        steps=tuple((step.at, step_text(env, step.step)) for step in incident.steps),
        text=detail.text,
        history=tuple((step.at, _(_HISTORY[step.what]), step.who) for step in detail.history),
        printed_at=env.clock(),
        printed_by=actor.name,
    )


def _institution(env: Env) -> str:
    name = env.pack.info.institution_name or env.pack.info.title
    return name.get(language())


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


def _fields(env: Env, detail: IncidentDetail) -> Iterator[tuple[str, str]]:
    incident = detail.incident
    when = datetime_text(incident.occurred_at)
    if incident.time_unknown:
        when = _("{when} or so: the time cannot be told").format(when=when)
    yield _("When"), when
    yield _("Recorded"), datetime_text(incident.recorded_at)
    yield _("Reported by"), detail.reporter
    yield _("Where"), _place(incident)
    yield _("Contact by"), _(_CHANNELS[incident.channel])
    yield _("What it was"), ", ".join(_triggers(env, incident))
    yield _("Level"), _level(env, incident)
    yield _("Was anyone hurt?"), _(_ANSWERS[incident.hurt])
    if incident.kind is IncidentKind.AGGRESSION:
        yield _("Weapon or object"), _(_ANSWERS[incident.weapon])
    yield from _visit_fields(env, incident)
    yield _("Told"), _told(env, detail.told)
    if incident.acknowledged_at is not None:
        seen = f"{detail.acknowledged_by}, {datetime_text(incident.acknowledged_at)}"
        yield _("Acknowledged by"), seen


def _visit_fields(env: Env, incident: Incident) -> Iterator[tuple[str, str]]:
    if incident.service:
        service = env.services.get(incident.service)
        yield _("Service"), service.name.get(language()) if service else incident.service
    if incident.waited_minutes is not None:
        yield _("Had waited"), minutes_text(incident.waited_minutes)


def _place(incident: Incident) -> str:
    if incident.place is Place.COUNTER and incident.counter:
        return _("at counter {counter}").format(counter=incident.counter)
    return _(_PLACES[incident.place])


def _told(env: Env, told: Told | None) -> str:
    if told is None:
        return _("nobody yet")
    whom = _text_of(env.policy.recipients, told.whom)
    how = _("by phone") if told.how == "phone" else _("in person")
    return ", ".join(part for part in (whom, how, datetime_text(told.at)) if part)


def _triggers(env: Env, incident: Incident) -> list[str]:
    known = [item for ladder in env.pack.ladders for item in ladder.triggers]
    known += env.policy.error_types
    return [_text_of(known, trigger) for trigger in incident.triggers]


def _level(env: Env, incident: Incident) -> str:
    known = [*env.policy.levels, *env.policy.grades]
    text = _text_of(known, incident.level)
    return f"{incident.level} · {text}" if text != incident.level else text


def _text_of(options: list[Option], chosen: str) -> str:
    return next((item.text.get(language()) for item in options if item.id == chosen), chosen)
