"""Follow-ups that are read off what is known; each vanishes with its cause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment
from desk.domain.clock import local_day
from desk.domain.deadlines import due, end_of_day, term_in_force
from desk.domain.follow_up import FollowUpKind, Open, Ref
from desk.domain.incident import Incident, IncidentKind
from desk.domain.roles import RIGHTS, Actor, Right
from desk.domain.visit import COMPLAINT_TOLD, Visit
from desk.services.calendar import terms
from desk.services.env import Env
from desk.services.opening import hours_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader

LOOK_BACK = timedelta(days=60)
"""Refusals, calls and errors older than that are left to the reports."""

_ACKNOWLEDGE = "incident_acknowledge"
_NEAR_MISS = "E0"
_APOLOGISE = frozenset({"SE-04", "SE-07"})
"""Rules that ask for an apology after an error of our own; a pack without them asks for none."""


def derived(reader: Reader, env: Env, actor: Actor) -> Iterator[Open]:
    """All that the actor's site still has to do, in no certain order.

    Incidents and hours are listed for those who can settle them.
    """
    now = env.clock()
    today, site = local_day(now), actor.site
    first = today - LOOK_BACK
    rights = RIGHTS[actor.role]
    yield from map(_refusal, reader.visits.incomplete_refusals(site, first))
    yield from map(_ticket, reader.visits.stale_open(site, today))
    for call in reader.calls.to_call_back(site, first):
        ref = Ref(FollowUpKind.CALL_BACK, call.id)
        until = call.until or end_of_day(call.day)
        yield Open(ref, call.began_at, until, topic=call.topic, owner_id=call.actor_id)
    for booking in reader.appointments.provisional(site, now):
        yield Open(
            Ref(FollowUpKind.BOOKING, booking.id),
            booking.start,
            _enter_by(env, booking, today),
            number=booking.reference,
        )
    yield from _errors(reader, env, actor, first)
    if Right.ACKNOWLEDGE_INCIDENT in rights:
        for incident in reader.incidents.new(site):
            if incident.reporter_id != actor.account_id:
                yield _incident(env, incident)
    if Right.CONFIRM_HOURS in rights:
        yield from _hours(reader, env, site, today)


def _refusal(visit: Visit) -> Open:
    ended = visit.periods[-1].end if visit.periods else None
    return Open(
        Ref(FollowUpKind.REFUSAL, visit.id),
        ended or visit.issued_at,
        end_of_day(visit.day),
        number=visit.number,
        gaps=gaps(visit),
        owner_id=visit.actor_id,
    )


def gaps(visit: Visit) -> tuple[str, ...]:
    """What a refusal lacks: "reason", "legal_basis", "complaint"."""
    missing = {
        "reason": visit.reason_id is None,
        "legal_basis": visit.legal_basis_id is None,
        "complaint": COMPLAINT_TOLD not in visit.ticks,
    }
    return tuple(name for name, lacks in missing.items() if lacks)


def _ticket(visit: Visit) -> Open:
    ref, owner = Ref(FollowUpKind.TICKET, visit.id), visit.actor_id
    return Open(ref, visit.issued_at, end_of_day(visit.day), number=visit.number, owner_id=owner)


def _enter_by(env: Env, booking: Appointment, today: date) -> datetime:
    """A working day before the slot; for a slot of today, by the slot itself."""
    if booking.day == today:
        return booking.start
    return end_of_day(env.calendar.add_working_days(booking.day, -1))


def _errors(reader: Reader, env: Env, actor: Actor, first: date) -> Iterator[Open]:
    if not _APOLOGISE & {rule.id for rule in env.pack.rules}:
        return
    own_only = Right.READ_ALL_INCIDENTS not in RIGHTS[actor.role]
    found = reader.incidents.list(
        actor.site,
        kinds={IncidentKind.ERROR},
        reporter=actor.account_id if own_only else None,
        first=first,
    )
    for error in found:
        if error.level == _NEAR_MISS:
            continue
        yield Open(
            Ref(FollowUpKind.APOLOGY, error.id),
            error.recorded_at,
            end_of_day(error.day),
            number=error.number,
            owner_id=error.reporter_id,
        )


def _incident(env: Env, incident: Incident) -> Open:
    known = [term for term in terms(env.pack) if term.id == _ACKNOWLEDGE]
    until = None
    if known:
        term = term_in_force(known, _ACKNOWLEDGE, local_day(incident.recorded_at))
        until = due(incident.recorded_at, term, env.calendar)
    ref = Ref(FollowUpKind.INCIDENT, incident.id)
    return Open(ref, incident.recorded_at, until, number=incident.number)


def _hours(reader: Reader, env: Env, site: str, today: date) -> Iterator[Open]:
    """Without a term: HQ decides, the head can only ask."""
    hours = hours_of(reader, env, site, today)
    if hours.open and not hours.confirmed:
        yield Open(Ref(FollowUpKind.HOURS, env.device_id), env.clock(), None)
