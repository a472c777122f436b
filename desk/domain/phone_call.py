"""A telephone call at a counter and its note, laid over the visit that it interrupts.

What an event of each kind carries in `data` (instants as ISO 8601 in UTC, ids as text):

| kind | data |
| --- | --- |
| begin | site, day, counter, visit_id (null: nobody was being served) |
| note | topic, outcome, until, note_id: all of the note as it stands from now on |
| end | nothing |
| undo | undoes (event id), kind (of the step taken back) |

Who called, on which number and what was said lies in `person_data`; here stands the row's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.event import Event
from desk.domain.visit_undo import UNDO_FOR


class CallState(StrEnum):
    """Where a call stands."""

    RUNNING = "running"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"  # begun by mistake and taken back


class CallAction(StrEnum):
    """What can happen to a call; also the kind of its event."""

    BEGIN = "begin"
    NOTE = "note"  # during the call or later
    END = "end"
    UNDO = "undo"


class CallOutcome(StrEnum):
    """How a call went on; nobody has to say."""

    ANSWERED = "answered"
    CALL_BACK = "call_back"  # a promise: it becomes a follow-up (IP-17)
    PASSED_ON = "passed_on"
    WRONG_NUMBER = "wrong_number"


CallEvent = Event[CallAction]


@dataclass(frozen=True, slots=True)
class CallNote:
    """What is noted of a call, as typed; everything may be empty.

    Args:
        topic: id of the content pack's list; until: promised time of a call back (UTC).
        name, phone, text: who, where and what; kept as personal data.
    """

    topic: str = ""
    outcome: CallOutcome | None = None
    until: datetime | None = None
    name: str = ""
    phone: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """A call as it stands now (a projection of its events).

    Args:
        visit_id: the visit it interrupted; None for a call alone.
        note_id: the `person_data` row with name, phone and text.
        step, step_id, step_at: the last event that was no note, which an undo takes back.
    """

    id: UUID
    version: int
    site: str
    day: date
    counter: str
    actor_id: UUID
    state: CallState
    began_at: datetime
    step: CallAction
    step_id: UUID
    step_at: datetime
    ended_at: datetime | None = None
    visit_id: UUID | None = None
    topic: str = ""
    outcome: CallOutcome | None = None
    until: datetime | None = None
    note_id: UUID | None = None


_S = CallState
_A = CallAction

ALLOWED: Mapping[tuple[CallState, CallAction], CallState] = {
    (_S.RUNNING, _A.NOTE): _S.RUNNING,
    (_S.RUNNING, _A.END): _S.ENDED,
    (_S.ENDED, _A.NOTE): _S.ENDED,
}
"""Every allowed step but undo, which leads back: to running, or to withdrawn."""


def apply(call: PhoneCall | None, event: CallEvent) -> PhoneCall:
    """The call after an event; None before it began.

    Raises:
        DeskError: "call.unknown", "call.changed_meanwhile" when the event does not follow the
            last one, "call.ended" when the call is over already.
    """
    if call is None:
        return _begun(event)
    if event.seq != call.version + 1:
        raise DeskError("call.changed_meanwhile")
    if event.kind is _A.UNDO:
        return _undone(call, event)
    if (call.state, event.kind) not in ALLOWED:
        raise DeskError("call.ended")
    if event.kind is _A.NOTE:
        return _noted(call, event)
    return replace(_stepped(call, event), state=_S.ENDED, ended_at=event.at)


def _begun(event: CallEvent) -> PhoneCall:
    data = event.data
    day = read.day(data, "day")
    if event.kind is not _A.BEGIN or day is None:
        raise DeskError("call.unknown")
    return PhoneCall(
        id=event.subject_id,
        version=event.seq,
        site=read.text(data, "site"),
        day=day,
        counter=read.text(data, "counter"),
        actor_id=event.actor_id,
        state=_S.RUNNING,
        began_at=event.at,
        step=event.kind,
        step_id=event.id,
        step_at=event.at,
        visit_id=read.identity(data, "visit_id"),
    )


def _stepped(call: PhoneCall, event: CallEvent) -> PhoneCall:
    return replace(call, version=event.seq, step=event.kind, step_id=event.id, step_at=event.at)


def _noted(call: PhoneCall, event: CallEvent) -> PhoneCall:
    outcome = read.text(event.data, "outcome")
    return replace(
        call,
        version=event.seq,
        topic=read.text(event.data, "topic"),
        outcome=CallOutcome(outcome) if outcome else None,
        until=read.instant(event.data, "until"),
        note_id=read.identity(event.data, "note_id"),
    )


def _undone(call: PhoneCall, event: CallEvent) -> PhoneCall:
    """An end taken back lets the call run on; a beginning taken back withdraws it."""
    ends = call.step is _A.END
    state = _S.RUNNING if ends else _S.WITHDRAWN
    return replace(_stepped(call, event), state=state, ended_at=None if ends else event.at)


def undo_refusal(call: PhoneCall, now: datetime) -> str:
    """Why the call's last step cannot be taken back; "" when it can.

    Returns:
        "undo.undone_already", "call.too_late" or "".
    """
    if call.step is _A.UNDO:
        return "undo.undone_already"
    return "call.too_late" if now - call.step_at > UNDO_FOR else ""


def replay(events: Iterable[CallEvent]) -> PhoneCall:
    """The call that its events tell, in the order of their seq.

    Raises:
        DeskError: as `apply`; "call.unknown" when there are none.
    """
    call: PhoneCall | None = None
    for event in events:
        call = apply(call, event)
    if call is None:
        raise DeskError("call.unknown")
    return call
