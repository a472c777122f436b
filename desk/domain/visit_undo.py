"""Taking back the last step: within five minutes, while nothing else has happened since.

An undo is an event of its own.  It carries what the visit goes back to, so that events alone tell
the whole story; the period that was running before runs again, and the time of the mistake is
marked in it as a gap.  What others have heard or hold in their hands (a call, a ticket) cannot be
unsaid: it is compensated by a further step instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from desk.domain import event_data as read
from desk.domain.visit import (
    OPEN_STATES,
    Action,
    ArrivalClass,
    Outcome,
    Period,
    TicketState,
    Visit,
    VisitEvent,
)

UNDO_FOR = timedelta(minutes=5)
"""How long a step can be taken back (design: "The visit, the ticket, the appointment")."""

COMPENSATED_BY: Mapping[Action, Action] = {Action.CALL: Action.REQUEUE, Action.ISSUE: Action.LEAVE}
"""Steps that are answered by another instead of being taken back."""

_TEXTS = ("counter", "target_counter", "parked_for")
_LISTS = ("services", "ticks")
_IDS = ("actor_id", "assistance_id", "contact_id", "note_id", "reason_id", "legal_basis_id")
_OTHERS = ("state", "arrival", "outcome", "by_mistake", "place_at", "calls", "completed_at")


def snapshot(before: Visit) -> dict[str, object]:
    """What an undo has to restore, for its `data`; `periods` is how many there were."""
    names = (*_TEXTS, *_LISTS, *_IDS, *_OTHERS)
    kept = {name: read.written(getattr(before, name)) for name in names}
    return {**kept, "periods": len(before.periods)}


def restored(visit: Visit, event: VisitEvent) -> Visit:
    """The visit as it was before the step that this undo takes back."""
    data = event.data
    outcome = read.text(data, "outcome")
    back = replace(
        visit,
        state=TicketState(read.text(data, "state")),
        counter=read.text(data, "counter"),
        target_counter=read.text(data, "target_counter"),
        parked_for=read.text(data, "parked_for"),
        outcome=Outcome(outcome) if outcome else None,
        services=read.texts(data, "services"),
        ticks=read.texts(data, "ticks"),
        actor_id=read.identity(data, "actor_id"),
        assistance_id=read.identity(data, "assistance_id"),
        contact_id=read.identity(data, "contact_id"),
        note_id=read.identity(data, "note_id"),
        reason_id=read.identity(data, "reason_id"),
        legal_basis_id=read.identity(data, "legal_basis_id"),
        completed_at=read.instant(data, "completed_at"),
        by_mistake=read.flag(data, "by_mistake"),
        arrival=ArrivalClass(read.text(data, "arrival")),
        place_at=read.instant(data, "place_at") or visit.place_at,
        calls=read.number(data, "calls"),
    )
    kept = visit.periods[: read.number(data, "periods")]
    reopens = back.state in OPEN_STATES and bool(kept) and kept[-1].end is not None
    return replace(back, periods=_reopened(kept, event.at) if reopens else kept)


def _reopened(periods: tuple[Period, ...], at: datetime) -> tuple[Period, ...]:
    last = periods[-1]
    gap = int((at - last.end).total_seconds()) if last.end else 0
    return (*periods[:-1], replace(last, end=None, gap_seconds=last.gap_seconds + gap))


def refusal(event: VisitEvent | None, visit: Visit | None, now: datetime) -> str:
    """Why the counter's last step cannot be taken back; "" when it can be, or is compensated.

    Args:
        event: the last thing that happened at the counter, None when nothing has.
        visit: the visit it happened to, as it stands now.
        now: the present instant (UTC).

    Returns:
        "undo.nothing", "undo.from_paper", "undo.undone_already", "undo.corrected",
        "undo.called_out", "undo.touched_since", "undo.too_late" or "".
    """
    if event is None or visit is None:
        return "undo.nothing"
    if read.flag(event.data, "paper"):
        return "undo.from_paper"
    if event.kind is Action.UNDO or "compensates" in event.data:
        return "undo.undone_already"
    if event.kind is Action.CORRECT:
        return "undo.corrected"
    if event.kind is Action.RECALL:
        return "undo.called_out"
    if visit.last_event_id != event.id:
        return "undo.touched_since"
    if now - event.recorded_at > UNDO_FOR:
        return "undo.too_late"
    return ""
