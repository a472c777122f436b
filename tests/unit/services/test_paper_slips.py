"""What is gathered for slips: nothing personal on the ticket, a name only when it is chosen."""

from __future__ import annotations

from datetime import time, timedelta

import icalendar
import pytest
from branch_at_work import DAY, Branch, refuses, wall

from desk.domain.appointment import Appointment
from desk.domain.hours import Interval
from desk.domain.person import Person
from desk.domain.slips import NextStep, PaperSize, Words
from desk.domain.visit import Visit
from desk.services import (
    appointments,
    device_settings,
    opening,
    paper_door,
    paper_slips,
    queue,
)
from desk.services.device_settings import SlipPrinting

CLIENT = Person("Zelma Kārkliņa", "20000001")


def walk_in(branch: Branch, **options: object) -> Visit:
    made = branch.do(queue.take_in_walk_in, ("passport-eid",), by=branch.anna, **options)
    assert isinstance(made, Visit)
    return made


def book(branch: Branch, days: int = 0, person: Person = CLIENT, hour: int = 10) -> Appointment:
    made = branch.do(
        appointments.book,
        by=branch.anna,
        start=wall(hour, day=DAY + timedelta(days=days)),
        minutes=15,
        service="passport-eid",
        person=person,
    )
    assert isinstance(made, Appointment)
    return made


def test_a_ticket_names_number_service_and_how_many_come_before(branch: Branch) -> None:
    for _ in range(2):
        walk_in(branch)
    third = walk_in(branch, note="Zelma")
    slip = branch.read(paper_slips.ticket_slip, third.id, PaperSize.ROLL_58, by=branch.anna)
    assert (slip.number, slip.before, slip.size) == (third.number, 2, PaperSize.ROLL_58)
    assert slip.services[0].lv == "Pase un eID karte"
    assert slip.prepare[0].ru.startswith("Прежний")
    assert "Zelma" not in str(slip)
    assert branch.looks() == []


def test_nobody_counts_before_a_client_who_is_called(branch: Branch) -> None:
    visit = walk_in(branch)
    branch.do(queue.call_next, by=branch.anna)
    slip = branch.read(paper_slips.ticket_slip, visit.id, PaperSize.A6, by=branch.anna)
    assert slip.before is None


def test_the_next_time_is_logged_and_names_nobody_unless_chosen(branch: Branch) -> None:
    booked = book(branch)
    visit = branch.do(queue.take_in_booking, booked.id, by=branch.anna)
    again = book(branch, days=2)
    missing = (Words("Foto", "Photo", "Фото"),)
    plain = branch.do(
        paper_slips.next_time_slip,
        visit.id,
        size=PaperSize.A5,
        missing=missing,
        note="  Tulkojums ",
        step=NextStep.BOOK,
        by=branch.anna,
    )
    assert (plain.name, plain.missing, plain.note) == ("", missing, "Tulkojums")
    assert (plain.step, plain.booked) == (NextStep.BOOK, None)
    named = branch.do(
        paper_slips.next_time_slip,
        visit.id,
        size=PaperSize.A5,
        step=NextStep.BOOK,
        booking=again.id,
        named=True,
        by=branch.anna,
    )
    assert (named.name, named.step) == ("Zelma Kārkliņa", NextStep.NOTHING)
    assert named.booked is not None
    assert (named.booked.start, named.booked.minutes_early) == (again.start, 5)
    assert "Zelma" not in named.booked.calendar
    assert [look[2] for look in branch.looks()] == ["next_time", "next_time"]


def test_the_calendar_text_is_an_event_of_that_time(branch: Branch) -> None:
    booked = book(branch)
    slip = branch.do(paper_slips.reminder_slip, booked.id, size=PaperSize.A6, by=branch.anna)
    (event,) = icalendar.Calendar.from_ical(slip.booked.calendar).walk("VEVENT")
    assert event["DTSTART"].dt == booked.start
    assert event["DTEND"].dt == booked.start + timedelta(minutes=15)
    assert event["UID"] == str(booked.id)
    assert "Rīgas 2. nodaļa" in event["LOCATION"]
    assert (slip.name, slip.booked.reference) == ("", booked.reference)
    assert slip.bring == paper_slips.to_bring(branch.env, ("passport-eid",))
    assert branch.looks()[-1] == ("print", "appointment", "reminder")


