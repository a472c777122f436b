"""Which clocks a report has, from when each runs, and what stops it (B5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from desk.domain.deadlines import end_of_day
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentKind,
    IncidentState,
    Notice,
)
from desk.domain.incident_clocks import (
    AT_ONCE,
    CARE_TERMS,
    SAME_SHIFT,
    TERMS,
    Clock,
    ClockKind,
    Duty,
    Limit,
    Limits,
    Stop,
    by_day,
    day_of,
)
from desk.domain.incident_handling import (
    ApologyForm,
    Breach,
    ContactNeed,
    Detail,
    Evidence,
    FoundBy,
    Grade,
)
from desk.domain.incident_levels import is_error, is_serious

_K = ClockKind

GRAVE: Final = frozenset({"2", "3"})
"""Levels of which a superior and headquarters hear at once (B2)."""
_WORST: Final = "3"
_CALM: Final = "0"
_HARMED: Final = frozenset({Grade.LOW, Grade.MODERATE, Grade.SEVERE, Grade.FATAL})
_SEVERE: Final = frozenset({Grade.SEVERE, Grade.FATAL})
_CALL_POLICE: Final = "call_police"
_NO_NOTICE: Final = frozenset({IncidentKind.NEAR_MISS})
_AFTER_CLOSING: Final = frozenset(
    {_K.TOLD, _K.HEADQUARTERS, _K.ACCIDENT, _K.POLICE, _K.INSPECTORATE, _K.BREACH, _K.CARE}
)
"""Only a human act stops these, closing the report does not."""
_WAITING: Final[Mapping[IncidentState, frozenset[ClockKind]]] = {
    IncidentState.BLOCKED: frozenset({_K.REVIEW, _K.TREND, _K.TASK, _K.FEEDBACK}),
    IncidentState.RETURNED: frozenset({_K.ACKNOWLEDGE, _K.REVIEW}),
}
"""What waits while a report waits for somebody outside, or for its reporter."""


class _Stopped(NamedTuple):
    at: datetime
    by: Stop


class _Span(NamedTuple):
    """A clock before its limits are known: `day` in place of a term where it has its own."""

    kind: ClockKind
    duty: Duty
    start: datetime
    stopped: _Stopped | None
    limit: Limit = Limit("")
    part: str = ""
    day: date | None = None
    owner_id: UUID | None = None


def clocks(incident: Incident, limits: Limits) -> tuple[Clock, ...]:
    """Every clock of a report, the one due first first.

    A voided one has none, of one that goes on in another only its tasks are left.  They follow
    from the report alone; only `Clock.state` asks for the time.
    """
    made = (_clock(incident, limits, span) for span in _spans(incident, limits))
    found = (clock for clock in made if clock is not None)
    return tuple(sorted(found, key=lambda clock: (clock.due, clock.start, clock.id)))


def care_days(incident: Incident, limits: Limits) -> tuple[date, ...]:
    """The days on which to look after the colleague again: after a day, a week, a month."""
    found = (limits.due(term, began(incident)) for term in CARE_TERMS)
    return tuple(sorted({day_of(until) for until in found if until is not None}))


def began(incident: Incident) -> datetime:
    """When it happened, or was found; when it was recorded if nobody knows better."""
    if incident.time_unknown:
        return incident.recorded_at
    return min(incident.occurred_at, incident.recorded_at)


def _clock(incident: Incident, limits: Limits, span: _Span) -> Clock | None:
    until = end_of_day(span.day) if span.day else limits.due(span.limit.term, span.start)
    if until is None:
        return None
    name = f"{span.kind.value}:{span.part}" if span.part else span.kind.value
    stopped = _stopped(incident, span)
    reasons = [one for one in incident.handling.missed if one.clock == name]
    start = min(span.start, until)
    return Clock(
        id=name,
        kind=span.kind,
        duty=span.duty,
        start=start,
        due=until,
        amber=_amber(limits, span, start, until),
        outer=_outer(limits, span, until),
        stopped_at=stopped.at if stopped else None,
        stopped_by=stopped.by if stopped else None,
        waits=stopped is None and _waits(incident, span.kind, until),
        missed=reasons[-1] if reasons else None,
        owner_id=span.owner_id,
    )


def _stopped(incident: Incident, span: _Span) -> _Stopped | None:
    if span.stopped is not None:
        return span.stopped
    closed = incident.handling.closed_at
    if incident.state is IncidentState.CLOSED and closed and span.kind not in _AFTER_CLOSING:
        return _Stopped(closed, Stop.CLOSED)
    return None


def _amber(limits: Limits, span: _Span, start: datetime, until: datetime) -> datetime:
    known = limits.due(span.limit.amber, span.start) if span.limit.amber else None
    if known is not None:
        return min(known, until)
    if span.day is None and limits.by_clock(span.limit.term):
        return start
    return by_day(until, start)


def _outer(limits: Limits, span: _Span, until: datetime) -> datetime | None:
    known = limits.due(span.limit.outer, span.start) if span.limit.outer else None
    return max(known, until) if known is not None else None


def _waits(incident: Incident, kind: ClockKind, until: datetime) -> bool:
    halt = incident.handling.halt
    stands = kind in _WAITING.get(incident.state, ())
    return stands and halt is not None and halt.at <= until


def _spans(incident: Incident, limits: Limits) -> Iterator[_Span]:
    if incident.state is IncidentState.VOIDED:
        return
    yield from _tasks(incident)
    if incident.state is IncidentState.MERGED:
        return
    yield from _notices(incident)
    yield from _accident(incident)
    if is_error(incident):
        yield from _error(incident, apologise=limits.apologise)
    yield from _writing(incident)
    yield from _review(incident)
    if _affected(incident):
        yield from _after_care(incident, limits)
    yield from _evidence(incident)
    if incident.handling.breach is not None:
        breach = incident.handling.breach
        yield _span(_K.BREACH, Duty.LEAD, breach.aware_at, _settled(breach))


def _tasks(incident: Incident) -> Iterator[_Span]:
    for task in incident.handling.tasks:
        done = _Stopped(task.done_at, Stop.DONE) if task.done_at else None
        yield _Span(
            _K.TASK,
            Duty.OWNER,
            incident.recorded_at,
            done,
            part=str(task.id),
            day=task.due,
            owner_id=task.owner_id,
        )


def _span(kind: ClockKind, duty: Duty, start: datetime, stopped: _Stopped | None) -> _Span:
    return _Span(kind, duty, start, stopped, TERMS[kind])


def _notices(incident: Incident) -> Iterator[_Span]:
    """Told in person or by phone: saving the report is no notice (invariant 5)."""
    if incident.kind in _NO_NOTICE or incident.level in (_CALM, "E0"):
        return
    grave, start = incident.level in GRAVE, began(incident)
    told = _noticed(incident.told, Stop.TOLD)
    limit = AT_ONCE if grave or incident.kind is IncidentKind.SAFETY else SAME_SHIFT
    if is_error(incident) or incident.kind is IncidentKind.DATA:
        limit = TERMS[_K.TOLD]
    yield _Span(_K.TOLD, Duty.REPORTER, start, told, limit)
    if grave:
        limit = AT_ONCE if incident.level == _WORST else TERMS[_K.HEADQUARTERS]
        stopped = _noticed(incident.handling.told_hq, Stop.TOLD_HQ)
        yield _Span(_K.HEADQUARTERS, Duty.LEAD, start, stopped, limit)


def _accident(incident: Incident) -> Iterator[_Span]:
    detail, handling = incident.handling.detail or Detail(), incident.handling
    hurt = incident.hurt is Answer.YES or detail.physical in _HARMED
    if not hurt or detail.accident_record is Answer.NO:
        return
    care, start = handling.care, began(incident)
    told = _first(
        _noticed(incident.told, Stop.TOLD),
        _noticed(handling.told_hq, Stop.TOLD_HQ),
        _at(care.specialist_told_at if care else None, Stop.SPECIALIST),
    )
    yield _span(_K.ACCIDENT, Duty.REPORTER, start, told)
    if detail.physical in _SEVERE:
        yield _span(_K.POLICE, Duty.LEAD, start, _police(incident))
        inspectorate = care.inspectorate_told_at if care else None
        yield _span(_K.INSPECTORATE, Duty.LEAD, start, _at(inspectorate, Stop.INSPECTORATE))


def _police(incident: Incident) -> _Stopped | None:
    evidence = incident.handling.evidence or Evidence()
    stamped = [step.at for step in incident.steps if step.step == _CALL_POLICE]
    return _first(
        _at(evidence.police_called_at, Stop.POLICE),
        _at(min(stamped, default=None), Stop.POLICE),
    )


def _error(incident: Incident, *, apologise: bool) -> Iterator[_Span]:
    handling, start = incident.handling, began(incident)
    apology, contact, correction = handling.apology, handling.contact, handling.correction
    apologised = _at(apology.at if apology else None, Stop.APOLOGISED)
    if correction is not None:
        sent = _at(correction.sent_at, Stop.CORRECTED)
        yield _span(_K.CORRECTION, Duty.REPORTER, correction.found_at, sent)
    elif incident.channel is Channel.EMAIL:
        yield _span(_K.CORRECTION, Duty.REPORTER, start, None)
    if apologise:
        yield _span(_K.APOLOGY, Duty.REPORTER, start, apologised)
    detail = handling.detail
    if detail is not None and detail.found_by is FoundBy.CLIENT:
        reached = apology is not None and apology.form is not ApologyForm.UNREACHABLE
        needless = contact is not None and contact.need is ContactNeed.NOT_NEEDED
        answered = _first(
            _at(contact.at if contact else None, Stop.CONTACTED),
            apologised if reached else None,
            _at(handling.detail_at or incident.recorded_at, Stop.NOT_NEEDED) if needless else None,
        )
        yield _span(_K.FEEDBACK, Duty.REPORTER, start, answered)


def _writing(incident: Incident) -> Iterator[_Span]:
    handling, recorded = incident.handling, incident.recorded_at
    written = _Stopped(recorded, Stop.REPORTED)
    yield _span(_K.REPORT, Duty.REPORTER, began(incident), written)
    if is_serious(incident):
        there = recorded if handling.detail else None
        yield _span(
            _K.DETAIL, Duty.REPORTER, recorded, _at(handling.detail_at or there, Stop.DETAILED)
        )
    if incident.state is IncidentState.RETURNED and handling.halt is not None:
        yield _span(_K.ANSWER, Duty.REPORTER, handling.halt.at, None)


def _review(incident: Incident) -> Iterator[_Span]:
    handling, recorded = incident.handling, incident.recorded_at
    seen = _first(
        _at(incident.acknowledged_at, Stop.ACKNOWLEDGED),
        _at(handling.reviewed_from, Stop.ACKNOWLEDGED),
    )
    yield _span(_K.ACKNOWLEDGE, Duty.REVIEWER, recorded, seen)
    yield _span(_K.REVIEW, Duty.REVIEWER, recorded, _at(handling.planned_at, Stop.REVIEWED))
    instants = (recorded, *sorted(handling.updates))
    for number, start in enumerate(instants, 1):
        told = instants[number] if number < len(instants) else None
        span = _span(_K.UPDATE, Duty.REVIEWER, start, _at(told, Stop.UPDATED))
        yield span._replace(part=str(number))
    if incident.level in GRAVE:
        yield _span(_K.TREND, Duty.LEAD, recorded, None)


def _affected(incident: Incident) -> bool:
    """Whether a colleague was hurt, in body or mind, or met more than a heated talk."""
    detail = incident.handling.detail or Detail()
    if incident.hurt is Answer.YES or {detail.physical, detail.psychological} & _HARMED:
        return True
    return incident.kind is IncidentKind.AGGRESSION and incident.level > _CALM


def _after_care(incident: Incident, limits: Limits) -> Iterator[_Span]:
    care, start = incident.handling.care, began(incident)
    talked = _at(care.talked_at if care else None, Stop.TALKED)
    yield _span(_K.TALK, Duty.LEAD, start, talked)
    days = sorted(set(care.next)) if care is not None else _proposed(incident, limits)
    for day in days:
        yield _Span(_K.CARE, Duty.LEAD, start, None, part=day.isoformat(), day=day)


def _proposed(incident: Incident, limits: Limits) -> tuple[date, ...]:
    """Until somebody plans the after-care: after what was grave, on the usual days."""
    detail = incident.handling.detail or Detail()
    harmed = incident.hurt is Answer.YES or {detail.physical, detail.psychological} & _HARMED
    return care_days(incident, limits) if harmed or incident.level in GRAVE else ()


def _evidence(incident: Incident) -> Iterator[_Span]:
    evidence = incident.handling.evidence or Evidence()
    if evidence.cctv is Answer.NO:
        return
    asked, kept = evidence.asked_at, evidence.kept_until
    if evidence.cctv is Answer.YES or incident.level in GRAVE:
        span = _span(_K.EVIDENCE, Duty.LEAD, began(incident), _at(asked, Stop.ASKED))
        yield span._replace(day=kept if asked is None else None)
    if asked is not None and kept is not None:
        yield _Span(_K.EVIDENCE_KEPT, Duty.LEAD, asked, None, day=kept)


def _settled(breach: Breach) -> _Stopped | None:
    if breach.reported_at is not None:
        return _Stopped(breach.reported_at, Stop.NOTIFIED)
    if not breach.not_reported:
        return None
    return _Stopped(breach.decided_at or breach.aware_at, Stop.NOT_NEEDED)


def _noticed(notice: Notice | None, by: Stop) -> _Stopped | None:
    return _at(notice.at if notice else None, by)


def _at(at: datetime | None, by: Stop) -> _Stopped | None:
    return _Stopped(at, by) if at is not None else None


def _first(*found: _Stopped | None) -> _Stopped | None:
    """The earliest of the facts that are there."""
    there = [one for one in found if one is not None]
    return min(there, key=lambda one: one.at, default=None)
