"""Opening hours in force at a site: HQ's, under what the branch has set over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.board import DayPlan, OutsideBooking
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import DayException, DayHours, Interval, Origin
from desk.domain.opening import Fit, fits, tidy
from desk.domain.roles import Actor, Right
from desk.i18n import _, language
from desk.services.calendar import site_hours
from desk.services.content.hours_of import exceptions
from desk.services.env import Env
from desk.services.hours_set import is_by_hq, set_by_people
from desk.services.kept_text import reason_text
from desk.services.slots import GONE, service_name

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_MAX_REASON = 200
_MAX_DAYS = 62
_AHEAD = timedelta(days=366)
_OVER = GONE | {AppointmentState.SERVED}


def hours_of(reader: Reader, env: Env, site: str, day: date) -> DayHours:
    """The hours of a site on a day, with what headquarters and the branch have set for it."""
    overlays = set_by_people(reader, site, day, day)
    return site_hours(env.pack, env.calendar, site, day, overlays=overlays, language=language())


def confirm_shortened(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> DayHours:
    """Take over the proposed shorter day before a holiday (OH-20): a person decides, not we.

    Raises:
        DeskError: "access.no_right", "opening.nothing_proposed", "opening.past_day".
    """
    actor.require(Right.CONFIRM_HOURS)
    proposed = hours_of(uow, env, actor.site, day).proposed
    if proposed is None:
        raise DeskError("opening.nothing_proposed", day=day)
    return set_exception(uow, env, actor, day, proposed, _("Shortened day before a holiday"))


def set_exception(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    day: date,
    intervals: tuple[Interval, ...],
    reason: str,
) -> DayHours:
    """Set other hours for a day at the actor's site; none = a closure.  Valid at once.

    The hours stay marked as not confirmed until HQ confirms or replaces them.

    Args:
        reason: shown to clerks; no personal data.

    Raises:
        DeskError: "access.no_right", "opening.past_day", "opening.reason_missing" (maximum),
            "opening.intervals" when an interval ends before it begins, "text.personal_code".
    """
    return set_days(uow, env, actor, day, day, intervals, reason)[0]


def set_days(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    first: date,
    last: date,
    intervals: tuple[Interval, ...],
    reason: str,
) -> tuple[DayHours, ...]:
    """The same for every day from one to another on which the doors would open anyway.

    A day alone is set even where the doors would stay shut.

    Returns:
        The hours in force now on the days that were set, in order.

    Raises:
        DeskError: as `set_exception`; "opening.range" (maximum), "opening.shut_anyway" when no
            door would open on any of several days; "opening.by_hq" (day) for other hours on a
            day whose hours headquarters have set.
    """
    actor.require(Right.CONFIRM_HOURS)
    said = _checked(env, first, last, intervals, reason)
    days = _meant(env, actor.site, first, last)
    if not days:
        raise DeskError("opening.shut_anyway")
    origin = Origin.BRANCH_EXCEPTION if intervals else Origin.CLOSURE
    for day in days:
        if intervals and is_by_hq(uow, actor.site, day):
            raise DeskError("opening.by_hq", day=day)
        exception = DayException(day, tidy(intervals), said, origin, confirmed=False)
        _withdraw(uow, env, actor, day, but=origin)
        uow.overlays.put_hours(exception, actor.site, actor.account_id, env.clock())
    return tuple(hours_of(uow, env, actor.site, day) for day in days)


def withdraw(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> DayHours:
    """Take the branch's own word on a day back: a new version, the earlier ones stay known.

    Raises:
        DeskError: "access.no_right", "opening.past_day", "opening.nothing_set" (day).
    """
    actor.require(Right.CONFIRM_HOURS)
    _require_to_come(env, day)
    if not _withdraw(uow, env, actor, day):
        raise DeskError("opening.nothing_set", day=day)
    return hours_of(uow, env, actor.site, day)


def coming(reader: Reader, env: Env, actor: Actor) -> tuple[DayHours, ...]:
    """The days from today on with other hours than the week's, HQ's exceptions included.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.BOOK)
    first = local_day(env.clock())
    last = first + _AHEAD
    found = {item.day for item in set_by_people(reader, actor.site, first, last)}
    ours = exceptions(env.pack, actor.site, language())
    found |= {item.day for item in ours if first <= item.day <= last}
    return tuple(hours_of(reader, env, actor.site, day) for day in sorted(found))


def plan(
    reader: Reader,
    env: Env,
    actor: Actor,
    first: date,
    last: date,
    intervals: tuple[Interval, ...],
) -> tuple[DayPlan, ...]:
    """What other hours would mean, before they are set: no booking is dropped over them.

    Args:
        intervals: the other hours; none = closed.

    Raises:
        DeskError: "access.no_right", "opening.range" (maximum).
    """
    actor.require(Right.BOOK)
    _require_range(first, last)
    site = actor.site
    days = _meant(env, site, first, last)
    booked = reader.appointments.of_days(site, first, last)
    return tuple(
        DayPlan(
            day=day,
            usual=_usual(env, site, day),
            now=hours_of(reader, env, site, day),
            outside=tuple(outside(env, replace(_NEW, day=day, intervals=intervals), booked)),
        )
        for day in days
    )


_NEW = DayHours(date.min, (), confirmed=False, origin=Origin.BRANCH_EXCEPTION)


def outside(
    env: Env, hours: DayHours, booked: tuple[Appointment, ...] | list[Appointment]
) -> Iterator[OutsideBooking]:
    """The bookings of a day whose clients would stand before shut doors."""
    for item in booked:
        if item.day != hours.day or item.state in _OVER:
            continue
        if fits(hours, item.start, 0) in (Fit.OUTSIDE, Fit.CLOSED_DAY):
            yield OutsideBooking(item.id, item.start, service_name(env, item), item.reference)


def _checked(
    env: Env, first: date, last: date, intervals: tuple[Interval, ...], reason: str
) -> str:
    _require_to_come(env, first)
    _require_range(first, last)
    if not reason.strip() or len(reason) > _MAX_REASON:
        raise DeskError("opening.reason_missing", maximum=_MAX_REASON)
    if any(interval.end <= interval.start for interval in intervals):
        raise DeskError("opening.intervals")
    return reason_text(reason)


def _require_to_come(env: Env, day: date) -> None:
    if day < local_day(env.clock()):
        raise DeskError("opening.past_day")


def _require_range(first: date, last: date) -> None:
    if not 0 <= (last - first).days < _MAX_DAYS:
        raise DeskError("opening.range", maximum=_MAX_DAYS)


def _meant(env: Env, site: str, first: date, last: date) -> list[date]:
    """A day alone; of several those on which the doors would open."""
    if first == last:
        return [first]
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if _usual(env, site, day).open]


def _usual(env: Env, site: str, day: date) -> DayHours:
    """HQ's hours, as if the branch had said nothing."""
    return site_hours(env.pack, env.calendar, site, day, language=language())


def _withdraw(
    uow: UnitOfWork, env: Env, actor: Actor, day: date, but: Origin | None = None
) -> bool:
    """Withdraw what the branch set for a day, except of one kind; whether there was any."""
    found = [one for one in uow.overlays.hours(actor.site, day, day) if one.origin is not but]
    for one in found:
        uow.overlays.withdraw_hours(one, actor.site, actor.account_id, env.clock())
    return bool(found)
