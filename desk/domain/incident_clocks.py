"""The clocks of a report (B5): by when what has to be done, and whether it was.

Each clock begins with something that happened and is stopped by one fact of the report alone; what
the terms are called stands in `TERMS`, how long they are in the content pack.  Whoever missed a
limit says why (`Missed`); the reason stands beside the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from desk.domain.clock import local_day
from desk.domain.deadlines import Term, Unit, due, start_of_day
from desk.domain.incident_handling import Missed
from desk.domain.workdays import WorkCalendar

_NOTHING: Final = timedelta(0)
_BY_THE_CLOCK: Final = frozenset({Unit.MINUTES, Unit.HOURS})
day_of: Final = lru_cache(maxsize=4096)(local_day)
"""As `local_day`, remembered: the clocks of one report ask for few days many times."""
_beginning: Final = lru_cache(maxsize=4096)(start_of_day)


class ClockKind(StrEnum):
    """What has to be done in time."""

    TOLD = "told"  # somebody above told in person or by phone (SE-01, AG-05)
    HEADQUARTERS = "headquarters"  # headquarters told, level 2 and up
    ACCIDENT = "accident"  # an accident at work told to the employer (Reg. 950)
    POLICE = "police"  # a severe one: to the police ...
    INSPECTORATE = "inspectorate"  # ... and to the labour inspectorate
    CORRECTION = "correction"  # an e-mail put right, with an apology (EE-01)
    APOLOGY = "apology"  # an apology made or decided about (SE-04)
    FEEDBACK = "feedback"  # an error that the client found: answered
    REPORT = "report"  # the first report written
    DETAIL = "detail"  # the detail added (B3.B)
    ANSWER = "answer"  # a report that was sent back, answered by its reporter
    ACKNOWLEDGE = "acknowledge"
    TALK = "talk"  # with the colleague concerned
    CARE = "care"  # looking after them a day, a week, a month later
    UPDATE = "update"  # telling the reporter how it stands
    REVIEW = "review"
    TREND = "trend"  # looking at what such reports have in common
    BREACH = "breach"  # to the data inspectorate (GDPR 33)
    EVIDENCE = "evidence"  # the recording asked for before it is overwritten
    EVIDENCE_KEPT = "evidence_kept"  # what was kept is used before it is let go
    TASK = "task"


class Duty(StrEnum):
    """Who stops a clock."""

    REPORTER = "reporter"  # or a lead
    LEAD = "lead"
    REVIEWER = "reviewer"  # a lead who neither reported it nor is concerned
    OWNER = "owner"  # whose task it is, or a lead


class Stop(StrEnum):
    """The fact that stopped a clock."""

    TOLD = "told"
    TOLD_HQ = "told_hq"
    SPECIALIST = "specialist"
    POLICE = "police"
    INSPECTORATE = "inspectorate"
    CORRECTED = "corrected"
    APOLOGISED = "apologised"
    CONTACTED = "contacted"
    REPORTED = "reported"
    DETAILED = "detailed"
    ACKNOWLEDGED = "acknowledged"
    TALKED = "talked"
    UPDATED = "updated"
    REVIEWED = "reviewed"
    NOTIFIED = "notified"
    NOT_NEEDED = "not_needed"  # decided, with the reason
    ASKED = "asked"
    DONE = "done"
    CLOSED = "closed"
    BY_HAND = "by_hand"  # said so on the Follow-ups screen


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    WAITS = "waits"  # for somebody outside: noted, not hidden (B4)
    IN_TIME = "in_time"
    LATE = "late"  # done, after its time
    MISSED = "missed"  # not done, and its time is over


class Limit(NamedTuple):
    """The ids of a clock's terms in the content pack; "" = none."""

    term: str
    amber: str = ""
    outer: str = ""


AT_ONCE: Final = Limit("serious_notice", "serious_notice_amber")
SAME_SHIFT: Final = Limit("shift_notice")
CARE_TERMS: Final = ("care_day", "care_week", "care_month")

TERMS: Final[Mapping[ClockKind, Limit]] = {
    ClockKind.TOLD: Limit("error_notice_red", "error_notice_amber"),
    ClockKind.HEADQUARTERS: Limit("headquarters_notice"),
    ClockKind.ACCIDENT: Limit("accident_notice", "accident_notice_amber"),
    ClockKind.POLICE: Limit("accident_notice", "accident_notice_amber"),
    ClockKind.INSPECTORATE: Limit("accident_notice", "accident_notice_amber"),
    ClockKind.CORRECTION: Limit("email_correction", "email_correction_amber"),
    ClockKind.APOLOGY: Limit("error_apology"),
    ClockKind.FEEDBACK: Limit("feedback_handled"),
    ClockKind.REPORT: Limit("incident_report", outer="incident_report_outer"),
    ClockKind.DETAIL: Limit("incident_detail"),
    ClockKind.ANSWER: Limit("incident_detail"),
    ClockKind.ACKNOWLEDGE: Limit("incident_acknowledge"),
    ClockKind.TALK: Limit("incident_talk", outer="incident_talk_outer"),
    ClockKind.UPDATE: Limit("incident_update"),
    ClockKind.REVIEW: Limit("incident_review", outer="incident_review_outer"),
    ClockKind.TREND: Limit("trend_review"),
    ClockKind.BREACH: Limit("data_breach", "data_breach_amber"),
    ClockKind.EVIDENCE: Limit("evidence_request"),
}
"""What each clock's terms are called; those with a day of their own (tasks) have none."""

