"""The call order for any day: total, the same each time, and fair to everyone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from calls import since_walk_in
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_making import at, booking, then, ticket

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.queue_order import OrderPolicy, Ranked, WalkIns, order
from desk.domain.visit import Action, TicketState, Visit


@dataclass(frozen=True)
class Day:
    """A queue at some instant, `now` minutes after nine."""

    visits: tuple[Visit, ...]
    bookings: tuple[Appointment, ...]
    now: float
    policy: OrderPolicy


@st.composite
def days(draw: st.DrawFn) -> Day:
    policy = OrderPolicy(
        due_before_minutes=draw(st.integers(0, 5)),
        walk_in_threshold_minutes=draw(st.integers(0, 60)),
        walk_in_after_bookings=draw(st.integers(0, 4)),
        hold_minutes=draw(st.integers(0, 30)),
        walk_ins=draw(st.sampled_from(WalkIns)),
    )
    visits, bookings = [], []
    for number in range(draw(st.integers(0, 10))):
        arrived = draw(st.integers(0, 120))
        visit = ticket(
            at(arrived),
            number=f"A{number:03}",
            priority=draw(st.sampled_from(["", "", "", "accessibility"])),
        )
        if draw(st.integers(0, 3)) == 0:
            counter = draw(st.sampled_from(["3", "7"]))
            visit = then(visit, Action.TRANSFER, at(arrived + 1), counter=counter)
        visits.append(visit)
    for number in range(draw(st.integers(0, 10))):
        made = booking(at(draw(st.integers(0, 160))), reference=f"R{number:03}")
        if draw(st.booleans()):
            came = at(draw(st.integers(0, 120)))
            name = f"B{number:03}"
            visits.append(ticket(came, number=name, slot=made.start, appointment_id=made.id))
            made = replace(made, state=AppointmentState.ARRIVED, visit_id=visits[-1].id)
        bookings.append(made)
    return Day(tuple(visits), tuple(bookings), draw(st.integers(120, 150)), policy)


def ranking(day: Day, counter: str = "3") -> tuple[Ranked, ...]:
    policy = day.policy
    since = since_walk_in(day.visits, day.bookings, policy.hold_minutes)
    return order(
        day.visits, day.bookings, now=at(day.now), policy=policy, counter=counter, since=since
    )


@given(days())
def test_everyone_who_waits_is_in_the_order_exactly_once(day: Day) -> None:
    ranked = ranking(day)
    tickets = [place.visit.id for place in ranked if place.visit]
    assert sorted(map(str, tickets)) == sorted(str(visit.id) for visit in day.visits)
    due = at(day.now) + timedelta(minutes=day.policy.due_before_minutes)
    held = at(day.now) - timedelta(minutes=day.policy.hold_minutes)
    unchecked = [place.appointment for place in ranked if not place.visit]
    assert sorted(item.reference for item in unchecked if item) == [
        item.reference
        for item in day.bookings
        if item.state is AppointmentState.BOOKED and held <= item.start <= due
    ]


@given(days(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_it_is_read(day: Day, random: Random) -> None:
    visits, bookings = list(day.visits), list(day.bookings)
    random.shuffle(visits)
    random.shuffle(bookings)
    assert ranking(replace(day, visits=tuple(visits), bookings=tuple(bookings))) == ranking(day)


@given(days())
def test_priority_comes_first_and_the_uncallable_last(day: Day) -> None:
    ranked = ranking(day)
    callable_here = [place.callable_here for place in ranked]
    assert callable_here == sorted(callable_here, reverse=True)
    urgent = [bool(place.visit and place.visit.priority) for place in ranked if place.callable_here]
    assert urgent == sorted(urgent, reverse=True)


@given(days())
def test_every_place_has_a_reason(day: Day) -> None:
    for place in ranking(day):
        assert place.why.code
        assert place.why.minutes >= 0


@given(days())
def test_walk_ins_keep_their_order_among_themselves(day: Day) -> None:
    walk_ins = [
        place.visit
        for place in ranking(day)
        if place.visit and place.callable_here and place.visit.slot is None
        if place.visit.priority is None
    ]
    assert walk_ins == sorted(walk_ins, key=lambda visit: (visit.place_at, visit.number))


@settings(max_examples=150)
@given(days(), st.integers(1, 12))
def test_a_day_is_called_to_its_end_by_the_k_rule(day: Day, minutes: int) -> None:
    """Call everyone, one after another: all come, and no overdue walk-in waits too long."""
    policy, k = day.policy, day.policy.walk_in_after_bookings
    open_to_all = tuple(replace(visit, target_counter="") for visit in day.visits)
    day = replace(day, visits=open_to_all)
    in_a_row = 0
    for _ in range(len(day.visits) + len(day.bookings)):
        ranked = ranking(day)
        if not ranked:
            break
        first = ranked[0]
        overdue = _overdue_walk_in(day)
        if _urgent(first):
            in_a_row = in_a_row + 1 if _booked(first, policy) else 0
        else:
            if overdue and in_a_row >= k and policy.walk_ins is WalkIns.LIVE_QUEUE:
                assert not _booked(first, policy)
            in_a_row = in_a_row + 1 if _booked(first, policy) else 0
        day = _called(day, first, minutes)
    assert all(visit.state is not TicketState.WAITING for visit in day.visits)
    assert all(visit.state is not TicketState.TRANSFERRED for visit in day.visits)


def _urgent(place: Ranked) -> bool:
    return bool(place.visit and place.visit.priority)


def _booked(place: Ranked, policy: OrderPolicy) -> bool:
    if place.visit is None:
        return True
    if place.visit.slot is None:
        return False
    return place.visit.place_at <= place.visit.slot + timedelta(minutes=policy.hold_minutes)


def _overdue_walk_in(day: Day) -> bool:
    threshold = timedelta(minutes=day.policy.walk_in_threshold_minutes)
    return any(
        visit.slot is None
        and visit.state in (TicketState.WAITING, TicketState.TRANSFERRED)
        and at(day.now) - visit.place_at >= threshold
        for visit in day.visits
    )


def _called(day: Day, place: Ranked, minutes: int) -> Day:
    now = at(day.now)
    visits = list(day.visits)
    if place.visit is not None:
        visits.remove(place.visit)
        visits.append(then(place.visit, Action.CALL, now))
    elif place.appointment is not None:
        made = place.appointment
        fresh = ticket(now, number="B9", slot=made.start, present=False, appointment_id=made.id)
        visits.append(then(fresh, Action.CALL, now))
    return replace(day, visits=tuple(visits), now=day.now + minutes)
