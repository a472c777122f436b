"""The PC's clock goes back, or comes back from ahead, in the middle of the day: the order stays."""

from __future__ import annotations

import pytest
from queue_desk import Desk

from desk.domain.visit import Outcome, TicketState
from desk.services import queue


def called_out(desk: Desk, count: int) -> list[str]:
    """The numbers in the order in which they are called; nobody is there any more."""
    numbers = []
    for _ in range(count):
        visit = desk.after(seconds=5).do(queue.call_next)
        numbers.append(visit.number)
        desk.do(queue.start)
        desk.do(queue.finish, visit.id, Outcome.SOLVED)
    return numbers


@pytest.mark.parametrize("minutes", [1, 3, 45])
def test_whoever_came_first_is_called_first(desk: Desk, minutes: int) -> None:
    before = [desk.walk_in(), desk.after(minutes=2).walk_in()]
    desk.clock.advance(minutes=-minutes)
    after = [desk.walk_in(override_closing=True)]
    after.append(desk.after(minutes=1).walk_in(override_closing=True))
    assert called_out(desk, 4) == [visit.number for visit in (*before, *after)]


def test_a_clock_that_was_ahead_and_was_set_right(desk: Desk) -> None:
    desk.clock.advance(minutes=60)
    ahead = desk.walk_in()
    desk.clock.advance(minutes=-60)
    right = [desk.after(minutes=5).walk_in(), desk.after(minutes=5).walk_in()]
    assert called_out(desk, 3) == [visit.number for visit in (ahead, *right)]


def test_a_client_is_served_to_the_end_while_the_clock_goes_back(desk: Desk) -> None:
    desk.walk_in()
    called = desk.after(minutes=1).do(queue.call_next)
    desk.clock.advance(minutes=-30)
    assert desk.do(queue.start).state is TicketState.SERVING
    desk.clock.advance(minutes=-30)
    desk.do(queue.finish, called.id, Outcome.SOLVED)
    assert desk.get(called).state is TicketState.SERVED
