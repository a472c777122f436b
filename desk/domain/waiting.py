"""Times that can be trusted: each is a sum of recorded periods, never a difference of guesses.

A client who was called without check-in has no waiting time (`None`): nobody saw the arrival.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.domain.visit import ArrivalClass, Period, PeriodKind, TicketState, Visit

STARTED_IN_TIME = timedelta(minutes=5)
"""A booked client is started in time up to this long after the slot (AP-21; the figure is ours)."""


def length(period: Period, now: datetime) -> timedelta:
    """How long a period has lasted; a running one up to `now`."""
    return max((period.end or now) - period.start, timedelta(0))


def spent(visit: Visit, kind: PeriodKind, now: datetime) -> timedelta | None:
    """The time spent in all periods of a kind so far; None when there was none."""
    lengths = [length(period, now) for period in visit.periods if period.kind is kind]
    return sum(lengths, timedelta(0)) if lengths else None


def waited(visit: Visit, now: datetime) -> timedelta | None:
    """Time in the queue, a transfer's and a second waiting included; without parking."""
    return spent(visit, PeriodKind.WAITING, now)


def first_wait(visit: Visit, now: datetime) -> timedelta | None:
    """Time in the queue until serving first began; what a client means by "I waited"."""
    until = first_start(visit) or now
    lengths = [
        length(period, now)
        for period in visit.periods
        if period.kind is PeriodKind.WAITING and period.start < until
    ]
    return sum(lengths, timedelta(0)) if lengths else None


def way(visit: Visit, now: datetime) -> timedelta | None:
    """Time from being called to being at the counter."""
    return spent(visit, PeriodKind.CALLED, now)


def served(visit: Visit, now: datetime) -> timedelta | None:
    """Time at a counter."""
    return spent(visit, PeriodKind.SERVING, now)


def interrupted(visit: Visit) -> bool:
    """Whether serving is interrupted by a telephone call right now."""
    last = visit.periods[-1] if visit.periods else None
    return last is not None and last.kind is PeriodKind.INTERRUPTED and last.end is None


def in_state_since(visit: Visit) -> datetime:
    """When the present state began: the running period's start, or the last one's end."""
    if not visit.periods:
        return visit.issued_at
    last = visit.periods[-1]
    return last.end or last.start


def clock_from(visit: Visit, now: datetime) -> datetime:
    """From when a clock must run to show the time in the present state.

    While a client is being served, telephone calls in between are left out.
    """
    if visit.state is not TicketState.SERVING:
        return in_state_since(visit)
    at_counter = timedelta(0)
    for period in reversed(visit.periods):
        if period.kind is PeriodKind.SERVING:
            at_counter += length(period, now)
        elif period.kind is not PeriodKind.INTERRUPTED:
            break
    return now - at_counter


def first_start(visit: Visit) -> datetime | None:
    """When serving first began."""
    return next((p.start for p in visit.periods if p.kind is PeriodKind.SERVING), None)


def arrived_at(visit: Visit) -> datetime | None:
    """When the client was first seen; None after a call that nobody has answered yet."""
    return next((p.start for p in visit.periods if p.kind is not PeriodKind.CALLED), None)


def started_in_time(visit: Visit) -> bool | None:
    """Whether a booked client was started in time (OH-24, AP-21).

    Returns:
        None for walk-ins, for clients who came after their slot (no merit or fault of the branch)
        and while serving has not begun.
    """
    start = first_start(visit)
    if visit.slot is None or start is None or visit.arrival is ArrivalClass.LATE:
        return None
    return start <= visit.slot + STARTED_IN_TIME


def minutes(time: timedelta | None) -> int:
    """Whole minutes, rounded down as a clock shows them; 0 for None."""
    return int(time.total_seconds() // 60) if time else 0
