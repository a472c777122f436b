"""When the last client leaves: plain cases counted by hand, and what must hold in any."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from subject_making import at

from desk.domain.forecast import all_done, pace

MINUTES = st.integers(1, 60)
FREE = st.lists(st.integers(0, 40), min_size=1, max_size=5)
WAITING = st.lists(MINUTES, max_size=12)
COMING = st.lists(st.tuples(st.integers(0, 300), MINUTES), max_size=8)
BREAK = st.tuples(st.integers(60, 120), st.integers(1, 60))


def done(
    free: list[int],
    waiting: list[int],
    coming: list[tuple[int, int]],
    pause: tuple[int, int] | None = None,
) -> float:
    """Minutes after nine."""
    breaks = [(at(pause[0]), at(pause[0] + pause[1]))] if pause else []
    slots = [(at(due), minutes) for due, minutes in sorted(coming)]
    end = all_done([at(one) for one in free], waiting, slots, breaks)
    return (end - at(0)) / timedelta(minutes=1)


def test_one_counter_serves_one_after_the_other() -> None:
    assert done([0], [10, 15, 5], []) == 30
    assert done([7], [10], []) == 17
    assert done([7], [], []) == 7


def test_two_counters_share_the_work() -> None:
    assert done([0, 0], [10, 10, 10], []) == 20
    assert done([0, 25], [10, 10], []) == 25


def test_a_booking_begins_no_earlier_than_its_slot() -> None:
    assert done([0], [10], [(60, 15)]) == 75
    assert done([0], [50, 30], [(60, 15)]) == 95


def test_nobody_begins_in_a_break() -> None:
    assert done([0], [50, 30], [], (45, 60)) == 135
    assert done([0], [40, 30], [], (60, 30)) == 70


def test_a_counter_is_needed() -> None:
    with pytest.raises(ValueError, match="counter"):
        all_done([], [5], [])


@given(FREE, WAITING, COMING, BREAK, MINUTES, st.integers(0, 12))
def test_one_more_client_never_makes_it_earlier(
    free: list[int],
    waiting: list[int],
    coming: list[tuple[int, int]],
    pause: tuple[int, int],
    more: int,
    place: int,
) -> None:
    longer = [*waiting[:place], more, *waiting[place:]]
    assert done(free, longer, coming, pause) >= done(free, waiting, coming, pause)


@given(FREE, WAITING, COMING, BREAK)
def test_it_is_never_before_now_nor_before_the_longest_matter(
    free: list[int], waiting: list[int], coming: list[tuple[int, int]], pause: tuple[int, int]
) -> None:
    end = done(free, waiting, coming, pause)
    assert end >= max(free)
    assert all(end >= min(free) + minutes for minutes in waiting)
    assert all(end >= due + minutes for due, minutes in coming)


@given(FREE, WAITING, COMING)
def test_one_more_counter_never_makes_it_later_than_one_alone(
    free: list[int], waiting: list[int], coming: list[tuple[int, int]]
) -> None:
    alone = done([max(free)], waiting, coming)
    assert done([max(free), *free], waiting, coming) <= alone


def test_the_pace_of_the_day() -> None:
    as_planned = [(timedelta(minutes=10), 10)] * 5
    assert pace(as_planned) == 1.0
    assert pace([(timedelta(minutes=15), 10)] * 5) == 1.5
    assert pace(as_planned[:4]) is None
    assert pace([(timedelta(hours=9), 10)] * 5) == 2.0
    assert pace([(timedelta(0), 10)] * 5) == 0.5
    assert pace([(timedelta(minutes=5), 0)] * 9) is None
