"""`desk annex`, and resets that lose nothing, as IT runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import PASSWORD, ROOT, CommandLine, Done
from machine import Machine

from desk.app import open_app
from desk.domain.annex import Identity
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor
from desk.services import annex, incidents

NEW = "pavisam cita parole"
STATUS = ("annex", "status", "--json")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A branch with a head, a clerk and a sealed entry; and its recovery code."""
    folder = tmp_path_factory.mktemp("sealed")
    desk = CommandLine(folder)
    done = desk("init", "--institution", "pmlp", "--branch", "riga-2", "--json").json
    assert desk.add_account("ilze", "Ilze Rozīte", "head").code == 0
    assert desk.add_account("anna", "Anna Bērziņa", "clerk", by="ilze").code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK_KEY_DIR", str(folder / "key"))
        app = open_app(folder / "data")
        with app.database.unit_of_work() as uow:
            anna = uow.accounts.by_login("anna")
            assert anna is not None
            who = Actor(anna.id, anna.name, anna.role, "riga-2", "3")
            first = FirstReport(IncidentKind.AGGRESSION, app.env.clock(), level="2")
            made = incidents.report(uow, app.env, who, first)
            annex.seal(uow, app.env, who, made.id, Identity(name="Qqannex"))
            uow.commit()
        app.close()
    return folder, done["recovery_code"]


@pytest.fixture
def desk(sealed: tuple[Path, str], tmp_path: Path) -> Machine:
    shutil.copytree(sealed[0], tmp_path, dirs_exist_ok=True)
    return Machine(tmp_path)


@pytest.fixture
def code(sealed: tuple[Path, str]) -> str:
    return sealed[1]


def piped(desk: Machine, *given: str, typed: str, password: str = "") -> Done:
    """Run with something on standard input, a password by descriptor."""
    words = [sys.executable, "-W", "error", "-m", "desk", *given, "--json"]
    words += ["--data-dir", str(desk.data)]
    pipes: list[int] = []
    if password:
        reading, writing = os.pipe()
        os.write(writing, f"{password}\n".encode())
        os.close(writing)
        pipes = [reading]
        words += ["--password-fd", str(reading)]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=desk.environment(),
        input=typed.encode(),
        capture_output=True,
        pass_fds=pipes,
        check=False,
        timeout=120,
    )
    for pipe in pipes:
        os.close(pipe)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def opened(desk: Machine, login: str, password: str = PASSWORD, purpose: str = "police") -> Done:
    given = ("annex", "open", number(desk), "--login", login, "--purpose", purpose)
    return piped(desk, *given, "--words-stdin", typed="lieta 7\n", password=password)


def number(desk: Machine) -> str:
    from datetime import datetime

    return f"riga-2-{datetime.now().year}-0001"


def test_status_and_open(desk: Machine) -> None:
    status = desk(*STATUS, login="ilze").json
    assert status["holders"] == [
        {
            "login": "ilze",
            "name": "Ilze Rozīte",
            "role": "head",
            "state": "opens",
            "fingerprint": status["holders"][0]["fingerprint"],
        }
    ]
    assert re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){3}", status["holders"][0]["fingerprint"])
    assert (status["recovery_key"], status["incidents_with_annex"]) == ("opens", 1)
    assert desk(*STATUS, login="anna").error == "access.no_right"
    done = opened(desk, "ilze")
    assert [entry["name"] for entry in done.json["entries"]] == ["Qqannex"]
    assert opened(desk, "anna").error == "access.no_right"
    assert opened(desk, "ilze", "nav īstā").error == "session.wrong_password"
    logs = "".join(file.read_text(errors="replace") for file in desk.data.rglob("*.log*"))
    assert "Qqannex" not in logs and "lieta 7" not in logs


def fingerprint(desk: Machine, login: str, asking: str = "ilze") -> str:
    holders = desk(*STATUS, login=asking).json["holders"]
    return next(str(one["fingerprint"]) for one in holders if one["login"] == login)


def test_a_new_head_is_given_the_keys_by_name(desk: Machine) -> None:
    assert desk.add_account("vita", "Vita Zīle", "head", by="ilze").code == 0
    assert opened(desk, "vita").error == "annex.waiting"
    assert desk(*STATUS, login="ilze").json["waiting"] == 1, "no command serves by itself"
    shown = fingerprint(desk, "vita", "vita")
    give = ("annex", "give", "vita", "--json", "--fingerprint")
    assert desk(*give, "0000 0000 0000 0000", login="ilze").error == "annex.fingerprint"
    assert desk(*give, shown, login="vita").error == "annex.not_waiting", "not by oneself"
    assert desk(*give, shown, login="anna").error == "access.no_right"
    assert desk(*give, shown, login="ilze").json == {"handed_on": 1}
    assert opened(desk, "vita").code == 0


def test_somebody_unknown_is_refused(desk: Machine) -> None:
    assert desk.add_account("vita", "Vita Zīle", "head", by="ilze").code == 0
    shown = fingerprint(desk, "vita")
    refuse = ("annex", "refuse", "vita", "--json", "--fingerprint", shown)
    assert desk(*refuse, login="ilze").json == {"refused": "vita"}
    assert desk(*STATUS, login="ilze").json["waiting"] == 0
    assert desk("verify", "--json").code == 0


def test_a_reset_by_the_code_orphans_nothing(desk: Machine, code: str) -> None:
    """The only head forgot the password: with the code all is there again."""
    assert desk.reset("ilze", code, NEW).json == {"login": "ilze"}
    assert desk.set_password("ilze", PASSWORD, by="ilze", password=NEW).code == 0
    assert opened(desk, "ilze").json["entries"][0]["name"] == "Qqannex"


def test_the_code_serves_whoever_waits(desk: Machine, code: str) -> None:
    assert desk.add_account("vita", "Vita Zīle", "head", by="ilze").code == 0
    key = ("annex", "recovery-key", "--recovery-code-stdin")
    assert piped(desk, *key, typed=f"{code}\n").json == {"made": False, "handed_on": 1}
    assert opened(desk, "vita").code == 0
    wrong = piped(desk, *key, typed="nav\n")
    assert wrong.error == "keys.code_length"


def test_doctor_tells_what_is_missing(desk: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def annex_check() -> tuple[str, str]:
        found = desk("doctor", "--json").json["checks"]
        return next((one["status"], one["message"]) for one in found if one["check"] == "annex")

    assert annex_check() == ("ok", "1 incidents with a sealed annex")
    monkeypatch.setenv("DESK_KEY_DIR", str(desk.folder / "key"))
    app = open_app(desk.data)
    with app.database.unit_of_work() as uow:
        known = uow.annex.recovery()
        assert known is not None
        uow.annex.revoke(known.id, app.env.clock())
        uow.commit()
    app.close()
    assert annex_check()[0] == "warning"
    app = open_app(desk.data)
    with app.database.unit_of_work() as uow:
        for holder in uow.annex.holders():
            uow.annex.revoke(holder.id, app.env.clock())
        uow.commit()
    app.close()
    assert annex_check()[0] == "problem"
