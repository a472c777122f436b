"""A visit's history as it is told: its periods with their minutes, and everything that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from desk.domain.visit import Action, Outcome, Period, PeriodKind, TicketState


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A stretch of the visit's time.

    Args:
        end: None while it runs; seconds: how long it lasted, a running one so far.
        gap_seconds: time that an undo put back into it; before_seconds: a hole before it, in which
            the client was not waited for by the program (after the visit had ended and went on).
    """

    kind: PeriodKind
    start: datetime
    end: datetime | None
    seconds: int
    counter: str
    who: str
    gap_seconds: int
    before_seconds: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened.

    Args:
        kind: what; recorded_at: when it was written down, later than `at` only for paper entry.
        undone: taken back afterwards; undoes: the kind of step that this one takes back.
        compensates: it answers a step that could not be unsaid (a call, a ticket).
        details: id or text by name: "service", "counter", "reason", "outcome", "state", "why" ...
    """

    seq: int
    kind: Action
    at: datetime
    recorded_at: datetime
    counter: str
    who: str
    undone: bool
    undoes: str
    compensates: bool
    from_paper: bool
    details: tuple[tuple[str, str], ...]

    @property
    def added_later(self) -> bool:
        """Whether it says afterwards what should have been said at the time."""
        return self.recorded_at != self.at or self.kind in (Action.CORRECT, Action.COMPLETE)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A telephone call that interrupted the visit; what was said in it is not told here."""

    began_at: datetime
    ended_at: datetime | None
    counter: str
    who: str


@dataclass(frozen=True, slots=True)
class VisitStory:
    """Everything about one visit."""

    number: str
    site: str
    day: date
    state: TicketState
    outcome: Outcome | None
    services: tuple[str, ...]
    slot: datetime | None
    from_paper: bool
    after_hours: bool
    periods: tuple[PeriodLine, ...]
    events: tuple[EventLine, ...]
    calls: tuple[CallLine, ...]


def period_lines(
    periods: tuple[Period, ...], names: Mapping[UUID, str], now: datetime
) -> tuple[PeriodLine, ...]:
    """Periods in order with their lengths and the holes between them.

    Args:
        names: of colleagues, by account id; now: for a period that still runs.
    """
    lines = []
    before: datetime | None = None
    for one in periods:
        end = one.end or now
        hole = one.start - before if before is not None and one.start > before else None
        lines.append(
            PeriodLine(
                kind=one.kind,
                start=one.start,
                end=one.end,
                seconds=max(int((end - one.start).total_seconds()), 0),
                counter=one.counter,
                who=names.get(one.actor_id, "") if one.actor_id else "",
                gap_seconds=one.gap_seconds,
                before_seconds=int(hole.total_seconds()) if hole else 0,
            )
        )
        before = end
    return tuple(lines)
