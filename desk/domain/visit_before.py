"""What a visit had been through before an incident in it (B3 fields 14 and 20 to 22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from desk.domain.incident_handling import VisitBefore
from desk.domain.visit import Action, Outcome, VisitEvent

_MINUTE = timedelta(minutes=1)
_ENDS = frozenset({Action.FINISH, Action.CORRECT})


def before(events: Iterable[VisitEvent], issued_at: datetime, at: datetime) -> VisitBefore:
    """Counts that lead back to nobody: the report keeps them in place of the visit.

    What was undone did not happen; of a corrected end the correction counts.  A refusal is said
    before its end is recorded, so every one counts that is known when the report is filed.

    Args:
        events: of the visit, first to last; issued_at: when its ticket was taken.
        at: when the incident began; people give it by the minute.
    """
    happened = _in_force(events)
    earlier = [one for one in happened if one.at < at.replace(second=0, microsecond=0) + _MINUTE]
    return VisitBefore(
        refusals=sum(map(_refused, happened)),
        transfers=sum(one.kind is Action.TRANSFER for one in earlier),
        interruptions=sum(one.kind is Action.INTERRUPT for one in earlier),
        began_earlier=began_earlier(issued_at, at),
    )


def began_earlier(issued_at: datetime, at: datetime) -> bool:
    """Whether an incident began before its client's ticket was taken, minute by minute."""
    return at.replace(second=0, microsecond=0) + _MINUTE <= issued_at


def _in_force(events: Iterable[VisitEvent]) -> list[VisitEvent]:
    kept: list[VisitEvent] = []
    for event in events:
        if event.kind is Action.UNDO:
            kept.pop()  # it takes back the step right before it
            continue
        if event.kind is Action.CORRECT:
            kept = [one for one in kept if one.kind not in _ENDS]
        kept.append(event)
    return [one for one in kept if "compensates" not in one.data]


def _refused(event: VisitEvent) -> bool:
    return event.kind in _ENDS and event.data.get("outcome") == Outcome.REFUSED.value
