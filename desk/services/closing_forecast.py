"""When the last client is likely to leave today, at the pace of the last two hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from desk.domain.appointment import Appointment
from desk.domain.board import ClosingForecast
from desk.domain.forecast import all_done, pace
from desk.domain.hours import DayHours
from desk.domain.opening import spans
from desk.domain.queue_order import Ranked
from desk.domain.queue_ranks import held_until
from desk.domain.visit import TicketState, Visit
from desk.domain.waiting import served
from desk.services.board_forecast import coming, planned, turn, working
from desk.services.env import Env

_LATELY = timedelta(hours=2)


def closing_forecast(
    env: Env,
    now: datetime,
    hours: DayHours,
    visits: Sequence[Visit],
    booked: Collection[Appointment],
    ranked: Collection[Ranked],
) -> ClosingForecast:
    """Read off what the board has read already.

    Args:
        visits, booked: all of the site's day; ranked: who waits, in call order.
    """
    doors = spans(hours)
    closes = doors[-1][1] if doors else None
    hold = env.policy.call_order.hold_minutes
    waiting = [place for place in ranked if _may_come(place, hold, now)]
    parked = [visit for visit in visits if visit.state is TicketState.PARKED]
    later = coming(env, visits, booked, now)
    left = len(waiting) + len(parked) + len(later)
    free = tuple(working(env, visits, now))
    if not left and all(at <= now for at in free):
        return ClosingForecast(None, closes, 0, "nobody")
    if not free:
        return ClosingForecast(None, closes, left, "unknown")
    factor = pace(_done_lately(env, visits, now))
    by = factor or 1.0
    at = all_done(
        free=free,
        waiting=[
            *(_scaled(turn(env, place), by) for place in waiting),
            *(_scaled(planned(env, visit.services), by) for visit in parked),
        ],
        coming=[(due, _scaled(minutes, by)) for due, minutes in later],
        breaks=[(one[1], other[0]) for one, other in pairwise(doors)],
    )
    return ClosingForecast(max(at, now), closes, left, "usual" if factor is None else "pace")


def _may_come(place: Ranked, hold_minutes: int, now: datetime) -> bool:
    """A client who is here, or whose booked place is still held."""
    booking = place.appointment
    return place.visit is not None or booking is None or now <= held_until(booking, hold_minutes)


def _scaled(minutes: int, factor: float) -> int:
    return max(round(minutes * factor), 1)


def _done_lately(
    env: Env, visits: Collection[Visit], now: datetime
) -> Iterator[tuple[timedelta, int]]:
    """Time at the counter and planned minutes of those served in the last two hours."""
    for visit in visits:
        spent = served(visit, now) if visit.state is TicketState.SERVED else None
        ended = visit.periods[-1].end if visit.periods else None
        if spent is not None and ended is not None and now - ended < _LATELY:
            yield spent, planned(env, visit.services)
