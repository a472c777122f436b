"""What speaks against the PC's clock, and what does not: weekends, holidays, sleep, a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from branch_at_work import SITE, Branch, wall
from virtual import VirtualUptime

from desk.domain.uptime import Uptime
from desk.services import queue
from desk.services.clock_check import BEHIND_BY, JUMPED_BY, ClockDoubt, LastSeen, Odd, check_clock

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)


def check(
    branch: Branch,
    now: datetime,
    seen: datetime | None = None,
    *,
    on: float | None = None,
    accepted: datetime | None = None,
) -> ClockDoubt | None:
    """What is thought; `on`: seconds by the PC's counter since `seen`, None = over a restart."""
    uptime = VirtualUptime()
    before = Uptime("boot-0", 5) if on is None else Uptime("boot-1", uptime().seconds - on)
    env = replace(branch.env, clock=lambda: now, uptime=uptime)
    last = LastSeen(seen, before) if seen else None
    with branch.database.reader() as reader:
        return check_clock(reader, env, last, accepted)


def odd(doubt: ClockDoubt | None) -> Odd | None:
    return doubt.odd if doubt else None


@pytest.mark.parametrize(
    ("seen", "now", "expected"),
    [
        (wall(17, day=MONDAY), wall(7, 40, day=TUESDAY), None),
        (wall(17, day=FRIDAY), wall(7, 40, day=MONDAY), None),
        (wall(17, day=date(2026, 12, 23)), wall(7, 40, day=date(2026, 12, 28)), None),
        (wall(17, day=date(2026, 11, 17)), wall(7, 40, day=date(2026, 11, 19)), None),
        (wall(17, day=MONDAY), wall(7, 40, day=WEDNESDAY), Odd.AHEAD),
        (wall(17, day=FRIDAY), wall(7, 40, day=TUESDAY), Odd.AHEAD),
        (wall(17, day=FRIDAY), wall(7, 40, day=SATURDAY), Odd.AHEAD),
        (wall(17, day=MONDAY), wall(7, 40, day=MONDAY), Odd.BEHIND),
        (wall(17, day=MONDAY), wall(7, 40, day=SUNDAY), Odd.BEHIND),
        (wall(8, day=MONDAY), wall(8, day=date(2027, 11, 23)), Odd.AHEAD),
        (wall(8, day=MONDAY), wall(12, day=MONDAY), None),
        (wall(17, day=MONDAY), wall(17, day=MONDAY) - BEHIND_BY, None),
        (wall(17, day=MONDAY), wall(16, 57, day=MONDAY), Odd.BEHIND),
    ],
)
def test_over_a_restart_of_the_pc(
    branch: Branch, seen: datetime, now: datetime, expected: Odd | None
) -> None:
    """23 December to 28 December is Christmas; 18 November a Wednesday that is a holiday."""
    assert odd(check(branch, now, seen)) is expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, None), (24, Odd.JUMPED), (-24, Odd.BEHIND), (1, Odd.JUMPED), (-1, Odd.BEHIND)],
)
def test_while_the_pc_is_on_its_counter_knows(
    branch: Branch, hours: int, expected: Odd | None
) -> None:
    """Ten minutes passed."""
    seen = wall(10, day=MONDAY)
    now = seen + timedelta(minutes=10, hours=hours)
    assert odd(check(branch, now, seen, on=600)) is expected


def test_a_pc_that_slept_for_a_week_is_believed(branch: Branch) -> None:
    seen, week = wall(10, day=MONDAY), timedelta(days=7)
    assert check(branch, seen + week, seen, on=week.total_seconds()) is None
    assert check(branch, seen + week + JUMPED_BY, seen, on=week.total_seconds()) is None


def test_an_entry_that_was_made_later_than_now(branch: Branch) -> None:
    branch.do(queue.take_in_walk_in, ("passport",), override_closing=True, by=branch.anna)
    made = branch.clock()
    assert check(branch, made) is None
    assert check(branch, made - BEHIND_BY) is None
    doubt = check(branch, made - timedelta(days=1))
    assert doubt is not None
    assert (doubt.odd, doubt.other, doubt.newest) == (Odd.BEHIND, made, made)
    assert check(branch, made - timedelta(days=1), accepted=made) is None


def test_the_demo_has_a_clock_of_its_own(branch: Branch) -> None:
    branch.do(queue.take_in_walk_in, ("passport",), override_closing=True, by=branch.anna)
    branch.env = replace(branch.env, demo=True)
    assert check(branch, branch.clock() - timedelta(days=1)) is None
    assert branch.env.home_branch == SITE
