"""Backups from the command line, and restoring them, also where the key is not known."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT
from machine import INIT, Machine

from db.backup import verify
from db.keys import unlock
from db.layout import database_path
from db.models import REVISION
from desk.services.queue_authority import FIRST_SERIES, next_series

NAMES = {"branch.db", "device.id", "keys.json"}


@pytest.fixture
def here(tmp_path: Path, staffed_once: Path) -> Machine:
    """A branch with a head (ilze) and a clerk (anna)."""
    shutil.copytree(staffed_once, tmp_path / "here")
    return Machine(tmp_path / "here")


@pytest.fixture
def saved(here: Machine, tmp_path: Path) -> Path:
    """A backup; afterwards something more happened."""
    target = tmp_path / "riga-2.branchbackup"
    done = here("backup", "--out", target, "--json")
    assert done.code == 0, done.err
    here.write("INSERT INTO meta VALUES ('later', 'yes')")
    return target


def test_a_backup_in_one_file(here: Machine, saved: Path) -> None:
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'") == 1
    logged = "SELECT count(*) FROM access_log WHERE what = 'export' AND subject_kind = 'database'"
    assert here.read(logged) == 1
    assert saved.stat().st_mode & 0o077 == 0


def test_the_days_backup_is_made_once(here: Machine) -> None:
    first = here("backup", "--due", "--json").json
    assert (first["made"], first["second_place"]) == (True, None)
    assert here("backup", "--due", "--json").json == {"made": False}
    listed = here("backup", "--list", "--json").json
    assert [Path(one["file"]).name for one in listed] == [first["file"]]
    found = {item["check"]: item["status"] for item in here("doctor", "--json").json["checks"]}
    assert found["backup"] == "ok"
    assert here.restore(Path(listed[0]["file"]), login="ilze").code == 0


def test_a_restored_database_takes_the_place_of_the_present_one(here: Machine, saved: Path) -> None:
    device = (here.data / "device.id").read_text()
    done = here.restore(saved, login="ilze")
    assert done.code == 0, done.err
    replaced = Path(done.json["replaced"])
    assert {path.name for path in replaced.iterdir()} == NAMES
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'") == 0
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'", replaced) == 1
    assert (here.data / "device.id").read_text() != device
    assert here.works()


def test_every_restore_takes_another_series(here: Machine, saved: Path) -> None:
    """Also the second one of the same backup: its numbers were given out by the first."""
    assert here.series() == FIRST_SERIES
    assert here.restore(saved, login="ilze").code == 0
    second = next_series(FIRST_SERIES)
    assert here.series() == second
    assert here.restore(saved, login="ilze").code == 0
    assert here.series() == next_series(second)


def test_a_mistaken_restore_is_taken_back(here: Machine, saved: Path) -> None:
    replaced = Path(here.restore(saved, login="ilze").json["replaced"])
    assert here.restore(replaced, login="ilze").code == 0
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'") == 1


def test_restoring_asks_for_a_head_or_it_of_the_backup(here: Machine, saved: Path) -> None:
    assert here.restore(saved).error == "session.needed"
    assert here.restore(saved, login="anna").error == "access.no_right"
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'") == 1
    assert {path.name for path in here.data.iterdir()} == NAMES | {"log", "backing-up"}


def test_who_was_closed_since_does_not_come_back_by_a_backup(here: Machine, saved: Path) -> None:
    here.write("UPDATE account SET disabled = 1 WHERE role = 'head'")
    refused = here.restore(saved, login="ilze")
    assert refused.error == "session.disabled"
    assert here.read("SELECT count(*) FROM account WHERE disabled") == 1


def test_a_machine_without_the_key_restores_by_the_recovery_code(tmp_path: Path) -> None:
    first, second = Machine(tmp_path / "first"), Machine(tmp_path / "second")
    code = first(*INIT).json["recovery_code"]
    assert first.add_account("ilze", "Ilze Rozīte", "head").code == 0
    saved = tmp_path / "x.branchbackup"
    assert first("backup", "--out", saved).code == 0
    assert second.restore(saved).error == "session.needed", "nobody can be asked for the code"
    wrong = code[:4] + ("0" if code[4] != "0" else "1") + code[5:]
    assert second.restore(saved, wrong).error == "keys.code_group"
    other = Machine(tmp_path / "other")(*INIT).json["recovery_code"]
    assert second.restore(saved, other).error == "keys.wrong_code"
    assert not (second.data / "branch.db").exists()
    done = second.restore(saved, code.lower().replace("-", " "))
    assert (done.code, done.json["replaced"], done.json["by_recovery_code"]) == (0, None, True)
    assert second.works()
    assert (second.data / "device.id").read_text() != (first.data / "device.id").read_text()
    assert second.series() == next_series(FIRST_SERIES)
    assert second("account", "list", "--json", login="ilze").json[0]["login"] == "ilze"
    assert first.works()


def test_a_database_that_nothing_opens_is_replaced_too(here: Machine, saved: Path) -> None:
    path = database_path(here.data)
    path.write_bytes(b"\0" * path.stat().st_size)
    assert here.restore(saved, login="ilze").code == 0
    assert here.works()
    assert here.series() not in (FIRST_SERIES, next_series(FIRST_SERIES)), "one is left out"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda body: body[: len(body) // 2], "backup.damaged"),
        (lambda body: body[:300_000] + b"x" + body[300_001:], "backup.damaged"),
        (lambda body: b"something else", "backup.not_one"),
        (lambda body: body.replace(b'"format": 1', b'"format": 8'), "backup.newer"),
        (lambda body: b"", "backup.not_one"),
    ],
)
def test_what_cannot_be_restored_changes_nothing(
    here: Machine, saved: Path, harm: Any, code: str
) -> None:
    saved.write_bytes(harm(saved.read_bytes()))
    done = here.restore(saved, login="ilze")
    assert (done.code, done.error) == (1, code)
    assert "Traceback" not in done.err
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'") == 1
    assert {path.name for path in here.data.iterdir()} == NAMES | {"log", "backing-up"}


def test_a_disk_that_fills_up_while_restoring_changes_nothing(here: Machine, saved: Path) -> None:
    """No file may grow past a limit: the system refuses as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        done = here.restore(saved, login="ilze")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (done.code, done.error) == (1, "db.full")
    assert here.read("SELECT count(*) FROM meta WHERE key = 'later'") == 1
    assert {path.name for path in here.data.iterdir()} == NAMES | {"log", "backing-up"}


