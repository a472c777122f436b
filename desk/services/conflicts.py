"""Two bookings for one place: what the branch sees of both clients, and what it decides.

Nothing is ever dropped: the one without a place stays until a person has decided, or until a place
becomes free.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain import appointment_states
from desk.domain.appointment import (
    Appointment,
    AppointmentAction,
    AppointmentEvent,
    AppointmentState,
)
from desk.domain.board import SlotLoad
from desk.domain.booking import CLAIMED, Decided, Decision, Rivals, claim_of
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.event_data import written
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Right
from desk.domain.slips import ConflictSlip, PaperSize, RivalBooking, Words
from desk.i18n import _, marked
from desk.services import schedule
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.paper_slips import place_of, words
from desk.services.provisional import claim, has_headquarters
from desk.services.retention import expiry
from desk.services.slots import service_name

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

DECISION_TEXTS = {
    Decision.KEEP: marked("Both stay"),
    Decision.MOVE: marked("One of them was moved"),
    Decision.CALL: marked("Both clients are called first"),
}
"""Decisions in words."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two bookings; `person` only where somebody opened the conflict."""

    appointment: Appointment
    service: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two bookings for one place.

    Args:
        loser: has no place; winner: has it, None when the branch does not know it.
        decided: what was decided last, while headquarters have not answered.
        by: who decided it.
    """

    id: UUID
    loser: Side
    winner: Side | None
    at: datetime
    decided: Decided | None = None
    by: str = ""


def waiting(reader: Reader, env: Env, actor: Actor) -> tuple[Conflict, ...]:
    """The conflicts of a site that are not settled, by slot; nobody's name is in it.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    losers = {one.id: one for one in reader.appointments.in_conflict(actor.site)}
    rivals = reader.leases.of_losers(losers)
    decided = reader.leases.decided([one.id for one in rivals.values()])
    names = reader.accounts.names()
    return tuple(
        _conflict(reader, env, rivals[number], loser, decided, names)
        for number, loser in losers.items()
        if number in rivals
    )


