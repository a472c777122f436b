"""The call order by example: each sentence of the policy, and the reason that is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from calls import since_walk_in
from visit_making import at, booking, then, ticket

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.queue_order import OrderPolicy, Ranked, WalkIns, order
from desk.domain.visit import Action, Visit

POLICY = OrderPolicy(
    due_before_minutes=2,
    walk_in_threshold_minutes=30,
    walk_in_after_bookings=2,
    hold_minutes=15,
)


def names(ranked: tuple[Ranked, ...]) -> list[str]:
    """Numbers of tickets, references of bookings without one."""
    return [
        place.visit.number if place.visit else getattr(place.appointment, "reference", "")
        for place in ranked
    ]


def codes(ranked: tuple[Ranked, ...]) -> list[str]:
    return [place.why.code for place in ranked]


def ordered(
    now: datetime,
    *visits: Visit,
    bookings: tuple[Appointment, ...] = (),
    policy: OrderPolicy = POLICY,
    counter: str = "3",
) -> tuple[Ranked, ...]:
    since = since_walk_in(visits, bookings, policy.hold_minutes)
    return order(visits, bookings, now=now, policy=policy, counter=counter, since=since)


def booked(
    number: str, slot: float, arrived: float, reference: str = ""
) -> tuple[Visit, Appointment]:
    """A booking and its ticket."""
    made = booking(at(slot), reference=reference or f"R-{number}")
    visit = ticket(at(arrived), number=number, slot=at(slot), appointment_id=made.id)
    return visit, replace(made, state=AppointmentState.ARRIVED, visit_id=visit.id)


def test_nobody_waits() -> None:
    assert ordered(at(0)) == ()


def test_bookings_rank_by_the_later_of_slot_and_arrival() -> None:
    early, _ = booked("B001", slot=30, arrived=0)
    late, _ = booked("B002", slot=20, arrived=33)
    middle, _ = booked("B003", slot=32, arrived=10)
    assert names(ordered(at(40), late, middle, early)) == ["B001", "B003", "B002"]


def test_a_booking_is_due_two_minutes_before_its_slot() -> None:
    came, _ = booked("B001", slot=30, arrived=0)
    walk_in = ticket(at(5), number="A001")
    before = ordered(at(27.9), came, walk_in)
    assert names(before) == ["A001", "B001"]
    assert codes(before) == ["walk_in_turn", "early_and_free"]
    due = ordered(at(28), came, walk_in)
    assert (names(due), codes(due)) == (["B001", "A001"], ["booking_due", "walk_in_turn"])


def test_an_early_client_comes_when_nobody_else_waits() -> None:
    came, _ = booked("B001", slot=60, arrived=0)
    alone = ordered(at(10), came)
    assert (codes(alone), alone[0].why.minutes, alone[0].callable_here) == (
        ["early_and_free"],
        50,
        True,
    )


def test_the_only_walk_in_is_told_so() -> None:
    assert codes(ordered(at(10), ticket())) == ["only_one"]
    assert codes(ordered(at(30), ticket())) == ["walk_in_overdue"]


def test_an_overdue_walk_in_comes_after_at_most_k_bookings() -> None:
    walk_in = ticket(at(0), number="A001")
    bookings = [booked(f"B00{n}", slot=20 + n, arrived=10)[0] for n in range(1, 5)]
    ranked = ordered(at(30), walk_in, *bookings)
    assert names(ranked) == ["B001", "B002", "A001", "B003", "B004"]
    assert ranked[2].why.code == "walk_in_overdue"
    assert (ranked[2].why.minutes, ranked[2].why.count) == (30, 2)
    assert names(ordered(at(29), walk_in, *bookings))[-1] == "A001"


def test_after_a_walk_in_the_count_begins_anew() -> None:
    walk_ins = [ticket(at(n), number=f"A00{n}") for n in (1, 2)]
    bookings = [booked(f"B00{n}", slot=20 + n, arrived=10)[0] for n in range(1, 6)]
    assert names(ordered(at(35), *walk_ins, *bookings)) == [
        *("B001", "B002", "A001"),
        *("B003", "B004", "A002"),
        "B005",
    ]


def test_a_booking_reopened_after_a_call_in_vain_is_called_again() -> None:
    visit, made = booked("B001", slot=20, arrived=10)
    gone = then(then(visit, Action.CALL, at(20)), Action.NO_SHOW, at(22))
    reopened = replace(made, state=AppointmentState.BOOKED, visit_id=None)
    (place,) = ordered(at(23), gone, bookings=(reopened,))
    assert (place.visit, place.appointment) == (None, reopened)


def test_bookings_called_before_count_for_the_k_rule() -> None:
    walk_in = ticket(at(0), number="A002")
    first = then(booked("B001", slot=20, arrived=10)[0], Action.CALL, at(20))
    second = then(booked("B002", slot=21, arrived=10)[0], Action.CALL, at(25))
    waiting = booked("B003", slot=22, arrived=10)[0]
    assert names(ordered(at(31), walk_in, waiting, first, second)) == ["A002", "B003"]
    between = then(ticket(at(0), number="A001"), Action.CALL, at(22))
    assert names(ordered(at(31), walk_in, waiting, first, second, between)) == ["B003", "A002"]


def test_justified_priority_comes_first_and_says_why() -> None:
    due, _ = booked("B001", slot=0, arrived=0)
    overdue = ticket(at(-60), number="A001")
    urgent = ticket(at(9), number="A002", priority="accessibility")
    ranked = ordered(at(10), due, overdue, urgent)
    assert names(ranked)[0] == "A002"
    assert (ranked[0].why.code, ranked[0].why.reason) == ("priority", "accessibility")


def test_a_due_booking_without_check_in_is_callable_and_ranks_after_those_who_came() -> None:
    here, arrived = booked("B001", slot=20, arrived=15)
    missing = booking(at(20), reference="R2")
    sooner = booking(at(19), reference="R1")
    ranked = ordered(at(20), here, bookings=(missing, sooner, arrived))
    assert names(ranked) == ["R1", "B001", "R2"]
    assert codes(ranked) == ["booking_due_unchecked", "booking_due", "booking_due_unchecked"]
    assert all(place.callable_here for place in ranked)


@pytest.mark.parametrize(("now", "there"), [(17.9, 0), (18, 1), (35, 1), (35.1, 0)])
def test_a_booking_without_check_in_is_held_for_so_long(now: float, there: int) -> None:
    assert len(ordered(at(now), bookings=(booking(at(20)),))) == there


@pytest.mark.parametrize(("now", "there"), [(20, 0), (38, 1), (55, 1), (55.1, 0)])
def test_a_client_who_called_is_expected_at_the_new_time(now: float, there: int) -> None:
    announced = booking(at(20), expected_at=at(40))
    assert len(ordered(at(now), bookings=(announced,))) == there


def test_only_clients_still_to_come_are_called_without_check_in() -> None:
    gone = booking(at(20), state=AppointmentState.CANCELLED)
    called, with_ticket = booked("B001", slot=20, arrived=10)
    called = then(called, Action.CALL, at(19))
    still_booked = replace(with_ticket, state=AppointmentState.BOOKED)
    assert ordered(at(20), called, bookings=(gone, still_booked)) == ()


def test_a_late_client_keeps_the_rank_only_while_it_is_held() -> None:
    held, one = booked("B001", slot=0, arrived=15)
    too_late, other = booked("B002", slot=0, arrived=15.1)
    walk_in = ticket(at(14), number="A001")
    ranked = ordered(at(20), held, too_late, walk_in, bookings=(one, other))
    assert names(ranked) == ["B001", "A001", "B002"]
    assert codes(ranked) == ["booking_due", "walk_in_turn", "walk_in_turn"]


def test_a_late_client_who_called_is_held_from_the_new_time() -> None:
    late, made = booked("B001", slot=0, arrived=30)
    walk_in = ticket(at(14), number="A001")
    told = replace(made, expected_at=at(20))
    assert names(ordered(at(31), late, walk_in, bookings=(told,))) == ["B001", "A001"]
    assert names(ordered(at(31), late, walk_in, bookings=(made,))) == ["A001", "B001"]


def test_a_called_client_who_was_not_seen_goes_behind_everyone_after_the_hold() -> None:
    called = then(ticket(at(0), number="B001", slot=at(0), present=False), Action.CALL, at(0))
    unseen = then(called, Action.REQUEUE, at(1), present=False)
    came, _ = booked("B002", slot=5, arrived=0)
    walk_in = ticket(at(3), number="A001")
    assert names(ordered(at(10), unseen, came, walk_in)) == ["B001", "B002", "A001"]
    assert names(ordered(at(16), unseen, came, walk_in)) == ["B002", "A001", "B001"]


def test_a_transferred_ticket_is_for_its_counter_alone_and_keeps_its_place() -> None:
    first = then(ticket(at(0), number="A001"), Action.TRANSFER, at(5), counter="7", service="")
    second = ticket(at(1), number="A002")
    there = ordered(at(10), first, second, counter="7")
    assert names(there) == ["A001", "A002"]
    here = ordered(at(10), first, second, counter="3")
    assert names(here) == ["A002", "A001"]
    assert [place.callable_here for place in here] == [True, False]
    assert (here[1].why.code, here[1].why.reason) == ("other_counter", "7")


def test_parked_and_ended_tickets_are_not_called() -> None:
    parked = then(ticket(number="A001"), Action.PARK, at(1), reason="payment")
    gone = then(ticket(number="A002"), Action.LEAVE, at(1))
    assert ordered(at(5), parked, gone) == ()


@pytest.mark.parametrize("policy", [WalkIns.WHEN_SLOT_FREE, WalkIns.APPOINTMENTS_ONLY])
def test_where_bookings_go_first_no_walk_in_overtakes_one(policy: WalkIns) -> None:
    walk_in = ticket(at(-90), number="A001")
    due = [booked(f"B00{n}", slot=n, arrived=-5)[0] for n in range(1, 5)]
    early, _ = booked("B009", slot=60, arrived=0)
    strict = replace(POLICY, walk_ins=policy)
    ranked = ordered(at(10), walk_in, early, *due, policy=strict)
    assert names(ranked) == ["B001", "B002", "B003", "B004", "B009", "A001"]
    urgent = replace(walk_in, priority="handover")
    assert names(ordered(at(10), urgent, *due, policy=strict))[0] == "A001"
