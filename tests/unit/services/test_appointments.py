"""Booking by phone, and what clients tell about their bookings."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.hours import Interval
from desk.domain.person import Person
from desk.services import appointments, opening, queue

CLIENT = Person(name=" Zelma  Rasaspura ", phone="2000 0012", email=" z@example.com ")
SATURDAY = date(2026, 11, 28)
BEFORE_CHRISTMAS = date(2026, 12, 23)


def book(branch: Branch, start: datetime, **changed: object) -> Appointment:
    wanted = {
        "start": start,
        "minutes": 15,
        "service": "passport-eid",
        "person": CLIENT,
    } | changed
    booked = branch.do(appointments.book, by=branch.anna, **wanted)
    assert isinstance(booked, Appointment)
    return booked


def test_a_booking_is_provisional_until_the_booking_system_knows_it(branch: Branch) -> None:
    booked = book(branch, wall(10, 30))
    assert booked.state is AppointmentState.PROVISIONAL
    assert (booked.site, booked.day, booked.source) == (SITE, DAY, "phone")
    assert booked.reference.startswith("T-")
    assert not booked.confirmed_outside_hours


def test_what_the_client_gives_is_kept_in_one_form(branch: Branch) -> None:
    booked = book(branch, wall(10, 30))
    with branch.database.reader() as reader:
        assert booked.person_id is not None
        person = reader.persons.get(booked.person_id)
    assert person == Person("Zelma Rasaspura", "+37120000012", "z@example.com")


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("", ""),
        ("20000012", "+37120000012"),
        ("+371 2000-0012", "+37120000012"),
        ("00371 20000012", "+37120000012"),
        ("+44 20 7946 0018", "+442079460018"),
    ],
)
def test_phone_numbers(branch: Branch, phone: str, kept: str) -> None:
    booked = book(branch, wall(10), person=Person("Z", phone))
    with branch.database.reader() as reader:
        assert booked.person_id is not None
        person = reader.persons.get(booked.person_id)
    assert person is not None
    assert person.phone == kept


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"person": Person("Z", "12")}, "contact.phone"),
        ({"person": Person("Z", "nav")}, "contact.phone"),
        ({"person": Person("Z", "", "z@example")}, "contact.email"),
        ({"person": Person("Z", "", "z at example.com")}, "contact.email"),
        ({"person": Person("Z" * 121)}, "contact.name_long"),
        ({"person": Person(" ", "20000012")}, "appointment.name_missing"),
        ({"minutes": 0}, "appointment.minutes"),
        ({"minutes": 481}, "appointment.minutes"),
        ({"start": wall(8, 44)}, "appointment.in_past"),
        ({"service": "haircut"}, "service.unknown"),
    ],
)
def test_what_cannot_be_booked(branch: Branch, changed: dict[str, object], code: str) -> None:
    with refuses(code):
        book(branch, **({"start": wall(10)} | changed))  # type: ignore[arg-type] # by name


@pytest.mark.parametrize(
    ("start", "minutes", "service", "code"),
    [
        (wall(10, day=SATURDAY), 15, "eid", "appointment.closed_day"),
        (wall(16), 15, "eid", "appointment.outside_hours"),
        (wall(15, 50), 15, "eid", "appointment.runs_over"),
        (wall(15, 30, day=BEFORE_CHRISTMAS), 15, "eid", "appointment.in_proposed_cut"),
        (wall(10), 5, "collect-document", "appointment.not_bookable"),
    ],
)
def test_what_only_warns(
    branch: Branch, start: datetime, minutes: int, service: str, code: str
) -> None:
    with refuses(code):
        book(branch, start, minutes=minutes, service=service)
    booked = book(branch, start, minutes=minutes, service=service, confirm_outside=True)
    assert booked.confirmed_outside_hours
    assert code in appointments.WARNINGS


def test_capacity_counts_what_runs_at_once(branch: Branch) -> None:
    capacity = branch.env.policy.capacity
    for number in range(capacity):
        book(branch, wall(10, number % 2 * 5), minutes=20)
    with refuses("appointment.no_capacity"):
        book(branch, wall(10, 15), minutes=10)
    book(branch, wall(10, 25), minutes=10)


def test_a_cancelled_booking_makes_room(branch: Branch) -> None:
    booked = [book(branch, wall(10)) for _ in range(branch.env.policy.capacity)]
    branch.do(appointments.notify_cancel, booked[0].id, by=branch.anna)
    book(branch, wall(10))


def test_all_warnings_are_told_at_once(branch: Branch) -> None:
    found = branch.read(
        appointments.warnings,
        by=branch.anna,
        start=wall(10, day=SATURDAY),
        minutes=5,
        service="collect-document",
    )
    assert [warning.code for warning in found] == [
        "appointment.closed_day",
        "appointment.not_bookable",
    ]


def test_a_closure_warns(branch: Branch) -> None:
    branch.do(opening.set_exception, DAY, (), "Avārija", by=branch.head)
    with refuses("appointment.closed_day"):
        book(branch, wall(10))


def test_references_differ(branch: Branch) -> None:
    booked = {book(branch, wall(9, minute)).reference for minute in range(5, 55, 5)}
    assert len(booked) == 10


def test_a_late_client_is_noted_with_the_new_time(branch: Branch) -> None:
    booked = book(branch, wall(10))
    late = branch.do(appointments.notify_late, booked.id, wall(10, 25), by=branch.anna)
    assert (late.state, late.expected_at) == (AppointmentState.LATE_NOTIFIED, wall(10, 25))
    with refuses("appointment.expected_before_slot"):
        branch.do(appointments.notify_late, booked.id, wall(10), by=branch.anna)
    with refuses("appointment.expected_before_slot"):
        tomorrow = wall(10) + timedelta(days=1)
        branch.do(appointments.notify_late, booked.id, tomorrow, by=branch.anna)


def test_a_cancelled_booking_can_be_reopened(branch: Branch) -> None:
    booked = book(branch, wall(10))
    with refuses("appointment.not_ended"):
        branch.do(appointments.reopen, booked.id, by=branch.anna)
    gone = branch.do(appointments.notify_cancel, booked.id, by=branch.anna)
    assert gone.state is AppointmentState.CANCELLED_NOTIFIED
    again = branch.do(appointments.reopen, booked.id, by=branch.anna)
    assert again.state is AppointmentState.PROVISIONAL


def test_who_has_arrived_is_not_cancelled(branch: Branch) -> None:
    booked = book(branch, wall(10))
    branch.do(queue.take_in_booking, booked.id, by=branch.anna)
    with refuses("appointment.arrived_already"):
        branch.do(appointments.notify_cancel, booked.id, by=branch.anna)
    with refuses("appointment.not_ended"):
        branch.do(appointments.reopen, booked.id, by=branch.anna)


def test_it_books_nobody(branch: Branch) -> None:
    with refuses("access.no_right"):
        branch.do(
            appointments.book,
            by=branch.it,
            start=wall(10),
            minutes=15,
            service="eid",
            person=CLIENT,
        )


def test_the_persons_data_expires_by_the_packs_period(branch: Branch) -> None:
    days = {item.purpose: item.days for item in branch.env.policy.retention}["appointment"]
    branch.do(
        opening.set_exception,
        DAY,
        (Interval(wall(8).time(), wall(20).time()),),
        "Garā diena",
        by=branch.head,
    )
    booked = book(branch, wall(17), confirm_outside=True)
    with branch.database.reader() as reader:
        connection = reader._connection
        expires = connection.exec_driver_sql("SELECT expires FROM person_key").scalars().all()
    assert expires == [(booked.day + timedelta(days=days)).isoformat()]
