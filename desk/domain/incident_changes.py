"""What each event makes of a report, its state left aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, cast
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.event_data import Data
from desk.domain.incident import (
    Answer,
    Channel,
    Incident,
    IncidentAction,
    IncidentEvent,
    IncidentKind,
    IncidentState,
    Notice,
    Place,
    Step,
)
from desk.domain.incident_handling import (
    Apology,
    Attachment,
    Breach,
    Care,
    Confirmed,
    Contact,
    Correction,
    Detail,
    Evidence,
    Findings,
    Halt,
    Handling,
    Missed,
    Task,
    VisitBefore,
    WaitsFor,
)
from desk.domain.incident_levels import floor
from desk.domain.incident_moves import barred
from desk.domain.record_data import record_read

_A = IncidentAction


def reported(event: IncidentEvent) -> Incident:
    """The incident that a first report tells; DeskError "incident.unknown" for another event."""
    data = event.data
    day = read.day(data, "day")
    if event.kind is not _A.REPORT or day is None:
        raise DeskError("incident.unknown")
    waited, visit = data.get("waited_minutes"), data.get("visit")
    blank = Incident(
        id=event.incident_id,
        version=event.seq,
        site=read.text(data, "site"),
        day=day,
        number=read.text(data, "number"),
        state=IncidentState.REPORTED,
        kind=IncidentKind.AGGRESSION,
        occurred_at=event.at,
        recorded_at=event.recorded_at,
        reporter_id=event.actor_id,
        place=Place.COUNTER,
        channel=Channel.IN_PERSON,
        triggers=(),
        level="",
        hurt=Answer.NO,
        weapon=Answer.NO,
        counter=read.text(data, "counter"),
        service=read.text(data, "service"),
        waited_minutes=waited if isinstance(waited, int) else None,
        handling=Handling(visit=record_read(VisitBefore, cast("Data", visit)) if visit else None),
    )
    return _typed(blank, event)


def changed(incident: Incident, event: IncidentEvent) -> Incident:
    """The incident with what an event brought, still in the state and version before."""
    change = _CHANGES.get(event.kind)
    return change(incident, event) if change else incident


def _with(incident: Incident, **values: Any) -> Incident:
    return replace(incident, handling=replace(incident.handling, **values))


def _typed(incident: Incident, event: IncidentEvent) -> Incident:
    """The first report's fields as typed; a level that was confirmed stands unless facts raise it.

    The first version of the program confirmed nothing.
    """
    data = event.data
    level = read.text(data, "level")
    typed = replace(
        incident,
        kind=IncidentKind(read.text(data, "kind", incident.kind)),
        occurred_at=read.instant(data, "occurred_at") or incident.occurred_at,
        time_unknown=read.flag(data, "time_unknown"),
        place=Place(read.text(data, "place", Place.COUNTER)),
        channel=Channel(read.text(data, "channel", Channel.IN_PERSON)),
        triggers=read.texts(data, "triggers"),
        level=level,
        steps=_steps(data),
        told=_told_of(data),
        hurt=Answer(read.text(data, "hurt", Answer.NO)),
        weapon=Answer(read.text(data, "weapon", Answer.NO)),
        text_id=read.identity(data, "text_id"),
        handling=replace(incident.handling, proposed=level),
    )
    confirmed = incident.handling.confirmed
    if confirmed and typed.kind is incident.kind and confirmed.level >= floor(typed):
        return replace(typed, level=confirmed.level)
    return _raised(_with(typed, confirmed=None))


def _raised(incident: Incident) -> Incident:
    """With at least the level that the facts ask for, which then has to be confirmed anew."""
    least = floor(incident)
    if incident.level >= least:
        return incident
    return replace(_with(incident, confirmed=None), level=least)


def _steps(data: Data) -> tuple[Step, ...]:
    pairs = cast("list[tuple[str, str]]", data.get("steps") or [])
    return tuple(Step(step, read.moment(at)) for step, at in pairs)


def _told_of(data: Data) -> Notice | None:
    told = cast("tuple[str | None, str, str] | None", data.get("told"))
    if told is None:
        return None
    whom, how, at = told
    return Notice(UUID(whom) if whom else None, how, read.moment(at))


def _told(incident: Incident, event: IncidentEvent) -> Incident:
    """The first notice counts for the clock; later ones stand in the history."""
    notice = record_read(Notice, event.data)
    if read.flag(event.data, "headquarters"):
        known = incident.handling.told_hq
        return incident if known and known.at <= notice.at else _with(incident, told_hq=notice)
    if incident.told and incident.told.at <= notice.at:
        return incident
    return replace(incident, told=notice)


def _acknowledged(incident: Incident, event: IncidentEvent) -> Incident:
    return replace(incident, acknowledged_by=event.actor_id, acknowledged_at=event.at)


def _reviewed(incident: Incident, event: IncidentEvent) -> Incident:
    since = incident.handling.reviewed_from or event.at
    return _with(incident, reviewer_id=_reviewer(incident, event), reviewed_from=since)


def _reviewer(incident: Incident, event: IncidentEvent) -> UUID | None:
    """Who writes down what headquarters decided does not review it."""
    return None if barred(incident, event.actor_id) else event.actor_id


def _begun(incident: Incident, event: IncidentEvent) -> Incident:
    """Whoever judges a report that nobody has begun to review begins with it."""
    return incident if incident.handling.reviewer_id else _reviewed(incident, event)


def _level(incident: Incident, event: IncidentEvent) -> Incident:
    level = read.text(event.data, "level")
    why = read.identity(event.data, "why_id")
    confirmed = Confirmed(level, event.actor_id, event.at, why)
    return replace(_with(_begun(incident, event), confirmed=confirmed), level=level)


def _concerns(incident: Incident, event: IncidentEvent) -> Incident:
    """What somebody whom it concerns has confirmed has to be confirmed by another."""
    handling = incident.handling
    concerned = _accounts(event)
    keeps = handling.reviewer_id not in concerned
    stands = handling.confirmed and (handling.superior or handling.confirmed.by not in concerned)
    return _with(
        incident,
        concerned=concerned,
        reviewer_id=handling.reviewer_id if keeps else None,
        confirmed=handling.confirmed if stands else None,
    )


def _accounts(event: IncidentEvent) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in read.texts(event.data, "accounts"))


def _handed_up(incident: Incident, event: IncidentEvent) -> Incident:
    notice = record_read(Notice, event.data)
    after = _with(
        incident,
        superior=True,
        told_hq=notice,
        reviewer_id=None,
        reviewed_from=incident.handling.reviewed_from or notice.at,
    )
    return replace(after, acknowledged_at=incident.acknowledged_at or notice.at)


def _detail(incident: Incident, event: IncidentEvent) -> Incident:
    since = incident.handling.detail_at or event.at
    detail = record_read(Detail, event.data)
    return _raised(_with(incident, detail=detail, detail_at=since))


def _task(incident: Incident, event: IncidentEvent) -> Incident:
    return _with(incident, tasks=(*incident.handling.tasks, record_read(Task, event.data)))


def _task_done(incident: Incident, event: IncidentEvent) -> Incident:
    return _on_task(incident, event, done_at=event.at, done_by=event.actor_id)


def _task_checked(incident: Incident, event: IncidentEvent) -> Incident:
    worked = read.flag(event.data, "worked")
    return _on_task(incident, event, checked_at=event.at, worked=worked)


def _on_task(incident: Incident, event: IncidentEvent, **values: Any) -> Incident:
    meant = read.identity(event.data, "task_id")
    tasks = incident.handling.tasks
    changed_ones = tuple(replace(one, **values) if one.id == meant else one for one in tasks)
    return _with(incident, tasks=changed_ones)


def _attached(incident: Incident, event: IncidentEvent) -> Incident:
    said = {**event.data, "at": read.written(event.at), "by": str(event.actor_id)}
    added = record_read(Attachment, said)
    return _with(incident, attachments=(*incident.handling.attachments, added))


def _detached(incident: Incident, event: IncidentEvent) -> Incident:
    meant = read.identity(event.data, "attachment_id")
    values: dict[str, Any] = {
        "removed_at": event.at,
        "removed_by": event.actor_id,
        "why_id": read.identity(event.data, "why_id"),
        "destroyed": read.flag(event.data, "destroyed"),
    }
    known = incident.handling.attachments
    after = tuple(replace(one, **values) if one.id == meant else one for one in known)
    return _with(incident, attachments=after)


def _apology(incident: Incident, event: IncidentEvent) -> Incident:
    said = {**event.data, "by": str(event.actor_id)}
    return _with(incident, apology=record_read(Apology, said))


def _record(name: str, kind: type[Any]) -> Callable[[Incident, IncidentEvent], Incident]:
    def change(incident: Incident, event: IncidentEvent) -> Incident:
        return _with(incident, **{name: record_read(kind, event.data)})

    return change


def _findings(incident: Incident, event: IncidentEvent) -> Incident:
    return _with(_begun(incident, event), findings=record_read(Findings, event.data))


def _complaint(incident: Incident, event: IncidentEvent) -> Incident:
    return _with(incident, complaint_told_at=read.instant(event.data, "at"))


def _update(incident: Incident, event: IncidentEvent) -> Incident:
    return _with(incident, updates=(*incident.handling.updates, event.at))


def _missed(incident: Incident, event: IncidentEvent) -> Incident:
    why = read.identity(event.data, "why_id")
    reason = Missed(read.text(event.data, "clock"), why, event.at, event.actor_id)
    return _with(incident, missed=(*incident.handling.missed, reason))


def _planned(incident: Incident, event: IncidentEvent) -> Incident:
    return _with(incident, planned_at=event.at)


def _halted(incident: Incident, event: IncidentEvent) -> Incident:
    """Stands still; where it was is kept for those that come back."""
    data, comes_back = event.data, event.kind in (_A.RETURN, _A.BLOCK)
    waits_for = read.text(data, "waits_for")
    halt = Halt(
        at=event.at,
        by=event.actor_id,
        why_id=read.identity(data, "why_id"),
        waits_for=WaitsFor(waits_for) if waits_for else None,
        into=read.identity(data, "into"),
    )
    return _with(incident, halt=halt, before=incident.state.value if comes_back else "")


def _closed(incident: Incident, event: IncidentEvent) -> Incident:
    note = read.identity(event.data, "note_id")
    handling = incident.handling
    findings = handling.findings
    if note:
        findings = replace(findings or Findings(), note_id=note)
    return _with(
        incident,
        findings=findings,
        planned_at=handling.planned_at or event.at,
        closed_at=event.at,
        closed_by=event.actor_id,
    )


def _reopened(incident: Incident, event: IncidentEvent) -> Incident:
    return _with(
        incident,
        reopened=incident.handling.reopened + 1,
        reviewer_id=_reviewer(incident, event),
        planned_at=None,
        closed_at=None,
        closed_by=None,
    )


_CHANGES: Final[Mapping[IncidentAction, Callable[[Incident, IncidentEvent], Incident]]] = {
    _A.AMEND: _typed,
    _A.TOLD: _told,
    _A.DETAIL: _detail,
    _A.ACKNOWLEDGE: _acknowledged,
    _A.REVIEW: _reviewed,
    _A.LEVEL: _level,
    _A.CONCERNS: _concerns,
    _A.HAND_UP: _handed_up,
    _A.TASK: _task,
    _A.TASK_DONE: _task_done,
    _A.TASK_CHECKED: _task_checked,
    _A.CONTACT: _record("contact", Contact),
    _A.APOLOGY: _apology,
    _A.CORRECTION: _record("correction", Correction),
    _A.COMPLAINT: _complaint,
    _A.BREACH: _record("breach", Breach),
    _A.EVIDENCE: _record("evidence", Evidence),
    _A.ATTACH: _attached,
    _A.DETACH: _detached,
    _A.CARE: _record("care", Care),
    _A.FINDINGS: _findings,
    _A.UPDATE: _update,
    _A.MISSED: _missed,
    _A.PLANNED: _planned,
    _A.RETURN: _halted,
    _A.BLOCK: _halted,
    _A.MERGE: _halted,
    _A.CLOSE: _closed,
    _A.REOPEN: _reopened,
    _A.VOID: _halted,
}