def count(reader: Reader, env: Env, actor: Actor) -> int:
    """How many conflicts wait for a decision.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    losers = [one.id for one in reader.appointments.in_conflict(actor.site)]
    waits = [one.id for one in reader.leases.of_losers(losers).values()]
    settled = reader.leases.decided(waits).values()
    return len(waits) - sum(one.kind is not Decision.CALL for one in settled)


def compare(uow: UnitOfWork, env: Env, actor: Actor, conflict: UUID) -> Conflict:
    """Both bookings with both clients' contacts; the look is logged.

    Raises:
        DeskError: "access.no_right", "conflict.unknown", "conflict.over".
    """
    found = _open(uow, env, actor, conflict)
    for side in (found.loser, found.winner):
        if side is not None:
            looked(uow, env, actor, Look.OPEN, "appointment", side.appointment.id, "conflict")
    return Conflict(
        found.id,
        _named(uow, found.loser),
        _named(uow, found.winner) if found.winner else None,
        found.at,
        found.decided,
        found.by,
    )


def keep(uow: UnitOfWork, env: Env, actor: Actor, conflict: UUID) -> Decided:
    """Both stay: the branch makes room for one more; it is confirmed when headquarters have it.

    Raises:
        DeskError: "access.no_right", "conflict.unknown", "conflict.over".
    """
    _open(uow, env, actor, conflict)
    return _decide(uow, env, actor, conflict, Decision.KEEP, None)


def call_both(uow: UnitOfWork, env: Env, actor: Actor, conflict: UUID) -> Decided:
    """Both clients are called first; it stays open.

    Raises:
        DeskError: "access.no_right", "conflict.unknown", "conflict.over".
    """
    _open(uow, env, actor, conflict)
    return _decide(uow, env, actor, conflict, Decision.CALL, None)


def move(
    uow: UnitOfWork, env: Env, actor: Actor, conflict: UUID, appointment_id: UUID, start: datetime
) -> Decided:
    """Give one of the two another slot; on a leased place it is confirmed at once.

    Args:
        appointment_id: of the one that is moved; start: of its new slot (UTC).

    Raises:
        DeskError: "access.no_right", "conflict.unknown", "conflict.over", "appointment.in_past",
            "appointment.unknown", and those of `appointment_states.check`.
    """
    found = _open(uow, env, actor, conflict)
    sides = {one.appointment.id: one.appointment for one in (found.loser, found.winner) if one}
    before = sides.get(appointment_id)
    if before is None:
        raise DeskError("appointment.unknown")
    now = env.clock()
    if start <= now:
        raise DeskError("appointment.in_past")
    data = _new_slot(uow, env, before, start)
    event = AppointmentEvent(
        env.new_id(),
        before.id,
        before.version + 1,
        AppointmentAction.UPDATE,
        now,
        now,
        actor.account_id,
        data,
    )
    uow.appointments.add(appointment_states.apply(before, event), event)
    return _decide(uow, env, actor, conflict, Decision.MOVE, before.id)


def offers(
    reader: Reader, env: Env, actor: Actor, appointment_id: UUID, *, limit: int = 8
) -> tuple[SlotLoad, ...]:
    """Free slots to move a booking to, from its own day on.

    Raises:
        DeskError: "access.no_right", "appointment.unknown".
    """
    actor.require(Right.BOOK)
    booking = reader.appointments.get(appointment_id)
    found = schedule.free_slots(reader, env, actor, booking.day, booking.minutes, limit=limit + 1)
    return tuple(one for one in found if one.start != booking.start)[:limit]


def _new_slot(uow: UnitOfWork, env: Env, before: Appointment, start: datetime) -> dict[str, object]:
    day = local_day(start)
    data: dict[str, object] = {"start": written(start), "day": written(day)}
    leased = claim(uow, before.site, start, before.minutes)
    data["awaits"] = not leased and has_headquarters(uow)
    if leased:
        data[CLAIMED] = claim_of(leased)
    person = uow.persons.get(before.person_id) if before.person_id else None
    if day != before.day and person is not None and before.person_id is not None:
        uow.persons.erase(before.person_id)
        expires = expiry(env, Purpose.APPOINTMENT, day)
        kept = uow.persons.put(Purpose.APPOINTMENT, person, at=env.clock(), expires=expires)
        data["person_id"] = written(kept)
    return data


def _open(reader: Reader, env: Env, actor: Actor, conflict: UUID) -> Conflict:
    """A conflict that is not settled.

    Raises:
        DeskError: "access.no_right", "conflict.unknown", "conflict.over".
    """
    actor.require(Right.BOOK)
    rivals = reader.leases.rivals(conflict)
    if rivals is None:
        raise DeskError("conflict.unknown")
    loser = reader.appointments.get(rivals.loser)
    if loser.site != actor.site:
        raise DeskError("conflict.unknown")
    if loser.state is not AppointmentState.CONFLICT:
        raise DeskError("conflict.over")
    decided = reader.leases.decided([conflict])
    return _conflict(reader, env, rivals, loser, decided, reader.accounts.names())


def _conflict(
    reader: Reader,
    env: Env,
    rivals: Rivals,
    loser: Appointment,
    decided: dict[UUID, Decided],
    names: dict[UUID, str],
) -> Conflict:
    winner = reader.appointments.get(rivals.winner) if rivals.winner else None
    last = decided.get(rivals.id)
    return Conflict(
        rivals.id,
        Side(loser, service_name(env, loser)),
        Side(winner, service_name(env, winner)) if winner else None,
        rivals.at,
        last,
        names.get(last.actor_id, "") if last else "",
    )


def _named(reader: Reader, side: Side) -> Side:
    number = side.appointment.person_id
    person = reader.persons.get(number) if number else None
    return Side(side.appointment, side.service, person)


def _decide(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    conflict: UUID,
    kind: Decision,
    moved: UUID | None,
) -> Decided:
    made = Decided(env.new_id(), conflict, kind, moved, actor.account_id, env.clock())
    uow.leases.decide(made)
    return made


def slip(uow: UnitOfWork, env: Env, actor: Actor, conflict: UUID, size: PaperSize) -> ConflictSlip:
    """Both bookings with both contacts on paper, for the branch's own use; logged as a print.

    Raises:
        DeskError: "access.no_right", "conflict.unknown", "conflict.over".
    """
    actor.require(Right.PRINT)
    found = _open(uow, env, actor, conflict)
    for side in (found.loser, found.winner):
        if side is not None:
            number = side.appointment.id
            looked(uow, env, actor, Look.PRINT, "appointment", number, "conflict_slip")
    now = env.clock()
    return ConflictSlip(
        size=size,
        place=place_of(env, actor.site, local_day(now)),
        loser=_rival(env, _named(uow, found.loser)),
        winner=_rival(env, _named(uow, found.winner)) if found.winner else None,
        decided=Words(_(DECISION_TEXTS[found.decided.kind])) if found.decided else Words(""),
        printed_at=now,
    )


def _rival(env: Env, side: Side) -> RivalBooking:
    booking, person = side.appointment, side.person or Person()
    known = env.services.get(booking.service)
    return RivalBooking(
        person.name,
        person.phone,
        person.email,
        words(known.name) if known else Words(side.service),
        booking.start,
        booking.minutes,
        booking.reference,
    )
