"""The calendar and the hours of the shipped content, and the commands that show them."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec
import pytest

from desk.commands import calendar as calendar_command
from desk.commands import deadline as deadline_command
from desk.commands import hours as hours_command
from desk.domain.deadlines import Unit, due, end_of_day, term_in_force
from desk.domain.errors import DeskError
from desk.domain.hours import DayException, Interval, Origin
from desk.domain.opening import version_in_force, weekly_hours
from desk.services.calendar import site_hours, terms, work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.hours_of import weekly_versions
from desk.services.content.schema import HoursException, Pack, Text

PMLP = bundled_pack("pmlp")
ATD = bundled_pack("atd")
TUESDAY = date(2026, 11, 24)
NOTHING_HERE = Path(__file__).parent
"""A folder without a database: the shipped content counts."""


@pytest.mark.parametrize(
    ("pack", "branch", "on", "expected"),
    [
        (PMLP, "riga-2", date(2019, 1, 15), 37.0),
        (PMLP, "riga-2", TUESDAY, 37.5),
        (PMLP, "riga-1", TUESDAY, 60.0),
        (ATD, "atd-cesis", TUESDAY, 35.5),
        (PMLP, "livani", TUESDAY, 7.0),
        (PMLP, "smiltene", TUESDAY, 6.0),
        (PMLP, "sigulda", TUESDAY, 5.5),
    ],
)
def test_weekly_hours_of_the_shipped_versions(pack: Pack, branch: str, on: date, expected: float):
    version = version_in_force(weekly_versions(pack, branch), on)
    assert version is not None
    assert weekly_hours(version) == expected
    assert not version.confirmed


def test_every_branch_has_hours_and_is_shut_on_holidays():
    for pack in (PMLP, ATD):
        calendar = work_calendar(pack)
        for branch in pack.branches:
            week = [date(2026, 11, day) for day in range(23, 28)]
            assert any(site_hours(pack, calendar, branch.id, day).open for day in week)
            assert not site_hours(pack, calendar, branch.id, date(2026, 11, 18)).open


def test_a_holidays_name_follows_the_language_and_not_the_calendars_own():
    calendar = work_calendar(PMLP)
    for language, name in (("lv", "Līgo diena"), ("en", "Midsummer Eve"), ("ru", "Лиго")):
        found = site_hours(PMLP, calendar, "riga-2", date(2026, 6, 23), language=language)
        assert found.note == name


def test_a_moved_day_off_says_when_it_is_worked():
    found = site_hours(PMLP, work_calendar(PMLP), "riga-2", date(2026, 6, 22), language="en")
    assert found.note == "Day off: the working day is moved to 27.06.2026"


def test_the_branchs_overlay_goes_over_the_pack():
    closed = DayException(TUESDAY, (), "No power", Origin.CLOSURE, confirmed=False)
    found = site_hours(PMLP, work_calendar(PMLP), "riga-2", TUESDAY, overlays=[closed])
    assert (found.open, found.note, found.confirmed) == (False, "No power", False)


def test_the_overlay_shows_hqs_exception_that_it_displaced():
    exception = HoursException(
        branches=["riga-2"],
        day=TUESDAY,
        intervals=[(time(10), time(14))],
        reason=Text(lv="Remonts", en="Repairs", ru="Ремонт"),
    )
    changed = msgspec.structs.replace(PMLP, exceptions=[exception])
    calendar = work_calendar(changed)
    found = site_hours(changed, calendar, "riga-2", TUESDAY, language="en")
    assert (found.origin, found.note) == (Origin.HQ_EXCEPTION, "Repairs")
    ours = DayException(
        TUESDAY, (Interval(time(9), time(12)),), "Training", Origin.BRANCH_EXCEPTION
    )
    found = site_hours(changed, calendar, "riga-2", TUESDAY, overlays=[ours], language="en")
    assert (found.intervals, found.overridden and found.overridden.reason) == (
        ours.intervals,
        "Repairs",
    )


def test_the_submission_term_changed_in_march_2026():
    calendar, known = work_calendar(PMLP), terms(PMLP)
    old = term_in_force(known, "submission_answer", date(2026, 2, 28))
    new = term_in_force(known, "submission_answer", date(2026, 6, 15))
    assert (old.unit, new.unit, new.amount) == (Unit.MONTHS, Unit.WORKING_DAYS, 10)
    received = datetime(2026, 6, 15, 7, tzinfo=UTC)
    assert due(received, new, calendar) == end_of_day(date(2026, 7, 1))


def test_every_shipped_term_gives_a_deadline():
    calendar = work_calendar(PMLP)
    received = datetime(2026, 6, 15, 7, tzinfo=UTC)
    assert all(due(received, term, calendar) >= received for term in terms(PMLP))


def test_an_unknown_unit_is_refused():
    wrong = msgspec.structs.replace(PMLP.terms[0], unit="fortnights")
    with pytest.raises(DeskError) as caught:
        terms(msgspec.structs.replace(PMLP, terms=[wrong]))
    assert caught.value.code == "deadline.unknown_unit"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    parser.set_defaults(json=False, data_dir=NOTHING_HERE)
    sub = parser.add_subparsers(dest="command")
    commands = {
        "hours": hours_command,
        "calendar": calendar_command,
        "deadline": deadline_command,
    }
    for command in commands.values():
        command.add_parser(sub)
    args = parser.parse_args(words)
    args.json = True
    as_json = commands[args.command].run(args), capsys.readouterr().out
    args.json = False
    as_text = commands[args.command].run(args), capsys.readouterr().out
    assert as_json[0] == as_text[0] == 0
    assert as_text[1].strip()
    return as_json[1]


@pytest.mark.parametrize(
    ("branch", "day", "open_", "intervals"),
    [
        ("riga-1", "2026-11-24", True, [["08:00", "20:00"]]),
        ("riga-2", "2026-11-23", True, [["09:00", "18:00"]]),
        ("riga-2", "2026-12-23", True, [["08:30", "16:00"]]),
        ("atd-cesis", "2026-11-27", True, [["08:30", "12:00"], ["12:30", "15:30"]]),
        ("livani", "2026-11-24", False, []),
        ("aizkraukle", "2018-01-09", False, []),
        ("riga-2", "2026-06-27", False, []),
    ],
)
def test_hours_command(
    capsys: pytest.CaptureFixture[str],
    branch: str,
    day: str,
    open_: bool,
    intervals: list[list[str]],
):
    assert json.loads(run(capsys, "hours", "--branch", branch, "--date", day)) == {
        "branch": branch,
        "date": day,
        "open": open_,
        "confirmed": False,
        "intervals": intervals,
    }


def test_hours_command_refuses_unknown_branches(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(DeskError) as caught:
        run(capsys, "hours", "--branch", "mars", "--date", "2026-11-24")
    assert caught.value.code == "hours.unknown_branch"


@pytest.mark.parametrize(
    ("start", "days", "institution", "expected"),
    [
        ("2026-06-15", "10", "pmlp", "2026-07-01"),
        ("2026-06-19", "2", "pmlp", "2026-06-26"),
        ("2026-06-19", "2", "atd", "2026-06-25"),
        ("2026-12-23", "1", "pmlp", "2026-12-28"),
        ("2026-12-23", "2", "pmlp", "2026-12-29"),
        ("2026-12-26", "0", "pmlp", "2026-12-26"),
    ],
)
def test_deadline_command(
    capsys: pytest.CaptureFixture[str], start: str, days: str, institution: str, expected: str
):
    words = ("--from", start, "--working-days", days, "--institution", institution)
    assert json.loads(run(capsys, "deadline", *words)) == {"due": expected}


def test_calendar_command(capsys: pytest.CaptureFixture[str]):
    found = json.loads(run(capsys, "calendar", "--year", "2026", "--institution", "pmlp"))
    assert found.keys() == {"working_days", "holidays", "moved", "shortened"}
    assert found["working_days"] == 250
    assert found["moved"] == [
        {"off": "2026-01-02", "worked": "2026-01-17"},
        {"off": "2026-06-22", "worked": "2026-06-27"},
    ]
    assert found["shortened"] == [
        *("2026-04-02", "2026-04-30", "2026-06-27"),
        *("2026-11-17", "2026-12-23", "2026-12-30"),
    ]
    assert {"date": "2026-11-18", "name": "Latvijas Republikas Proklamēšanas diena"} in found[
        "holidays"
    ]
    assert len(found["holidays"]) == 15


def test_calendar_command_of_an_institution_that_does_not_follow(
    capsys: pytest.CaptureFixture[str],
):
    found = json.loads(run(capsys, "calendar", "--year", "2026", "--institution", "atd"))
    assert found["moved"] == []
    assert "2026-06-22" in found["shortened"]


@pytest.mark.parametrize(("command", "flag"), [("deadline", "--working-days"), ("hours", "--date")])
def test_wrong_values_are_usage_errors(capsys: pytest.CaptureFixture[str], command: str, flag: str):
    with pytest.raises(SystemExit) as caught:
        run(capsys, command, flag, "-1")
    assert caught.value.code == 2
