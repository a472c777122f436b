"""Time: who may ask for it, and the branch's zone.

Instants are aware UTC datetimes; days, opening hours and slots on screen are local to the branch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

RIGA = ZoneInfo("Europe/Riga")

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC.  Injected, so that tests and the demo choose it."""

IdMaker = Callable[[], UUID]
"""Gives a new UUIDv7.  Injected, because Python 3.11 has none of its own."""


def local(instant: datetime) -> datetime:
    """The same instant on the branch's wall clock (Europe/Riga)."""
    return instant.astimezone(RIGA)


def local_day(instant: datetime) -> date:
    """The local date an instant belongs to; the day changes at local midnight, never at UTC's."""
    return local(instant).date()


def at_local(day: date, wall: time) -> datetime:
    """The UTC instant of a wall-clock time on a local day.

    In the hour that happens twice (autumn) the first one is meant; a time that does not exist
    (spring) is moved forward by the gap, as clocks are.
    """
    return datetime.combine(day, wall, tzinfo=RIGA).astimezone(UTC)
