"""Finishing, parking, handing on, stopping, leaving, returning; and what is noted meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from queue_desk import Desk, wall

from desk.domain.appointment import AppointmentState
from desk.domain.errors import DeskError
from desk.domain.person import Person
from desk.domain.roles import Role
from desk.domain.visit import Action, Outcome, TicketState, Visit
from desk.services import queue


def serving(desk: Desk, booked: bool = False) -> Visit:
    """A client at counter 3."""
    if booked:
        desk.arrive(desk.booking(wall(9)))
    else:
        desk.walk_in()
    desk.after(seconds=5).do(queue.call_next)
    return desk.after(seconds=30).do(queue.start)


def events(desk: Desk, visit: Visit) -> list[Action]:
    with desk.database.reader() as reader:
        return [event.kind for event in reader.visits.events(visit.id)]


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.REFUSED])
def test_finish_with_an_outcome(desk: Desk, outcome: Outcome) -> None:
    visit = serving(desk, booked=True)
    done = desk.do(queue.finish, visit.id, outcome)
    assert (done.state, done.outcome) == (TicketState.SERVED, outcome)
    assert desk.appointment(visit.appointment_id).state is AppointmentState.SERVED


@pytest.mark.parametrize(
    ("reason", "basis"), [("", ""), ("no photo", ""), ("", "MK 134"), (" ", "")]
)
def test_a_refusal_demands_nothing_while_the_client_is_there(
    desk: Desk, reason: str, basis: str
) -> None:
    visit = serving(desk)
    done = desk.do(queue.finish, visit.id, Outcome.REFUSED, reason, basis)
    assert (done.state, done.outcome) == (TicketState.SERVED, Outcome.REFUSED)
    texts = desk.text(done.reason_id), desk.text(done.legal_basis_id)
    assert texts == (reason.strip(), basis.strip())


def test_a_refusal_with_everything(desk: Desk) -> None:
    visit = serving(desk)
    done = desk.do(queue.finish, visit.id, Outcome.REFUSED, "no photo", "MK 134, 5.")
    assert (done.outcome, desk.text(done.reason_id)) == (Outcome.REFUSED, "no photo")
    assert desk.text(done.legal_basis_id) == "MK 134, 5."


def test_what_a_refusal_lacked_is_filled_in_later_with_both(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.finish, visit.id, Outcome.REFUSED)
    desk.after(hours=3)
    for reason, basis in [("", ""), ("no photo", ""), ("", "MK 134"), (" ", " ")]:
        with pytest.raises(DeskError) as refused:
            desk.do(queue.complete, visit.id, reason, basis, by=desk.inese)
        assert refused.value.code == "visit.refusal_incomplete"
    full = desk.do(queue.complete, visit.id, "no photo", "MK 134", complaint_told=True)
    assert (desk.text(full.reason_id), desk.text(full.legal_basis_id)) == ("no photo", "MK 134")
    assert full.completed_at == desk.clock()
    assert "complaint_right_told" in full.ticks
    assert desk.get(visit) == full
    solved = serving(desk)
    desk.do(queue.finish, solved.id, Outcome.SOLVED)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.complete, solved.id, "no photo", "MK 134")
    assert refused.value.code == "visit.not_refused"


def test_no_personal_code_gets_into_the_history(desk: Desk) -> None:
    visit = serving(desk)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.finish, visit.id, Outcome.INCOMPLETE, "pk 161175-19997")
    assert (refused.value.code, refused.value.params) == ("text.personal_code", {})
    with pytest.raises(DeskError) as refused:
        desk.do(queue.stop, visit.id, "x" * 201)
    assert refused.value.code == "text.too_long"


@pytest.mark.parametrize(
    ("step", "state", "booking"),
    [
        ((queue.park, "payment"), "parked", "arrived"),
        ((queue.stop, "insulting"), "stopped", "arrived"),
        ((queue.leave,), "left", "arrived"),
    ],
)
def test_a_client_leaves_the_counter_and_comes_back_to_the_same_place(
    desk: Desk, step: tuple[Any, ...], state: str, booking: str
) -> None:
    visit = serving(desk, booked=True)
    use_case, *arguments = step
    away = desk.do(use_case, visit.id, *arguments)
    assert away.state == state
    assert desk.appointment(visit.appointment_id).state == booking
    assert desk.board().serving is None
    back = desk.after(minutes=10).do(queue.requeue, visit.id, by=desk.inese)
    assert (back.state, back.place_at) == (TicketState.WAITING, visit.place_at)


def test_a_transfer_keeps_the_place_and_can_name_a_service(desk: Desk) -> None:
    visit = serving(desk)
    later = desk.after(minutes=5).walk_in()
    moved = desk.do(queue.transfer, visit.id, counter=" 4 ", service="eid")
    assert (moved.target_counter, moved.services) == ("4", ("eid", "passport"))
    assert moved.place_at == visit.place_at
    next_there = desk.after(seconds=5).do(queue.call_next, by=desk.inese)
    assert next_there.id == visit.id
    assert desk.do(queue.call_next).id == later.id


def test_a_transfer_needs_a_target_that_is_a_label_or_a_service(desk: Desk) -> None:
    visit = serving(desk)
    refusals = [
        ({}, "visit.transfer_target"),
        ({"service": "x"}, "service.unknown"),
        ({"counter": "to Anna"}, "session.counter_form"),
    ]
    for target, code in refusals:
        with pytest.raises(DeskError) as refused:
            desk.do(queue.transfer, visit.id, **target)
        assert refused.value.code == code


def test_another_counters_client_is_left_alone(desk: Desk) -> None:
    visit = serving(desk)
    steps = [
        (queue.finish, (Outcome.SOLVED,)),
        (queue.park, ()),
        (queue.stop, ()),
        (queue.leave, ()),
        (queue.requeue, ()),
        (queue.set_note, ("x",)),
        (queue.add_service, ("eid",)),
    ]
    for use_case, arguments in steps:
        with pytest.raises(DeskError) as refused:
            desk.do(use_case, visit.id, *arguments, by=desk.inese)
        assert refused.value.code == "visit.at_other_counter"


def test_another_sites_ticket_is_left_alone(desk: Desk) -> None:
    visit = desk.walk_in()
    elsewhere = replace(desk.anna, site="riga-1")
    with pytest.raises(DeskError) as refused:
        desk.do(queue.leave, visit.id, by=elsewhere)
    assert refused.value.code == "visit.other_site"


def test_a_reason_to_park_is_from_the_list_or_left_out(desk: Desk) -> None:
    visit = serving(desk)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.park, visit.id, "tea")
    assert refused.value.code == "visit.reason_unknown"
    assert desk.do(queue.park, visit.id).parked_for == ""


def test_services_are_added_and_removed(desk: Desk) -> None:
    visit = serving(desk)
    assert desk.do(queue.add_service, visit.id, "eid").services == ("passport", "eid")
    assert desk.do(queue.remove_service, visit.id, "passport").services == ("eid",)
    with pytest.raises(DeskError) as refused:
        desk.do(queue.remove_service, visit.id, "eid")
    assert refused.value.code == "visit.last_service"


def test_ticks_and_assistance_are_from_the_lists(desk: Desk) -> None:
    visit = serving(desk)
    ticked = desk.do(queue.tick, visit.id, "document_presented", True)
    assert ticked.ticks == ("document_presented",)
    assert desk.do(queue.tick, visit.id, "document_presented", False).ticks == ()
    desk.do(queue.set_assistance, visit.id, ("write", "write"))
    assert desk.board().serving.assistance == ("write",)
    assert desk.do(queue.set_assistance, visit.id, ()).assistance_id is None
    with pytest.raises(DeskError) as refused:
        desk.do(queue.tick, visit.id, "smiled", True)
    assert refused.value.code == "visit.tick_unknown"


def test_note_and_contact_are_personal_data_shown_at_the_counter(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.set_note, visit.id, "asked about the fee")
    desk.do(queue.set_contact, visit.id, Person(phone="29123456", email=" a@b.lv "))
    shown = desk.board().serving
    assert shown.note == "asked about the fee"
    assert shown.contact == Person(phone="+37129123456", email="a@b.lv")
    desk.do(queue.set_note, visit.id, " ")
    desk.do(queue.set_contact, visit.id, Person())
    shown = desk.board().serving
    assert (shown.note, shown.contact) == ("", None)


def test_saying_the_same_again_leaves_no_event(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.set_note, visit.id, "x")
    desk.do(queue.set_contact, visit.id, Person(phone="29123456"))
    desk.do(queue.tick, visit.id, "document_presented", True)
    desk.do(queue.set_assistance, visit.id, ("write",))
    before = events(desk, visit)
    desk.do(queue.set_note, visit.id, " x ")
    desk.do(queue.set_contact, visit.id, Person(phone="+371 29 123 456"))
    desk.do(queue.tick, visit.id, "document_presented", True)
    desk.do(queue.set_assistance, visit.id, ("write",))
    desk.do(queue.add_service, visit.id, "passport")
    desk.do(queue.remove_service, visit.id, "eid")
    assert events(desk, visit) == before


def test_an_ended_visit_takes_no_more_notes(desk: Desk) -> None:
    visit = serving(desk)
    desk.do(queue.finish, visit.id, Outcome.SOLVED)
    steps = [
        (queue.set_note, ("x",)),
        (queue.set_contact, (Person(phone="29123456"),)),
        (queue.add_service, ("passport",)),
        (queue.tick, ("document_presented", False)),
    ]
    for use_case, arguments in steps:
        with pytest.raises(DeskError) as refused:
            desk.do(use_case, visit.id, *arguments)
        assert refused.value.code == "visit.ended"


@pytest.mark.parametrize("role", [Role.IT, Role.OFFICER])
def test_who_does_not_run_the_queue_does_nothing_in_it(desk: Desk, role: Role) -> None:
    visit = desk.walk_in()
    booking = desk.booking(wall(9))
    other = replace(desk.anna, role=role)
    steps: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (queue.take_in_booking, (booking.id,), {}),
        (queue.take_in_walk_in, (("passport",),), {}),
        (queue.call_next, (), {}),
        (queue.call_this, (), {"visit_id": visit.id}),
        (queue.recall, (), {}),
        (queue.start, (), {}),
        (queue.no_show, (), {}),
        (queue.finish, (visit.id, Outcome.SOLVED), {}),
        (queue.park, (visit.id,), {}),
        (queue.transfer, (visit.id,), {"counter": "4"}),
        (queue.stop, (visit.id,), {}),
        (queue.leave, (visit.id,), {}),
        (queue.requeue, (visit.id,), {}),
        (queue.complete, (visit.id, "x", "x"), {}),
        (queue.add_service, (visit.id, "eid"), {}),
        (queue.remove_service, (visit.id, "eid"), {}),
        (queue.set_note, (visit.id, "x"), {}),
        (queue.set_contact, (visit.id, Person()), {}),
        (queue.set_assistance, (visit.id, ()), {}),
        (queue.tick, (visit.id, "document_presented", True), {}),
        (queue.undo, (), {}),
        (queue.correct, (visit.id,), {"state": TicketState.LEFT, "why": "x"}),
    ]
    assert {use_case.__name__ for use_case, _, _ in steps} == set(queue.__all__)
    for use_case, arguments, options in steps:
        with pytest.raises(DeskError) as refused:
            desk.do(use_case, *arguments, by=other, **options)
        assert refused.value.code == "access.no_right"
    with pytest.raises(DeskError) as refused:
        desk.board(by=other)
    assert refused.value.code == "access.no_right"
