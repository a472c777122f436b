"""Ctrl+Z: the counter's last step, for five minutes; and corrections after that."""

from __future__ import annotations

from uuid import UUID

import pytest
from queue_desk import Desk, wall

from desk.domain.appointment import AppointmentState
from desk.domain.errors import DeskError
from desk.domain.visit import Action, Outcome, PeriodKind, TicketState, Visit
from desk.domain.waiting import arrived_at, served, waited
from desk.services import queue


def serving(desk: Desk) -> Visit:
    """A booked client at counter 3, called a minute after nine."""
    desk.arrive(desk.booking(wall(9)))
    desk.after(minutes=1).do(queue.call_next)
    return desk.after(seconds=30).do(queue.start)


def refusal(desk: Desk) -> str:
    with pytest.raises(DeskError) as refused:
        desk.do(queue.undo)
    assert desk.board().undo.refusal == refused.value.code
    return refused.value.code


def kinds(desk: Desk, visit: Visit) -> list[str]:
    with desk.database.reader() as reader:
        return [event.kind.value for event in reader.visits.events(visit.id)]


def test_nothing_to_take_back(desk: Desk) -> None:
    assert refusal(desk) == "undo.nothing"


def test_a_finish_is_taken_back_and_serving_goes_on(desk: Desk) -> None:
    before = serving(desk)
    desk.after(minutes=5).do(queue.finish, before.id, Outcome.SOLVED)
    offer = desk.board().undo
    assert (offer.action, offer.number, offer.refusal) == ("finish", "B001", "")
    assert offer.until == desk.clock.now.replace(minute=11)
    back = desk.after(minutes=2).do(queue.undo)
    assert (back.state, back.outcome, back.counter) == (TicketState.SERVING, None, "3")
    assert desk.appointment(before.appointment_id).state is AppointmentState.SERVING
    assert back.periods[-1].gap_seconds == 120
    assert served(back, desk.clock()) == desk.clock() - before.periods[-1].start
    assert kinds(desk, back)[-2:] == ["finish", "undo"]
    assert desk.do(queue.finish, back.id, Outcome.CONSULTED).outcome is Outcome.CONSULTED


def test_a_start_is_taken_back_and_the_booking_follows(desk: Desk) -> None:
    visit = serving(desk)
    back = desk.do(queue.undo)
    assert back.state is TicketState.CALLED
    assert desk.appointment(visit.appointment_id).state is AppointmentState.ARRIVED


def test_a_start_that_was_the_arrival_is_taken_back(desk: Desk) -> None:
    booking = desk.booking(wall(9))
    desk.do(queue.call_next)
    desk.after(minutes=1).do(queue.start)
    back = desk.do(queue.undo)
    assert (back.state, arrived_at(back)) == (TicketState.CALLED, None)
    after = desk.appointment(booking.id)
    assert (after.state, after.visit_id) == (AppointmentState.BOOKED, None)


def test_a_call_was_heard_so_the_client_is_put_back_instead(desk: Desk) -> None:
    visit = desk.walk_in()
    desk.after(minutes=4).do(queue.call_next)
    back = desk.after(minutes=1).do(queue.undo)
    assert (back.state, back.place_at, back.counter) == (
        TicketState.WAITING,
        visit.place_at,
        "",
    )
    assert kinds(desk, visit) == ["issue", "call", "requeue"]
    kinds_of_time = [period.kind for period in back.periods]
    assert kinds_of_time == [PeriodKind.WAITING, PeriodKind.CALLED, PeriodKind.WAITING]
    assert refusal(desk) == "undo.undone_already"


def test_a_parked_or_transferred_client_goes_back_to_where_they_were(desk: Desk) -> None:
    visit = desk.walk_in()
    desk.do(queue.park, visit.id, "payment")
    desk.after(minutes=1).do(queue.call_this, visit_id=visit.id)
    back = desk.do(queue.undo)
    assert (back.state, back.parked_for) == (TicketState.PARKED, "payment")
    desk.do(queue.transfer, visit.id, counter="3", by=desk.inese)
    desk.after(minutes=1).do(queue.call_next)
    back = desk.do(queue.undo)
    assert (back.state, back.target_counter) == (TicketState.TRANSFERRED, "3")


def test_a_call_without_check_in_taken_back_leaves_the_client_expected(desk: Desk) -> None:
    booking = desk.booking(wall(9))
    desk.do(queue.call_next)
    back = desk.after(seconds=3).do(queue.undo)
    assert (back.state, arrived_at(back), waited(back, desk.clock())) == (
        TicketState.WAITING,
        None,
        None,
    )
    board = desk.board()
    assert (board.counts.waiting, board.counts.expected) == (0, 1)
    (row,) = board.rows
    assert (row.number, row.why.code, row.arrived_at) == ("B001", "booking_due_unchecked", None)
    here = desk.after(minutes=3).arrive(booking)
    assert (here.number, here.arrival, here.place_at) == ("B001", "late", desk.clock())


