"""What statistics know of a report: everything but the people in it.

Who reported, who was concerned, who reviewed, at which counter: none of it is taken over here, so
no figure can be made of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from desk.domain.clock import local_day
from desk.domain.incident import Answer, Incident, IncidentKind, IncidentState, Step
from desk.domain.incident_clock_rules import began, clocks
from desk.domain.incident_clocks import Clock, ClockKind, ClockState, Limits
from desk.domain.incident_handling import (
    ApologyForm,
    Care,
    Detail,
    Evidence,
    Findings,
    Grade,
    Handling,
    Support,
    TaskKind,
)
from desk.domain.incident_levels import is_error

_NOT_COUNTED: Final = frozenset({IncidentState.VOIDED, IncidentState.MERGED})
_HARMED: Final = frozenset({Grade.LOW, Grade.MODERATE, Grade.SEVERE, Grade.FATAL})
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_TALLY: Final = "0"
_ERROR_KINDS: Final = frozenset({IncidentKind.ERROR, IncidentKind.NEAR_MISS})


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is counted.

    Args:
        day: when it happened or was found; the day of recording when nobody knows better.
        at: the instant; None when nobody knows it.
        acts, before, circumstances: ids of the detail; none while nobody has told.
        error: an error of our own that was not caught in time; near: one that was.
        told, acknowledged: whether in time; None where no limit asks for it.
        tasks_overdue, tasks_done, tasks_checked: of all tasks; of corrective ones that are done.
        found_hours, told_hours, mended_hours: from made to found, from found to the client told
            and to all remedied; None where it is not known.
    """

    kind: IncidentKind
    level: str
    day: date
    at: datetime | None
    channel: str
    service: str
    triggers: tuple[str, ...]
    acts: tuple[str, ...]
    before: tuple[str, ...]
    circumstances: tuple[str, ...]
    waited_minutes: int | None
    steps: tuple[Step, ...]
    police: bool
    injured: bool
    psychological: bool
    lost_days: int
    accident_record: bool
    support_offered: bool
    support_taken: bool
    error: bool
    near: bool
    causes: tuple[str, ...]
    repeated: bool | None
    found_by: str
    found_hours: float | None
    told_hours: float | None
    mended_hours: float | None
    apologised: bool
    complaint_told: bool
    breach: bool
    told: bool | None
    acknowledged: bool | None
    tasks_overdue: int
    tasks_done: int
    tasks_checked: int
    days_to_close: float | None
    reopened: int

    @property
    def aggression(self) -> bool:
        """Aggression of level 1 and up."""
        return is_aggression(self.kind, self.level)

    @property
    def tally(self) -> bool:
        """A heated talk, level 0: it is only counted."""
        return self.kind is IncidentKind.AGGRESSION and self.level == _TALLY

    @property
    def affected(self) -> bool:
        """Whether a colleague was hurt, in body or mind, or met more than a heated talk."""
        return self.injured or self.psychological or self.aggression


_REPEATED: Final = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}


def report_of(incident: Incident, limits: Limits, now: datetime) -> Report | None:
    """The report as it is counted; None when it was voided, or goes on in another (B4).

    Args:
        limits: the institution's terms; now: the present instant, for what is overdue.
    """
    if incident.state in _NOT_COUNTED:
        return None
    at, error = began(incident), is_error(incident)
    return Report(
        kind=incident.kind,
        level=incident.level,
        day=local_day(at),
        at=None if incident.time_unknown else at,
        channel=incident.channel.value,
        triggers=tuple(dict.fromkeys(incident.triggers)),
        waited_minutes=incident.waited_minutes,
        steps=incident.steps,
        error=error,
        near=not error and _graded(incident),
        **_detail(incident, at),
        **_dealt(incident.handling, at),
        **_process(incident, limits, now),
    )


def is_aggression(kind: IncidentKind, level: str) -> bool:
    """Aggression of level 1 and up."""
    return kind is IncidentKind.AGGRESSION and level != _TALLY


def _graded(incident: Incident) -> bool:
    data = incident.kind is IncidentKind.DATA and bool(incident.level)
    return data or incident.kind in _ERROR_KINDS


def _detail(incident: Incident, at: datetime) -> dict[str, Any]:
    detail = incident.handling.detail or Detail()
    return {
        "service": incident.service or detail.service,
        "acts": _ids(detail.acts),
        "before": _ids(detail.before),
        "circumstances": _ids(detail.circumstances),
        "injured": incident.hurt is Answer.YES or detail.physical in _HARMED,
        "psychological": detail.psychological in _HARMED,
        "lost_days": detail.lost_days or 0,
        "accident_record": detail.accident_record is Answer.YES,
        "found_by": detail.found_by.value if detail.found_by else "",
        "found_hours": _hours(detail.made_at, at),
    }


def _dealt(handling: Handling, at: datetime) -> dict[str, Any]:
    care, apology, contact = handling.care or Care(), handling.apology, handling.contact
    talked = care.talked_at is not None
    evidence, findings = handling.evidence or Evidence(), handling.findings or Findings()
    return {
        "police": evidence.police_called_at is not None,
        "support_offered": talked or bool(care.given),
        "support_taken": talked or bool(set(care.given) - {Support.DECLINED}),
        "causes": _ids(findings.causes),
        "repeated": _REPEATED[findings.repeated],
        "told_hours": _hours(at, contact.at if contact else None),
        "mended_hours": _hours(at, _mended(handling)),
        "apologised": apology is not None and apology.form is not ApologyForm.UNREACHABLE,
        "complaint_told": handling.complaint_told_at is not None,
        "breach": handling.breach is not None,
    }


def _process(incident: Incident, limits: Limits, now: datetime) -> dict[str, Any]:
    handling, today = incident.handling, local_day(now)
    running = {one.kind: one for one in clocks(incident, limits)}
    closed = handling.closed_at
    corrective = [one for one in handling.tasks if one.kind is TaskKind.CORRECTIVE]
    done = [one for one in corrective if not one.open]
    return {
        "told": _in_time(running.get(ClockKind.TOLD), now),
        "acknowledged": _in_time(running.get(ClockKind.ACKNOWLEDGE), now),
        "tasks_overdue": sum(one.due < today for one in handling.open_tasks),
        "tasks_done": len(done),
        "tasks_checked": sum(one.checked_at is not None for one in done),
        "days_to_close": (closed - incident.recorded_at) / _DAY if closed else None,
        "reopened": handling.reopened,
    }


def _mended(handling: Handling) -> datetime | None:
    """When everything was remedied: all tasks of that kind, and the e-mail put right."""
    remedies = [one.done_at for one in handling.tasks if one.kind is TaskKind.REMEDY]
    if handling.correction is not None:
        remedies.append(handling.correction.sent_at)
    done = [one for one in remedies if one is not None]
    return max(done) if done and len(done) == len(remedies) else None


def _in_time(clock: Clock | None, now: datetime) -> bool | None:
    """None while there is still time, or nothing asks for it."""
    state = clock.state(now) if clock else ClockState.RUNNING
    if state in (ClockState.RUNNING, ClockState.WAITS):
        return None
    return state is ClockState.IN_TIME


def _hours(since: datetime | None, until: datetime | None) -> float | None:
    """Hours between; None where one end is not known or comes before the other."""
    if since is None or until is None or until < since:
        return None
    return (until - since) / _HOUR


def _ids(values: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.value for value in values))
