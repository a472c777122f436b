"""A branch's PC and headquarters, both from the command line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from hq_process import Server, command, started
from postgres_server import Postgres


@pytest.fixture
def database(postgres: Postgres) -> str:
    """Headquarters' database."""
    url = postgres.new()
    command(url, "init")
    return url


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    """Headquarters that answer."""
    with started(database, tmp_path) as running:
        yield running


def test_a_branch_joins_and_sends_everything_that_it_has(
    staffed: CommandLine, server: Server, database: str
) -> None:
    assert staffed("sync", "--once", "--json").error == "sync.not_enrolled"
    code = command(database, "enrol-code", "--branch", "riga-2")["code"]
    given = ("enrol", "--hq", server.url, "--code", code, "--json")
    told = staffed(*given, login="ilze")
    assert told.json["branch"] == "riga-2", told.err
    assert staffed(*given, login="ilze").error == "sync.enrolled"
    first = staffed("sync", "--once", "--json").json
    assert first["sent"] > 3
    assert (first["refused"], first["restored"]) == (0, False)
    again = staffed("sync", "--once", "--json").json
    assert (again["sent"], again["restored"]) == (0, False)
    status = command(database, "status")
    assert status["streams"]["riga-2"] == first["sent"]
    assert (status["forks"], status["refused"], status["quarantined"]) == (0, 0, 0)


def test_a_clerk_does_not_let_headquarters_take_the_pc_in(
    staffed: CommandLine, server: Server, database: str
) -> None:
    code = command(database, "enrol-code", "--branch", "riga-2")["code"]
    told = staffed("enrol", "--hq", server.url, "--code", code, "--json", login="anna")
    assert told.error == "access.no_right"


@pytest.mark.parametrize(
    ("url", "refusal"),
    [("http://127.0.0.1:1", "sync.offline"), ("hq.example", "sync.address")],
)
def test_an_address_where_nobody_is(staffed: CommandLine, url: str, refusal: str) -> None:
    given = ("enrol", "--hq", url, "--code", "AAAA-BBBB-CCCC-DDDD", "--json")
    assert staffed(*given, login="ilze").error == refusal


def test_a_restored_backup_goes_on_without_losing_anything(
    staffed: CommandLine, server: Server, database: str, tmp_path: Path
) -> None:
    code = command(database, "enrol-code", "--branch", "riga-2")["code"]
    staffed("enrol", "--hq", server.url, "--code", code, login="ilze")
    staffed("sync", "--once")
    saved = tmp_path / "before"
    shutil.copytree(staffed.folder / "data", saved)
    staffed.add_account("vita", "Vita Kalna", "clerk", by="ilze")
    sent = staffed("sync", "--once", "--json").json["sent"]
    assert sent
    shutil.rmtree(staffed.folder / "data")
    shutil.copytree(saved, staffed.folder / "data")
    staffed.add_account("juris", "Juris Kalns", "clerk", by="ilze")
    healed = staffed("sync", "--once", "--json").json
    assert healed["restored"]
    assert healed["sent"]
    assert healed["read"] >= sent + healed["sent"]
    assert not staffed("sync", "--once", "--json").json["restored"]
    looked = ("account", "list", "--json")
    assert staffed(*looked, login="vita").error == "session.no_password"
    assert staffed.set_password("vita", "cita gara parole", by="ilze").code == 0
    signed_in = staffed(*looked, login="vita", password="cita gara parole")
    assert signed_in.error == "access.no_right", "a clerk who has signed in"
    assert command(database, "status")["forks"] == 0
