"""Reports with their handling, and the terms they are measured by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from desk.domain.clock import RIGA
from desk.domain.incident import Answer, Channel, Incident, IncidentKind, IncidentState, Place
from desk.domain.incident_clock_rules import clocks
from desk.domain.incident_clocks import Clock, Limits
from desk.domain.incident_handling import Handling
from desk.domain.workdays import MovedDay, WorkCalendar
from desk.services.calendar import terms
from desk.services.content.bundled import bundled_pack
from desk.services.holiday_source import latvian_holidays

ANNA, ILZE = UUID(int=1), UUID(int=2)
MOVED = (
    MovedDay(off=date(2026, 1, 2), worked=date(2026, 1, 17)),
    MovedDay(off=date(2026, 6, 22), worked=date(2026, 6, 27)),
)
CALENDAR = WorkCalendar(latvian_holidays(), MOVED)
LIMITS = Limits.of(terms(bundled_pack("pmlp")), CALENDAR)
TUESDAY = date(2026, 11, 24)


def wall(hour: int, minute: int = 0, *, day: date = TUESDAY) -> datetime:
    """An instant by the clock on the wall."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=RIGA).astimezone(UTC)


def report(kind: IncidentKind = IncidentKind.AGGRESSION, level: str = "", **parts: Any) -> Incident:
    """A report of Tuesday ten o'clock; what belongs to its handling may be given by name too."""
    handling = {name: parts.pop(name) for name in list(parts) if name in Handling.__slots__}
    recorded = parts.pop("recorded_at", wall(10))
    values: dict[str, Any] = {
        "state": IncidentState.REPORTED,
        "occurred_at": recorded,
        "reporter_id": ANNA,
        "place": Place.COUNTER,
        "channel": Channel.IN_PERSON,
        "triggers": (),
        "hurt": Answer.NO,
        "weapon": Answer.NO,
        **parts,
    }
    return Incident(
        id=UUID(int=9),
        version=1,
        site="riga-2",
        day=TUESDAY,
        number="riga-2-2026-0042",
        kind=kind,
        level=level,
        recorded_at=recorded,
        handling=Handling(**handling),
        **values,
    )


def found(incident: Incident) -> dict[str, Clock]:
    """The clocks of a report by their ids."""
    return {clock.id: clock for clock in clocks(incident, LIMITS)}
