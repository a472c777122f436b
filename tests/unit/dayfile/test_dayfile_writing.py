"""Files that we write: readable by others and, without loss, by our own import."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from desk.domain.appointment import Appointment, AppointmentState
from desk.domain.clock import local_day
from desk.domain.person import Person
from desk.services.content.schema import Service, Text
from desk.services.dayfile.cells import clean, guard, unguard
from desk.services.dayfile.match_service import service_matcher
from desk.services.dayfile.reading import read_day_file
from desk.services.dayfile.write_file import Booking, Format, write

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
START = datetime(2026, 11, 24, 8, 45, tzinfo=UTC)


def booking(
    person: Person,
    *,
    start: datetime = START,
    service: str = "Pase; bērnam",
    reference: str = "P-1",
    state: AppointmentState = AppointmentState.BOOKED,
) -> Booking:
    appointment = Appointment(
        id=UUID(int=1),
        version=1,
        site="riga-2",
        day=local_day(start),
        start=start,
        minutes=15,
        service="pase",
        service_text=service,
        state=state,
        source="file",
        reference=reference,
    )
    return Booking(appointment, person)


ANNA = booking(Person("Anna Ozola", "+371 20000001", "anna@example.lv"))


def written(form: Format, *bookings: Booking) -> bytes:
    return write(bookings, form, site="riga-2", day=date(2026, 11, 24), now=NOW)


def test_csv_opens_in_a_spreadsheet_with_the_imports_columns_and_the_state():
    header, row, rest = written(Format.CSV, ANNA).decode().split("\r\n")
    assert header == "\ufeffreference;start;service;name;phone;email;state"
    assert row == (
        'P-1;2026-11-24 10:45;"Pase; bērnam";Anna Ozola;+371 20000001;anna@example.lv;booked'
    )
    assert rest == ""


def test_json():
    whole = json.loads(written(Format.JSON, ANNA))
    assert (whole["branch"], whole["date"]) == ("riga-2", "2026-11-24")
    assert whole["appointments"] == [
        {
            "reference": "P-1",
            "start": "2026-11-24T10:45:00+02:00",
            "minutes": 15,
            "service": "Pase; bērnam",
            "name": "Anna Ozola",
            "phone": "+371 20000001",
            "email": "anna@example.lv",
            "state": "booked",
        }
    ]


def test_ics_is_a_calendar_that_others_read():
    calendar = Calendar.from_ical(written(Format.ICS, ANNA))
    (event,) = calendar.walk("VEVENT")
    assert (event["UID"], event["STATUS"]) == ("P-1", "CONFIRMED")
    assert event.decoded("DTSTART") == START
    assert event["X-BRANCHDESK-STATE"] == "booked"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'=1", "''=1"),
        ("+371 20000001", "+371 20000001"),
        ("+371 20000001+cmd|' /C calc'!A0", "'+371 20000001+cmd|' /C calc'!A0"),
        ("'t Hooft", "'t Hooft"),
        ("Anna", "Anna"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_calculate_are_guarded(cell: str, expected: str):
    assert guard(cell) == expected
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("state", list(AppointmentState))
@pytest.mark.parametrize("form", [Format.CSV, Format.ICS])
def test_every_state_comes_back_as_standing_or_cancelled(state: AppointmentState, form: Format):
    file = read_day_file(written(form, booking(Person(), state=state)))
    gone = {AppointmentState.CANCELLED, AppointmentState.CANCELLED_NOTIFIED}
    assert [row.cancelled for row in file.rows] == [state in gone]
    assert file.problems == ()


def test_the_doubled_hour_comes_back():
    for hour in (0, 1):
        twice = booking(Person(), start=datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
        for form in (Format.CSV, Format.ICS):
            rows = read_day_file(written(form, twice)).rows
            assert [row.start for row in rows] == [twice.appointment.start]


def test_a_booking_without_reference_or_text_is_named_by_ours():
    bare = booking(Person(), reference="", service="")
    (row,) = read_day_file(written(Format.CSV, bare)).rows
    assert (row.reference, row.service_text) == (str(UUID(int=1)), "pase")


CELLS = st.text(max_size=30).map(clean)
TRICKY = st.sampled_from(["=cmd()", "+1", "-", "@x", "'=", "''+", 'a"b', "a;b", "a,b", "\\n", ":"])
TEXTS = CELLS | TRICKY


@given(TEXTS, TEXTS, TEXTS | st.just("+371 20000001"), TEXTS, st.sampled_from(["csv", "ics"]))
def test_what_is_written_comes_back(service: str, name: str, phone: str, email: str, form: str):
    item = booking(Person(name, phone, email), service=service or "eID")
    (row,) = read_day_file(written(Format(form), item)).rows
    assert (row.reference, row.start) == ("P-1", START)
    assert (row.service_text, row.name, row.phone) == (service or "eID", name, phone)
    assert row.email == email


@given(TEXTS)
def test_no_cell_of_a_csv_file_begins_a_formula(text: str):
    data = written(Format.CSV, booking(Person(text, text, text), service=text or "x"))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    for cell in rows[1]:
        plain_phone = cell.startswith("+") and cell[1:].replace(" ", "").isdigit()
        assert plain_phone or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def service(id: str, lv: str, *aliases: str) -> Service:
    name = Text(lv=lv, en=f"{id} in English", ru=f"{id} по-русски")
    return Service(id=id, name=name, minutes=10, bookable=True, group="g", aliases=list(aliases))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eid", "eid"),
        ("eID karte", "eid"),
        ("EID  KARTE.", "eid"),
        ("uzturesanas atlauja", "permit"),
        ("eid in english", "eid"),
        ("permit по-русски", "permit"),
        ("TUA", "permit"),
        ("dokuments", ""),
        ("", ""),
        ("…", ""),
        ("kaut kas cits", ""),
    ],
)
def test_services_are_known_by_id_name_and_alias(text: str, expected: str):
    match = service_matcher(
        [
            service("eid", "eID karte", "dokuments"),
            service("permit", "Uzturēšanās atļauja", "TUA", "dokuments"),
        ]
    )
    assert match(text) == expected
