"""What the waiting room sees: numbers and counters, never a name; nobody signs in for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.domain.hours import DayHours
from desk.domain.visit import PeriodKind, TicketState, Visit
from desk.services.env import Env
from desk.services.opening import hours_of

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_MOST = 8
_WAIT_AGAIN = frozenset({TicketState.WAITING, TicketState.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class Called:
    """A number that was called out.

    Args:
        calls: how often; now: the client is still on the way.
    """

    number: str
    counter: str
    at: datetime
    calls: int
    now: bool


@dataclass(frozen=True, slots=True)
class Calls:
    """What the second monitor shows.

    Args:
        lines: newest first, each number once.
    """

    now: datetime
    hours: DayHours
    lines: tuple[Called, ...]


def calls(reader: Reader, env: Env, site: str) -> Calls:
    """The latest calls of the day at a site, and its hours."""
    now = env.clock()
    day = local_day(now)
    lines = sorted(_lines(reader.visits.of_day(site, day)), key=_newest, reverse=True)
    return Calls(now, hours_of(reader, env, site, day), tuple(lines[:_MOST]))


def rung(before: Calls | None, after: Calls) -> bool:
    """Whether somebody was called, or called again, between two looks."""
    if before is None:
        return False
    known = {(line.number, line.at, line.calls) for line in before.lines}
    return any(line.now and (line.number, line.at, line.calls) not in known for line in after.lines)


def _lines(visits: Iterable[Visit]) -> Iterable[Called]:
    """Whoever waits again, after a call that was taken back for instance, is not shown."""
    for visit in visits:
        found = [period for period in visit.periods if period.kind is PeriodKind.CALLED]
        if found and visit.state not in _WAIT_AGAIN:
            last, called = found[-1], visit.state is TicketState.CALLED
            yield Called(visit.number, last.counter, last.start, visit.calls, called)


def _newest(line: Called) -> tuple[bool, datetime, str]:
    return line.now, line.at, line.number
