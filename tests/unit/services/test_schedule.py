"""The Schedule screen's figures, against a count made another way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from branch_at_work import DAY, Branch, refuses, wall
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.board import DaySchedule
from desk.domain.person import Person
from desk.services import appointments, queue, schedule
from desk.services.slots import overlapping

MONDAY = date(2026, 11, 23)


def book(branch: Branch, start: datetime, minutes: int = 15) -> Appointment:
    booked = branch.do(
        appointments.book,
        by=branch.anna,
        start=start,
        minutes=minutes,
        service="passport-eid",
        person=Person("Zelma Rasaspura"),
        confirm_outside=True,
    )
    assert isinstance(booked, Appointment)
    return booked


def day(branch: Branch, wanted: date = DAY) -> DaySchedule:
    found = branch.read(schedule.day, wanted, by=branch.anna)
    assert isinstance(found, DaySchedule)
    return found


def test_entries_have_person_service_ticket_and_warning(branch: Branch) -> None:
    first, late = book(branch, wall(10)), book(branch, wall(17))
    visit = branch.do(queue.take_in_booking, first.id, by=branch.anna)
    entries = day(branch).entries
    assert [entry.appointment.id for entry in entries] == [first.id, late.id]
    assert entries[0].person == Person("Zelma Rasaspura")
    assert entries[0].service == "Passport and eID card"
    assert [entry.ticket for entry in entries] == [visit.number, ""]
    assert [entry.outside_hours for entry in entries] == [False, True]


def test_slots_follow_the_hours_and_show_what_lies_outside(branch: Branch) -> None:
    book(branch, wall(10), minutes=30)
    book(branch, wall(17, 5))
    slots = {slot.start: slot for slot in day(branch).slots}
    assert min(slots) == wall(8, 30)
    assert len([slot for slot in slots.values() if slot.open]) == 30
    assert [slots[wall(10, minute)].taken for minute in (0, 15, 30)] == [1, 1, 0]
    outside = slots[wall(17)]
    assert (outside.open, outside.taken, outside.capacity) == (False, 1, 0)


def test_the_week_counts_bookings_and_capacity(branch: Branch) -> None:
    book(branch, wall(10))
    gone = book(branch, wall(11))
    branch.do(appointments.notify_cancel, gone.id, by=branch.anna)
    week = branch.read(schedule.week, MONDAY, by=branch.anna)
    assert [summary.booked for summary in week] == [0, 1, 0, 0, 0, 0, 0]
    capacity = branch.env.policy.capacity
    assert [summary.capacity for summary in week] == [
        slots * capacity for slots in (36, 30, 30, 30, 24, 0, 0)
    ]


def test_free_slots_begin_now_and_skip_full_ones(branch: Branch) -> None:
    branch.clock.now = wall(15, 10)
    for _ in range(branch.env.policy.capacity):
        book(branch, wall(15, 30))
    free = branch.read(schedule.free_slots, DAY, 15, by=branch.anna, limit=3)
    tomorrow = wall(8, 30) + timedelta(days=1)
    assert [slot.start for slot in free] == [wall(15, 15), wall(15, 45), tomorrow]
    long = branch.read(schedule.free_slots, DAY, 45, by=branch.anna, limit=1)
    assert [slot.start for slot in long] == [tomorrow]


def test_it_reads_no_schedule(branch: Branch) -> None:
    with refuses("access.no_right"):
        branch.read(schedule.day, DAY, by=branch.it)


_BOOKINGS = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 60)), max_size=12)


@given(_BOOKINGS, st.integers(0, 120), st.integers(1, 60))
def test_overlap_is_the_fullest_minute(
    spans: list[tuple[int, int]], begin: int, length: int
) -> None:
    base = wall(9)
    booked = [
        Appointment(
            id=number,  # type: ignore[arg-type] # not looked at here
            version=1,
            site="riga-2",
            day=DAY,
            start=base + timedelta(minutes=start),
            minutes=minutes,
            service="",
            service_text="",
            state=AppointmentState.BOOKED,
            source="file",
            reference=str(number),
        )
        for number, (start, minutes) in enumerate(spans)
    ]
    by_minute = [
        sum(start <= minute < start + minutes for start, minutes in spans)
        for minute in range(begin, begin + length)
    ]
    assert overlapping(booked, base + timedelta(minutes=begin), length) == max(by_minute)
