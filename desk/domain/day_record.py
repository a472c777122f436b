"""The record of a site's day: the opening checklist, the doors, the close and what reopened it.

What an event of each kind carries in `data`, beside the site and the day:

| kind | data |
| --- | --- |
| tick | item (id of the content pack's checklist), on |
| doors | on (false: noted by mistake) |
| close | last_end, overtime_minutes (null: closing time not known), reason_id |
| reopen | reason_id |

Why there was overtime and why a day was reopened are words: they lie in `person_data`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from desk.domain import event_data as read
from desk.domain.errors import DeskError
from desk.domain.event import Event


class DayState(StrEnum):
    """Whether the day's work goes on."""

    OPEN = "open"
    CLOSED = "closed"


class DayAction(StrEnum):
    """What can happen to a day; also the kind of its event."""

    TICK = "tick"
    DOORS = "doors"  # the doors were opened (OH-23)
    CLOSE = "close"
    REOPEN = "reopen"


DayEvent = Event[DayAction]


@dataclass(frozen=True, slots=True)
class Ticked:
    """An item of the checklist that somebody has seen to."""

    item: str
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A day at a site as it stands now (a projection of its events).

    Args:
        doors_at: when the doors were opened, as noted by a person.
        last_end: when the last client's matter ended; kept as it was at the close.
        overtime_minutes: work past closing; None while open or where no closing time is known.
        reason_id: the `person_data` row with why there was overtime.
        reopened: how often it was opened again; reopen_reason_id: why, the last time.
    """

    id: UUID
    version: int
    site: str
    day: date
    state: DayState
    ticks: tuple[Ticked, ...] = ()
    doors_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    last_end: datetime | None = None
    overtime_minutes: int | None = None
    reason_id: UUID | None = None
    reopened: int = 0
    reopen_reason_id: UUID | None = None

    def ticked(self, item: str) -> Ticked | None:
        """Who saw to an item, None when nobody has."""
        return next((tick for tick in self.ticks if tick.item == item), None)


def apply(record: DayRecord | None, event: DayEvent) -> DayRecord:
    """The day after an event; None before anything was noted of it.

    Raises:
        DeskError: "day.unknown", "day.changed_meanwhile" when the event does not follow the last
            one, "day.closed_already", "day.not_closed".
    """
    known = record or _blank(event)
    if event.seq != known.version + 1:
        raise DeskError("day.changed_meanwhile")
    return replace(_CHANGES[event.kind](known, event), version=event.seq)


def _blank(event: DayEvent) -> DayRecord:
    day = read.day(event.data, "day")
    if day is None:
        raise DeskError("day.unknown")
    return DayRecord(event.subject_id, 0, read.text(event.data, "site"), day, DayState.OPEN)


def _tick(record: DayRecord, event: DayEvent) -> DayRecord:
    item = read.text(event.data, "item")
    rest = tuple(tick for tick in record.ticks if tick.item != item)
    if not read.flag(event.data, "on"):
        return replace(record, ticks=rest)
    return replace(record, ticks=(*rest, Ticked(item, event.at, event.actor_id)))


def _doors(record: DayRecord, event: DayEvent) -> DayRecord:
    return replace(record, doors_at=event.at if read.flag(event.data, "on") else None)


def _close(record: DayRecord, event: DayEvent) -> DayRecord:
    if record.state is DayState.CLOSED:
        raise DeskError("day.closed_already")
    minutes = event.data.get("overtime_minutes")
    return replace(
        record,
        state=DayState.CLOSED,
        closed_at=event.at,
        closed_by=event.actor_id,
        last_end=read.instant(event.data, "last_end"),
        overtime_minutes=minutes if isinstance(minutes, int) else None,
        reason_id=read.identity(event.data, "reason_id"),
    )


def _reopen(record: DayRecord, event: DayEvent) -> DayRecord:
    if record.state is DayState.OPEN:
        raise DeskError("day.not_closed")
    return replace(
        record,
        state=DayState.OPEN,
        closed_at=None,
        closed_by=None,
        last_end=None,
        overtime_minutes=None,
        reason_id=None,
        reopened=record.reopened + 1,
        reopen_reason_id=read.identity(event.data, "reason_id"),
    )


_CHANGES = {
    DayAction.TICK: _tick,
    DayAction.DOORS: _doors,
    DayAction.CLOSE: _close,
    DayAction.REOPEN: _reopen,
}


def replay(events: Iterable[DayEvent]) -> DayRecord:
    """The day that its events tell, in the order of their seq.

    Raises:
        DeskError: as `apply`; "day.unknown" when there are none.
    """
    record: DayRecord | None = None
    for event in events:
        record = apply(record, event)
    if record is None:
        raise DeskError("day.unknown")
    return record
