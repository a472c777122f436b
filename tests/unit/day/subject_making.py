"""Calls, follow-ups and day records for tests, made by the events that make real ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from desk.domain.event import Event, K
from desk.domain.event_data import written

NINE = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""9.00 on the wall clock of a Tuesday."""

ANNA, INESE = UUID(int=1), UUID(int=2)
_ids = count(5000)


def new_id() -> UUID:
    """An id nobody else has."""
    return UUID(int=next(_ids))


def at(minutes: float) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def event(
    known: Any,
    kind: K,
    minutes: float = 0,
    data: Mapping[str, object] | None = None,
    *,
    actor: UUID = ANNA,
) -> Event[K]:
    """The next event of a subject; None before its first."""
    when = at(minutes)
    return Event(
        id=new_id(),
        subject_id=known.id if known else new_id(),
        seq=known.version + 1 if known else 1,
        kind=kind,
        at=when,
        recorded_at=when,
        actor_id=actor,
        data={name: written(value) for name, value in (data or {}).items()},
    )
