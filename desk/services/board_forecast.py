""" "Can we still serve this person today?", answered at the ticket and never a refusal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from desk.domain.appointment import EXPECTED_STATES, Appointment
from desk.domain.board import Forecast
from desk.domain.clock import local_day
from desk.domain.forecast import expected_turn, likelihood
from desk.domain.opening import spans
from desk.domain.queue_order import Ranked, order
from desk.domain.queue_ranks import due_slot
from desk.domain.roles import Actor, Right
from desk.domain.visit import Visit
from desk.domain.waiting import clock_from
from desk.services.env import Env
from desk.services.opening import hours_of
from desk.services.queue_policy import called_since_walk_in, order_policy
from desk.services.queue_steps import AT_A_COUNTER

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_UNKNOWN_SERVICE = 15
_WORKING = timedelta(hours=1)


def can_serve(reader: Reader, env: Env, actor: Actor, service: str) -> Forecast:
    """When a walk-in for a service would have their turn, and whether that is before closing.

    Counted from typical minutes; a counter works if it called somebody in the last hour.

    Args:
        service: id of the catalogue.

    Raises:
        DeskError: "access.no_right", "service.unknown".
    """
    actor.require(Right.RUN_QUEUE)
    now, day = env.clock(), local_day(env.clock())
    length = env.service(service).minutes
    visits = reader.visits.of_day(actor.site, day)
    booked = reader.appointments.of_day(actor.site, day)
    ranked = order(
        visits,
        booked,
        now=now,
        policy=order_policy(env, actor.site),
        since=called_since_walk_in(reader, env, actor.site, day),
    )
    doors = spans(hours_of(reader, env, actor.site, day))
    start, before = expected_turn(
        free=tuple(_free(env, visits, actor, now)),
        waiting=[turn(env, place) for place in ranked],
        coming=coming(env, visits, booked, now),
        breaks=[(one[1], other[0]) for one, other in pairwise(doors)],
    )
    closes = doors[-1][1] if doors else None
    return Forecast(likelihood(start, length, closes), start, closes, before)


def planned(env: Env, services: Collection[str]) -> int:
    """The usual minutes of some services together."""
    known = (env.services.get(service) for service in services)
    return sum(service.minutes if service else _UNKNOWN_SERVICE for service in known)


def _free(env: Env, visits: Collection[Visit], actor: Actor, now: datetime) -> Iterator[datetime]:
    """When each working counter gets free; this one works, whatever it did before."""
    return working(env, visits, now, actor.counter)


def working(env: Env, visits: Collection[Visit], now: datetime, *also: str) -> Iterator[datetime]:
    """When each counter gets free that has a client or called somebody in the last hour.

    Args:
        also: counters that work whatever they did before.
    """
    busy = {visit.counter: visit for visit in visits if visit.state in AT_A_COUNTER}
    called = {
        period.counter
        for visit in visits
        for period in visit.periods
        if period.counter and now - period.start < _WORKING
    }
    for counter in called | busy.keys() | {*also}:
        visit = busy.get(counter)
        length = timedelta(minutes=planned(env, visit.services)) if visit else timedelta(0)
        yield max(clock_from(visit, now) + length, now) if visit else now


def turn(env: Env, place: Ranked) -> int:
    """The planned minutes of someone who waits."""
    if place.visit is not None:
        return planned(env, place.visit.services)
    return place.appointment.minutes if place.appointment else _UNKNOWN_SERVICE


def coming(
    env: Env, visits: Collection[Visit], booked: Collection[Appointment], now: datetime
) -> list[tuple[datetime, int]]:
    """Bookings that are not due yet, by the time at which they are expected."""
    here = {visit.appointment_id for visit in visits}
    due_before = timedelta(minutes=env.policy.call_order.due_before_minutes)
    return sorted(
        (due_slot(item), item.minutes)
        for item in booked
        if item.state in EXPECTED_STATES
        and item.id not in here
        and due_slot(item) - due_before > now
    )
