"""The command line from outside: shapes, exit codes, sign-in.  IT's scripts rely on these."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest
from command_line import PASSWORD, CommandLine

DAY_FILE = """\
reference;start;service;name;phone;email
R1;24.11.2026 10:00;Pase un eID karte;Zelma Rasaspura;2000 0001;z@example.com
R2;24.11.2026 10:15;eID karte;Gaitis Miglkalns;;
R3;when;eID karte;Olga Sinelesova;;
"""
COLUMNS = ["reference", "start", "service", "name", "phone", "email", "state"]


@pytest.fixture
def day_file(tmp_path: Path) -> Path:
    path = tmp_path / "day.csv"
    path.write_text(DAY_FILE, encoding="utf-8")
    return path


def test_init_prints_the_recovery_code_once_and_never_overwrites(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path)
    done = desk("init", "--institution", "pmlp", "--branch", "riga-1")
    assert done.code == 0
    assert "Recovery code: " in done.out
    database = tmp_path / "data" / "branch.db"
    before = database.read_bytes()
    again = desk("init", "--institution", "pmlp", "--branch", "riga-1", "--json")
    assert (again.code, again.error) == (1, "app.database_exists")
    assert set(again.json) == {"error"}
    assert database.read_bytes() == before
    assert b"SQLite format" not in before


@pytest.mark.parametrize(
    ("institution", "branch", "code"),
    [
        ("pmlp", "atlantis", "app.branch_unknown"),
        ("pmlp", "sigulda", "app.branch_has_parent"),
        ("ministry", "riga-1", "content.unknown_institution"),
    ],
)
def test_init_refuses_what_it_does_not_know(
    tmp_path: Path, institution: str, branch: str, code: str
) -> None:
    desk = CommandLine(tmp_path)
    done = desk("init", "--institution", institution, "--branch", branch, "--json")
    assert (done.code, done.error) == (1, code)
    assert not (tmp_path / "data").exists()


def test_import_twice_then_export(desk: CommandLine, day_file: Path) -> None:
    dry = desk("import", day_file, "--dry-run", "--json")
    first = desk("import", day_file, "--json")
    second = desk("import", day_file, "--json")
    problems = [{"line": 4, "field": "start", "message": "is not a date and time"}]
    changes = {"added": 2, "changed": 0, "cancelled": 0, "unchanged": 0, "problems": problems}
    assert (dry.code, dry.json) == (3, changes)
    assert (first.code, first.json) == (3, changes)
    assert (second.code, second.json) == (3, changes | {"added": 0, "unchanged": 2})
    exported = desk("export", "--format", "csv", "--date", "2026-11-24")
    assert exported.code == 0
    rows = list(csv.reader(io.StringIO(exported.out.lstrip("\ufeff")), delimiter=";"))
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == ["R1", "R2"]
    assert {row[-1] for row in rows[1:]} == {"booked"}


def test_an_export_comes_back_unchanged(desk: CommandLine, day_file: Path, tmp_path: Path) -> None:
    desk("import", day_file)
    for form in ("csv", "ics"):
        out = tmp_path / f"out.{form}"
        done = desk("export", "--format", form, "--date", "2026-11-24", "--out", out, "--json")
        assert done.code == 0
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        again = desk("import", out, "--json")
        assert again.code == 0
        assert again.json == {
            "added": 0,
            "changed": 0,
            "cancelled": 0,
            "unchanged": 2,
            "problems": [],
        }


def test_the_json_export(desk: CommandLine, day_file: Path) -> None:
    desk("import", day_file)
    whole = desk("export", "--format", "json", "--date", "2026-11-24").json
    assert (whole["branch"], whole["date"]) == ("riga-2", "2026-11-24")
    assert [item["reference"] for item in whole["appointments"]] == ["R1", "R2"]


def test_many_cancellations_need_the_number(desk: CommandLine, tmp_path: Path) -> None:
    full, short = tmp_path / "full.csv", tmp_path / "short.csv"
    lines = DAY_FILE.splitlines()
    full.write_text("\n".join(lines[:3]) + "\n", encoding="utf-8")
    short.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    desk("import", full)
    covering = ("import", short, "--covers", "riga-2:2026-11-24", "--json")
    assert desk(*covering).error == "import.confirm_cancel"
    done = desk(*covering, "--confirm-cancel", "1")
    assert (done.code, done.json["cancelled"], done.json["unchanged"]) == (0, 1, 1)


def test_columns_can_be_mapped(desk: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Kods;Kad\nX1;24.11.2026 9.00\n", encoding="cp1257")
    done = desk("import", path, "--map", "Kods=reference", "--map", "Kad=start", "--json")
    assert (done.code, done.json["added"]) == (0, 1)


def test_once_an_account_exists_a_person_is_asked_for(
    staffed: CommandLine, day_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    for command in (
        ("import", day_file),
        ("import", day_file, "--dry-run"),
        ("export", "--format", "csv", "--date", "2026-11-24"),
        ("report", "day", "--out", out),
        ("report", "incident", "--out", out),
        ("account", "list"),
        ("rules", "install", "resources/packs/pmlp"),
    ):
        done = staffed(*command, "--json")
        assert (done.code, done.error) == (1, "session.needed"), command
        assert done.err.strip()
    assert not out.exists()


def test_what_holds_no_personal_data_needs_nobody(staffed: CommandLine) -> None:
    for command in (
        ("doctor",),
        ("rules", "search", "pase"),
        ("hours", "--branch", "riga-2", "--date", "2026-11-24"),
    ):
        assert staffed(*command, "--json").code == 0, command


def test_wrong_passwords_are_refused_and_lock(staffed: CommandLine, day_file: Path) -> None:
    for _ in range(5):
        wrong = staffed("import", day_file, "--json", login="anna", password="cita parole")
        assert (wrong.code, wrong.error) == (1, "session.wrong_password")
    assert staffed("import", day_file, "--json", login="anna").error == "session.locked"
    assert staffed("import", day_file, "--json", login="nav").error == "session.wrong_password"


def test_rights_hold_on_the_command_line(staffed: CommandLine, day_file: Path) -> None:
    assert staffed("import", day_file, "--json", login="anna").code == 3
    export = ("export", "--format", "json", "--date", "2026-11-24", "--json")
    assert staffed(*export, login="anna").error == "access.no_right"
    assert staffed(*export, login="ilze").code == 0
    added = staffed.add_account("otra", "Otra Persona", "clerk", by="anna")
    assert added.error == "access.no_right"


def test_accounts_are_listed_for_those_who_manage_them(staffed: CommandLine) -> None:
    open_to_all = {"disabled": False, "locked_minutes": 0}
    found = staffed("account", "list", "--json", login="ilze").json
    assert found == [
        {"login": "anna", "name": "Anna Bērziņa", "role": "clerk"} | open_to_all,
        {"login": "ilze", "name": "Ilze Rozīte", "role": "head"} | open_to_all,
    ]


def test_reports_are_pdfs_for_their_reader_alone(staffed: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    for language in ("lv", "en", "ru"):
        done = staffed("report", "day", "--out", out, "--language", language, login="anna")
        assert done.code == 0, done.err
        assert out.read_bytes().startswith(b"%PDF-")
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    missing = staffed("report", "incident", "--out", out, "--json", login="anna")
    assert missing.error == "incident.unknown"
    assert missing.err == "There is no such report.\n"


def test_rules_are_found_and_shown(desk: CommandLine) -> None:
    found = desk("rules", "search", "sudziba", "--json", "--language", "lv").json["results"]
    assert found
    assert {"kind", "id", "text", "institution"} == set(found[0])
    shown = desk("rules", "show", "ap-01", "--json").json
    assert (shown["id"], shown["source"]["order"]) == ("AP-01", "106/2023")
    assert desk("rules", "show", "ZZ-99", "--json").error == "rules.unknown"
    assert desk("rules", "search", "zzzz", "--json").json == {"results": []}


def test_a_pack_is_validated(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path)
    good = desk("rules", "validate", "resources/packs/pmlp", "--json")
    assert (good.code, good.json) == (0, {"valid": True, "problems": []})
    bad = desk("rules", "validate", tmp_path, "--json")
    assert bad.code == 1
    assert not bad.json["valid"]
    assert {"file", "path", "reason"} == set(bad.json["problems"][0])


def test_installing_the_pack_in_force_changes_nothing(staffed: CommandLine) -> None:
    install = ("rules", "install", "resources/packs/pmlp", "--json")
    assert staffed(*install, login="ilze").error == "access.no_right"
    assert staffed.add_account("serviss", "IT", "it", by="ilze").code == 0
    done = staffed(*install, login="serviss")
    assert (done.code, done.json["installed"]) == (0, False)


def test_doctor_finds_everything_in_order(desk: CommandLine) -> None:
    done = desk("doctor", "--json")
    assert done.code == 0, done.out
    assert done.json["ok"]
    checks = {item["check"] for item in done.json["checks"]}
    assert checks == {
        "data_folder",
        "disk_space",
        "disk_encryption",
        "clock",
        "fonts",
        "printer",
        "key_store",
        "database",
        "schema",
        "entries",
        "content",
        "retention",
        "backup",
        "second_place",
        "versions",
        "site",
        "updates",
        "network",
        "annex",
    }


def test_doctor_finds_a_damaged_database_and_a_missing_key(desk: CommandLine) -> None:
    database = desk.folder / "data" / "branch.db"
    content = bytearray(database.read_bytes())
    content[-3000:-2900] = os.urandom(100)
    database.write_bytes(content)
    done = desk("doctor", "--json")
    status = {item["check"]: item["status"] for item in done.json["checks"]}
    assert (done.code, status["database"], status["key_store"]) == (1, "problem", "ok")
    for key in (desk.folder / "key").iterdir():
        key.unlink()
    done = desk("doctor", "--json")
    status = {item["check"]: item["status"] for item in done.json["checks"]}
    assert (done.code, status["key_store"]) == (1, "problem")


def test_without_a_database_commands_say_what_to_do(tmp_path: Path, day_file: Path) -> None:
    desk = CommandLine(tmp_path)
    done = desk("import", day_file)
    assert (done.code, done.out) == (1, "")
    assert "desk init" in done.err
    assert "Traceback" not in done.err
    assert desk("doctor", "--json").json["ok"] is False


def test_a_folder_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    desk = CommandLine(tmp_path)
    done = desk("init", "--institution", "pmlp", "--branch", "riga-2", "--json")
    assert (done.code, done.error) == (1, "app.folder")


def test_common_options_stand_before_or_after_the_command(desk: CommandLine) -> None:
    before = desk("--json", "doctor")
    after = desk("doctor", "--json")
    assert before.json["ok"]
    assert after.json["ok"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("bogus",),
        ("import",),
        ("import", "x.csv", "--map", "Kods"),
        ("import", "x.csv", "--map", "Kods=nothing"),
        ("export", "--format", "xls", "--date", "2026-11-24"),
        ("export", "--format", "csv", "--date", "24.11.2026"),
        ("rules",),
        ("account", "add", "x", "--name", "X", "--role", "system"),
    ],
)
def test_wrong_usage_is_2(desk: CommandLine, wrong: tuple[str, ...]) -> None:
    assert desk(*wrong).code == 2


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "init",
        "recover",
        "account",
        "hours",
        "calendar",
        "deadline",
        "import",
        "export",
        "rules",
        "report",
        "statistics",
        "doctor",
    ],
)
def test_every_command_has_help_with_examples(desk: CommandLine, command: str) -> None:
    done = desk(command, "--help")
    assert done.code == 0
    assert "Examples:" in done.out
    assert f"desk {command}" in done.out
    assert "--password-fd" in done.out


def test_no_password_or_client_is_in_the_log(staffed: CommandLine, day_file: Path) -> None:
    staffed("import", day_file, login="anna")
    folder = staffed.folder / "data" / "log"
    logged = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*"))
    for secret in (PASSWORD, "Rasaspura", "20000001", "2000 0001", "z@example.com"):
        assert secret not in logged


def test_the_demo_needs_no_password_and_is_rebuilt_on_reset(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path)
    made = desk("demo", "--no-window", "--json")
    assert made.code == 0, made.err
    listed = desk("account", "list", "--json")
    assert "Anna Bērziņa" in {account["name"] for account in listed.json}
    device = (tmp_path / "data" / "device.id").read_text()
    desk("demo", "--no-window")
    assert (tmp_path / "data" / "device.id").read_text() == device
    desk("demo", "--no-window", "--reset")
    assert (tmp_path / "data" / "device.id").read_text() != device


def test_the_demo_never_touches_a_real_database(desk: CommandLine) -> None:
    done = desk("demo", "--no-window", "--reset", "--json")
    assert (done.code, done.error) == (1, "demo.not_a_demo")
    assert json.loads(desk("doctor", "--json").out)["ok"]