def test_a_restore_is_written_down(here: Machine, saved: Path) -> None:
    assert here.restore(saved, login="ilze").code == 0
    logged = "SELECT count(*) FROM access_log WHERE what = 'import' AND purpose = 'restore'"
    assert here.read(logged) == 1


def test_a_backup_of_a_newer_schema_is_refused(here: Machine, tmp_path: Path) -> None:
    here.write("UPDATE alembic_version SET version_num = '9999'")
    shutil.copytree(here.data, tmp_path / "newer")
    here.write(f"UPDATE alembic_version SET version_num = '{REVISION}'")
    done = here.restore(tmp_path / "newer", login="ilze")
    assert (done.code, done.error) == (1, "db.newer")
    assert here.works()


def test_a_database_in_use_is_not_replaced(here: Machine, saved: Path) -> None:
    holder = (
        "import sys; from pathlib import Path; from desk.app import open_app;"
        "app = open_app(Path(sys.argv[1])); r = app.database.reader(); r.__enter__();"
        "r.__exit__(None, None, None); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holder, str(here.data)],
        cwd=ROOT,
        env=here.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        done = here.restore(saved, login="ilze")
        assert (done.code, done.error) == (1, "restore.in_use")
    finally:
        other.communicate()
    assert here.restore(saved, login="ilze").code == 0


STEPS = [
    ("db.keys:adopt_machine", 1),
    ("desk.restoring:put_in_place", 1),
    *[("db.backup_restore:settle", number) for number in range(1, 5)],
    *[("db.backup_restore:_move", number) for number in range(1, 4)],
    *[("shutil:rmtree", number) for number in range(1, 3)],
]


@pytest.fixture(scope="session")
def plain_once(tmp_path_factory: pytest.TempPathFactory, made_once: Path) -> Path:
    """A branch without accounts; its backup; and what happened since."""
    folder = tmp_path_factory.mktemp("plain")
    shutil.copytree(made_once, folder / "here")
    here = Machine(folder / "here")
    assert here("backup", "--out", folder / "x.branchbackup").code == 0
    here.write("INSERT INTO meta VALUES ('later', 'yes')")
    return folder


@pytest.mark.parametrize(("target", "number"), STEPS)
def test_a_restore_killed_at_any_step_leaves_the_old_or_the_new(
    tmp_path: Path, plain_once: Path, target: str, number: int
) -> None:
    """Whatever command comes next finds a database that is whole, and its keys."""
    shutil.copytree(plain_once, tmp_path, dirs_exist_ok=True)
    here = Machine(tmp_path / "here")
    saved = tmp_path / "x.branchbackup"
    killed = here.sabotaged(target, number, "kill", "restore", saved)
    assert killed.code == -signal.SIGKILL
    assert here("backup", "--list", "--json").code == 0
    later = here.read("SELECT count(*) FROM meta WHERE key = 'later'")
    replaced = list(here.data.glob("replaced-*"))
    assert (later, len(replaced)) in ((1, 0), (0, 1))
    for folder in replaced:
        assert here.read("SELECT count(*) FROM meta WHERE key = 'later'", folder) == 1
    assert not (here.data / "restoring").exists()
    verify(database_path(here.data), unlock(here.data, here.folder / "key"))


def test_erasures_made_since_the_backup_stay_done(here: Machine, tmp_path: Path) -> None:
    """Both records come together: the one of the replaced database, and the backup's own."""
    ids = [os.urandom(16).hex() for _ in range(2)]
    record = here.data / "erasures.txt"
    assert here("backup", "--json").code == 0
    title = "branch-desk-erasures 1"
    record.write_text(f"{title}\n2026-11-20 {ids[0]}\n")
    saved = tmp_path / "x.branchbackup"
    assert here("backup", "--out", saved).code == 0
    record.write_text(f"{title}\n2026-11-21 {ids[1]}\n")
    assert here.restore(saved, login="ilze").code == 0
    kept = record.read_text()
    assert ids[0] in kept.replace("-", "")
    assert ids[1] in kept.replace("-", "")


def test_the_demo_is_not_restored_into(tmp_path: Path, here: Machine, saved: Path) -> None:
    there = Machine(tmp_path / "there")
    there.data.mkdir(parents=True)
    (there.data / "demo").touch()
    assert there.restore(saved, code="x").error == "restore.demo"
