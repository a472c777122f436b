"""Every pair of booking state and action; and how a booking follows its visit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from visit_making import NINE, PATHS, at, booking, booking_event, booking_then, then, ticket

from desk.domain import appointment_states
from desk.domain.appointment import (
    EXPECTED_STATES,
    Appointment,
    AppointmentAction,
    AppointmentState,
)
from desk.domain.appointment_follow import next_step, wanted
from desk.domain.errors import DeskError
from desk.domain.visit import Action, TicketState, Visit

S, A = AppointmentState, AppointmentAction
TO_COME = {S.BOOKED, S.LATE_NOTIFIED, S.PROVISIONAL, S.CONFLICT}
DATA = {
    A.NOTIFY_LATE: {"expected_at": at(40)},
    A.UPDATE: {"start": at(90)},
    A.REOPEN: {"state": "booked", "visit_id": None},
}


def expected(state: AppointmentState, action: AppointmentAction) -> str:
    """The table in words: facts stay, plans may change."""
    if action in (A.BOOK, A.IMPORT):
        return "appointment.exists"
    if action is A.REOPEN:
        if state in TO_COME:
            return "appointment.not_ended"
        return "appointment.not_ended" if state in (S.SERVING, S.SERVED) else "booked"
    if state in TO_COME:
        return {
            A.UPDATE: state.value,
            A.CANCEL: "cancelled",
            A.NOTIFY_LATE: "conflict" if state is S.CONFLICT else "late_notified",
            A.NOTIFY_CANCEL: "cancelled_notified",
            A.ARRIVE: "arrived",
            A.NO_SHOW: "no_show",
            A.START: "appointment.not_arrived",
            A.SERVE: "appointment.not_arrived",
            A.CONFIRM: "late_notified" if state is S.LATE_NOTIFIED else "booked",
            A.COMPETE: "conflict",
        }[action]
    allowed = {
        (S.ARRIVED, A.START): "serving",
        (S.ARRIVED, A.NO_SHOW): "no_show",
        (S.SERVING, A.SERVE): "served",
    }
    reasons = {
        S.ARRIVED: "appointment.arrived_already",
        S.SERVING: "appointment.arrived_already",
        S.SERVED: "appointment.served_already",
        S.CANCELLED: "appointment.cancelled",
        S.CANCELLED_NOTIFIED: "appointment.cancelled",
        S.NO_SHOW: "appointment.no_show",
    }
    return allowed.get((state, action), reasons[state])


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("action", list(A))
def test_every_pair_of_state_and_action(state: AppointmentState, action: AppointmentAction) -> None:
    made = replace(booking(at(30)), state=state)
    step = booking_event(made, action, DATA.get(action, {}))
    result = expected(state, action)
    if "." in result:
        with pytest.raises(DeskError) as refused:
            appointment_states.apply(made, step)
        assert refused.value.code == result
    else:
        assert appointment_states.apply(made, step).state == result


def test_what_the_plan_may_change_and_what_stays() -> None:
    made = booking(at(30))
    moved = booking_then(made, A.UPDATE, start=at(90), service="eid")
    assert (moved.start, moved.service, moved.minutes) == (at(90), "eid", made.minutes)
    assert (moved.reference, moved.person_id, moved.version) == ("R1", None, 2)


def test_a_move_says_whether_it_is_confirmed() -> None:
    lost = booking_then(booking(at(30), source="phone"), A.COMPETE)
    assert booking_then(lost, A.UPDATE, start=at(90), awaits=True).state is S.PROVISIONAL
    assert booking_then(lost, A.UPDATE, start=at(90), awaits=False).state is S.BOOKED
    assert booking_then(lost, A.UPDATE, service="eid").state is S.CONFLICT


def test_phone_bookings_are_provisional_until_hq_knows_them() -> None:
    assert booking(at(30), source="phone").state is S.PROVISIONAL
    cancelled = booking_then(booking(at(30), source="phone"), A.NOTIFY_CANCEL)
    assert booking_then(cancelled, A.REOPEN).state is S.PROVISIONAL


def test_an_event_must_follow_the_last_one() -> None:
    made = booking(at(30))
    with pytest.raises(DeskError) as refused:
        appointment_states.apply(made, replace(booking_event(made, A.CANCEL, {}), seq=5))
    assert refused.value.code == "appointment.changed_meanwhile"
    with pytest.raises(DeskError) as unknown:
        appointment_states.apply(None, booking_event(None, A.CANCEL, {}))
    assert unknown.value.code == "appointment.unknown"


def test_a_replay_of_the_events_is_the_booking() -> None:
    first = booking_event(None, A.IMPORT, {"site": "x", "day": NINE.date(), "start": at(5)})
    made = appointment_states.apply(None, first)
    second = booking_event(made, A.NOTIFY_LATE, {"expected_at": at(40)})
    made = appointment_states.apply(made, second)
    third = booking_event(made, A.ARRIVE, {"visit_id": made.id})
    made = appointment_states.apply(made, third)
    assert appointment_states.replay([first, second, third]) == made
    assert (made.expected_at, made.visit_id) == (at(40), made.id)


def visit_in(state: TicketState, *, present: bool) -> Visit:
    visit = ticket(slot=at(5), number="B001", present=present)
    for minute, (kind, data) in enumerate(PATHS[state], start=1):
        visit = then(visit, kind, at(minute), **data)
    return visit


@pytest.mark.parametrize("visit_state", list(TicketState))
@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("present", [True, False])
def test_a_booking_gets_to_where_its_visit_is(
    visit_state: TicketState, state: AppointmentState, present: bool
) -> None:
    visit = visit_in(visit_state, present=present)
    made = replace(booking(at(5)), state=state)
    steps = 0
    while (step := next_step(made, visit)) is not None:
        made = appointment_states.apply(made, booking_event(made, step[0], step[1]))
        steps += 1
        assert steps <= 4
    assert _matches(made, visit, state)


def _matches(made: Appointment, visit: Visit, before: AppointmentState) -> bool:
    target = wanted(made, visit)
    if target in EXPECTED_STATES:
        return made.state in EXPECTED_STATES or made.state is before
    return made.state is target


@pytest.mark.parametrize(
    ("visit_state", "present", "state"),
    [
        (TicketState.WAITING, True, S.ARRIVED),
        (TicketState.WAITING, False, S.BOOKED),
        (TicketState.CALLED, True, S.ARRIVED),
        (TicketState.CALLED, False, S.BOOKED),
        (TicketState.SERVING, True, S.SERVING),
        (TicketState.SERVING, False, S.SERVING),
        (TicketState.SERVED, True, S.SERVED),
        (TicketState.NO_SHOW, True, S.NO_SHOW),
        (TicketState.NO_SHOW, False, S.NO_SHOW),
        (TicketState.STOPPED, True, S.ARRIVED),
        (TicketState.LEFT, True, S.ARRIVED),
        (TicketState.LEFT, False, S.NO_SHOW),
    ],
)
def test_the_state_a_booking_has_beside_its_visit(
    visit_state: TicketState, present: bool, state: AppointmentState
) -> None:
    assert wanted(booking(at(5)), visit_in(visit_state, present=present)) is state


def test_a_ticket_issued_by_mistake_leaves_the_booking_expected() -> None:
    visit = then(ticket(slot=at(5)), Action.LEAVE, at(1), mistake=True)
    assert wanted(booking(at(5)), visit) is S.BOOKED
    assert wanted(booking(at(5), expected_at=at(9)), visit) is S.LATE_NOTIFIED
