"""Bookings and incidents: what is stored comes back, and every question finds what it should."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from making import ACTOR, SITE, TODAY, acknowledged, booked, change, reported
from virtual import VirtualClock, make_id

from db.database import Database
from desk.domain.appointment import AppointmentAction, AppointmentState
from desk.domain.errors import DeskError
from desk.domain.incident import (
    Answer,
    Channel,
    FirstReport,
    IncidentKind,
    IncidentState,
    Place,
    Step,
    Told,
)
from desk.domain.person import Person, Purpose
from desk.domain.topics import Topic


def test_a_booking_comes_back_after_each_change(database: Database, clock: VirtualClock) -> None:
    late = clock() + timedelta(hours=3)
    with database.unit_of_work() as uow:
        person = uow.persons.put(Purpose.APPOINTMENT, Person("Ilze"), at=clock(), expires=None)
        first = booked(uow, clock, person_id=str(person), confirmed_outside_hours=True)
        assert uow.appointments.get(first.id) == first
        second = change(
            uow, clock, first, AppointmentAction.NOTIFY_LATE, expected_at=late.isoformat()
        )
        third = change(uow, clock, second, AppointmentAction.ARRIVE, visit_id=str(make_id()))
        assert uow.topics == {Topic.APPOINTMENTS}
        uow.commit()
    with database.reader() as reader:
        assert reader.appointments.get(first.id) == third
        assert third.expected_at == late
        kinds = [event.kind for event in reader.appointments.events(first.id)]
    assert kinds == ["import", "notify_late", "arrive"]


def test_bookings_of_days_in_the_order_of_their_slots(
    database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        later = booked(uow, clock, "R-1", start=(clock() + timedelta(hours=5)).isoformat())
        sooner = booked(uow, clock, "R-2")
        tomorrow = booked(uow, clock, "R-3", day="2026-11-25")
        booked(uow, clock, "R-4", site="riga-3")
        uow.commit()
    with database.reader() as reader:
        asked = reader.appointments
        assert asked.of_day(SITE, TODAY) == (sooner, later)
        assert asked.of_days(SITE, TODAY, date(2026, 11, 25)) == (sooner, later, tomorrow)
        assert asked.of_days(SITE, date(2026, 11, 25), date(2026, 12, 1)) == (tomorrow,)


def test_references(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        one = booked(uow, clock, "R-10")
        two = booked(uow, clock, "R-2")
        phone = booked(uow, clock, "R-10", source="phone")
        assert booked(uow, clock, "").reference == booked(uow, clock, "").reference == ""
        with pytest.raises(DeskError, match=r"appointment\.reference_taken"):
            booked(uow, clock, "R-10")
        asked = uow.appointments
        assert asked.by_reference("file", ["R-10", "R-2", "R-3"]) == {"R-10": one, "R-2": two}
        assert asked.by_reference("phone", {"R-10"}) == {"R-10": phone}
        assert asked.by_reference("file", []) == {}
        assert {found.id for found in asked.find(SITE, "R-1")} == {one.id, phone.id}
        assert asked.find(SITE, "R%") == asked.find("riga-3", "R-1") == asked.find(SITE, "") == ()


def test_a_booking_changed_by_someone_else(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        booking = booked(uow, clock)
        change(uow, clock, booking, AppointmentAction.CANCEL)
        with pytest.raises(DeskError, match=r"appointment\.changed_meanwhile"):
            change(uow, clock, booking, AppointmentAction.ARRIVE)
        assert uow.appointments.get(booking.id).state is AppointmentState.CANCELLED
        with pytest.raises(DeskError, match=r"appointment\.unknown"):
            uow.appointments.get(make_id())


def _full(clock: VirtualClock) -> FirstReport:
    return FirstReport(
        IncidentKind.AGGRESSION,
        clock() - timedelta(minutes=4),
        time_unknown=True,
        place=Place.HALL,
        channel=Channel.PHONE,
        triggers=("waiting", "refusal"),
        level="2",
        steps=(Step("calm", clock()), Step("warn", clock() + timedelta(seconds=20))),
        told=Told("head", "in_person", clock()),
        hurt=Answer.UNKNOWN,
        weapon=Answer.NO,
    )


def test_an_incident_with_every_field_comes_back(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        text = uow.persons.put(Purpose.INCIDENT_TEXT, Person(text="x"), at=clock(), expires=None)
        whom = uow.persons.put(Purpose.INCIDENT_TOLD, Person(text="y"), at=clock(), expires=None)
        first = reported(uow, clock, _full(clock), text_id=text, whom_id=whom)
        assert first.told is not None and first.told.whom_id == whom
        assert uow.incidents.get(first.id) == first
        read = acknowledged(uow, clock, first)
        assert uow.topics == {Topic.INCIDENTS}
        uow.commit()
    with database.reader() as reader:
        assert reader.incidents.get(first.id) == read
        assert read.state is IncidentState.ACKNOWLEDGED
        assert [one.kind for one in reader.incidents.events(first.id)] == ["report", "acknowledge"]
        with pytest.raises(DeskError, match=r"incident\.unknown"):
            reader.incidents.get(make_id())


def test_the_list_of_incidents_and_its_filters(database: Database, clock: VirtualClock) -> None:
    error, other = FirstReport(IncidentKind.ERROR, clock()), make_id()
    with database.unit_of_work() as uow:
        old = reported(uow, clock, _full(clock), 1, day=date(2026, 11, 20))
        clock.advance(minutes=1)
        new = reported(uow, clock, error, 2, reporter=other)
        clock.advance(minutes=1)
        newest = acknowledged(uow, clock, reported(uow, clock, error, 3))
        uow.commit()
    with database.reader() as reader:
        ask = reader.incidents.list
        assert ask(SITE) == (newest, new, old)
        assert ask(SITE, limit=1) == (newest,)
        assert ask("riga-3") == ()
        assert ask(SITE, states={IncidentState.REPORTED}) == (new, old)
        assert ask(SITE, kinds=[IncidentKind.AGGRESSION]) == (old,)
        assert ask(SITE, kinds=[]) == ()
        assert ask(SITE, reporter=other) == (new,)
        assert ask(SITE, first=TODAY) == (newest, new)
        assert ask(SITE, last=date(2026, 11, 20)) == (old,)
        assert ask(SITE, states={IncidentState.REPORTED}, reporter=ACTOR) == (old,)
        assert reader.incidents.count_new(SITE) == 2
        assert reader.incidents.count_new("riga-3") == 0


def test_numbers_of_incidents_count_up_within_a_year(
    database: Database, clock: VirtualClock
) -> None:
    report = FirstReport(IncidentKind.ERROR, clock())
    with database.unit_of_work() as uow:
        assert uow.incidents.next_number(SITE, 2026) == 1
        reported(uow, clock, report, 9)
        reported(uow, clock, report, 10)
        assert uow.incidents.next_number(SITE, 2026) == 11
        assert uow.incidents.next_number(SITE, 2027) == 1
        assert uow.incidents.next_number("riga-3", 2026) == 1
        with pytest.raises(DeskError, match=r"incident\.number_taken"):
            reported(uow, clock, report, 10)
