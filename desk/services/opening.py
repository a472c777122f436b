"""Opening hours in force at a site: HQ's, under what the branch has set over them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import DayException, DayHours, Interval, Origin
from desk.domain.opening import tidy
from desk.domain.roles import Actor, Right
from desk.i18n import _, language
from desk.services.calendar import site_hours
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_MAX_REASON = 200


def hours_of(reader: Reader, env: Env, site: str, day: date) -> DayHours:
    """The hours of a site on a day, the branch's own exceptions and closures included."""
    overlays = reader.overlays.hours(site, day, day)
    return site_hours(env.pack, env.calendar, site, day, overlays=overlays, language=language())


def confirm_shortened(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> DayHours:
    """Take over the proposed shorter day before a holiday (OH-20): a person decides, not we.

    Raises:
        DeskError: "access.no_right", "opening.nothing_proposed", "opening.past_day".
    """
    actor.require(Right.CONFIRM_HOURS)
    proposed = hours_of(uow, env, actor.site, day).proposed
    if proposed is None:
        raise DeskError("opening.nothing_proposed", day=day.isoformat())
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
        DeskError: "access.no_right", "opening.past_day", "opening.reason_missing",
            "opening.intervals" when an interval ends before it begins.
    """
    actor.require(Right.CONFIRM_HOURS)
    if day < local_day(env.clock()):
        raise DeskError("opening.past_day")
    if not reason.strip() or len(reason) > _MAX_REASON:
        raise DeskError("opening.reason_missing", maximum=_MAX_REASON)
    if any(interval.end <= interval.start for interval in intervals):
        raise DeskError("opening.intervals")
    origin = Origin.BRANCH_EXCEPTION if intervals else Origin.CLOSURE
    exception = DayException(day, tidy(intervals), reason.strip(), origin, confirmed=False)
    at = env.clock()
    for other in uow.overlays.hours(actor.site, day, day):
        if other.origin is not origin:
            uow.overlays.withdraw_hours(other, actor.site, actor.account_id, at)
    uow.overlays.put_hours(exception, actor.site, actor.account_id, at)
    return hours_of(uow, env, actor.site, day)
