"""Setting up that is killed half-way, and a database that comes to another machine."""

from __future__ import annotations

import fcntl
import shutil
import signal
from pathlib import Path

import pytest
from command_line import CommandLine

INIT = ("init", "--institution", "pmlp", "--branch", "riga-2", "--json")


@pytest.fixture
def bare(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def names(desk: CommandLine) -> set[str]:
    return {path.name for path in (desk.folder / "data").iterdir()}


def works(desk: CommandLine) -> bool:
    return bool(desk("doctor", "--json").json["ok"])


@pytest.mark.parametrize(
    ("target", "number"),
    [
        ("db.keys:unlock", 1),
        ("db.upgrade:prepare", 1),
        ("desk.services.content_store:install_first", 1),
        ("desk.commands.init:show", 1),
        ("desk.setting_up:settle", 1),
    ],
)
def test_a_killed_set_up_begins_anew(bare: CommandLine, target: str, number: int) -> None:
    killed = bare.sabotaged(target, number, "kill", *INIT)
    assert killed.code == -signal.SIGKILL
    assert not names(bare) & {"branch.db", "keys.json"}
    assert bare("import", "x.csv", "--json").error == "app.no_database"
    done = bare(*INIT)
    assert done.code == 0, done.err
    assert names(bare) == {"branch.db", "device.id", "keys.json", "log"}
    assert works(bare)


def test_a_set_up_killed_at_its_very_end_is_ended(bare: CommandLine) -> None:
    """The code was handed over and the keys are in place: no other code may be made."""
    killed = bare.sabotaged("desk.setting_up:settle", 2, "kill", *INIT)
    assert killed.code == -signal.SIGKILL
    assert bare(*INIT).error == "app.database_exists"
    assert names(bare) == {"branch.db", "device.id", "keys.json", "log"}
    assert works(bare)
    shutil.rmtree(bare.folder / "key")
    assert bare.recover(killed.json["recovery_code"]).code == 0
    assert works(bare)


def test_a_failed_set_up_leaves_nothing_and_can_be_repeated(bare: CommandLine) -> None:
    failed = bare.sabotaged("desk.setting_up:settle", 1, "bug", *INIT)
    assert failed.code == 1
    assert not names(bare) & {"branch.db", "keys.json"}
    assert bare(*INIT).code == 0


def test_keys_whose_database_is_elsewhere_are_never_touched(desk: CommandLine) -> None:
    data = desk.folder / "data"
    keys = (data / "keys.json").read_bytes()
    (data / "branch.db").rename(desk.folder / "moved.db")
    refused = desk(*INIT)
    assert (refused.code, refused.error) == (1, "keys.exist_already")
    assert str(data) in refused.err
    assert desk("demo", "--no-window", "--reset", "--json").error == "demo.not_a_demo"
    assert (data / "keys.json").read_bytes() == keys
    assert "set-up" not in names(desk)
    (desk.folder / "moved.db").rename(data / "branch.db")
    assert works(desk)


def test_two_set_ups_at_once(bare: CommandLine) -> None:
    draft = bare.folder / "data" / "set-up"
    draft.mkdir(parents=True)
    with (draft / "lock").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert bare(*INIT).error == "app.set_up_running"
    assert bare(*INIT).code == 0


def test_the_recovery_code_opens_the_database_on_another_machine(tmp_path: Path) -> None:
    first, second = CommandLine(tmp_path / "first"), CommandLine(tmp_path / "second")
    code = first(*INIT).json["recovery_code"]
    shutil.copytree(first.folder / "data", second.folder / "data")
    device = (first.folder / "data" / "device.id").read_text()
    assert second("account", "list", "--json").error == "keys.no_machine_key"
    assert not works(second)
    wrong = code[:4] + ("0" if code[4] != "0" else "1") + code[5:]
    assert second.recover(wrong).error == "keys.code_group"
    done = second.recover(code.lower().replace("-", " "))
    assert (done.code, done.json) == (0, {"data_dir": str(second.folder / "data")})
    assert works(second)
    assert (second.folder / "data" / "device.id").read_text() != device
    assert works(first)


def test_recovering_without_a_database(bare: CommandLine) -> None:
    assert bare.recover("x").error == "app.no_database"
