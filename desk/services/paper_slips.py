"""Gathering what goes on the slips that clients take with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.appointment import EXPECTED_STATES, Appointment
from desk.domain.calendar_text import calendar_text
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.opening import version_in_force
from desk.domain.person import Person
from desk.domain.queue_order import order
from desk.domain.roles import Actor, Right
from desk.domain.slips import (
    BookedTime,
    NextStep,
    NextTimeSlip,
    PaperSize,
    Place,
    ReferralSlip,
    ReminderSlip,
    TicketSlip,
    Words,
)
from desk.domain.text import fold
from desk.domain.visit import TicketState, Visit
from desk.services.access import Look, looked
from desk.services.content.hours_of import weekly_versions
from desk.services.content.schema import Text
from desk.services.env import Env
from desk.services.kept_text import reason_text
from desk.services.provisional import Promise, promise
from desk.services.queue_policy import called_since_walk_in, order_policy

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_WAITS = frozenset({TicketState.WAITING, TicketState.TRANSFERRED})
_AHEAD = timedelta(days=60)
_BOOKING_PAGE = "booking"
"""What the id of a pack's contact contains where bookings are made."""


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere a client can be sent: a contact of the directory, or another branch.

    Args:
        key: "contact:<id>" or "branch:<id>".
        reach: kind of the directory ("phone", "web", "address" ...) and value.
    """

    key: str
    name: Words
    matter: Words
    reach: tuple[tuple[str, str], ...]


def ticket_slip(
    reader: Reader, env: Env, actor: Actor, visit_id: UUID, size: PaperSize
) -> TicketSlip:
    """A ticket on paper; nothing in it is personal, so the print is no look.

    Raises:
        DeskError: "access.no_right", "visit.unknown", "visit.other_site" (number).
    """
    visit = _visit(reader, actor, visit_id)
    return TicketSlip(
        size=size,
        institution=_institution(env),
        branch=env.branch(visit.site).name,
        number=visit.number,
        services=tuple(_service(env, item) for item in visit.services),
        issued_at=visit.issued_at,
        slot=visit.slot,
        before=_before(reader, env, visit),
        prepare=to_bring(env, visit.services),
    )


def next_time_slip(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    visit_id: UUID,
    *,
    size: PaperSize,
    missing: Sequence[Words] = (),
    note: str = "",
    step: NextStep = NextStep.NOTHING,
    booking: UUID | None = None,
    named: bool = False,
) -> NextTimeSlip:
    """What to bring and do the next time (AP-18); logged as a print, and kept nowhere else.

    Args:
        missing: of `to_bring`, as ticked; note: a line more.
        booking: the time that is booked already; named: put the client's name on it.

    Raises:
        DeskError: "access.no_right", "visit.unknown", "visit.other_site", "appointment.unknown",
            "text.too_long", "text.personal_code".
    """
    visit = _visit(uow, actor, visit_id)
    said = reason_text(note)
    looked(uow, env, actor, Look.PRINT, "visit", visit_id, "next_time")
    booked = uow.appointments.get(booking) if booking else None
    client = client_of(uow, visit) if named else None
    return NextTimeSlip(
        size=size,
        place=place_of(env, visit.site, local_day(env.clock())),
        name=client.name if client else "",
        service=_service(env, visit.services[0]),
        missing=tuple(missing),
        note=said,
        step=NextStep.NOTHING if booked else step,
        booked=_booked(uow, env, booked) if booked else None,
    )


def reminder_slip(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    appointment_id: UUID,
    *,
    size: PaperSize,
    named: bool = False,
) -> ReminderSlip:
    """When to come, where, and what to bring (AP-22); logged as a print.

    Raises:
        DeskError: "access.no_right", "appointment.unknown", "appointment.other_site" (reference).
    """
    actor.require(Right.PRINT)
    booking = uow.appointments.get(appointment_id)
    if booking.site != actor.site:
        raise DeskError("appointment.other_site", reference=booking.reference)
    looked(uow, env, actor, Look.PRINT, "appointment", appointment_id, "reminder")
    client = uow.persons.get(booking.person_id) if named and booking.person_id else None
    return ReminderSlip(
        size=size,
        place=place_of(env, booking.site, booking.day),
        name=client.name if client else "",
        booked=_booked(uow, env, booking),
        bring=to_bring(env, (booking.service,)),
    )


def referral_slip(
    reader: Reader, env: Env, actor: Actor, key: str, reason: str, size: PaperSize
) -> ReferralSlip:
    """Where the client's matter belongs (RR-01); nothing in it is personal.

    Args:
        key: of a `Target`; reason: typed for this paper alone.

    Raises:
        DeskError: "access.no_right", "referral.unknown", "text.too_long", "text.personal_code".
    """
    actor.require(Right.PRINT)
    target = next((one for one in targets(env, actor.site) if one.key == key), None)
    if target is None:
        raise DeskError("referral.unknown")
    return ReferralSlip(
        size=size,
        place=place_of(env, actor.site, local_day(env.clock())),
        to=target.name,
        matter=target.matter,
        reach=target.reach,
        reason=reason_text(reason),
    )


def targets(env: Env, site: str) -> tuple[Target, ...]:
    """Everywhere a client can be sent from a site: the directory, then the other branches."""
    contacts = [
        Target(
            key=f"contact:{one.id}",
            name=words(one.name),
            matter=words(one.matter) if one.matter else Words(""),
            reach=((one.kind, one.value),),
        )
        for one in env.pack.contacts
        if one.active and not one.superseded_by and one.value
    ]
    branches = [
        Target(
            key=f"branch:{one.id}",
            name=Words(f"{_institution(env)}, {one.name}"),
            matter=Words(""),
            reach=tuple(
                (kind, value)
                for kind, value in (
                    ("address", one.address),
                    ("phone", one.phone),
                    ("email", one.email),
                )
                if value
            ),
        )
        for one in env.pack.branches
        if one.id != site
    ]
    return (*contacts, *branches)


def to_bring(env: Env, services: Iterable[str]) -> tuple[Words, ...]:
    """What the pack says to bring for services, each thing once."""
    known = (env.services.get(service) for service in services)
    return tuple(dict.fromkeys(words(text) for one in known if one for text in one.bring))


def next_bookings(
    reader: Reader, env: Env, actor: Actor, visit_id: UUID
) -> tuple[Appointment, ...]:
    """Times to come that seem to be booked for this visit's client: same phone or same name.

    Raises:
        DeskError: "access.no_right", "visit.unknown", "visit.other_site" (number).
    """
    visit = _visit(reader, actor, visit_id)
    client = client_of(reader, visit)
    if client is None:
        return ()
    now = env.clock()
    last = local_day(now) + _AHEAD
    to_come = [
        item
        for item in reader.appointments.of_days(actor.site, local_day(now), last)
        if item.state in EXPECTED_STATES and item.start > now and item.person_id
    ]
    people = reader.persons.get_many([item.person_id for item in to_come if item.person_id])
    return tuple(
        item for item in to_come if item.person_id and _same(people.get(item.person_id), client)
    )


def client_of(reader: Reader, visit: Visit) -> Person | None:
    """The client of a visit: as booked, else as they left their contact."""
    person_id = visit.contact_id
    if visit.appointment_id is not None:
        person_id = reader.appointments.get(visit.appointment_id).person_id or person_id
    return reader.persons.get(person_id) if person_id else None


def place_of(env: Env, site: str, on: date) -> Place:
    """A branch as its clients need it, with the week's hours that hold on a day."""
    branch = env.branch(site)
    version = version_in_force(weekly_versions(env.pack, site), on)
    pages = (one for one in env.pack.contacts if one.kind == "web" and one.active)
    return Place(
        institution=_institution(env),
        branch=branch.name,
        address=branch.address,
        phone=branch.phone or _line(env),
        week=version.week if version else (),
        confirmed=version.confirmed if version else False,
        web=next((one.value for one in pages if _BOOKING_PAGE in one.id), ""),
    )


