"""When would it be a new client's turn?  A plain count of the work that comes before."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def expected_turn(
    free: Sequence[datetime],
    waiting: Iterable[int],
    coming: Iterable[tuple[datetime, int]],
    breaks: Sequence[Span] = (),
) -> tuple[datetime, int]:
    """When a client who takes a ticket now is likely to be called, and after how many others.

    Each counter takes whoever is next when it gets free: a booking whose slot has come before
    those who wait, those who wait before the new client.

    Args:
        free: for each working counter, when it gets free.
        waiting: planned minutes of each client in call order.
        coming: slot and planned minutes of each booking still to come, by slot.
        breaks: stretches in which nobody works; who is being served then is served to the end.

    Raises:
        ValueError: without any counter.
    """
    if not free:
        raise ValueError("at least one counter must work")
    counters = list(free)
    heapq.heapify(counters)
    queue, bookings = deque(waiting), deque(coming)
    before = 0
    while True:
        at = _after_break(counters[0], breaks)
        if bookings and bookings[0][0] <= at:
            minutes = bookings.popleft()[1]
        elif queue:
            minutes = queue.popleft()
        else:
            return at, before
        heapq.heapreplace(counters, at + timedelta(minutes=minutes))
        before += 1


def _after_break(at: datetime, breaks: Sequence[Span]) -> datetime:
    return next((end for start, end in breaks if start <= at < end), at)


def likelihood(start: datetime, minutes: int, closes: datetime | None) -> str:
    """Whether work of some length is likely to be done before closing.

    Returns:
        "yes" when it would be done, "unsure" when it would only begin or the closing time is not
        known, "no" when it would not even begin.  Never a reason to send anybody away.
    """
    if closes is None:
        return "unsure"
    if start + timedelta(minutes=minutes) <= closes:
        return "yes"
    return "unsure" if start < closes else "no"


def all_done(
    free: Sequence[datetime],
    waiting: Iterable[int],
    coming: Iterable[tuple[datetime, int]],
    breaks: Sequence[Span] = (),
) -> datetime:
    """When the last client leaves: all who wait in their order, then the bookings still to come.

    The order is fixed beforehand, so that one more client never makes it earlier.  Each goes to
    the counter that gets free first; nobody begins in a break.  Arguments as of `expected_turn`.

    Raises:
        ValueError: without any counter.
    """
    if not free:
        raise ValueError("at least one counter must work")
    counters = list(free)
    heapq.heapify(counters)
    now = counters[0]
    work = [(now, minutes) for minutes in waiting]
    for due, minutes in (*work, *coming):
        start = _after_break(max(counters[0], due), breaks)
        heapq.heapreplace(counters, start + timedelta(minutes=minutes))
    return max(counters)


def pace(done: Iterable[tuple[timedelta, int]], *, least: int = 5) -> float | None:
    """How much longer work takes today than planned: 1.0 = as planned.

    Args:
        done: the time at the counter and the planned minutes of each client served lately.
        least: from so many clients on the figure is worth something.

    Returns:
        between a half and two, so that one odd matter does not rule the day; None for too few.
    """
    pairs = [(spent, minutes) for spent, minutes in done if minutes > 0]
    if len(pairs) < least:
        return None
    planned = sum(minutes for _spent, minutes in pairs)
    spent = sum((spent for spent, _minutes in pairs), timedelta(0))
    return min(max(spent / timedelta(minutes=planned), 0.5), 2.0)
