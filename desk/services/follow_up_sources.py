"""Follow-ups that are read off what is known; each vanishes with its cause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, UUID, uuid5

from desk.domain.appointment import Appointment
from desk.domain.clock import local_day
from desk.domain.deadlines import end_of_day
from desk.domain.follow_up import FollowUpKind, Open, Ref
from desk.domain.incident_clocks import MONTHLY_TREND, TERMS, ClockKind, Duty, month_ended
from desk.domain.roles import RIGHTS, Actor, Right
from desk.domain.visit import COMPLAINT_TOLD, Visit
from desk.services import hq_answers
from desk.services.env import Env
from desk.services.incident_clocks import Matter, open_matters
from desk.services.incident_drafts import DRAFTS
from desk.services.opening import hours_of
from desk.services.provisional import has_headquarters

if TYPE_CHECKING:
    from db.unit_of_work import Reader

LOOK_BACK = timedelta(days=60)
"""Refusals and calls older than that are left to the reports."""


def derived(reader: Reader, env: Env, actor: Actor, *, clocks: bool = True) -> Iterator[Open]:
    """All that the actor's site still has to do, in no certain order.

    Clocks of reports and hours are listed for those who can settle them.

    Args:
        clocks: reports' clocks too.
    """
    now = env.clock()
    today, site = local_day(now), actor.site
    first = today - LOOK_BACK
    rights = RIGHTS[actor.role]
    yield from map(_refusal, reader.visits.incomplete_refusals(site, first))
    yield from map(_ticket, reader.visits.stale_open(site, today))
    for call in reader.calls.to_call_back(site, first):
        ref = Ref(FollowUpKind.CALL_BACK, call.id)
        promised = call.until or end_of_day(call.day)
        yield Open(ref, call.began_at, promised, topic=call.topic, owner_id=call.actor_id)
    alone = not has_headquarters(reader)  # else they get it by themselves
    for booking in reader.appointments.provisional(site, now) if alone else ():
        yield Open(
            Ref(FollowUpKind.BOOKING, booking.id),
            booking.start,
            _enter_by(env, booking, today),
            number=booking.reference,
        )
    yield from _drafts(reader, env, actor)
    for matter in open_matters(reader, env, actor) if clocks else ():
        yield _clock(matter, actor)
    if Right.ACKNOWLEDGE_INCIDENT in rights:
        yield from _month(reader, env, site, today)
        yield from hq_answers.follow_ups(reader, env, site)
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


def _clock(matter: Matter, actor: Actor) -> Open:
    """A limit of a report; what somebody put off or gave away stays as they said.

    Of a report that is not theirs to read, the owner of a task learns nothing but its number.
    """
    incident, clock, decided = matter
    reads_all = Right.READ_ALL_INCIDENTS in RIGHTS[actor.role]
    readable = reads_all or incident.reporter_id == actor.account_id
    trend = clock.kind is ClockKind.TREND
    ref = Ref(FollowUpKind.CLOCK, incident.id, clock.id)
    given = decided.assignee_id if decided is not None else None
    reporter = incident.reporter_id if clock.duty is Duty.REPORTER else None
    task = next((one for one in incident.handling.tasks if clock.id.endswith(str(one.id))), None)
    return Open(
        Ref(FollowUpKind.TREND, incident.id) if trend else ref,
        incident.recorded_at,
        clock.due,
        number=incident.number,
        owner_id=given or clock.owner_id or reporter,
        clock=clock,
        text_id=task.text_id if task is not None else None,
        incident=(incident.kind.value, incident.level) if readable else ("", ""),
    )


def _drafts(reader: Reader, env: Env, actor: Actor) -> Iterator[Open]:
    """Reports that the person began to write: due with the shift, like any first report."""
    term = TERMS[ClockKind.REPORT].term
    for kind, at in reader.drafts.begun(actor.account_id):
        if kind.startswith(DRAFTS):
            ref = Ref(FollowUpKind.DRAFT, actor.account_id, kind.removeprefix(DRAFTS))
            yield Open(ref, at, env.limits.due(term, at), owner_id=actor.account_id)


def _month(reader: Reader, env: Env, site: str, today: date) -> Iterator[Open]:
    """The branch's look at the reports of the month that ended, if there were any (B5)."""
    last = month_ended(today)
    if reader.incidents.list(site, first=last.replace(day=1), last=last, limit=1):
        ended = end_of_day(last)
        ref = Ref(FollowUpKind.TREND, month_id(site, last))
        yield Open(ref, ended, env.limits.due(MONTHLY_TREND, ended))


def month_id(site: str, day: date) -> UUID:
    """By what a branch's month is named: the same wherever it is asked for."""
    return uuid5(NAMESPACE_OID, f"desk:{site}:{day:%Y-%m}")


def _hours(reader: Reader, env: Env, site: str, today: date) -> Iterator[Open]:
    """Without a term: HQ decides, the head can only ask."""
    hours = hours_of(reader, env, site, today)
    if hours.open and not hours.confirmed:
        yield Open(Ref(FollowUpKind.HOURS, env.device_id), env.clock(), None)
