"""`kill -9` of real processes at any moment: what was saved is there, once, at both ends.

Two PCs save and sync, two workers of headquarters answer over one PostgreSQL.  DESK_KILLS says how
many kills, DESK_SEED when: `make soak` takes a new seed each time.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from hq_chains import broken_chains
from hq_process import free_port
from killed_work import opened
from nursery import Nursery, kill, nursery
from postgres_server import Postgres
from sqlalchemy import Engine, select
from virtual import KEY, make_id

from db.database import Database
from db.hq.database import open_hq, transaction
from db.hq.models import feed, op
from db.hq.upgrade import upgrade_hq
from desk.clocks import new_uuid7, system_clock
from desk.domain.errors import DeskError
from desk.hq.enrolling import new_code
from desk.hq.identity import make
from desk.sync.joining import Address, join
from desk.sync.line import is_passing

KILLS = int(os.environ.get("DESK_KILLS", "100"))
SEED = int(os.environ.get("DESK_SEED", "11"))
_BRANCH = "riga-2"
_LONGEST = 0.15
_AT_WORK = 0.8
_PATIENCE = 30
_BETWEEN = 0.002
_TRIES = 400


class Stage:
    """The processes, and whom to kill next."""

    def __init__(self, children: Nursery, database: str, folders: list[Path], port: int) -> None:
        self._children, self._database, self._folders = children, database, folders
        self._port, self._room = port, folders[0].parent
        self._chance = Random(SEED)
        self._alive: dict[str, int] = {}
        self.killed = 0

    def start(self, name: str) -> None:
        """Start one that is not there: "pc-0", "worker-1" ..."""
        role, _, number = name.partition("-")
        self._ready(name).unlink(missing_ok=True)
        options: dict[str, Any] = {"database": self._database, "port": self._port}
        if role == "pc":
            folder = self._folders[int(number)]
            options = {"folder": str(folder), "ledger": str(folder / "ledger")}
            options["seed"] = self._chance.randrange(2**32)
        options["ready"] = str(self._ready(name))
        self._alive[name] = self._children.start(role, self._errors(name), **options)

    def wait(self, name: str) -> None:
        """Until it is at work."""
        until = monotonic() + _PATIENCE
        while not self._ready(name).exists():
            assert monotonic() < until, self._why(name)
            sleep(_BETWEEN)

    def kill(self, name: str) -> None:
        """Kill one; it must still be running."""
        assert kill(self._alive.pop(name)), self._why(name)
        self.killed += 1

    def run(self, kills: int) -> None:
        """Kill again and again, one or both workers, one or both PCs: some while they start."""
        for name in ("worker-0", "worker-1", "pc-0", "pc-1"):
            self.start(name)
        while self.killed < kills:
            role = self._chance.choice(("pc", "pc", "worker"))
            victims = [f"{role}-{n}" for n in self._chance.choice(((0,), (1,), (0, 1)))]
            if self._chance.random() < _AT_WORK:
                for name in self._alive:
                    self.wait(name)
            sleep(self._chance.random() * _LONGEST)
            for name in victims:
                self.kill(name)
            for name in victims:
                self.start(name)
        for name in list(self._alive):
            self.kill(name)
        self.start("worker-0")

    def _ready(self, name: str) -> Path:
        return self._room / f"{name}.ready"

    def _errors(self, name: str) -> Path:
        return self._room / f"{name}.txt"

    def _why(self, name: str) -> str:
        errors = self._errors(name)
        return errors.read_text(encoding="utf-8") if errors.exists() else name


def test_whoever_is_killed_at_whatever_moment(
    postgres: Postgres, tmp_path: Path, database_template: Path
) -> None:
    url, port = postgres.new(), free_port()
    engine = open_hq(url)
    upgrade_hq(engine)
    with transaction(engine) as connection:
        make(connection, make_id)
    folders = [tmp_path / f"pc-{number}" for number in range(2)]
    with nursery() as children:
        stage = Stage(children, url, folders, port)
        stage.start("worker-0")
        stage.wait("worker-0")
        for folder in folders:
            folder.mkdir()
            shutil.copyfile(database_template, Database.path(folder))
            _joined(folder, engine, f"http://127.0.0.1:{port}")
        stage.kill("worker-0")
        stage.run(KILLS)
        _heal(folders)
    assert stage.killed >= KILLS, f"seed {SEED}"
    _compare(engine, folders)
    engine.dispose()


def _joined(folder: Path, engine: Engine, url: str) -> None:
    with transaction(engine) as connection:
        code = new_code(connection, _BRANCH, system_clock())
    database = Database.open(folder, KEY, new_uuid7, system_clock)
    for _ in range(_TRIES):
        try:
            join(database, Address(url), code, folder.name, system_clock, new_uuid7)
            break
        except DeskError as error:
            assert is_passing(error)
            sleep(0.05)
    database.close()


def _heal(folders: list[Path]) -> None:
    """Rounds of each PC that go through, and one more, so that each reads what the other sent."""
    for folder in (*folders, *folders):
        database = Database.open(folder, KEY, new_uuid7, system_clock)
        with opened(database) as rounds:
            for _ in range(_TRIES):
                try:
                    assert not rounds.once().restored, "a killed process is no restored database"
                    break
                except DeskError as error:
                    assert is_passing(error)
                    sleep(0.05)
        database.close()


def _compare(engine: Engine, folders: list[Path]) -> None:
    stream = _stream(engine)
    ids = [row.op_id for row in stream]
    assert [row.feed for row in stream] == list(range(1, len(stream) + 1)), "gapless"
    assert len(ids) == len(set(ids)), "nothing is there twice"
    assert broken_chains(engine) == []
    every = 0
    for folder in folders:
        told = (folder / "ledger").read_text(encoding="ascii").split("\n")
        saved = {line.removeprefix("saved ") for line in told if line.startswith("saved ")}
        every += len(saved)
        assert "round" in told, "some rounds went through"
        database = Database.open(folder, KEY, new_uuid7, system_clock)
        with database.reader() as reader:
            raw = reader._connection
            assert raw.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert not raw.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            here = {_text(row[0]) for row in raw.exec_driver_sql("SELECT id FROM person_data")}
            sent = {_text(row[0]) for row in raw.exec_driver_sql("SELECT row_id FROM sealed_op")}
            held = raw.exec_driver_sql(
                "SELECT op_id FROM sealed_op UNION ALL SELECT op_id FROM received_op"
            ).all()
        database.close()
        assert saved <= here, "what was saved is on the disk"
        assert saved <= sent, "and was made an operation"
        assert sorted(_text(row[0]) for row in held) == sorted(str(one) for one in ids)
    assert every >= KILLS // 2, "they came to work between the kills"


def _text(raw: bytes) -> str:
    return str(UUID(bytes=raw))


def _stream(engine: Engine) -> list[Any]:
    with transaction(engine) as connection:
        query = (
            select(feed.c.seq.label("feed"), op.c.op_id)
            .join(
                op,
                (op.c.stream == feed.c.stream)
                & (op.c.device == feed.c.device)
                & (op.c.epoch == feed.c.epoch)
                & (op.c.seq == feed.c.op_seq),
            )
            .where(feed.c.stream == _BRANCH)
            .order_by(feed.c.seq)
        )
        return list(connection.execute(query).all())
