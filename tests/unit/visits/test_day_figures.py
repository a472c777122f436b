"""The day's figures, the forecast, and ticket series."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visit_making import NINE, at, booking, booking_then, in_state, then, ticket

from desk.domain.appointment import AppointmentAction
from desk.domain.day_counts import counts
from desk.domain.forecast import expected_turn, likelihood
from desk.domain.visit import Action, TicketState
from desk.services.queue_authority import next_series, split_series


def test_counts_by_state_and_no_mistakes() -> None:
    visits = [in_state(state) for state in TicketState]
    mistake = then(ticket(), Action.LEAVE, at(1), mistake=True)
    unseen = then(ticket(slot=at(0), present=False), Action.CALL, at(1))
    unseen = then(unseen, Action.REQUEUE, at(2), present=False)
    never_called = booking_then(booking(at(0)), AppointmentAction.NO_SHOW)
    figures = counts([*visits, mistake, unseen], [booking(at(60)), never_called], at(30))
    assert (figures.waiting, figures.expected, figures.parked) == (2, 1, 1)
    assert (figures.served, figures.no_show, figures.left, figures.stopped) == (1, 2, 1, 1)


def test_waiting_figures_are_of_those_whose_wait_is_known() -> None:
    short = then(then(ticket(at(0)), Action.CALL, at(4)), Action.START, at(5))
    long = then(then(ticket(at(0)), Action.CALL, at(20)), Action.START, at(21))
    unseen = then(ticket(at(0), slot=at(0), present=False), Action.CALL, at(0))
    unseen = then(unseen, Action.START, at(1))
    still = ticket(at(0))
    figures = counts([short, long, unseen, still], [], at(33))
    assert (figures.average_wait_minutes, figures.longest_wait_minutes) == (12, 33)
    assert figures.started_in_time_percent == 100
    empty = counts([], [], at(0))
    assert (empty.average_wait_minutes, empty.started_in_time_percent) == (0, None)


def test_the_turn_comes_after_those_who_wait_and_bookings_whose_time_comes() -> None:
    assert expected_turn([NINE], [], []) == (NINE, 0)
    assert expected_turn([NINE], [10, 20], []) == (at(30), 2)
    assert expected_turn([NINE], [10, 20], [(at(5), 15)]) == (at(45), 3)
    assert expected_turn([NINE], [10], [(at(11), 15)]) == (at(10), 1)
    assert expected_turn([NINE, at(5)], [10, 10], []) == (at(10), 2)


def test_nobody_begins_in_a_break() -> None:
    lunch = [(at(15), at(45))]
    assert expected_turn([NINE], [10, 10], [], lunch) == (at(50 - 5), 2)
    assert expected_turn([NINE], [10, 5, 10], [], lunch) == (at(55), 3)


@given(
    st.lists(st.integers(1, 60), max_size=20),
    st.integers(1, 5),
    st.lists(st.integers(0, 200), max_size=10),
)
def test_more_counters_are_never_slower(
    waiting: list[int], counters: int, slots: list[int]
) -> None:
    coming = sorted((at(slot), 10) for slot in slots)
    fewer, _ = expected_turn([NINE] * counters, waiting, [])
    more, _ = expected_turn([NINE] * (counters + 1), waiting, [])
    assert more <= fewer
    with_bookings, before = expected_turn([NINE] * counters, waiting, coming)
    assert with_bookings >= fewer
    assert len(waiting) <= before <= len(waiting) + len(coming)


def test_a_counter_is_needed() -> None:
    with pytest.raises(ValueError, match="counter"):
        expected_turn([], [], [])


def test_likelihood() -> None:
    closes = at(60)
    assert likelihood(at(45), 15, closes) == "yes"
    assert likelihood(at(46), 15, closes) == "unsure"
    assert likelihood(at(60), 15, closes) == "no"
    assert likelihood(at(60), 15, None) == "unsure"
    assert likelihood(at(60) + timedelta(hours=5), 1, closes) == "no"


def test_a_restored_database_never_takes_an_earlier_series() -> None:
    series, seen = "AB", set()
    for _ in range(400):
        letters = split_series(series)
        assert all(letters)
        assert not seen & set(letters)
        seen |= set(letters)
        series = next_series(series)
    assert next_series("YZ") == "AAAB"
    assert split_series("AAAB") == ("AA", "AB")