MONTHLY_TREND: Final = "trend_month"
"""The term of the branch's own look at its reports, from the end of each month."""

_SHAPE: Final = re.compile(
    r"(?:update:\d+|task:[0-9a-f-]{36}|care:\d{4}-\d\d-\d\d)"
    rf"|(?:{'|'.join(set(ClockKind) - {ClockKind.UPDATE, ClockKind.TASK, ClockKind.CARE})})"
)


def known(clock_id: str) -> bool:
    """Whether a text is the id of a clock."""
    return _SHAPE.fullmatch(clock_id) is not None


@dataclass(frozen=True, slots=True)
class Limits:
    """The terms of an institution, found quickly.

    Args:
        apologise: whether the institution's rules ask for an apology after an error.
        known: last instants by term and day, worked out before.
    """

    calendar: WorkCalendar
    by_id: Mapping[str, tuple[Term, ...]]
    apologise: bool = True
    known: dict[tuple[Term, date], datetime] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, terms: Iterable[Term], calendar: WorkCalendar, *, apologise: bool = True) -> Limits:
        """The limits that terms set."""
        found: dict[str, list[Term]] = {}
        for term in sorted(terms, key=lambda term: term.valid_from):
            found.setdefault(term.id, []).append(term)
        ordered = {name: tuple(versions) for name, versions in found.items()}
        return cls(calendar, ordered, apologise)

    def due(self, term_id: str, start: datetime) -> datetime | None:
        """The last instant in time; None when no such term is in force."""
        on = day_of(start)
        begun = [term for term in self.by_id.get(term_id, ()) if term.valid_from <= on]
        if not begun:
            return None
        term = begun[-1]
        if term.unit in _BY_THE_CLOCK:
            return due(start, term, self.calendar)
        until = self.known.get((term, on))
        if until is None:
            until = self.known[term, on] = due(start, term, self.calendar)
        return until

    def by_clock(self, term_id: str) -> bool:
        """Whether a term is counted in minutes or hours, weekends and nights included."""
        versions = self.by_id.get(term_id, ())
        return any(term.unit in _BY_THE_CLOCK for term in versions)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a report.

    Args:
        id: stable within the report, e.g. "told", "update:2", "task:<id>"; see `known`.
        start: from when it runs; due: the last instant in time (UTC).
        amber: from when it is pressing; outer: the hard limit behind `due`, where there is one.
        stopped_at, stopped_by: the fact that stopped it; None while it runs.
        missed: the reason that somebody gave for missing it.
        owner_id: whose task it is.
    """

    id: str
    kind: ClockKind
    duty: Duty
    start: datetime
    due: datetime
    amber: datetime
    outer: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: Stop | None = None
    waits: bool = False
    missed: Missed | None = None
    owner_id: UUID | None = None

    def state(self, now: datetime) -> ClockState:
        """Where it stands; once missed it never runs again by itself."""
        if self.stopped_at is not None:
            return ClockState.LATE if self.stopped_at > self.due else ClockState.IN_TIME
        if self.waits:
            return ClockState.WAITS
        return ClockState.MISSED if now > self.due else ClockState.RUNNING

    def pressing(self, now: datetime) -> bool:
        """Whether it runs and its amber time has come."""
        return self.state(now) is ClockState.RUNNING and now >= self.amber

    def left(self, now: datetime) -> timedelta:
        """The time that is left; nothing once it is over or done, never less."""
        return _NOTHING if self.stopped_at else max(self.due - now, _NOTHING)

    def over(self, now: datetime) -> timedelta:
        """By how much the limit was missed; nothing while in time, never less."""
        return max((self.stopped_at or now) - self.due, _NOTHING)

    def beyond(self, now: datetime) -> bool:
        """Whether the hard outer limit was missed too."""
        return self.outer is not None and (self.stopped_at or now) > self.outer

    def asks_why(self, now: datetime) -> bool:
        """Whether the limit was missed and nobody has said why."""
        return self.missed is None and self.state(now) in (ClockState.LATE, ClockState.MISSED)


def called_done(clock: Clock, at: datetime) -> Clock:
    """A clock that somebody called done on the Follow-ups screen, unless a fact stopped it."""
    if clock.stopped_at is not None:
        return clock
    return replace(clock, stopped_at=at, stopped_by=Stop.BY_HAND, waits=False)


def by_day(day_end: datetime, start: datetime) -> datetime:
    """From when a limit at the end of a day is pressing: from that day's beginning."""
    return max(min(start, day_end), _beginning(day_of(day_end)))


def month_ended(day: date) -> date:
    """The last day of the month before a day's own."""
    return day.replace(day=1) - timedelta(days=1)
