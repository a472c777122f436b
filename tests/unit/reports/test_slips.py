"""Slips as they come out of the printer: all is on them, in one piece, and the code reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pypdfium2
import pytest
import qr_reading
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desk.domain.calendar_text import calendar_text
from desk.domain.hours import Interval
from desk.domain.slips import (
    BookedTime,
    DoorNotice,
    NextStep,
    NextTimeSlip,
    PaperLog,
    PaperSize,
    Place,
    ReferralSlip,
    ReminderSlip,
    TicketSlip,
    Words,
)
from desk.i18n import speaking
from desk.reports.slip_layout import week_text
from desk.ui.preview.child import Paper, make_pdf

NOW = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
SERVICE = Words("Pase un eID karte", "Passport and eID card", "Паспорт и карта eID")
BRING = (
    Words("Iepriekšējā pase vai eID karte, ja tāda ir", "The previous passport", "Паспорт"),
    Words("Maksājuma karte vai ziņa, ka maksājums veikts", "A payment card", "Карта"),
)
OPEN = (Interval(time(8, 30), time(16)),)
PLACE = Place(
    "Pilsonības un migrācijas lietu pārvalde",
    "Rīgas 2. nodaļa",
    "Alunāna iela 1, Rīga",
    "+37167209400",
    ((Interval(time(8, 30), time(18)),), OPEN, OPEN, OPEN, OPEN, (), ()),
    confirmed=False,
    web="https://www.pmlp.gov.lv/lv/pieraksts",
)
CALENDAR = calendar_text(
    "0199aaaa-0000-7000-8000-000000000001",
    NOW + timedelta(days=9),
    15,
    NOW,
    summary="Pase un eID karte",
    location="Pilsonības un migrācijas lietu pārvalde, Rīgas 2. nodaļa, Alunāna iela 1, Rīga",
)
BOOKED = BookedTime(NOW + timedelta(days=9), 15, SERVICE, "T-4F22A1", 5, CALENDAR)


def ticket(size: PaperSize) -> TicketSlip:
    return TicketSlip(
        size, PLACE.institution, PLACE.branch, "A014", (SERVICE,), NOW, None, 3, BRING
    )


def next_time(size: PaperSize) -> NextTimeSlip:
    return NextTimeSlip(size, PLACE, "", SERVICE, BRING, "Bērna apliecība", NextStep.BOOK, BOOKED)


def reminder(size: PaperSize) -> ReminderSlip:
    return ReminderSlip(size, PLACE, "Zelma Kārkliņa", BOOKED, BRING)


def referral(size: PaperSize) -> ReferralSlip:
    reach = (("web", "https://epakalpojumi.kase.gov.lv"), ("phone", "+37167094222"))
    return ReferralSlip(size, PLACE, Words("Valsts kase"), Words("Maksājumi"), reach, "Tur maksā")


def pages(paper: Paper, dpi: int = 150) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(make_pdf(paper))
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def words_of(paper: Paper) -> str:
    document = pypdfium2.PdfDocument(make_pdf(paper))
    try:
        found = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(found.split())


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything dark."""
    box = picture.point(lambda value: 255 * (value < 160)).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("make", [ticket, next_time, reminder, referral])
@pytest.mark.parametrize("size", list(PaperSize))
def test_a_slip_is_one_piece_with_white_edges(make: object, size: PaperSize) -> None:
    (picture,) = pages(make(size))  # type: ignore[operator]
    millimetre = 150 / 25.4
    assert abs(picture.width / millimetre - size.width) < 1
    if size.height:
        assert abs(picture.height / millimetre - size.height) < 1
    left, top, right, bottom = ink(picture)
    edge = 2.5 * millimetre
    assert left >= edge and top >= edge
    assert right <= picture.width - edge and bottom <= picture.height - edge


@pytest.mark.parametrize("size", [PaperSize.ROLL_58, PaperSize.ROLL_80])
def test_a_roll_is_cut_where_the_text_ends(size: PaperSize) -> None:
    (picture,) = pages(ticket(size))
    _left, _top, _right, bottom = ink(picture)
    assert picture.height - bottom < 20 * 150 / 25.4
    (longer,) = pages(replace(ticket(size), prepare=BRING * 3))
    assert longer.height > picture.height


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("number", ["A014", "AB0123"])
def test_the_number_is_the_largest_thing_on_a_ticket(size: PaperSize, number: str) -> None:
    (picture,) = pages(replace(ticket(size), number=number))
    lines = [
        max(picture.crop((0, y, picture.width, y + 1)).point(lambda v: v < 100).tobytes())
        for y in range(picture.height)
    ]
    heights, run = [], 0
    for dark in [*lines, 0]:
        if not dark and run:
            heights.append(run)
        run = run + 1 if dark else 0
    assert max(heights) > 2.5 * sorted(heights)[-2]


