"""iCalendar: what is read of an event, and problems with their lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desk.services.dayfile.model import Covers, DayFile
from desk.services.dayfile.reading import read_day_file

SAMPLES = Path(__file__).parent / "samples"


def read(*lines: str, calendar: str = "") -> DayFile:
    inner = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))
    text = f"BEGIN:VCALENDAR\r\n{calendar}{inner}\r\nEND:VCALENDAR\r\n"
    return read_day_file(text.encode())


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def listed(file: DayFile) -> list[tuple[int, str, str]]:
    return [(item.line, item.field, item.message_code) for item in file.problems]


def test_events_zones_lengths_and_problems():
    file = read_day_file((SAMPLES / "bookings.ics").read_bytes())
    assert file.covers == Covers("riga-2", date(2026, 11, 24))
    assert [(row.reference, row.start, row.minutes) for row in file.rows] == [
        ("I-1", utc(2026, 11, 24, 8, 45), 15),
        ("I-2", utc(2026, 11, 24, 9), 10),
        ("I-3", utc(2026, 11, 24, 9, 30), None),
        ("I-4", utc(2026, 11, 24, 10), None),
    ]
    assert listed(file) == [
        (47, "start", "dayfile.recurring"),
        (53, "start", "dayfile.no_time"),
        (58, "start", "dayfile.unknown_zone"),
        (63, "start", "dayfile.no_such_time"),
    ]
    assert file.seen == {f"I-{n}" for n in range(1, 9)}
    assert file.complete


def test_the_person_of_an_event():
    first, second = read_day_file((SAMPLES / "bookings.ics").read_bytes()).rows[:2]
    assert (first.name, first.phone, first.email) == (
        "Ozola, Anna",
        "+371 20000001",
        "anna@example.lv",
    )
    assert (second.name, second.phone, second.email) == (
        "Jānis Bērziņš",
        "20000002",
        "janis@example.lv",
    )
    assert second.cancelled
    assert second.service_text == "eID kartes noformēšana ar ļoti garu nosaukumu"


def test_a_malformed_file_says_where():
    file = read_day_file((SAMPLES / "malformed.ics").read_bytes())
    assert [row.reference for row in file.rows] == ["M-1", "M-4"]
    assert listed(file) == [
        (1, "", "dayfile.unclosed"),
        (9, "", "dayfile.bad_line"),
        (12, "", "dayfile.unclosed"),
        (19, "", "dayfile.unexpected_end"),
        (20, "", "dayfile.unclosed"),
    ]
    assert not file.complete


START = "DTSTART:20261124T104500"


@pytest.mark.parametrize(
    ("lines", "minutes", "problems"),
    [
        (("DTEND:20261124T110000",), 15, []),
        (("DURATION:PT1H",), 60, []),
        (("DURATION:PT90S",), None, ["dayfile.bad_minutes"]),
        (("DTEND:20261124T100000",), None, ["dayfile.bad_minutes"]),
        (("DTEND:soon",), None, ["dayfile.bad_minutes"]),
        (("DURATION:P2D",), None, ["dayfile.bad_minutes"]),
        ((), None, []),
    ],
)
def test_lengths(lines: tuple[str, ...], minutes: int | None, problems: list[str]):
    file = read("UID:1", START, *lines)
    assert [row.minutes for row in file.rows] == [minutes]
    assert [item.message_code for item in file.problems] == problems


@pytest.mark.parametrize(
    "zone", ["Europe/Riga", "FLE Standard Time", "/vendor.example/Europe/Riga", "Europe/Vilnius"]
)
def test_names_of_our_zone(zone: str):
    file = read("UID:1", f'DTSTART;TZID="{zone}":20261124T104500')
    assert [row.start for row in file.rows] == [utc(2026, 11, 24, 8, 45)]


@pytest.mark.parametrize("zone", ["Europe", "../../etc/passwd", "x" * 300, "Riga (custom)"])
def test_names_of_no_zone(zone: str):
    file = read("UID:1", f'DTSTART;TZID="{zone}":20261124T104500')
    assert listed(file) == [(2, "start", "dayfile.unknown_zone")]


@pytest.mark.parametrize(
    ("method", "cancelled"), [("CANCEL", True), ("REQUEST", False), ("publish", False)]
)
def test_methods(method: str, cancelled: bool):
    file = read("UID:1", START, calendar=f"METHOD:{method}\r\n")
    assert [row.cancelled for row in file.rows] == [cancelled]


def test_a_reply_is_no_day_file():
    assert listed(read("UID:1", START, calendar="METHOD:REPLY\r\n")) == [
        (1, "", "dayfile.ics_method")
    ]


def test_a_cancelled_event_needs_no_start_and_others_do():
    assert [row.start for row in read("UID:1", "STATUS:CANCELLED").rows] == [None]
    assert listed(read("UID:1")) == [(2, "start", "dayfile.bad_start")]


def test_an_event_without_uid_and_one_twice():
    assert listed(read(START)) == [(2, "reference", "dayfile.missing_reference")]
    twice = read("UID:1", START, "END:VEVENT", "BEGIN:VEVENT", "UID:1", START)
    assert listed(twice) == [(6, "reference", "dayfile.duplicate_reference")]
    assert len(twice.rows) == 1


def test_a_wrong_cover_is_a_problem():
    file = read("UID:1", START, calendar="X-BRANCHDESK-COVERS:everything\r\n")
    assert listed(file) == [(1, "covers", "dayfile.bad_covers")]
