"""The content pack's figures for the queue, as the rules take them; and the doors at take-in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import DayHours, Origin
from desk.domain.opening import spans
from desk.domain.queue_order import OrderPolicy, WalkIns
from desk.domain.queue_ranks import bookings_since_walk_in
from desk.domain.roles import Actor, Right
from desk.domain.visit import Priority
from desk.services.content.schema import Option
from desk.services.env import Env
from desk.services.opening import hours_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from db.unit_of_work import Reader, UnitOfWork


def walk_ins(env: Env, site: str) -> WalkIns:
    """The policy for clients without a booking at a site."""
    policy = env.policy
    return WalkIns(policy.branch_walk_ins.get(site, policy.walk_ins))


def order_policy(env: Env, site: str) -> OrderPolicy:
    """The call order's figures at a site."""
    figures = env.policy.call_order
    return OrderPolicy(
        due_before_minutes=figures.due_before_minutes,
        walk_in_threshold_minutes=figures.walk_in_threshold_minutes,
        walk_in_after_bookings=figures.walk_in_after_bookings,
        hold_minutes=figures.hold_minutes,
        walk_ins=walk_ins(env, site),
    )


def called_since_walk_in(reader: Reader, env: Env, site: str, day: date) -> int:
    """How many bookings were called after the last walk-in of a day.

    Counted only as far as the call order asks: then a walk-in's turn has come, however many more.
    """
    figures = env.policy.call_order
    latest = reader.visits.called_of(site, day, figures.walk_in_after_bookings)
    return bookings_since_walk_in(latest, figures.hold_minutes)


def require_known(option: str, options: Iterable[Option], code: str) -> None:
    """Refuse an id that the content pack's list does not have, with the given code."""
    if option not in {known.id for known in options}:
        raise DeskError(code, id=option)


def require_walk_ins(env: Env, actor: Actor, priority: Priority | None, override: bool) -> None:
    """Refuse a walk-in where the branch works by appointment only.

    A justified priority (our own error, a hand-over) is no ordinary walk-in, and a head may
    override.

    Raises:
        DeskError: "queue.appointments_only".
    """
    if priority is not None or walk_ins(env, actor.site) is not WalkIns.APPOINTMENTS_ONLY:
        return
    if not override:
        raise DeskError("queue.appointments_only")
    actor.require(Right.OVERRIDE_CLOSING)


def after_hours(uow: UnitOfWork, env: Env, actor: Actor, override: bool) -> bool:
    """Whether a ticket issued now is one after closing time (WE-01); kept in the visit.

    Lunch is not closing, and before the doors open a ticket may be issued.  Hours that HQ has
    not confirmed only warn: then everyone may override.

    Raises:
        DeskError: "queue.closed" without an override, "queue.closed_unconfirmed" likewise when
            the hours are not confirmed, "access.no_right" when the override is not this role's.
    """
    hours = hours_of(uow, env, actor.site, local_day(env.clock()))
    if not is_closed(hours, env.clock()):
        return False
    if not override:
        raise DeskError("queue.closed" if hours.confirmed else "queue.closed_unconfirmed")
    if hours.confirmed:
        actor.require(Right.OVERRIDE_CLOSING)
    return True


def is_closed(hours: DayHours, now: datetime) -> bool:
    """Whether the day's work is over, or there was none; never where no hours are known."""
    if hours.origin is Origin.NONE:
        return False
    return all(end <= now for _start, end in spans(hours))
