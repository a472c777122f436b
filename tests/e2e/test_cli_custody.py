"""Headquarters' help from the command line: a lost password, a dead PC, a stick."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from command_line import PASSWORD, ROOT, CommandLine, Done, _pipe
from hq_process import Server, command, started
from sqlalchemy import select
from virtual import make_id

from db.hq import people
from db.hq.database import open_hq, transaction
from db.hq.models import deed
from db.hq.people import Person
from db.hq.upgrade import upgrade_hq
from db.spoken_key import code_of_key, is_key_code, key_of_code
from desk.clocks import system_clock
from desk.hq.identity import make
from desk.services import passwords

SECOND = "otra gara parole"


class Hq:
    """`desk hq` over one database, signed in by descriptors."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *words: str, login: str = "", typed: str = "", second: str = "") -> Done:
        given, pipes = [*words, "--json", "--database", self.url], []
        for option, value in (
            ("--password-fd", PASSWORD if login else ""),
            ("--second-password-fd", second),
        ):
            if value:
                pipes.append(_pipe(value))
                given += [option, str(pipes[-1])]
        if login:
            given += ["--login", login]
        done = run(
            [sys.executable, "-W", "error", "-m", "desk", "hq", *given],
            cwd=ROOT, input=typed.encode(), capture_output=True, pass_fds=pipes, check=False,
            timeout=120,
        )  # fmt: skip
        for pipe in pipes:
            os.close(pipe)
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def hq(tmp_path: Path) -> Hq:
    """Headquarters with a registrar and a releaser."""
    engine = open_hq(f"sqlite:///{tmp_path / 'hq.db'}")
    upgrade_hq(engine)
    with transaction(engine) as connection:
        make(connection, make_id)
        for login, role, password in (
            ("ieva", "registrar", PASSWORD),
            ("juris", "releaser", SECOND),
        ):
            hashed, at = passwords.hashed(password), system_clock()
            new = Person(make_id(), login, login, "IT", frozenset({role}), hashed, at)
            people.add(connection, new)
    engine.dispose()
    return Hq(f"sqlite:///{tmp_path / 'hq.db'}")


@pytest.fixture
def server(hq: Hq, tmp_path: Path) -> Iterator[Server]:
    with started(hq.url, tmp_path) as running:
        yield running


def enrol(hq: Hq, desk: CommandLine, server: Server) -> Any:
    code = command(hq.url, "enrol-code", "--branch", "riga-2")["code"]
    done = desk("enrol", "--hq", server.url, "--code", code, "--json", login="ilze")
    return done.json


def deeds(hq: Hq) -> list[str]:
    engine = open_hq(hq.url)
    with transaction(engine) as connection:
        found = list(connection.scalars(select(deed.c.kind).order_by(deed.c.at, deed.c.id)))
    engine.dispose()
    return found


def test_a_dead_pc_comes_back_from_a_backup_and_the_escrow(
    staffed: CommandLine, hq: Hq, server: Server, tmp_path: Path
) -> None:
    made = hq("escrow", "key", login="ieva").json
    assert hq("escrow", "key", login="ieva").error == "hq.escrow_made"
    told = enrol(hq, staffed, server)
    assert told["escrow"] == made["fingerprint"]
    assert [pc["kept"] for pc in hq("escrow", "status").json["devices"]] == [True]
    backup = tmp_path / "riga-2.branchbackup"
    assert staffed("backup", "--out", backup).code == 0
    shutil.rmtree(staffed.folder / "data")
    shutil.rmtree(staffed.folder / "key")

    given = ("escrow", "open", told["device"], "--second-login", "juris", "--recovery-key-stdin")
    opened = hq(*given, login="ieva", second=SECOND, typed=made["recovery_key"])
    key = opened.json["key"]
    assert deeds(hq)[-2:] == ["escrow_opened", "escrow_witnessed"]

    assert restored(staffed, backup, code_of_key(secrets.token_bytes(32))).error == "db.wrong_key"
    assert restored(staffed, backup, key[:-1] + "~").error in ("spoken.group", "keys.code_length")
    assert restored(staffed, backup, key.lower()).json["by_recovery_code"]
    people = staffed("account", "list", "--json", login="ilze").json
    assert {one["login"] for one in people} == {"ilze", "anna"}
    shutil.rmtree(staffed.folder / "key")
    assert staffed.recover(code_of_key(secrets.token_bytes(32))).error == "db.wrong_key"
    assert staffed.recover(key).json["data_dir"] == str(staffed.folder / "data")


def restored(desk: CommandLine, backup: Path, code: str) -> Done:
    given = ["restore", str(backup), "--recovery-code-stdin", "--json"]
    folder = ["--data-dir", str(desk.folder / "data")]
    return desk._process(["-m", "desk", *given, *folder], typed=f"{code}\n")


