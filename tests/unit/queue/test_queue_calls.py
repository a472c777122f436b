"""Calling: who is next, before others only with a reason, again, not come."""

from __future__ import annotations

from typing import Any

import pytest
from queue_desk import Desk, wall

from desk.domain.appointment import AppointmentState
from desk.domain.errors import DeskError
from desk.domain.visit import TicketState, Visit
from desk.domain.waiting import arrived_at, waited
from desk.services import queue


def refusal(desk: Desk, use_case: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(DeskError) as refused:
        desk.do(use_case, *arguments, **options)
    return refused.value.code


def call(desk: Desk, **options: object) -> Visit:
    """Call the next one, a while after the last key."""
    return desk.after(seconds=5).do(queue.call_next, **options)


def test_nobody_waits(desk: Desk) -> None:
    assert refusal(desk, queue.call_next) == "queue.empty"


def test_the_next_is_called_to_this_counter(desk: Desk) -> None:
    first, _second = desk.walk_in(), desk.after(minutes=1).walk_in()
    called = desk.do(queue.call_next)
    assert (called.id, called.state, called.counter) == (first.id, TicketState.CALLED, "3")
    assert desk.get(called) == called


def test_while_a_client_is_here_nobody_else_is_called(desk: Desk) -> None:
    desk.walk_in()
    waiting = desk.walk_in()
    called = call(desk)
    assert refusal(desk.after(seconds=1), queue.call_next) == "visit.counter_busy"
    desk.do(queue.start)
    assert refusal(desk, queue.call_next) == "visit.counter_busy"
    assert refusal(desk, queue.call_this, visit_id=waiting.id) == "visit.counter_busy"
    assert call(desk, by=desk.inese).id != called.id


def test_a_repeat_within_a_second_is_the_same_key_press(desk: Desk) -> None:
    desk.walk_in()
    desk.walk_in()
    called = call(desk)
    assert desk.after(seconds=0.9).do(queue.call_next) == called
    assert desk.do(queue.call_this, visit_id=called.id) == called
    other = desk.board().rows[0].visit_id
    assert refusal(desk, queue.call_this, visit_id=other, reason="returned") == "visit.counter_busy"
    assert desk.do(queue.recall) == called
    assert desk.after(seconds=1).do(queue.recall).calls == 2
    assert refusal(desk, queue.call_next) == "visit.counter_busy"


def test_a_due_booking_is_called_without_check_in_and_the_answer_is_the_arrival(
    desk: Desk,
) -> None:
    booking = desk.booking(wall(9))
    called = call(desk)
    assert (called.number, called.appointment_id) == ("B001", booking.id)
    assert arrived_at(called) is None
    assert desk.appointment(booking.id).state is AppointmentState.BOOKED
    assert refusal(desk.after(minutes=1), queue.call_next, by=desk.inese) == "queue.empty"
    here = desk.do(queue.start)
    assert (here.state, arrived_at(here)) == (TicketState.SERVING, desk.clock())
    assert (here.arrival, waited(here, desk.clock())) == ("late", None)
    after = desk.appointment(booking.id)
    assert (after.state, after.visit_id) == (AppointmentState.SERVING, here.id)


def test_did_not_come_only_after_the_set_number_of_calls(desk: Desk) -> None:
    desk.walk_in()
    call(desk)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.no_show)
    assert (refused.value.code, refused.value.params) == (
        "visit.call_again",
        {"number": "A001", "calls": 1, "limit": 2},
    )
    desk.after(seconds=20).do(queue.recall)
    assert desk.do(queue.no_show).state is TicketState.NO_SHOW


@pytest.mark.parametrize("use_case", [queue.recall, queue.start, queue.no_show])
def test_steps_of_a_called_client_need_one(desk: Desk, use_case: object) -> None:
    desk.walk_in()
    assert refusal(desk, use_case) == "queue.nobody_called"
    call(desk)
    desk.do(queue.start)
    assert refusal(desk, use_case) == "visit.already_serving"


def test_calling_needs_a_counter(desk: Desk) -> None:
    from dataclasses import replace

    nowhere = replace(desk.anna, counter="")
    assert refusal(desk, queue.call_next, by=nowhere) == "queue.no_counter"


def test_before_others_only_with_a_reason_of_the_list(desk: Desk) -> None:
    desk.walk_in()
    second = desk.after(minutes=1).walk_in()
    assert refusal(desk, queue.call_this, visit_id=second.id) == "queue.reason_missing"
    assert refusal(desk, queue.call_this, visit_id=second.id, reason="my cousin") == (
        "queue.reason_missing"
    )
    called = desk.do(queue.call_this, visit_id=second.id, reason="handover")
    assert called.id == second.id
    with desk.database.reader() as reader:
        assert reader.visits.events(second.id)[-1].data == {"reason": "handover"}


def test_the_next_in_order_and_the_parked_need_no_reason(desk: Desk) -> None:
    first = desk.walk_in()
    parked = desk.walk_in()
    desk.do(queue.park, parked.id, "payment")
    assert desk.do(queue.call_this, visit_id=first.id).id == first.id
    again = desk.do(queue.call_this, visit_id=parked.id, by=desk.inese)
    assert (again.state, again.counter) == (TicketState.CALLED, "4")


def test_a_booking_is_called_by_name_with_or_without_check_in(desk: Desk) -> None:
    due, later = desk.booking(wall(9)), desk.booking(wall(10))
    assert desk.do(queue.call_this, appointment_id=due.id).appointment_id == due.id
    options = {"appointment_id": later.id, "by": desk.inese}
    assert refusal(desk, queue.call_this, **options) == "queue.reason_missing"
    called = desk.do(queue.call_this, reason="returned", **options)
    assert (called.number, called.counter) == ("B002", "4")
    checked_in = desk.booking(wall(9, 10))
    visit = desk.after(seconds=2).arrive(checked_in)
    assert refusal(desk, queue.call_this, **options) == "visit.counter_busy"
    assert (
        desk.do(queue.call_this, appointment_id=checked_in.id, reason="returned", by=desk.head).id
        == visit.id
    )


def test_a_reopened_booking_is_called_with_its_old_ticket(desk: Desk) -> None:
    booking = desk.booking(wall(9))
    call(desk)
    desk.after(seconds=5).do(queue.recall)
    gone = desk.do(queue.no_show)
    again = desk.after(minutes=1).do(queue.call_this, appointment_id=booking.id, reason="returned")
    assert (again.id, again.number, again.state) == (gone.id, "B001", TicketState.CALLED)
    assert desk.appointment(booking.id).state is AppointmentState.BOOKED


def test_another_counters_transfer_is_not_called_here(desk: Desk) -> None:
    visit = desk.walk_in()
    desk.do(queue.transfer, visit.id, counter="4")
    assert refusal(desk, queue.call_next) == "queue.empty"
    assert refusal(desk, queue.call_this, visit_id=visit.id, reason="handover") == (
        "visit.meant_for_other"
    )
    assert call(desk, by=desk.inese).id == visit.id


def test_two_counters_never_get_the_same_ticket(desk: Desk) -> None:
    visits = {desk.walk_in().id for _ in range(4)}
    called = set()
    for actor in (desk.anna, desk.inese, desk.head):
        called.add(call(desk, by=actor).id)
    assert len(called) == 3
    assert called < visits


def test_a_called_ticket_is_refused_to_others_with_the_reason(desk: Desk) -> None:
    desk.walk_in()
    called = call(desk)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.call_this, visit_id=called.id, reason="handover", by=desk.inese)
    assert (refused.value.code, refused.value.params["counter"]) == (
        "visit.at_other_counter",
        "3",
    )
