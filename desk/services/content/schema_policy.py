"""The shape of ladders.toml and policy.toml: what HQ can set."""

from __future__ import annotations

import msgspec

from desk.domain.ladder import LadderState
from desk.services.content.schema_base import Helper, Kind, Option, Strict, Text

LADDER_STATES = tuple(state.value for state in LadderState)
"""States of the aggression ladder's one state machine (B4); "observed" is where it begins."""

WALK_INS = ("appointments_only", "when_slot_free", "live_queue")
"""Walk-in policies of a branch."""


class LadderStep(Strict, frozen=True):
    """A step of the aggression ladder (D-14).

    Args:
        id: "warn", "stop", "ask", "demand", "call_supervisor", "call_guard", "call_police" ...
        state: the state of the machine it leads to.
        kind: None for what the client does, e.g. refuses.
        numbers: ids of `Policy.emergency` to ring.
        came: said when those who were called have come; None = nobody comes.
    """

    id: str
    state: str
    text: Text
    document: str
    kind: Kind | None = None
    say: Helper | None = None
    optional: bool = False
    numbers: list[str] = msgspec.field(default_factory=list)
    came: Text | None = None


class Ladder(Strict, frozen=True):
    """ladders.toml: an institution's own steps for aggression, over one state machine.

    Args:
        outcomes: how it can end; their ids are states.
        skip_reasons: why the first step may be left out.
        tell: id of the recipient, see `Policy.recipients`.
        calm: what keeps the clerk safe and the talk quiet.
    """

    id: str
    document: str
    triggers: list[Option]
    steps: list[LadderStep]
    outcomes: list[Option] = msgspec.field(default_factory=list)
    skip_reasons: list[Option] = msgspec.field(default_factory=list)
    calm: list[Text] = msgspec.field(default_factory=list)
    tell: str = "supervisor"


class Emergency(Strict, frozen=True):
    """policy.toml: a number on the action card."""

    id: str
    label: Text
    number: str
    confirmed: bool = False


class CallOrder(Strict, frozen=True):
    """policy.toml: the call order (design: "The visit, the ticket, the appointment").

    Args:
        due_before_minutes: a booking is due this long before its slot.
        walk_in_threshold_minutes: from this wait on a walk-in is overdue ...
        walk_in_after_bookings: ... and comes next after at most this many bookings.
        call_limit: calls before "did not come" is offered.
        hold_minutes: how long a late booking keeps its rank (then it ranks as a walk-in).
        arrival_margin_minutes: 5 for PMLP (AP-01), 0 for ATD.
    """

    due_before_minutes: int
    walk_in_threshold_minutes: int
    walk_in_after_bookings: int
    call_limit: int
    hold_minutes: int
    arrival_margin_minutes: int
    alert_wait_minutes: int
    default: bool = True


class Retention(Strict, frozen=True):
    """policy.toml: how long personal data of a purpose is kept (PD-09, B5).

    Args:
        basis: what it is kept for and by what right, in our own words.
    """

    purpose: str
    days: int
    counted_from: Text
    source: str
    basis: Text | None = None
    default: bool = True


class Attachments(Strict, frozen=True):
    """policy.toml: limits of a report's pictures and scans.

    Args:
        source_mb: the largest file that may be chosen; stored_mb: what is kept of it at most.
        longest_side: pixels of a picture's longer side.
    """

    source_mb: int = 25
    stored_mb: int = 5
    per_report: int = 10
    pdf_pages: int = 20
    longest_side: int = 2560
    default: bool = True


class Policy(Strict, frozen=True):
    """policy.toml: what HQ can set.

    Args:
        walk_ins: "appointments_only", "when_slot_free", "live_queue".
        capacity: bookings that may run at once at a branch.
        cancel_guard_percent: an import that would cancel more asks for a typed confirmation.
        phone_prompt_minutes: 5 for PMLP (PH-07), 0 = no prompt.
        levels, grades: of aggression ("0".."3") and of errors ("E0".."E4").
        recipients: who can be told of an incident, e.g. "supervisor".
        tell: which of them must be told at once, by kind of incident; "other" = all others.
        branch_walk_ins: exceptions by branch id.
        call_topics: what people telephone about, for the call note.
        attachments: how large, and how many, pictures and scans of a report may be.
        hours_reasons: why a branch may be closed or open at other times, as on the door.
    """

    walk_ins: str
    call_order: CallOrder
    capacity: int
    slot_minutes: int
    cancel_guard_percent: int
    phone_prompt_minutes: int
    payment_methods: list[Option]
    priority_reasons: list[Option]
    assistance: list[Option]
    ticks: list[Option]
    error_types: list[Option]
    park_reasons: list[Option]
    call_reasons: list[Option]
    emergency: list[Emergency]
    retention: list[Retention]
    levels: list[Option] = msgspec.field(default_factory=list)
    grades: list[Option] = msgspec.field(default_factory=list)
    recipients: list[Option] = msgspec.field(default_factory=list)
    tell: dict[str, str] = msgspec.field(default_factory=dict)
    branch_walk_ins: dict[str, str] = msgspec.field(default_factory=dict)
    hours_reasons: list[Option] = msgspec.field(default_factory=list)
    call_topics: list[Option] = msgspec.field(default_factory=list)
    attachments: Attachments = Attachments()
    default: bool = True
