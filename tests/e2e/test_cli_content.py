"""Content on the command line: replaced without a new program, and what it changes."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from command_line import ROOT, CommandLine

from desk.app import open_app
from desk.domain.hours import Interval
from desk.services import opening, session

HOURS = ("hours", "--branch", "riga-2", "--date", "2026-11-24", "--json")
LAST_DAY = "2027-04-29"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """PMLP's pack as headquarters sends it: confirmed hours, a closed day, moved days of 2027."""
    folder = tmp_path / "from-hq"
    shutil.copytree(ROOT / "resources" / "packs" / "pmlp", folder)
    change(folder / "pack.toml", "version = 2\n", "version = 3\n")
    with (folder / "hours.toml").open("a", encoding="utf-8") as hours:
        hours.write(
            '\n[[hours]]\nid = "hq-2026"\napplies_to = ["riga-2"]\nvalid_from = 2026-11-01\n'
            'document = "pmlp-2023"\nconfirmed = true\n'
            'week = [{ weekdays = [2], intervals = [["10:00", "14:00"]] }]\n'
            '\n[[exceptions]]\nbranches = ["riga-3"]\nday = 2026-11-24\nintervals = []\n'
            'reason.lv = "Remonts"\nreason.en = "Repairs"\nreason.ru = "Ремонт"\n'
        )
    with (folder / "calendar.toml").open("a", encoding="utf-8") as calendar:
        calendar.write("\n[[moved_days]]\noff = 2027-04-30\nworked = 2027-04-24\n")
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def deadline(desk: CommandLine) -> str:
    command = ("deadline", "--from", LAST_DAY, "--working-days", "1", "--institution", "pmlp")
    return str(desk(*command, "--json").json["due"])


def test_a_new_pack_is_in_force_at_once(desk: CommandLine, newer: Path) -> None:
    assert desk(*HOURS).json["intervals"] == [["08:30", "16:00"]]
    assert deadline(desk) == "2027-04-30"
    done = desk("rules", "install", newer, "--json")
    assert (done.code, done.json) == (0, {"pack": "pmlp", "version": 3, "installed": True})
    shown = desk(*HOURS).json
    assert (shown["confirmed"], shown["intervals"]) == (True, [["10:00", "14:00"]])
    closed = desk("hours", "--branch", "riga-3", "--date", "2026-11-24", "--json").json
    assert (closed["open"], closed["confirmed"], closed["intervals"]) == (False, True, [])
    assert deadline(desk) == "2027-05-03"
    moved = desk("calendar", "--year", "2027", "--institution", "pmlp", "--json").json["moved"]
    assert moved == [{"off": "2027-04-30", "worked": "2027-04-24"}]
    again = desk("rules", "install", newer, "--json")
    assert (again.code, again.json["installed"]) == (0, False)
    content = [one for one in desk("doctor", "--json").json["checks"] if one["check"] == "content"]
    assert content[0]["message"] == "pmlp 3"
    other = desk("hours", "--branch", "atd-cesis", "--date", "2026-11-24", "--json")
    assert other.json["intervals"] == [["08:30", "12:00"], ["13:00", "16:30"]]


def test_an_older_a_foreign_and_a_broken_pack_are_refused(desk: CommandLine, newer: Path) -> None:
    packs = ROOT / "resources" / "packs"
    assert desk("rules", "install", newer).code == 0
    older = desk("rules", "install", packs / "pmlp", "--json")
    assert (older.code, older.error) == (1, "content.older")
    foreign = desk("rules", "install", packs / "atd", "--json")
    assert (foreign.code, foreign.error) == (1, "content.other_institution")
    common = desk("rules", "install", packs / "handbook", "--json")
    assert common.code == 1
    change(newer / "pack.toml", "version = 3\n", "version = 4\n")
    change(newer / "hours.toml", '"10:00", "14:00"', '"14:00", "10:00"')
    broken = desk("rules", "install", newer, "--json")
    assert (broken.code, broken.error) == (1, "content.invalid")
    for part in ("hours.toml", "hq-2026", "reversed"):
        assert part in broken.err
    assert desk(*HOURS).json["intervals"] == [["10:00", "14:00"]]


def test_a_broken_copy_is_named_by_file_path_and_reason(newer: Path, tmp_path: Path) -> None:
    desk = CommandLine(tmp_path)
    assert desk("rules", "validate", newer, "--json").json == {"valid": True, "problems": []}
    change(newer / "rules" / "20-appointments.toml", 'document = "pmlp-2023"', 'document = "gone"')
    found = desk("rules", "validate", newer, "--json")
    assert found.code == 1
    assert found.json["problems"] == [
        {
            "file": "rules/20-appointments.toml",
            "path": "rules[1] AP-01",
            "reason": "unknown document 'gone'",
        }
    ]


def test_hours_that_the_branch_has_set_itself(
    desk: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_KEY_DIR", str(desk.folder / "key"))

    def now() -> datetime:
        return datetime(2026, 11, 20, 8, tzinfo=UTC)

    app = open_app(desk.folder / "data", clock=now)
    with app.database.unit_of_work() as uow:
        nobody = session.nobody(uow, app.env)
        late = (Interval(time(12), time(15)),)
        opening.set_exception(uow, app.env, nobody, date(2026, 11, 24), late, "Apkure")
        uow.commit()
    app.close()
    shown = desk(*HOURS).json
    assert shown == {
        "branch": "riga-2",
        "date": "2026-11-24",
        "open": True,
        "confirmed": False,
        "intervals": [["12:00", "15:00"]],
    }


def test_rules_without_a_database_keep_the_institutions_apart(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path)
    found = desk("rules", "search", "sūdz", "--json").json["results"]
    assert {item["institution"] for item in found} == {"pmlp", "atd"}
    shown = desk("rules", "show", "PH-01", "--json").json
    assert (shown["institution"], shown["to_be_confirmed"]) == ("pmlp", False)
    assert desk("rules", "show", "AG-10", "--json").json["institution"] == "atd"
    assert not (tmp_path / "data").exists()


def test_rules_with_a_database_are_its_institution_s(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path)
    assert desk("init", "--institution", "atd", "--branch", "atd-cesis").code == 0
    found = desk("rules", "search", "sūdz", "--json").json["results"]
    assert {item["institution"] for item in found} == {"atd"}
    assert desk("rules", "show", "AP-01", "--json").error == "rules.unknown"
    assert desk("rules", "show", "AP-03", "--json").json["source"]["id"] == "atd-standard"