def words(text: Text) -> Words:
    """A pack's text as paper takes it."""
    return Words(text.lv, text.en, text.ru)


def _visit(reader: Reader, actor: Actor, visit_id: UUID) -> Visit:
    actor.require(Right.PRINT)
    visit = reader.visits.get(visit_id)
    if visit.site != actor.site:
        raise DeskError("visit.other_site", number=visit.number)
    return visit


def _before(reader: Reader, env: Env, visit: Visit) -> int | None:
    """How many are called before a waiting ticket as things stand; None when it does not wait."""
    if visit.state not in _WAITS:
        return None
    now, site, policy = env.clock(), visit.site, order_policy(env, visit.site)
    held = now - timedelta(minutes=policy.hold_minutes)
    ranked = order(
        reader.visits.open_of(site, visit.day),
        reader.appointments.in_queue(site, visit.day, held, now),
        now=now,
        policy=policy,
        counter=visit.target_counter,
        since=called_since_walk_in(reader, env, site, visit.day),
    )
    places = (p for p, one in enumerate(ranked) if one.visit and one.visit.id == visit.id)
    return next(places, None)


def _booked(reader: Reader, env: Env, booking: Appointment) -> BookedTime:
    branch = env.branch(booking.site)
    service = _service(env, booking.service, booking.service_text)
    where = ", ".join(part for part in (_institution(env), branch.name, branch.address) if part)
    return BookedTime(
        start=booking.start,
        minutes=booking.minutes,
        service=service,
        reference=booking.reference,
        minutes_early=env.policy.call_order.arrival_margin_minutes,
        calendar=calendar_text(
            str(booking.id),
            booking.start,
            booking.minutes,
            _seconds(env.clock()),
            summary=service.lv or _institution(env),
            location=where,
        ),
        provisional=promise(reader, booking) in (Promise.PROVISIONAL, Promise.CONFLICT),
    )


def _seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _service(env: Env, service: str, said: str = "") -> Words:
    known = env.services.get(service)
    return words(known.name) if known else Words(said or service)


def _institution(env: Env) -> str:
    """Official papers name the institution in Latvian."""
    return (env.pack.info.institution_name or env.pack.info.title).lv


def _line(env: Env) -> str:
    """The institution's information phone, where a branch's own number is not known."""
    phones = (one for one in env.pack.contacts if one.kind == "phone" and one.active and one.value)
    return next((one.value for one in phones if not one.superseded_by), "")


def _same(one: Person | None, other: Person) -> bool:
    if one is None:
        return False
    phone = bool(one.phone) and one.phone == other.phone
    return phone or (bool(one.name) and fold(one.name) == fold(other.name))