def test_headquarters_alone_open_nothing(staffed: CommandLine, hq: Hq, server: Server) -> None:
    made = hq("escrow", "key", login="ieva").json
    told = enrol(hq, staffed, server)
    private, wrong = made["recovery_key"], code_of_key(secrets.token_bytes(32))
    opening = ("escrow", "open", told["device"], "--recovery-key-stdin")
    for words, second, typed, refusal in (
        (("--second-login", "ieva"), PASSWORD, private, "hq.no_right"),
        (("--second-login", "juris"), "wrong wrong", private, "session.wrong_password"),
        (("--second-login", "juris"), SECOND, wrong, "escrow.wrong_key"),
        (("--second-login", "juris"), SECOND, "", "spoken.length"),
    ):
        expected = "hq.escrow_alone" if words[1] == "ieva" else refusal
        done = hq(*opening, *words, login="ieva", second=second, typed=typed)
        assert done.error == expected, done.err
    assert "escrow_opened" not in deeds(hq)
    content = b"".join(
        path.read_bytes() for path in Path(hq.url.removeprefix("sqlite:///")).parent.glob("hq.db*")
    )
    key = hq(*opening, "--second-login", "juris", login="ieva", second=SECOND, typed=private).json
    assert key_of_code(key["key"]) not in content
    assert key_of_code(private) not in content


def test_a_pc_that_was_taken_in_before_hands_it_over_later(
    staffed: CommandLine, hq: Hq, server: Server
) -> None:
    assert enrol(hq, staffed, server)["escrow"] == ""
    assert staffed("escrow", "--json", login="ilze").error == "escrow.none"
    made = hq("escrow", "key", login="ieva").json
    assert staffed("escrow", "--json", login="anna").error == "access.no_right"
    assert not staffed("escrow", "--json", login="ilze").json["kept"]
    given = ("escrow", "--json", "--fingerprint")
    assert staffed(*given, "0000 0000 0000 0000", login="ilze").error == "escrow.fingerprint"
    assert staffed(*given, made["fingerprint"], login="ilze").json["kept"]
    assert staffed("escrow", "--json", login="ilze").json["kept"]
    again = hq("escrow", "key", "--again", login="ieva").json
    assert not staffed("escrow", "--json", login="ilze").json["kept"]
    assert [pc["kept"] for pc in hq("escrow", "status").json["devices"]] == [False]
    assert again["fingerprint"] != made["fingerprint"]


def test_a_key_in_letters_is_no_recovery_code(staffed: CommandLine) -> None:
    """It proves nothing where nothing is opened with it."""
    key = code_of_key(secrets.token_bytes(32))
    assert is_key_code(key)
    assert staffed.reset("ilze", key, "cita gara parole").error == "keys.code_length"


def test_a_stick_there_and_back(
    staffed: CommandLine, hq: Hq, server: Server, tmp_path: Path
) -> None:
    enrol(hq, staffed, server)
    server.stop()
    asked, answer = tmp_path / "riga-2.up", tmp_path / "riga-2.down"
    out = staffed("courier", "out", "--to", asked, "--json")
    assert out.json["operations"] > 3, out.err
    carried = hq("courier", "in", str(asked), "--out", str(answer))
    assert carried.json["taken"] == out.json["operations"], carried.err
    assert hq("courier", "in", str(asked), "--out", str(answer)).error == "courier.repeated"
    back = staffed("courier", "in", answer, "--json")
    assert back.json["confirmed"] == out.json["operations"], back.err
    assert staffed("courier", "in", answer, "--json").error == "courier.repeated"
    assert staffed("courier", "in", asked, "--json").error == "courier.wrong_way"
    assert staffed("courier", "in", tmp_path / "none", "--json").error == "courier.unreadable"
    lines = staffed("courier", "out", "--to", asked, "--progress").out.splitlines()
    assert "operations" in lines[-2]


def test_places_left_to_the_branch_go_back(staffed: CommandLine, hq: Hq, server: Server) -> None:
    day = (system_clock() + timedelta(days=3)).date().isoformat()
    of = ("--branch", "riga-2")
    enrol(hq, staffed, server)
    hq("appointments", "policy", *of, "--share", "0", login="ieva")
    opening = ("--day", day, "--from", "9:00", "--to", "10:00", "--places", "2")
    assert hq("appointments", "open", *of, *opening, login="ieva").json["parts"] == 4
    hq("appointments", "lease", *of, "--day", day, "--places", "1", login="ieva")
    assert staffed("sync", "--once", "--json").json["read"]
    asked = ("--branch", "riga-2", "--date", day, "--json")
    assert staffed("places", *asked, login="anna").json["free"] == 4
    give = ("places", "give-back", *asked)
    assert staffed(*give, "--confirm", "4", login="anna").error == "access.no_right"
    for wrong in ((), ("--confirm", "3")):
        assert staffed(*give, *wrong, login="ilze").error == "lease.confirm"
    assert staffed(*give, "--confirm", "4", login="ilze").json["given_back"] == 4
    assert staffed(*give, "--confirm", "4", login="ilze").error == "lease.nothing"
    assert staffed("sync", "--once", "--json").json["sent"]
    told = hq("appointments", "lease", *of, "--day", day, "--places", "1", login="ieva")
    assert told.json["leased"] == 4, "headquarters have them again"
