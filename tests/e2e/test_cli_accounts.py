"""Managing accounts from the command line, up to the way back with the recovery code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import PASSWORD, CommandLine

from db.recovery_code import new_code

NEW = "pavisam cita parole"
LIST = ("account", "list", "--json")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A branch with a head and a clerk, and the recovery code that its set-up gave; made once."""
    folder = tmp_path_factory.mktemp("made")
    desk = CommandLine(folder)
    code = desk("init", "--institution", "pmlp", "--branch", "riga-2", "--json").json
    assert desk.add_account("ilze", "Ilze Rozīte", "head").code == 0
    assert desk.add_account("anna", "Anna Bērziņa", "clerk", by="ilze").code == 0
    return folder, code["recovery_code"]


@pytest.fixture
def with_code(made: tuple[Path, str], tmp_path: Path) -> tuple[CommandLine, str]:
    """A copy of that branch for one test."""
    folder, code = made
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return CommandLine(tmp_path), code


def test_the_recovery_code_gives_a_head_a_password_for_one_sign_in(
    with_code: tuple[CommandLine, str],
) -> None:
    desk, code = with_code
    for _ in range(5):
        desk(*LIST, login="ilze", password="aizmirsta parole")
    assert desk(*LIST, login="ilze").error == "session.locked"
    done = desk.reset("ilze", code.lower(), NEW)
    assert done.json == {"login": "ilze"}
    for secret in (code, NEW):
        assert secret not in done.out + done.err + logged(desk)
    assert desk(*LIST, login="ilze", password=NEW).error == "session.new_password_needed"
    assert desk.set_password("ilze", NEW, by="ilze", password=NEW).error == "password.same"
    assert desk.set_password("ilze", PASSWORD, by="ilze", password=NEW).code == 0
    assert desk(*LIST, login="ilze").code == 0


def logged(desk: CommandLine) -> str:
    """All that the program's log says."""
    files = (desk.folder / "data").rglob("*.log*")
    return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)


def test_without_the_code_nothing_is_reset(with_code: tuple[CommandLine, str]) -> None:
    desk, code = with_code
    refused = [desk.reset("ilze", wrong, NEW).error for wrong in (new_code(), "")]
    assert refused == ["keys.wrong_code", "keys.code_length"]
    assert desk.reset("anna", code, NEW).error == "account.not_manager"
    assert desk.reset("nav", code, NEW).error == "account.unknown"
    done = desk.reset("ilze", code, "īsa", by_pipe=False)
    assert done.error == "password.short"
    assert desk(*LIST, login="ilze").code == 0


def test_roles_closing_opening_and_waits(staffed: CommandLine) -> None:
    def act(*words: str, by: str = "ilze") -> str:
        done = staffed("account", *words, "--json", login=by)
        return "" if done.code == 0 else done.error

    assert act("role", "anna", "deputy") == ""
    assert act("role", "anna", "it") == ""  # the branch has nobody of IT yet
    assert act("role", "anna", "clerk") == "account.role_not_yours"
    assert act("role", "ilze", "clerk", by="anna") == ""
    assert act("role", "anna", "clerk", by="anna") == "account.own_role"
    assert act("close", "ilze", by="anna") == ""
    assert act("open", "ilze", by="anna") == ""
    for _ in range(5):
        staffed(*LIST, login="ilze", password="nav īstā")
    waits = {one["login"]: one["locked_minutes"] for one in staffed(*LIST, login="anna").json}
    assert waits == {"anna": 0, "ilze": 5}
    assert act("unlock", "ilze", by="anna") == ""
    assert act("list", by="ilze") == "access.no_right"
    assert act("reset-pin", "ilze", by="anna") == ""


def test_a_handed_over_password_is_replaced_by_its_owner(staffed: CommandLine) -> None:
    given = ["account", "password", "anna", "--json", "--login", "ilze"]
    given += ["--data-dir", str(staffed.folder / "data")]
    assert staffed.run(given, PASSWORD, "ilze", new_password=NEW).code == 0
    report = ("report", "day", "--out", staffed.folder / "d.pdf", "--json")
    assert staffed(*report, login="anna", password=NEW).error == "session.new_password_needed"
    assert staffed.set_password("anna", PASSWORD, by="anna", password=NEW).code == 0
    assert staffed(*report, login="anna").code == 0
