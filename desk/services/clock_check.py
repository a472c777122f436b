"""Whether the PC's clock can be right.

Three things speak against it: an entry that was made later than now; the PC's own counter, which
went on by another amount than the clock since the program was last seen; and, over a restart of the
PC, a working day on which nobody was here.  A weekend or a holiday says nothing: branches are
closed then.  Whoever works here is asked, and nothing is refused meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desk.domain.clock import local_day
from desk.domain.uptime import Uptime
from desk.domain.workdays import WorkCalendar
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader

BEHIND_BY: Final = timedelta(minutes=2)
"""A clock that is set by the network may step back by less."""

JUMPED_BY: Final = timedelta(minutes=10)
"""A counter and a clock drift apart by less in weeks."""

_LOOK_BACK: Final = 60


class Odd(StrEnum):
    """What speaks against the clock."""

    BEHIND = "behind"
    JUMPED = "jumped"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When the program was last known to run, by the clock and by the PC's counter."""

    at: datetime
    uptime: Uptime


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """Why a person should look at the clock.

    Args:
        now: as the PC says; other: the newest entry, or when the program was last known to run.
        newest: the newest entry, None when there is none.
    """

    odd: Odd
    now: datetime
    other: datetime
    newest: datetime | None


def check_clock(
    reader: Reader, env: Env, seen: LastSeen | None, accepted: datetime | None
) -> ClockDoubt | None:
    """What speaks against the PC's clock; None when nothing does.

    Args:
        accepted: the newest entry for which a person has said that the clock is right.
    """
    if env.demo:
        return None
    now, newest = env.clock(), reader.erasures.newest_entry()
    if newest is not None and newest != accepted and now < newest - BEHIND_BY:
        return ClockDoubt(Odd.BEHIND, now, newest, newest)
    odd = _since(env, now, seen) if seen is not None else None
    return ClockDoubt(odd, now, seen.at, newest) if odd and seen else None


def working_days_left_out(calendar: WorkCalendar, first: date, last: date) -> int:
    """Working days after one day and before another; more than two months are not counted."""
    days = min((last - first).days - 1, _LOOK_BACK)
    return sum(calendar.is_working_day(last - timedelta(days=back)) for back in range(1, days + 1))


def _since(env: Env, now: datetime, seen: LastSeen) -> Odd | None:
    """What the last time that the program ran says."""
    up = env.uptime()
    if up.boot and up.boot == seen.uptime.boot:
        expected = seen.at + timedelta(seconds=up.seconds - seen.uptime.seconds)
        if abs(now - expected) <= JUMPED_BY:
            return None
        return Odd.BEHIND if now < seen.at - BEHIND_BY else Odd.JUMPED
    if now < seen.at - BEHIND_BY:
        return Odd.BEHIND
    return Odd.AHEAD if _left_out(env, local_day(seen.at), local_day(now)) else None


def _left_out(env: Env, before: date, today: date) -> bool:
    """A working day without anybody, or somebody on a day that is none."""
    if before == today:
        return False
    closed = not env.calendar.is_working_day(today)
    return closed or working_days_left_out(env.calendar, before, today) > 0
