"""What is still to be done after the client has gone: promises, gaps, things to acknowledge.

Most follow-ups are not stored: they are read off what is known (a refusal without its reason, an
incident nobody acknowledged) and vanish when their cause does.  A row is stored for a task that a
person typed, and for what a person decided about a derived one: done, put off, given to somebody.

What an event of each kind carries in `data` (instants as ISO 8601 in UTC, ids as text):

| kind | data |
| --- | --- |
| open | site, kind, subject_id (null: typed by a person), due_at, text_id, assignee_id |
| done | nothing |
| postpone | due_at, why_id, text_id (the same words, kept longer) |
| assign | assignee_id (null: anybody) |
| undo | undoes (event id): a follow-up marked done is open again |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.event import Event
from desk.domain.incident_clocks import Clock, ClockState
from desk.domain.visit_undo import UNDO_FOR

SOON = timedelta(hours=2)
"""What falls due within this time counts as due now, also past midnight."""


class FollowUpKind(StrEnum):
    """What is to be done."""

    TASK = "task"  # typed by a person (IP-16, IP-17)
    PAPER = "paper"  # a day on paper is still to be entered
    CALL_BACK = "call_back"  # promised on the phone
    APOLOGY = "apology"  # of earlier programs: decisions about what is a clock now
    BOOKING = "booking"  # booked here by phone, the booking system does not know it yet
    REFUSAL = "refusal"  # its reason, legal basis or way to complain was not noted (RF-01, RF-04)
    TICKET = "ticket"  # a ticket of an earlier day that nobody ended
    CLOCK = "clock"  # of a report: something has to be done in time (B5)
    TREND = "trend"  # what reports have in common: of a grave one, of the branch's month
    DRAFT = "draft"  # a report that somebody began to write
    HOURS = "hours"  # today's opening hours are not confirmed by headquarters
    ANSWER = "answer"  # headquarters answered a report


TYPED = frozenset({FollowUpKind.TASK, FollowUpKind.PAPER})
"""Kinds that a person types; all others are derived."""

BY_HAND = TYPED | {
    FollowUpKind.CALL_BACK,
    FollowUpKind.BOOKING,
    FollowUpKind.TREND,
    FollowUpKind.ANSWER,
}
"""Kinds that are done when a person says so; the others when their cause has gone."""


class FollowUpState(StrEnum):
    """Where a stored follow-up stands."""

    OPEN = "open"
    DONE = "done"


class FollowUpAction(StrEnum):
    """What can happen to a stored follow-up; also the kind of its event."""

    OPEN = "open"
    DONE = "done"
    POSTPONE = "postpone"
    ASSIGN = "assign"
    UNDO = "undo"


FollowUpEvent = Event[FollowUpAction]


class Ref(NamedTuple):
    """Names a follow-up, stored or not: its kind, and its subject's id (a typed one's own id).

    `part` tells the several of one subject apart: the clock of a report, the kind of a draft.
    """

    kind: FollowUpKind
    id: UUID
    part: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A stored follow-up as it stands now (a projection of its events).

    Args:
        subject_id: the call, incident or booking it is about; None for a typed one.
        due_at: the last instant that is in time (UTC); None = no term.
        text_id: the `person_data` row with what is to be done, of a typed one.
        assignee_id: who is to do it; None = anybody.
    """

    id: UUID
    version: int
    site: str
    kind: FollowUpKind
    state: FollowUpState
    opened_at: datetime
    opened_by: UUID
    subject_id: UUID | None = None
    due_at: datetime | None = None
    text_id: UUID | None = None
    assignee_id: UUID | None = None
    done_at: datetime | None = None
    done_by: UUID | None = None
    last_event_id: UUID | None = None

    @property
    def ref(self) -> Ref:
        """By what it is named."""
        return Ref(self.kind, self.subject_id or self.id)


def apply(known: FollowUp | None, event: FollowUpEvent) -> FollowUp:
    """The follow-up after an event; None before it was opened.

    Raises:
        DeskError: "followup.unknown", "followup.changed_meanwhile" when the event does not
            follow the last one, "followup.done_already", "followup.not_done".
    """
    if known is None:
        return _opened(event)
    if event.seq != known.version + 1:
        raise DeskError("followup.changed_meanwhile")
    done = known.state is FollowUpState.DONE
    if done and event.kind is not FollowUpAction.UNDO:
        raise DeskError("followup.done_already")
    if not done and event.kind in (FollowUpAction.UNDO, FollowUpAction.OPEN):
        raise DeskError("followup.not_done")
    return replace(_changed(known, event), version=event.seq, last_event_id=event.id)


def _opened(event: FollowUpEvent) -> FollowUp:
    data = event.data
    if event.kind is not FollowUpAction.OPEN:
        raise DeskError("followup.unknown")
    return FollowUp(
        id=event.subject_id,
        version=event.seq,
        site=read.text(data, "site"),
        kind=FollowUpKind(read.text(data, "kind")),
        state=FollowUpState.OPEN,
        opened_at=event.at,
        opened_by=event.actor_id,
        subject_id=read.identity(data, "subject_id"),
        due_at=read.instant(data, "due_at"),
        text_id=read.identity(data, "text_id"),
        assignee_id=read.identity(data, "assignee_id"),
        last_event_id=event.id,
    )


