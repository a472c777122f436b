"""Headquarters from the command line: made, served over TLS by two workers, stopped, killed."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from hq_device import Pc
from hq_process import Server, command, started
from postgres_server import Postgres
from self_signed import certificate_files
from virtual import make_id

from desk.cli import main
from desk.clocks import system_clock
from desk.domain.errors import DeskError
from desk.hq.serving import DATABASE
from desk.sync.line import Line, is_passing, open_client
from desk.sync.wire import Hello, Standing, Verdict

Said = Callable[..., Any]
_KILLS = 2
"""With the command itself; `test_kills` kills a hundred times."""


class _Remote:
    """What `Pc` needs of headquarters, over a line."""

    clock = staticmethod(system_clock)


@contextmanager
def _pc(url: str, code: str, **options: str) -> Iterator[tuple[Pc, Line]]:
    pc = Pc(_Remote())  # type: ignore[arg-type]
    with open_client(url, **options) as client:
        line = Line(client, pc.device, pc.key.sign, system_clock, make_id)
        _enrolled(pc, line, code)
        yield pc, line


def _enrolled(pc: Pc, line: Line, code: str) -> None:
    pc.work = type("Over", (), {"enrol": line.enrol, "clock": staticmethod(system_clock)})()
    pc.enrol(code)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """What a command answers that needs no process of its own."""

    def say(url: str, *words: str) -> Any:
        monkeypatch.setenv(DATABASE, url)
        main(["hq", *words, "--json"])
        told = capsys.readouterr()
        return json.loads(told.out or told.err)

    return say


@pytest.fixture
def database(postgres: Postgres) -> str:
    """Headquarters' database, made by the command."""
    url = postgres.new()
    assert command(url, "init")["made"]
    return url


def test_init_may_be_repeated(database: str) -> None:
    again = command(database, "init")
    assert (again["made"], again["migrated"]) == (False, False)


def test_nothing_is_served_before_init(said: Said, postgres: Postgres) -> None:
    assert said(postgres.new(), "serve")["error"]["code"] == "hq.not_ready"


def test_without_a_certificate_only_this_machine_is_answered(said: Said, hq_postgres: str) -> None:
    assert said(hq_postgres, "serve", "--host", "0.0.0.0")["error"]["code"] == "hq.certificate"


@pytest.mark.parametrize("url", ["", "mysql://x/y", "nonsense", "sqlite://"])
def test_an_address_that_is_none_is_said(said: Said, url: str) -> None:
    assert said(url, "status")["error"]["code"] == "hq.database_url"


def test_a_database_that_is_away_is_said(said: Said, tmp_path: Path) -> None:
    url = f"postgresql://postgres@/x?host={tmp_path}"
    assert said(url, "status")["error"]["code"] == "hq.database"


def test_two_workers_over_tls_and_one_postgresql(database: str, tmp_path: Path) -> None:
    certificate, key = certificate_files(tmp_path)
    options = ("--workers", "2", "--tls-cert", str(certificate), "--tls-key", str(key))
    code = command(database, "enrol-code", "--branch", "riga-2")["code"]
    with started(database, tmp_path, *options, "--host", "127.0.0.1", scheme="https") as server:
        with pytest.raises(DeskError, match=r"sync\.not_trusted") as refused, _pc(server.url, code):
            pass
        assert not is_passing(refused.value)
        with _pc(server.url, code, ca_file=str(certificate)) as (pc, line):
            for n in range(20):
                pc.write(b"%d" % n)
                line.push(pc.batch(n + 1))
            assert _everything(line) == [op.body for op in pc.ops]
        assert 'path="/v1/push"' in _metrics(server)
        assert server.stop() == 0
    status = command(database, "status")
    assert status["streams"] == {"hq": 0, "riga-2": 20}
    assert [(one["seq"], one["revoked"]) for one in status["devices"]] == [(20, False)]
    assert [line for line in server.lines if line["level"] != "info"] == []


def test_a_revoked_pc_hears_so(database: str, tmp_path: Path) -> None:
    code = command(database, "enrol-code", "--branch", "riga-2")["code"]
    with started(database, tmp_path) as server, _pc(server.url, code) as (pc, line):
        assert command(database, "revoke", str(pc.device))["branch"] == "riga-2"
        with pytest.raises(DeskError, match=r"hq\.revoked") as refused:
            line.changes("riga-2", 0)
    assert not is_passing(refused.value)
    assert command(database, "revoke", str(make_id()))["error"]["code"] == "hq.unknown_device"


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_killed_while_branches_send_it_loses_nothing_that_it_acknowledged(
    postgres: Postgres, tmp_path: Path, backend: str
) -> None:
    url = postgres.new() if backend == "postgresql" else f"sqlite:///{tmp_path / 'hq.db'}"
    command(url, "init")
    code = command(url, "enrol-code", "--branch", "riga-2")["code"]
    chance, pc, acknowledged = Random(7), Pc(_Remote()), 0  # type: ignore[arg-type]
    for life in range(_KILLS):
        with started(url, tmp_path) as server, open_client(server.url) as client:
            line = Line(client, pc.device, pc.key.sign, system_clock, make_id)
            if not life:
                _enrolled(pc, line, code)
            welcome = line.hello(Hello(pc.head, pc.incarnation, "1.0"))
            assert welcome.standing in (Standing.ALIKE, Standing.BRANCH_AHEAD)
            assert welcome.head.seq >= acknowledged, "what was acknowledged is there"
            for _ in range(chance.randint(1, 8)):
                pc.write(*[chance.randbytes(200)] * chance.randint(1, 20))
                acknowledged = line.push(pc.batch(acknowledged + 1)).head.seq
            pc.write(b"half way", b"when it went")
            _push_into_the_void(server, line, pc, acknowledged)
    with started(url, tmp_path) as server, open_client(server.url) as client:
        line = Line(client, pc.device, pc.key.sign, system_clock, make_id)
        told = line.push(pc.batch(acknowledged + 1))
        assert {one.verdict for one in told.results} <= {Verdict.ACCEPTED, Verdict.KNOWN}
        read = _everything(line)
    assert read == [op.body for op in pc.ops]


def _push_into_the_void(server: Server, line: Line, pc: Pc, after: int) -> None:
    """The server dies while a batch is on its way: it has all of it, or nothing."""
    import threading

    killer = threading.Thread(target=server.kill)
    killer.start()
    try:
        line.push(pc.batch(after + 1))
    except DeskError as error:
        assert is_passing(error), error
    killer.join()


def _everything(line: Line) -> list[bytes]:
    bodies: list[bytes] = []
    while page := line.changes("riga-2", len(bodies)).changes:
        bodies += [change.body for change in page]
    return bodies


def _metrics(server: Server) -> str:
    return httpx.get(server.url + "/metrics", verify=ssl._create_unverified_context()).text
