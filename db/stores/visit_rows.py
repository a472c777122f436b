"""Visits and their events as rows, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from db.models import visit
from db.types import from_micros
from desk.domain.queue_ranks import Called, later_of
from desk.domain.visit import (
    OPEN_STATES,
    Action,
    ArrivalClass,
    Outcome,
    Period,
    PeriodKind,
    Priority,
    TicketState,
    Visit,
    VisitEvent,
)

_NUMBER: Final = re.compile(r"(\D*)(\d+)")
_OWN: Final = frozenset(column.name for column in visit.c) - {"ticks"}


def split_number(number: str) -> tuple[str, int]:
    """A ticket's series and its count in it: "A014" -> ("A", 14)."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise ValueError("a ticket number is letters and then digits")
    return match[1], int(match[2])


def event_row(visit: Visit, event: VisitEvent) -> dict[str, Any]:
    """An event as a row of `visit_event`."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "actor_id": event.actor_id,
        "body": event.data,
        "visit_id": event.visit_id,
        "seq": event.seq,
        "site": visit.site,
        "day": visit.day,
        "counter": event.counter,
    }


def event_of(row: Row[Any]) -> VisitEvent:
    """An event from its row."""
    return VisitEvent(
        id=row.id,
        visit_id=row.visit_id,
        seq=row.seq,
        kind=Action(row.kind),
        at=row.at,
        recorded_at=row.recorded_at,
        actor_id=row.actor_id,
        counter=row.counter,
        data=row.body,
    )


def visit_row(visit: Visit) -> dict[str, Any]:
    """A visit as a row of `visit`."""
    row = {name: getattr(visit, name) for name in _OWN}
    row["arrival"] = visit.arrival.value
    row["outcome"] = visit.outcome and visit.outcome.value
    row["ticks"] = visit.ticks
    return row


def ticket_row(visit: Visit) -> dict[str, Any]:
    """A visit's ticket as a row of `ticket`."""
    series, serial = split_number(visit.number)
    return {
        "visit_id": visit.id,
        "version": visit.version,
        "last_event_id": visit.last_event_id,
        "last_event_at": visit.last_event_at,
        "site": visit.site,
        "day": visit.day,
        "series": series,
        "serial": serial,
        "number": visit.number,
        "state": visit.state.value,
        "open": visit.state in OPEN_STATES,
        "place_at": visit.place_at,
        "priority": visit.priority and visit.priority.value,
        "counter": visit.counter,
        "actor_id": visit.actor_id,
        "target_counter": visit.target_counter,
        "calls": visit.calls,
        "parked_for": visit.parked_for,
    }


def service_rows(visit: Visit) -> list[dict[str, Any]]:
    """A visit's services as rows of `visit_service`."""
    return [
        {"visit_id": visit.id, "place": place, "service": service}
        for place, service in enumerate(visit.services)
    ]


def period_rows(visit: Visit) -> list[dict[str, Any]]:
    """A visit's periods as rows of `period`."""
    return [
        {
            "visit_id": visit.id,
            "place": place,
            "kind": period.kind.value,
            "start": period.start,
            "end": period.end,
            "counter": period.counter,
            "actor_id": period.actor_id,
            "gap_seconds": period.gap_seconds,
        }
        for place, period in enumerate(visit.periods)
    ]


def _period_of(part: Sequence[Any]) -> Period:
    """A period from its values: place, kind, start, end, counter, account, gap."""
    _place, kind, start, end, counter, actor, gap = part
    return Period(
        kind=PeriodKind(kind),
        start=from_micros(start),
        end=None if end is None else from_micros(end),
        counter=counter,
        actor_id=_id_of(actor) if actor else None,
        gap_seconds=gap,
    )


@lru_cache(maxsize=256)
def _id_of(digits: str) -> UUID:
    """Of the few people at work."""
    return UUID(digits)


def called_of(row: Row[Any]) -> Called:
    """A visit's last call, and when its client was expected: the slot, or the later time named."""
    booked = row.slot and row.booked_at
    due = later_of(booked, row.expected_at) if booked else row.slot
    return Called(row.at, row.number, row.place_at, due)


def visit_of(row: Row[Any]) -> Visit:
    """A visit from a row of `visit` joined with `ticket` and with its parts."""
    values = row._asdict()
    del values["series"], values["serial"]
    values["arrival"] = ArrivalClass(row.arrival)
    values["outcome"] = Outcome(row.outcome) if row.outcome else None
    values["ticks"] = tuple(row.ticks)
    values["state"] = TicketState(row.state)
    values["priority"] = Priority(row.priority) if row.priority else None
    values["services"] = tuple(service for _place, service in sorted(row.services))
    values["periods"] = tuple(map(_period_of, sorted(row.periods)))
    return Visit(**values)


def changed(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of `after` that differ from the row at the same place before."""
    return [row for place, row in enumerate(after) if before[place : place + 1] != [row]]