def test_a_ticket_says_it_in_latvian_first() -> None:
    found = words_of(ticket(PaperSize.ROLL_80))
    for part in ("A014", "Pase un eID karte", "Passport and eID card", "Паспорт", "10.15", "3"):
        assert part in found
    assert found.index("Pase un") < found.index("Passport and")


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("make", [next_time, reminder])
def test_the_calendar_code_is_read_off_the_picture(make: object, size: PaperSize) -> None:
    (picture,) = pages(make(size), dpi=300)  # type: ignore[operator]
    text = qr_reading.read(picture)
    assert text == CALENDAR
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["DTSTART"].dt == BOOKED.start
    assert "Rīgas 2. nodaļa" in event["LOCATION"]


def test_a_name_stands_only_where_it_was_given() -> None:
    assert "Zelma Kārkliņa" in words_of(reminder(PaperSize.A5))
    assert "Zelma" not in words_of(replace(reminder(PaperSize.A5), name=""))


def test_typed_words_are_never_markup() -> None:
    slip = replace(next_time(PaperSize.A5), note="<b>A</b> & B")
    assert "<b>A</b> & B" in words_of(slip)


def test_a_booked_time_makes_the_next_step_superfluous() -> None:
    booked, free = next_time(PaperSize.A5), replace(next_time(PaperSize.A5), booked=None)
    assert "T-4F22A1" in words_of(booked)
    assert "T-4F22A1" not in words_of(free)
    assert len(words_of(free)) != len(words_of(replace(free, step=NextStep.NOTHING)))


def test_a_referral_names_every_way() -> None:
    found = words_of(referral(PaperSize.A5))
    for part in ("Valsts kase", "epakalpojumi.kase.gov.lv", "+37167094222", "Tur maksā"):
        assert part in found


@pytest.mark.parametrize("days", [1, 3, 14])
def test_a_notice_fits_its_door(days: int) -> None:
    start = date(2026, 12, 22)
    hours = [(start + timedelta(days=n), OPEN if n % 2 else ()) for n in range(days)]
    notice = DoorNotice(
        PLACE, tuple(hours), Words("Pirms svētkiem", "Before", "Перед"), "Rīgas 1. nodaļa", NOW
    )
    (picture,) = pages(notice, dpi=50)
    assert abs(picture.width - 413) <= 1
    found = words_of(notice)
    day = "22.12.2026." if days > 4 else "22. decembris"
    assert day in found and "+37167209400" in found and "Rīgas 1. nodaļa" in found
    assert ("8.30–16.00" in found) == (days > 1)


def test_days_in_a_row_stand_in_one_line() -> None:
    start = date(2026, 11, 24)
    closed = tuple((start + timedelta(days=n), ()) for n in range(4))
    found = words_of(DoorNotice(PLACE, closed, Words(""), "", NOW))
    assert "24.11.2026. – 27.11.2026." in found


def test_a_log_has_all_its_numbers() -> None:
    numbers = tuple(f"P{n:03}" for n in range(1, 53))
    log = PaperLog("PMLP", "Rīgas 2. nodaļa", numbers, ("1 Pase",), ("Atrisināts",), NOW)
    found = words_of(log)
    assert [number for number in numbers if number not in found] == []
    assert len(pages(log, dpi=30)) == 2


def test_the_week_is_told_briefly() -> None:
    with speaking("en"):
        assert week_text(PLACE.week) == "Mon 8:30–18:00; Tue–Fri 8:30–16:00"
        assert week_text(()) == ""


@given(st.text(max_size=120), st.text(max_size=60))
def test_any_place_and_matter_makes_a_calendar(location: str, summary: str) -> None:
    """Whatever a pack calls its branches, the file stays readable and its lines short."""
    plain = [" ".join(part.split()) for part in (location, summary)]
    where, what = ("".join(c for c in part if c.isprintable()) for part in plain)
    text = calendar_text("x", NOW, 15, NOW, summary=what, location=where)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == what
    assert str(event.get("LOCATION", "")) == where