def _changed(known: FollowUp, event: FollowUpEvent) -> FollowUp:
    match event.kind:
        case FollowUpAction.DONE:
            return replace(
                known, state=FollowUpState.DONE, done_at=event.at, done_by=event.actor_id
            )
        case FollowUpAction.POSTPONE:
            text_id = read.identity(event.data, "text_id") or known.text_id
            return replace(known, due_at=read.instant(event.data, "due_at"), text_id=text_id)
        case FollowUpAction.ASSIGN:
            return replace(known, assignee_id=read.identity(event.data, "assignee_id"))
        case _:
            return replace(known, state=FollowUpState.OPEN, done_at=None, done_by=None)


def undo_refusal(known: FollowUp, now: datetime) -> str:
    """Why "done" cannot be taken back; "" when it can.

    Returns:
        "followup.not_done", "followup.too_late" or "".
    """
    if known.done_at is None:
        return "followup.not_done"
    return "followup.too_late" if now - known.done_at > UNDO_FOR else ""


def replay(events: Iterable[FollowUpEvent]) -> FollowUp:
    """The follow-up that its events tell, in the order of their seq.

    Raises:
        DeskError: as `apply`; "followup.unknown" when there are none.
    """
    known: FollowUp | None = None
    for event in events:
        known = apply(known, event)
    if known is None:
        raise DeskError("followup.unknown")
    return known


class Urgency(StrEnum):
    """How near the term is; the screen says it in words, never by colour alone."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    WAITING = "waiting"  # for somebody outside


def urgency(due_at: datetime | None, now: datetime) -> Urgency:
    """Where an open follow-up stands to its term; without a term it is for later."""
    if due_at is None:
        return Urgency.LATER
    if due_at < now:
        return Urgency.OVERDUE
    near = local_day(due_at) == local_day(now) or due_at - now < SOON
    return Urgency.TODAY if near else Urgency.LATER


def clock_urgency(clock: Clock, now: datetime) -> Urgency:
    """The same for a clock of a report; one that was stopped late only lacks its reason."""
    state = clock.state(now)
    if state is ClockState.WAITS:
        return Urgency.WAITING
    return Urgency.LATER if clock.stopped_at else urgency(clock.due, now)


@dataclass(frozen=True, slots=True)
class Open:
    """A follow-up that is open, wherever it comes from.

    Args:
        since: when its cause arose.
        number: the ticket's, incident's or booking's number; "" when it has none.
        topic: id of the content pack's list of call topics, of a call back.
        gaps: what a refusal lacks: "reason", "legal_basis", "complaint".
        stored: what a person decided about it; None when nothing yet.
        owner_id: whose it is by its nature: who took the call, served, reported.
        clock: of a report; text_id: the words of its task; incident: kind and level of the
            report, empty for whoever may not read it.
    """

    ref: Ref
    since: datetime
    due_at: datetime | None
    number: str = ""
    topic: str = ""
    gaps: tuple[str, ...] = ()
    stored: FollowUp | None = None
    owner_id: UUID | None = None
    clock: Clock | None = None
    text_id: UUID | None = None
    incident: tuple[str, str] = ("", "")

    @property
    def responsible_id(self) -> UUID | None:
        """Who is to do it: to whom it was given, else whose it is; None = anybody."""
        return (self.stored and self.stored.assignee_id) or self.owner_id


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A line of the Follow-ups screen.

    Args:
        number: the ticket's, incident's or booking's number; topic, gaps: as in `Open`.
        text: what a person typed; "" for a derived one, or once erased.
        responsible: the name of who is to do it; "" = anybody.
        mine: whether that is the reader.
        done_at, done_by: of one that was done today; may_undo: that can still be taken back.
        pressing: whether its amber time has come; clock, incident: as in `Open`.
        why: why its time was missed, as somebody said.
    """

    ref: Ref
    urgency: Urgency
    since: datetime
    due_at: datetime | None
    number: str
    topic: str
    gaps: tuple[str, ...]
    text: str
    responsible: str
    mine: bool
    done_at: datetime | None = None
    done_by: str = ""
    may_undo: bool = False
    pressing: bool = False
    clock: Clock | None = None
    incident: tuple[str, str] = ("", "")
    why: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpStep:
    """A line of a follow-up's history: what was done, when, by whom; `text` says why or until."""

    at: datetime
    what: FollowUpAction
    who: str
    due_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpDetail:
    """A follow-up opened: also who is to be reached, and what was noted."""

    line: FollowUpLine
    name: str
    phone: str
    text: str
    history: tuple[FollowUpStep, ...]


def still_open(derived: Iterable[Open], stored: Iterable[FollowUp]) -> tuple[Open, ...]:
    """All that is to be done, the most urgent first; nothing is listed twice.

    Args:
        derived: read off what is known.
        stored: the rows of the same site: typed ones, and decisions about derived ones.
    """
    rows = tuple(stored)
    decided: Mapping[Ref, FollowUp] = {row.ref: row for row in rows}
    found = [_decided(one, decided.get(one.ref)) for one in derived]
    found += [
        Open(row.ref, row.opened_at, row.due_at, stored=row) for row in rows if row.kind in TYPED
    ]
    left = [one for one in found if one.stored is None or one.stored.state is FollowUpState.OPEN]
    return tuple(sorted(left, key=_rank))


def _decided(one: Open, row: FollowUp | None) -> Open:
    return one if row is None else replace(one, stored=row, due_at=row.due_at)


def _rank(one: Open) -> tuple[bool, datetime, str, str, str]:
    kind, _id, part = one.ref
    return one.due_at is None, one.due_at or one.since, kind.value, one.number, part
