"""What IT is told when something is wrong: in one sentence, with an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import CommandLine
from sabotage import SECRET

HOURS = ("hours", "--branch", "riga-2", "--date", "2026-11-24")


@pytest.mark.parametrize("command", [("doctor",), HOURS, ("report", "day", "--out", "x.pdf")])
def test_a_bug_is_one_sentence_and_its_details_are_in_the_log(
    desk: CommandLine, command: tuple[str, ...]
) -> None:
    target = "desk.doctor:examine" if command[0] == "doctor" else "desk.app:open_app"
    done = desk.sabotaged(target, 1, "bug", *command, "--json")
    log = desk.folder / "data" / "log" / "desk.log"
    assert (done.code, done.error) == (1, "cli.unexpected")
    assert done.err == done.json["error"]["message"] + "\n"
    assert str(log) in done.err
    logged = log.read_text(encoding="utf-8")
    assert f"unexpected in {command[0]}" in logged
    assert "sabotage.py" in logged
    assert "ValueError" in logged
    assert SECRET not in logged + done.out + done.err


def test_a_bug_where_no_log_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    done = CommandLine(tmp_path).sabotaged(
        "desk.services.calendar:site_hours", 1, "bug", *HOURS, "--json"
    )
    assert (done.code, done.error) == (1, "cli.unexpected_unlogged")
    assert "Traceback" not in done.err
    assert SECRET not in done.err


def test_a_check_that_breaks_does_not_keep_the_others_from_running(desk: CommandLine) -> None:
    done = desk.sabotaged("desk.machine:disk_encrypted", 1, "bug", "doctor", "--json")
    found = {item["check"]: item for item in done.json["checks"]}
    assert (done.code, done.json["ok"]) == (1, False)
    assert found["disk_encryption"]["status"] == "problem"
    assert found["disk_encryption"]["message"] == "could not be checked: ValueError"
    assert found["retention"]["status"] == "ok"


@pytest.mark.parametrize(
    "wrong",
    [
        ("bogus",),
        ("hours", "--branch", "riga-2"),
        ("hours", "--branch", "riga-2", "--date", "2026-02-30"),
        ("hours", "--branch", "riga-2", "--date", "20261124"),
        ("hours", "--branch", "riga-2", "--date", "24.11.2026"),
        ("calendar", "--year", "soon", "--institution", "pmlp"),
        ("deadline", "--from", "2026-11-24", "--working-days", "-1", "--institution", "pmlp"),
        ("deadline", "--from", "2026-11-24", "--working-days", "1.5", "--institution", "pmlp"),
        ("hours", "--br", "riga-2", "--date", "2026-11-24"),
    ],
)
def test_wrong_usage_is_said_as_json_too(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    done = CommandLine(tmp_path)(*wrong, "--json")
    assert (done.code, done.error) == (2, "usage")
    assert done.err.startswith("usage: desk")
    assert done.err.endswith(done.json["error"]["message"] + "\n")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("hours", "--branch", "mars", "--date", "2026-11-24"), "hours.unknown_branch"),
        (("hours", "--branch", "riga-2", "--date", "1990-11-24"), "calendar.year_unknown"),
        (("calendar", "--year", "2026", "--institution", "x"), "content.unknown_institution"),
        (("calendar", "--year", "99999", "--institution", "pmlp"), "calendar.year_unknown"),
        (("rules", "show", "AP-99"), "rules.unknown"),
        (("report", "day", "--out", "x.pdf"), "app.no_database"),
        (("import", "x.csv"), "app.no_database"),
        (("demo",), "app.no_display"),
        ((), "app.no_display"),
    ],
)
def test_refusals_are_1_with_a_sentence(
    tmp_path: Path, command: tuple[str, ...], code: str
) -> None:
    done = CommandLine(tmp_path)(*command, "--json")
    assert (done.code, done.error) == (1, code)
    assert done.err.strip()
    assert not (tmp_path / "data").exists()
