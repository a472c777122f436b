"""Day files as they come: encodings, separators, columns, dates, and everything that is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import DeskError
from desk.services.dayfile.columns import layout
from desk.services.dayfile.model import MAX_BYTES, MAX_ROWS, Covers, DayFile, Field, Row
from desk.services.dayfile.reading import read_day_file
from desk.services.dayfile.starts import read_start

SAMPLES = Path(__file__).parent / "samples"
HEADER = "reference;start;service;name;phone;email\n"


def sample(name: str) -> DayFile:
    return read_day_file((SAMPLES / name).read_bytes())


def read(text: str, mapping: dict[str, str] | None = None) -> DayFile:
    return read_day_file(text.encode(), mapping)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def listed(file: DayFile) -> list[tuple[int, str, str]]:
    return [(item.line, item.field, item.message_code) for item in file.problems]


@pytest.mark.parametrize("name", ["excel-cp1257.csv", "excel-utf8-bom.csv", "excel-unicode.txt"])
def test_one_sheet_reads_the_same_however_it_was_saved(name: str):
    file = sample(name)
    assert [row.name for row in file.rows] == [
        "Zigrīda Krūmiņa-Žagare",
        "Jānis Bērziņš",
        "Ļubova Šķēle",
    ]
    assert file.rows[0] == Row(
        line=2,
        reference="P-1001",
        start=utc(2026, 11, 24, 6, 30),
        minutes=None,
        service_text="Pases izsniegšana",
        name="Zigrīda Krūmiņa-Žagare",
        phone="+371 20000001",
        email="zigrida@example.lv",
    )
    assert [row.line for row in file.rows] == [2, 3, 5]
    assert file.problems == ()
    assert file.unmapped == ("Piezīmes",)
    assert file.columns[Field.SURNAME] == "Uzvārds"


def test_an_unmapped_column_is_kept_nowhere():
    assert "mazbērnu" not in repr(sample("excel-utf8-bom.csv"))
    assert "neglabāt" not in repr(sample("bookings.ics"))


def test_quoted_cells_covers_states_and_minutes():
    file = sample("quotes-utf8.csv")
    first, second, third = file.rows
    assert file.covers == Covers("riga-2", date(2026, 11, 24))
    assert (first.service_text, first.name) == ("Pase, bērnam", "Ozola, Anna (ar māti)")
    assert (first.line, second.line, third.line) == (4, 6, 7)
    assert (first.minutes, second.minutes, third.minutes) == (15, None, 20)
    assert [row.cancelled for row in file.rows] == [False, True, False]
    assert second.name == 'Kalns "Jr" Pēteris'
    assert file.problems == ()


def test_russian_headers_and_states():
    file = sample("russian-utf8.csv")
    assert [row.name for row in file.rows] == ["Ольга Щербакова", "Пётр Ёлкин"]
    assert [row.cancelled for row in file.rows] == [False, True]
    assert file.unmapped == ()


def test_every_problem_is_listed_and_the_other_rows_go_on():
    file = sample("broken.csv")
    assert listed(file) == [
        (3, "reference", "dayfile.missing_reference"),
        (4, "start", "dayfile.bad_start"),
        (5, "start", "dayfile.no_such_time"),
        (6, "reference", "dayfile.duplicate_reference"),
        (7, "name", "dayfile.too_long"),
        (8, "phone", "dayfile.bad_phone"),
        (9, "email", "dayfile.bad_email"),
        (10, "", "dayfile.too_many_cells"),
        (11, "", "dayfile.bad_line"),
        (12, "start", "dayfile.bad_start"),
    ]
    assert [row.reference for row in file.rows] == ["B-1", "B-7", "B-8", "B-12"]
    assert [item.line for item in file.problems if item.warning] == [8, 9]
    assert file.seen >= {"B-3", "B-4", "B-6"}
    assert not file.complete


def test_problems_carry_no_cell():
    shown = repr(sample("broken.csv").problems)
    assert "Anna" not in shown
    assert "mātei" not in shown


def test_a_row_with_two_faults_has_two_problems():
    file = read(HEADER + f"R-1;soon;{'x' * 201};;;\n")
    assert listed(file) == [
        (2, "service", "dayfile.too_long"),
        (2, "start", "dayfile.bad_start"),
    ]
    assert file.rows == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 10:45",
        "2026-11-24 10:45:00",
        "2026-11-24T10:45",
        "2026-11-24T10:45:00+02:00",
        "2026-11-24T08:45:00.000Z",
        "2026-11-24T08:45Z",
        "24.11.2026 10:45",
        "24.11.2026. 10.45",
        "24.11.2026. plkst. 10.45",
        "24.11.2026, 10:45",
        "24/11/2026 10:45",
    ],
)
def test_forms_of_a_start(text: str):
    assert read_start(text) == utc(2026, 11, 24, 8, 45)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10:45", "24.11.2026"),
        ("10.45", "24.11.2026."),
        ("10:45:00", "2026-11-24"),
        ("10:45", "24.11.2026 0:00"),
        ("2026-11-24 10:45", "01.01.2026"),
        ("", "24.11.2026 10:45"),
    ],
)
def test_a_start_in_two_columns(text: str, day: str):
    assert read_start(text, day) == utc(2026, 11, 24, 8, 45)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24.11.2026",
        "10:45",
        "24.13.2026 10:45",
        "31.11.2026 10:45",
        "11/24/2026 10:45",
        "24.11.26 10:45",
        "24.11.2026 24:00",
        "24.11.1926 10:45",
        "2026-11-24 10:45+25:00",
        "2026-11-24 10:45 Ozola",
        "٢٤.١١.٢٠٢٦ 10:45",
    ],
)
def test_what_is_no_start(text: str):
    with pytest.raises(DeskError) as caught:
        read_start(text)
    assert caught.value.code == "dayfile.bad_start"


def test_clock_changes():
    with pytest.raises(DeskError) as caught:
        read_start("28.03.2027 03:30")
    assert caught.value.code == "dayfile.no_such_time"
    assert read_start("25.10.2026 03:30") == utc(2026, 10, 25, 0, 30)  # the first of the two
    assert read_start("2026-10-25T03:30:00+02:00") == utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator: str, end: str):
    lines = (HEADER + "R-1;2026-11-24 10:45;eID;Anna Ozola;;\n").splitlines()
    text = end.join(lines).replace(";", separator)
    file = read(text)
    assert [row.name for row in file.rows] == ["Anna Ozola"]
    assert file.problems == ()


@pytest.mark.parametrize("line", ["# covers: riga-2 24.11.2026", "#covers:riga-2 2026-11-24;;;;;"])
def test_a_cover_is_declared_above_the_header(line: str):
    assert read(f"{line}\n{HEADER}").covers == Covers("riga-2", date(2026, 11, 24))


def test_other_comments_are_skipped_and_a_wrong_cover_is_a_problem():
    assert read(f"# izdruka\n\n{HEADER}").problems == ()
    file = read(f"# covers: Rīga otrdien\n{HEADER}")
    assert listed(file) == [(1, "covers", "dayfile.bad_covers")]
    assert file.covers is None


def test_a_person_may_map_columns():
    text = "kods;kad;ko;kas;piezīme\nR-1;24.11.2026 10:45;eID;Anna Ozola;slepeni\n"
    unread = read(text)
    assert listed(unread) == [
        (1, "reference", "dayfile.missing_column"),
        (1, "start", "dayfile.missing_column"),
    ]
    assert unread.unmapped == ("kods", "kad", "ko", "kas", "piezīme")
    mapping = {"kods": "reference", "kad": "start", "ko": "service", "kas": "name"}
    file = read(text, mapping)
    assert [(row.reference, row.service_text, row.name) for row in file.rows] == [
        ("R-1", "eID", "Anna Ozola")
    ]
    assert file.unmapped == ("piezīme",)


def test_a_mapping_goes_before_our_reading():
    text = "reference;start;name;klients\nR-1;24.11.2026 10:45;eID;Anna\n"
    file = read(text, {"name": "service", "klients": "name"})
    assert (file.rows[0].service_text, file.rows[0].name) == ("eID", "Anna")
    assert read(text, {"name": ""}).rows[0].name == "Anna"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Atsauce", Field.REFERENCE),
        ("nr", Field.REFERENCE),
        ("Pieraksta nr.", Field.REFERENCE),
        ("laiks", Field.START),
        ("SĀKUMS", Field.START),
        ("Datums", Field.DATE),
        ("pakalpojums", Field.SERVICE),
        ("Vārds, uzvārds", Field.NAME),
        ("vārds", Field.NAME),
        ("Uzvārds", Field.SURNAME),
        ("Tālrunis", Field.PHONE),
        ("e-pasts", Field.EMAIL),
        ("E-Mail", Field.EMAIL),
        ("start_time", Field.START),
        ("Электронная почта", Field.EMAIL),
        ("Ilgums (min)", Field.MINUTES),
        ("Statuss", Field.STATE),
    ],
)
def test_aliases(header: str, expected: Field):
    assert layout([header]).headers == {expected: header}


def test_of_two_columns_for_one_field_the_first_is_read():
    found = layout(["nr", "tālrunis", "telefons", "laiks"])
    assert found.places == {Field.REFERENCE: 0, Field.PHONE: 1, Field.START: 3}
    assert found.unmapped == ("telefons",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "dayfile.empty"),
        (b"\r\n;;;\r\n", "dayfile.empty"),
        (b"PK\x03\x04rest of a workbook", "dayfile.spreadsheet"),
        (b"\xd0\xcf\x11\xe0 old workbook", "dayfile.spreadsheet"),
        (b"reference;start\n\xa1\xa5", "dayfile.encoding"),
        (b"\xff\xfea", "dayfile.encoding"),
        (b" " * (MAX_BYTES + 1), "dayfile.too_big"),
    ],
)
def test_files_that_are_none(data: bytes, code: str):
    file = read_day_file(data)
    assert [item.message_code for item in file.problems] == [code]
    assert not file.complete


def test_too_many_rows_are_refused_whole():
    rows = "".join(f"R-{n};24.11.2026 10:45;;;;\n" for n in range(MAX_ROWS + 1))
    file = read(HEADER + rows)
    assert [item.message_code for item in file.problems] == ["dayfile.too_many_rows"]
    assert file.rows == ()
    assert len(read(HEADER + rows[: rows.rindex(f"R-{MAX_ROWS}")]).rows) == MAX_ROWS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEADER + "x;y\n" * MAX_ROWS * 2, "dayfile.too_many_rows"),
        ("BEGIN:VCALENDAR\n" + "END:X\n" * MAX_ROWS * 4, "dayfile.too_many_rows"),
        ("BEGIN:VCALENDAR\n" + "BEGIN:X\n" * 100, "dayfile.malformed"),
    ],
)
def test_a_file_of_nothing_but_faults_is_given_up(text: str, code: str):
    assert [item.message_code for item in read(text).problems] == [code]


def test_hidden_characters_do_not_get_in():
    file = read(HEADER + "R-1;24.11.2026 10:45;e\u200bID;Anna\u202e  Ozola\u0007;;\n")
    assert (file.rows[0].service_text, file.rows[0].name) == ("eID", "Anna Ozola")


def test_a_cancelled_booking_needs_no_time():
    text = "reference;start;status\nR-1;;atcelts\nR-2;;\n"
    file = read(text)
    assert [(row.reference, row.start, row.cancelled) for row in file.rows] == [("R-1", None, True)]
    assert listed(file) == [(3, "start", "dayfile.bad_start")]


@pytest.mark.parametrize(
    ("header", "cell", "problem"),
    [("minutes", "soon", "dayfile.bad_minutes"), ("status", "xyz", "dayfile.unknown_state")],
)
def test_odd_lengths_and_states_only_warn(header: str, cell: str, problem: str):
    file = read(f"reference;start;{header}\nR-1;24.11.2026 10:45;{cell}\n")
    assert [(item.message_code, item.warning) for item in file.problems] == [(problem, True)]
    assert len(file.rows) == 1


@pytest.mark.parametrize("phone", ["+371 20000001", "20000001", "37120000001", "67 219 639", ""])
def test_good_phones(phone: str):
    assert read(HEADER + f"R-1;24.11.2026 10:45;;;{phone};\n").problems == ()


@pytest.mark.parametrize("phone", ["3,71E+10", "12", "zvanīt", "2" * 41])
def test_bad_phones_only_warn(phone: str):
    file = read(HEADER + f"R-1;24.11.2026 10:45;;;{phone};\n")
    assert listed(file) == [(2, "phone", "dayfile.bad_phone")]
    assert file.rows[0].phone == (phone if len(phone) <= 40 else "")


SIGNS = list(";,\t\"'\n\r# =+-@")
CSV_PIECES = [
    *("reference", "start", "name", "R-1", "24.11.2026 10:45", "ā", "# covers:", "sep=;"),
    *("\x00", "\ufeff", "\u2028"),
]
ICS_PIECES = [
    *("BEGIN:VCALENDAR\n", "END:VCALENDAR\n", "BEGIN:VEVENT\n", "END:VEVENT\n", "METHOD:X\n"),
    *("UID:1\n", "DTSTART:20261124T104500\n", "DTSTART;TZID=x:20261124T104500\n", "DTEND:2026"),
    *("DURATION:P1D\n", "RRULE:\n", "CONTACT:a,b\n", "ATTENDEE;CN=x:mailto:\n"),
    *("STATUS:CANCELLED\n", " folded\n", 'X;Y="'),
]
PIECES = st.sampled_from([*SIGNS, *CSV_PIECES, *ICS_PIECES])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_does_more_than_make_problems(text: str):
    check(read(text))
    check(read("BEGIN:VCALENDAR\n" + text))
    check(read(HEADER + text))


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_make_problems(data: bytes):
    check(read_day_file(data))
    check(read_day_file(HEADER.encode() + data))
    check(read_day_file(b"\xff\xfe" + data))


@given(st.text(max_size=60), st.sampled_from(["DTSTART", "DTEND", "DURATION", "UID", "ATTENDEE"]))
def test_no_value_of_an_event_does_more_than_make_problems(value: str, name: str):
    event = f"BEGIN:VEVENT\nUID:1\n{name}:{value}\n{name};TZID={value}:{value}\nEND:VEVENT\n"
    check(read(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n"))


def check(file: DayFile) -> None:
    references = [row.reference for row in file.rows]
    assert len(references) == len(set(references))
    assert file.seen >= set(references)
    assert all(row.reference and (row.start or row.cancelled) for row in file.rows)
    broken = {item.line for item in file.problems if not item.warning}
    assert not broken & {row.line for row in file.rows}