def test_a_ticket_issued_by_mistake_counts_nowhere(desk: Desk) -> None:
    booking = desk.booking(wall(9, 30))
    visit = desk.arrive(booking)
    gone = desk.after(seconds=20).do(queue.undo)
    assert (gone.state, gone.by_mistake) == (TicketState.LEFT, True)
    assert desk.board().counts.left == 0
    after = desk.appointment(booking.id)
    assert (after.state, after.visit_id) == (AppointmentState.BOOKED, None)
    again = desk.after(minutes=40).arrive(booking)
    assert (again.number, again.arrival, again.place_at) == (visit.number, "late", desk.clock())


@pytest.mark.parametrize(
    ("seconds", "possible"), [(0, True), (300, True), (301, False), (4000, False)]
)
def test_five_minutes(desk: Desk, seconds: int, possible: bool) -> None:
    visit = serving(desk)
    desk.do(queue.park, visit.id, "payment")
    desk.after(seconds=seconds)
    if possible:
        assert desk.do(queue.undo).state is TicketState.SERVING
    else:
        assert refusal(desk) == "undo.too_late"


def test_a_later_step_on_the_ticket_stands_in_the_way(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.park, visit.id, "payment")
    desk.do(queue.requeue, visit.id, by=desk.inese)
    assert refusal(desk) == "undo.touched_since"


def test_a_later_step_at_the_counter_is_the_one_taken_back(desk: Desk) -> None:
    first = serving(desk)
    second = desk.walk_in()
    assert desk.do(queue.undo).id == second.id
    assert desk.get(first).state is TicketState.SERVING
    assert refusal(desk) == "undo.undone_already"


def test_another_counters_steps_are_its_own(desk: Desk) -> None:
    visit = serving(desk)
    desk.walk_in(by=desk.inese)
    assert desk.do(queue.undo).id == visit.id


def test_a_recall_is_not_taken_back(desk: Desk) -> None:
    desk.walk_in()
    desk.do(queue.call_next)
    desk.after(minutes=1).do(queue.recall)
    assert refusal(desk) == "undo.called_out"


def test_notes_and_ticks_are_taken_back_too(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.set_note, visit.id, "first")
    desk.do(queue.set_note, visit.id, "second")
    desk.do(queue.undo)
    assert desk.board().serving.note == "first"
    desk.do(queue.tick, visit.id, "document_presented", True)
    assert desk.do(queue.undo).ticks == ()


def test_a_correction_sets_what_should_have_been_recorded(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.finish, visit.id, Outcome.SOLVED)
    desk.after(hours=2)
    assert refusal(desk) == "undo.too_late"
    right = desk.do(queue.correct, visit.id, outcome=Outcome.INCOMPLETE, why="photo missing")
    assert (right.state, right.outcome) == (TicketState.SERVED, Outcome.INCOMPLETE)
    assert refusal(desk) == "undo.corrected"
    with desk.database.reader() as reader:
        last = reader.visits.events(visit.id)[-1]
    why_id = UUID(str(last.data["why_id"]))
    assert (last.kind, desk.text(why_id)) == (Action.CORRECT, "photo missing")
    back = desk.do(queue.correct, visit.id, state=TicketState.WAITING, why="was not finished")
    assert (back.state, back.outcome) == (TicketState.WAITING, None)
    assert desk.appointment(visit.appointment_id).state is AppointmentState.ARRIVED
    gone = desk.do(queue.correct, visit.id, state=TicketState.NO_SHOW, why="wrong person")
    assert gone.state is TicketState.NO_SHOW
    assert desk.appointment(visit.appointment_id).state is AppointmentState.NO_SHOW


def test_a_correction_needs_to_say_why(desk: Desk) -> None:
    visit = serving(desk)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.correct, visit.id, state=TicketState.LEFT, why=" ")
    assert refused.value.code == "visit.why_missing"
    right = desk.do(queue.correct, visit.id, outcome=Outcome.REFUSED, why="x")
    assert (right.outcome, right.reason_id) == (Outcome.REFUSED, None)


def test_yesterdays_open_ticket_can_be_put_right_by_anyone(desk: Desk) -> None:
    visit = serving(desk)
    desk.after(days=1)
    (row,) = desk.board(by=desk.inese).stale_open
    assert row.number == "B001"
    done = desk.do(queue.correct, visit.id, outcome=Outcome.SOLVED, why="forgotten", by=desk.inese)
    assert done.state is TicketState.SERVED
    assert desk.board().stale_open == ()
