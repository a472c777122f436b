"""Visits written on paper while the PC stood still: what a line must be to be believed.

A line tells the true times by the clock on the wall; numbers are of a series of their own, which
the program never gives out, so that no two clients ever had one number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations, pairwise
from uuid import UUID

from desk.domain.clock import at_local, local_day
from desk.domain.visit import Outcome, Visit

PAPER_SERIES = "P"
"""Series of numbers written by hand; `queue_authority` never gives it out."""

_NUMBER = re.compile(r"[Pp]?\s*0*([1-9]\d{0,3})")
_DAYS_BACK = timedelta(days=31)


class Ended(StrEnum):
    """How a visit on paper ended: an outcome of serving, or gone before it."""

    SOLVED = Outcome.SOLVED.value
    INCOMPLETE = Outcome.INCOMPLETE.value
    REFUSED = Outcome.REFUSED.value
    REFERRED = Outcome.REFERRED.value
    CONSULTED = Outcome.CONSULTED.value
    LEFT = "left"
    NO_SHOW = "no_show"


UNSERVED = frozenset({Ended.LEFT, Ended.NO_SHOW})


@dataclass(frozen=True, slots=True)
class PaperVisit:
    """A line of the paper log as it was read off, None for what is not written there.

    Args:
        number: its count in the paper series, 1 to 9999.
        finished: when the client went, served or not.
        appointment_id: the booking that the client came for.
    """

    number: int | None
    arrived: time | None
    called: time | None
    started: time | None
    finished: time | None
    service: str
    ended: Ended
    counter: str = ""
    appointment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or odd in a line.

    Args:
        row: its place, from 0; field: of `PaperVisit`; code: of the sentence that says it.
        warning: it can be entered nevertheless; number: the ticket that the sentence names.
    """

    row: int
    field: str
    code: str
    warning: bool = False
    number: str = ""


def paper_number(count: int) -> str:
    """A number as it is written and called: "P007"."""
    return f"{PAPER_SERIES}{count:03}"


def read_number(text: str) -> int | None:
    """The count in what was typed: "7", "P007" -> 7; None when it is no such number."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def is_from_paper(number: str) -> bool:
    """Whether a ticket's number is of the paper series."""
    return number.startswith(PAPER_SERIES) and number[len(PAPER_SERIES) :].isdecimal()


def findings(
    rows: Sequence[PaperVisit],
    day: date,
    now: datetime,
    taken: Collection[int],
    visits: Collection[Visit],
) -> tuple[Finding, ...]:
    """What is wrong or odd in lines of one day, by line.

    Args:
        day: whose log it is; now: the present instant (UTC).
        taken: counts of the paper series that were entered already.
        visits: the day's other visits, whose counters were busy.
    """
    if not local_day(now) - _DAYS_BACK <= day <= local_day(now):
        return tuple(Finding(row, "arrived", "paper.day") for row in range(len(rows)))
    found = [
        one
        for row, line in enumerate(rows)
        for one in (*_numbers(row, line, rows, taken), *_times(row, line, day, now))
    ]
    wrong = {one.row for one in found}
    whole = [(row, line) for row, line in enumerate(rows) if row not in wrong]
    found += _overlaps(whole, day, visits)
    return tuple(sorted(found, key=lambda one: one.row))


def _numbers(
    row: int, line: PaperVisit, rows: Sequence[PaperVisit], taken: Collection[int]
) -> Iterator[Finding]:
    if line.number is None:
        yield Finding(row, "number", "paper.number")
    elif line.number in taken:
        yield Finding(row, "number", "paper.number_taken", number=paper_number(line.number))
    elif any(other.number == line.number for other in rows[:row]):
        yield Finding(row, "number", "paper.number_twice", number=paper_number(line.number))
    if not line.service:
        yield Finding(row, "service", "paper.service")
    at_one = line.ended is not Ended.LEFT or line.called or line.started
    if at_one and not line.counter:
        yield Finding(row, "counter", "paper.counter")


def _times(row: int, line: PaperVisit, day: date, now: datetime) -> Iterator[Finding]:
    missing = [name for name in needed(line.ended) if getattr(line, name) is None]
    for name in missing:
        yield Finding(row, name, "paper.time_missing")
    given = [(name, wall) for name in TIMES if (wall := getattr(line, name)) is not None]
    for name, wall in given:
        if at_local(day, wall) > now:
            yield Finding(row, name, "paper.in_future")
            return
    for (_before, earlier), (name, later) in pairwise(given):
        if later < earlier:
            yield Finding(row, name, "paper.order")
            return


TIMES = ("arrived", "called", "started", "finished")
"""The times of a line, in the order in which they happen."""


def needed(ended: Ended) -> tuple[str, ...]:
    """The times without which a line cannot be entered."""
    if ended is Ended.LEFT:
        return "arrived", "finished"
    if ended is Ended.NO_SHOW:
        return "arrived", "called", "finished"
    return "arrived", "started", "finished"


def _overlaps(
    whole: Sequence[tuple[int, PaperVisit]], day: date, visits: Collection[Visit]
) -> Iterator[Finding]:
    """A counter serves one client at a time; two at once is odd, and people do help out."""
    served = [(row, line) for row, line in whole if line.ended not in UNSERVED]
    for (_first, one), (row, other) in combinations(served, 2):
        if one.counter == other.counter and _meet(_span(one, day), _span(other, day)):
            yield _overlap(row, one.number and paper_number(one.number))
    for row, line in served:
        begun, over = _span(line, day)
        busy = ((v.number, p) for v in visits for p in v.periods if p.counter == line.counter)
        for number, period in busy:
            if period.end is not None and _meet((begun, over), (period.start, period.end)):
                yield _overlap(row, number)


def _overlap(row: int, number: object) -> Finding:
    return Finding(row, "started", "paper.overlap", warning=True, number=str(number or ""))


def _span(line: PaperVisit, day: date) -> tuple[datetime, datetime]:
    assert line.started is not None and line.finished is not None
    return at_local(day, line.started), at_local(day, line.finished)


def _meet(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
