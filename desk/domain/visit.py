"""A client's visit and its ticket: what is known, and what has happened.

A visit is one client's time at the branch: its services, its place in the queue (the ticket) and
the periods its time was spent in.  It is never edited: every change is a `VisitEvent`, and
`desk.domain.visit_states.apply` tells what the visit is after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class TicketState(StrEnum):
    """Where a ticket stands (Latvian words: desk.domain glossary)."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    TRANSFERRED = "transferred"  # waits for another counter or service, place kept
    SERVED = "served"
    NO_SHOW = "no_show"
    STOPPED = "stopped"  # conduct: the clerk ended the contact (AG-04)
    LEFT = "left"


COMPLAINT_TOLD = "complaint_right_told"
"""Id of the self-check that the client was told how to complain (RF-04)."""

OPEN_STATES = frozenset(
    {
        TicketState.WAITING,
        TicketState.CALLED,
        TicketState.SERVING,
        TicketState.PARKED,
        TicketState.TRANSFERRED,
    }
)


class PeriodKind(StrEnum):
    """What a stretch of a visit's time was spent on."""

    WAITING = "waiting"
    CALLED = "called"  # the way from the seat to the counter
    SERVING = "serving"
    PARKED = "parked"
    INTERRUPTED = "interrupted"  # the clerk was on the phone meanwhile


class Action(StrEnum):
    """What can happen to a visit; also the kind of its event."""

    ISSUE = "issue"  # a ticket is taken: the visit begins
    CALL = "call"
    RECALL = "recall"
    START = "start"  # the client is at the counter
    NO_SHOW = "no_show"
    PARK = "park"
    TRANSFER = "transfer"
    STOP = "stop"
    FINISH = "finish"
    LEAVE = "leave"
    REQUEUE = "requeue"  # back to the same place: parked, no-show or stopped come again
    ADD_SERVICE = "add_service"
    REMOVE_SERVICE = "remove_service"
    SET_NOTE = "set_note"
    SET_CONTACT = "set_contact"
    SET_ASSISTANCE = "set_assistance"
    INTERRUPT = "interrupt"  # the phone rang: serving pauses
    RESUME = "resume"  # the call is over: serving goes on
    COMPLETE = "complete"  # what a refusal lacked, added later (by day close)
    TICK = "tick"  # a self-check of this visit, e.g. "document presented"
    UNDO = "undo"
    CORRECT = "correct"


class ArrivalClass(StrEnum):
    """How an arrival stands to its slot (AP-01 with correction 5; ATD has no five-minute class)."""

    WALK_IN = "walk_in"
    EARLY = "early"
    IN_TIME = "in_time"
    INSIDE_MARGIN = "inside_margin"  # inside the last five minutes: a class of its own, not late
    LATE = "late"


class Priority(StrEnum):
    """The only reasons that justify a place before others (WE-07, LA-09)."""

    ACCESSIBILITY = "accessibility"
    HANDOVER = "handover"
    ERROR_CORRECTION = "error_correction"


class Outcome(StrEnum):
    """How serving ended (WE-02)."""

    SOLVED = "solved"
    INCOMPLETE = "incomplete"  # something was missing: next-time slip
    REFUSED = "refused"  # reason and legal basis by day close at the latest (RF-01)
    REFERRED = "referred"
    CONSULTED = "consulted"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time of one kind; `end` is None while it runs.

    Args:
        gap_seconds: time that an undo put back into this period (shown as such in the history).
    """

    kind: PeriodKind
    start: datetime
    end: datetime | None = None
    counter: str = ""
    actor_id: UUID | None = None
    gap_seconds: int = 0


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """One thing that happened to a visit, as stored: insert-only.

    Args:
        seq: 1, 2, 3 ... within the visit; the database refuses a second event with one number.
        at: when it happened (UTC).  `recorded_at` differs only for paper back-entry.
        data: details by name, JSON scalars and lists only; no personal data and nothing that a
            clerk worded (ids of `person_data` rows stand in for both).
    """

    id: UUID
    visit_id: UUID
    seq: int
    kind: Action
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    counter: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with its ticket as it stands now (a projection of its events).

    Args:
        version: the seq of the last event applied.
        number: as called out, e.g. "A014"; never repeats in a day at a site.
        services: ids of the service catalogue, in the order added.
        place_at: the instant that ranks the ticket; a transfer, a park or an undo keeps it.
        slot: the appointment's start, None for a walk-in.
        target_counter: a transfer meant for one counter only; empty = any.
        calls: how often it was called out since it last waited.
        contact_id, note_id: `person_data` rows.
        assistance_id: the `person_data` row with what help is needed (LA-09: what, not why).
        ticks: ids of self-checks made for this visit.
        reason_id: the `person_data` row with why it ended, in the clerk's words.
        legal_basis_id: the `person_data` row with the legal basis of a refusal.
        completed_at: when a refusal got what it had lacked; None: it lacked nothing, or does.
        by_mistake: the ticket was issued by mistake and taken back; no client left.
        parked_for: id of the content pack's list.
    """

    id: UUID
    version: int
    site: str
    day: date
    number: str
    state: TicketState
    services: tuple[str, ...]
    issued_at: datetime
    place_at: datetime
    arrival: ArrivalClass
    slot: datetime | None = None
    appointment_id: UUID | None = None
    priority: Priority | None = None
    counter: str = ""
    actor_id: UUID | None = None
    target_counter: str = ""
    calls: int = 0
    periods: tuple[Period, ...] = ()
    ticks: tuple[str, ...] = ()
    assistance_id: UUID | None = None
    contact_id: UUID | None = None
    note_id: UUID | None = None
    outcome: Outcome | None = None
    reason_id: UUID | None = None
    by_mistake: bool = False
    parked_for: str = ""
    after_hours: bool = False
    last_event_id: UUID | None = None
    last_event_at: datetime | None = None
    legal_basis_id: UUID | None = None
    completed_at: datetime | None = None
