"""Who ran a command: asked at the terminal, and written down."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import PASSWORD, ROOT, CommandLine

from desk.app import open_app

DAY_FILE = "reference;start;service\nR1;24.11.2026 10:00;Pase\n"
LIST = ("account", "list", "--json")
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def looks(desk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """The access log: who, what, purpose; "" for the device."""
    monkeypatch.setenv("DESK_KEY_DIR", str(desk.folder / "key"))
    app = open_app(desk.folder / "data")
    try:
        with app.database.reader() as reader:
            people = {account.id: account.login for account in reader.accounts.all()}
            found = reader.access_log.list(*EVER)
    finally:
        app.close()
    return [(people.get(look.account_id, ""), look.what, look.purpose) for look in found]


def test_every_command_is_written_down(
    staffed: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = tmp_path / "day.csv", tmp_path / "out"
    file.write_text(DAY_FILE, encoding="utf-8")
    before = len(looks(staffed, monkeypatch))
    for login, command in (
        ("anna", ("import", file, "--dry-run")),
        ("anna", ("import", file)),
        ("ilze", ("export", "--format", "csv", "--date", "2026-11-24", "--out", out)),
        ("anna", ("report", "day", "--out", out)),
        ("ilze", ("account", "list")),
    ):
        assert staffed(*command, login=login).code == 0
    assert staffed("account", "list", login="ilze", password="cita parole").code == 1
    assert staffed("account", "list", login="nezināms").code == 1
    signed_in = "sign_in"
    assert looks(staffed, monkeypatch)[before:] == [
        ("anna", signed_in, "command"),
        ("anna", signed_in, "command"),
        ("anna", "import", "day_file"),
        ("ilze", signed_in, "command"),
        ("ilze", "export", "csv"),
        ("anna", signed_in, "command"),
        ("anna", "print", "day_sheet"),
        ("ilze", signed_in, "command"),
        ("ilze", "sign_in_failed", "session"),
        ("", "sign_in_failed", "session"),
    ]


def at_terminal(desk: CommandLine, login: str, password: str) -> tuple[int, str, str]:
    """`desk account list` with a terminal to type at: exit code, output, what was asked."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "desk", *LIST, "--data-dir", str(desk.folder / "data")],
        cwd=ROOT,
        env=desk.environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        os.write(ours, f"{login}\n".encode())
        asked = b""
        while not asked.endswith(b"Password: ") and (more := process.stderr.read(1)):
            asked += more
        os.write(ours, password.encode())
        out, err = process.communicate(timeout=60)
        os.close(ours)
    return process.returncode, out.decode(), (asked + err).decode()


def test_name_and_password_are_asked_for_apart_from_the_answer(staffed: CommandLine) -> None:
    code, out, err = at_terminal(staffed, "ilze", f"{PASSWORD}\n")
    assert code == 0, err
    assert [account["login"] for account in json.loads(out)] == ["anna", "ilze"]
    assert err.startswith("Login: Password: ")
    assert PASSWORD not in out + err


@pytest.mark.parametrize(
    ("typed", "code"), [("nav\n", "session.wrong_password"), ("\x04", "session.needed")]
)
def test_a_wrong_password_and_giving_up(staffed: CommandLine, typed: str, code: str) -> None:
    status, out, _ = at_terminal(staffed, "ilze", typed)
    assert (status, json.loads(out)["error"]["code"]) == (1, code)


def test_a_descriptor_that_is_none(staffed: CommandLine) -> None:
    done = staffed("account", "list", "--login", "ilze", "--password-fd", "77", "--json")
    assert (done.code, done.error) == (1, "password.descriptor")


def test_passwords_are_set_and_accounts_closed(staffed: CommandLine) -> None:
    new = "pavisam cita parole"
    assert staffed.set_password("ilze", new, by="anna").error == "access.no_right"
    assert staffed.set_password("anna", "īsa", by="anna").error == "password.short"
    assert staffed.set_password("anna", new, by="anna").json == {"login": "anna"}
    assert staffed.set_password("anna", PASSWORD, by="anna").error == "session.wrong_password"
    assert staffed.set_password("anna", PASSWORD, by="ilze").code == 0
    assert staffed.set_password("neviens", new, by="ilze").error == "account.unknown"
    close = ("account", "close")
    assert staffed(*close, "ilze", "--json", login="anna").error == "access.no_right"
    assert staffed(*close, "ilze", "--json", login="ilze").error == "account.own"
    assert staffed(*close, "anna", "--json", login="ilze").code == 0
    assert staffed(*LIST, login="anna").error == "session.disabled"
    closed = {one["login"]: one["disabled"] for one in staffed(*LIST, login="ilze").json}
    assert closed == {"anna": True, "ilze": False}
