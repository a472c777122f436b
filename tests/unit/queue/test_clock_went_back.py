"""The PC's clock goes back in the middle of the day: whoever is served is served to the end."""

from __future__ import annotations

from queue_desk import Desk

from desk.domain.visit import Outcome, TicketState
from desk.services import queue


def test_a_client_is_served_to_the_end_while_the_clock_goes_back(desk: Desk) -> None:
    desk.walk_in()
    called = desk.after(minutes=1).do(queue.call_next)
    desk.clock.advance(minutes=-30)
    assert desk.do(queue.start).state is TicketState.SERVING
    desk.clock.advance(minutes=-30)
    desk.do(queue.finish, called.id, Outcome.SOLVED)
    assert desk.get(called).state is TicketState.SERVED
