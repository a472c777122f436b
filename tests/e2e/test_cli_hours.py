"""The branch's own hours from the command line: set, listed, withdrawn, by those who may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from command_line import CommandLine

_SOON = date.today() + timedelta(days=14)
TUESDAY = _SOON + timedelta(days=(1 - _SOON.weekday()) % 7)
DAY = TUESDAY.isoformat()


def test_set_listed_shown_and_withdrawn(staffed: CommandLine) -> None:
    usual = staffed("hours", "--branch", "riga-2", "--date", DAY, "--json").json["intervals"]
    given = ("--open", "9:00-12:00", "--open", "13.00-15.00", "--reason", "Pirms svētkiem")
    made = staffed(
        "hours", "set", "--branch", "riga-2", "--date", DAY, *given, "--json", login="ilze"
    )
    assert made.code == 0
    assert made.json == [
        {
            "branch": "riga-2",
            "date": DAY,
            "open": True,
            "confirmed": False,
            "intervals": [["09:00", "12:00"], ["13:00", "15:00"]],
            "set_by": "branch_exception",
            "reason": "Pirms svētkiem",
        }
    ]
    listed = staffed("hours", "list", "--branch", "riga-2", "--date", DAY, login="anna")
    assert listed.code == 0
    assert f"{DAY}: 09:00-12:00, 13:00-15:00 (Pirms svētkiem)" in listed.out
    shown = staffed("hours", "--branch", "riga-2", "--date", DAY, "--json").json
    assert shown["intervals"] == made.json[0]["intervals"]
    back = staffed("hours", "withdraw", "--branch", "riga-2", "--date", DAY, "--json", login="ilze")
    assert back.json[0]["intervals"] == usual
    again = staffed("hours", "withdraw", "--branch", "riga-2", "--date", DAY, login="ilze")
    assert again.code == 1
    assert "08.12.2026." in again.err  # a sentence that names the day


def test_a_closure_of_several_days(staffed: CommandLine) -> None:
    until = (TUESDAY + timedelta(days=6)).isoformat()
    span = ("--branch", "riga-2", "--date", DAY, "--until", until)
    made = staffed("hours", "set", *span, "--reason", "Remonts", "--json", login="ilze").json
    days = [date.fromisoformat(item["date"]) for item in made]
    assert days and all(day.weekday() < 5 for day in days)  # the weekend is closed anyway
    assert {item["open"] for item in made} == {False}


@pytest.mark.parametrize(
    ("login", "given", "code"),
    [
        ("anna", ("--reason", "x"), "access.no_right"),
        ("ilze", (), "opening.reason_missing"),
        ("ilze", ("--open", "12:00-9:00", "--reason", "x"), "opening.intervals"),
    ],
)
def test_what_is_refused_says_why(
    staffed: CommandLine, login: str, given: tuple[str, ...], code: str
) -> None:
    done = staffed(
        "hours", "set", "--branch", "riga-2", "--date", DAY, *given, "--json", login=login
    )
    assert (done.code, done.error) == (1, code)


def test_hours_of_no_clock_are_wrong_usage(staffed: CommandLine) -> None:
    done = staffed("hours", "set", "--branch", "riga-2", "--date", DAY, "--open", "25:00-26:00")
    assert done.code == 2