def test_a_next_booking_is_found_by_phone_or_name(branch: Branch) -> None:
    booked = book(branch)
    visit = branch.do(queue.take_in_booking, booked.id, by=branch.anna)
    by_phone = book(branch, days=1, person=Person("Z. K.", "20000001"))
    by_name = book(branch, days=2, person=Person("zelma karklina", "20000009"))
    book(branch, days=3, person=Person("Cits Klients", "20000008"))
    found = branch.read(paper_slips.next_bookings, visit.id, by=branch.anna)
    assert [item.id for item in found] == [by_phone.id, by_name.id]
    assert branch.read(paper_slips.next_bookings, walk_in(branch).id, by=branch.anna) == ()


def test_a_referral_comes_from_the_directory(branch: Branch) -> None:
    known = paper_slips.targets(branch.env, branch.anna.site)
    assert all(target.key != f"branch:{branch.anna.site}" for target in known)
    assert not any("2018" in target.name.lv for target in known)  # superseded ones are left out
    slip = branch.read(
        paper_slips.referral_slip, "contact:treasury", " Maksājums ", PaperSize.A5, by=branch.anna
    )
    assert (slip.to.lv, slip.reason) == ("Valsts kases e-pakalpojumi", "Maksājums")
    assert slip.reach == (("web", "https://epakalpojumi.kase.gov.lv/portal/login/"),)
    other = branch.read(
        paper_slips.referral_slip, "branch:riga-1", "", PaperSize.A5, by=branch.anna
    )
    assert other.to.lv.endswith("Rīgas 1. nodaļa")
    with refuses("referral.unknown"):
        branch.read(paper_slips.referral_slip, "contact:x", "", PaperSize.A5, by=branch.anna)


def test_a_personal_code_goes_on_no_slip(branch: Branch) -> None:
    with refuses("text.personal_code"):
        branch.read(
            paper_slips.referral_slip,
            "contact:treasury",
            "010180-12345",
            PaperSize.A5,
            by=branch.anna,
        )
    with refuses("text.personal_code"):
        branch.do(
            paper_slips.next_time_slip,
            walk_in(branch).id,
            size=PaperSize.A5,
            note="010180-12345",
            by=branch.anna,
        )


def test_the_notice_tells_hours_reason_and_where_to_go(branch: Branch) -> None:
    reason = branch.env.policy.hours_reasons[0].text
    last = DAY + timedelta(days=1)
    branch.do(opening.set_days, DAY, last, (), reason.lv, by=branch.head)
    notice = branch.read(paper_door.door_notice, DAY, last, "Rīgas 1. nodaļa", by=branch.head)
    assert notice.days == ((DAY, ()), (last, ()))
    assert (notice.reason.lv, notice.reason.ru) == (reason.lv, reason.ru)
    assert notice.meanwhile == "Rīgas 1. nodaļa"
    assert notice.place.phone  # the institution's line, where the branch's own is not known
    typed = branch.read(paper_door.door_notice, DAY, DAY, "", "Plūdi", by=branch.head)
    assert typed.reason == Words("Plūdi")


def test_the_branch_is_described_by_the_hours_of_that_day(branch: Branch) -> None:
    place = paper_slips.place_of(branch.env, "riga-2", DAY)
    assert len(place.week) == 7
    assert place.week[1] == (Interval(time(8, 30), time(16)),)
    assert place.web.endswith("/pieraksts")


def test_the_blank_log_goes_on_with_the_numbers(branch: Branch) -> None:
    log = branch.read(paper_door.paper_log, 3, by=branch.anna)
    assert log.numbers == ("P001", "P002", "P003")
    assert (len(log.services), len(log.outcomes)) == (9, 7)
    for lines in (0, 201):
        with refuses("paper.lines"):
            branch.read(paper_door.paper_log, lines, by=branch.anna)


@pytest.mark.parametrize("size", list(PaperSize))
def test_it_prints_nothing(branch: Branch, size: PaperSize) -> None:
    visit = walk_in(branch)
    with refuses("access.no_right"):
        branch.read(paper_slips.ticket_slip, visit.id, size, by=branch.it)


def test_slips_are_set_for_this_pc(branch: Branch) -> None:
    wanted = SlipPrinting("always", "Zebra", "roll_58")
    branch.do(device_settings.keep_device_setting, wanted, by=branch.it)
    with branch.database.reader() as reader:
        assert device_settings.device_setting(reader, SlipPrinting) == wanted
