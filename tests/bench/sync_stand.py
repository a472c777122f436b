"""Headquarters and branches of the bench: real processes, real files, commits that reach the disk.

A branch's week is played by `ten_years`; every PC is a copy of that file under a number of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, text

from db.database import Database
from db.driver import connect
from db.hq.database import open_hq, transaction
from db.layout import database_path
from db.stores.sync import Enrolment
from desk.app import unlocked_key
from desk.clocks import new_uuid7, system_clock
from desk.hq.enrolling import new_code
from desk.sync.bodies import SENT, body_of
from desk.sync.joining import Address, join
from desk.sync.line import Line
from desk.sync.rounds import Round, Rounds
from desk.sync.sealing import seal
from tests.bench.playing import Plan
from tests.bench.ten_years import Size, make
from tests.hq_process import Server, command, started
from tests.postgres_server import running

ROWS_A_PRESS: Final = 3
"""Rows that one key press writes in its transaction, about."""

BOOKED: Final = 1 / 3
"""Of the clients, in a usual week."""


@dataclass
class Headquarters:
    """A server of its own process over a PostgreSQL of its own; `engine` looks past the server."""

    server: Server
    engine: Engine

    def code(self, branch: str) -> str:
        """A code for one PC of a branch."""
        with transaction(self.engine) as connection:
            return new_code(connection, branch, system_clock())

    @property
    def processes(self) -> list[int]:
        """The server and its workers."""
        return _family(self.server.process.pid)

    @property
    def backends(self) -> list[int]:
        """PostgreSQL's processes that serve the database."""
        with self.engine.connect() as connection:
            found = connection.execute(text("SELECT pid FROM pg_stat_activity"))
            return list(found.scalars())


@dataclass
class Branch:
    """A branch's PC that was taken in, and its line over the loopback network."""

    database: Database
    client: httpx.Client
    known: Enrolment

    def __post_init__(self) -> None:
        sign = Ed25519PrivateKey.from_private_bytes(self.known.private).sign
        self.line = Line(self.client, self.known.device, sign, system_clock, new_uuid7)

    def round(self) -> Round:
        """One round, as the window and the command line make it."""
        return Rounds(self.database, self.line, new_uuid7, "bench").once()

    def close(self) -> None:
        """Close the line and the file."""
        self.client.close()
        self.database.close()


def seal_all(database: Database) -> None:
    """Number and chain everything that waits, as a round does first."""
    while True:
        with database.unit_of_work() as uow:
            known = uow.sync.enrolment()
            if known is None or seal(uow, known) == known:
                return
            uow.commit()


@contextmanager
def headquarters(workers: int = 1) -> Iterator[Headquarters]:
    """Headquarters that answer, on PostgreSQL that commits as in earnest."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hqb-")))
        url = stack.enter_context(running(folder, durable=True)).new()
        command(url, "init")
        options = ("--workers", str(workers)) if workers > 1 else ()
        server = stack.enter_context(started(url, folder, *options))
        engine = open_hq(url)
        stack.callback(engine.dispose)
        yield Headquarters(server, engine)


def make_week(folder: Path, visits: int, booked: float = BOOKED) -> Path:
    """A branch's data folder with so many visits that headquarters have not heard of.

    The played days lie in one transaction each; they are cut into those that keys make.

    Args:
        visits: 0 = a new branch; booked: the share of those with an appointment.
    """
    folder.mkdir(parents=True)
    clients = min(45, 5 + visits // 10)
    size = Size(*(_plan(clients // part, booked, 2) for part in (1, 5, 2)))
    nobody = Size(*[Plan(0, 0, 1, 0)] * 3)
    make(folder, visits, days_ahead=0, size=size if visits else nobody)
    with closing(connect(database_path(folder), unlocked_key(folder))) as raw:
        raw.execute(
            "UPDATE outbox SET txn_id = (SELECT first.change_id FROM outbox AS first"
            " WHERE first.position > outbox.position - ? AND first.position % ? = 0"
            " AND first.position <= outbox.position)"
            " WHERE position >= ?",
            (ROWS_A_PRESS,) * 3,
        )
        raw.commit()
    return folder


def _plan(clients: int, booked: float, counters: int) -> Plan:
    expected = round(clients * booked)
    return Plan(expected, clients - expected, counters, 1)


def take_in(hq: Headquarters, data: Path, folder: Path, branch: str) -> Branch:
    """A PC of a branch with a copy of a data folder, under a number of its own, taken in."""
    shutil.copytree(data, folder)
    key, number = unlocked_key(folder), new_uuid7()
    database = Database.open(folder, key, new_uuid7, system_clock, number)
    with database.unit_of_work() as uow:
        uow.meta.put("device_id", str(number))
        uow.commit()
    address = Address(hq.server.url)
    known = join(database, address, hq.code(branch), "bench", system_clock, new_uuid7)
    return Branch(database, address.client(), known)


def bodies(database: Database) -> Iterator[dict[str, Any]]:
    """What headquarters would get of everything that waits, as JSON objects."""
    with database.reader() as reader:
        for pointer in reader.sync.unsealed(0, 10_000_000):
            if pointer.kind in SENT:
                yield json.loads(body_of(reader.sync, pointer.kind, pointer.row_id))


def _family(parent: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *(pid for child in children for pid in _family(int(child)))]


def cpu_seconds(pids: list[int]) -> float:
    """What processes have used of processors so far."""
    return sum(_ticks(pid) for pid in pids) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(words[11]) + int(words[12])


def resident(pids: list[int]) -> float:
    """Megabytes that processes hold in memory of their own."""
    return sum(_private(pid) for pid in pids)


def _private(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    kinds = ("Private_Clean:", "Private_Dirty:")
    lines = (line.split() for line in text.splitlines())
    return sum(int(words[1]) for words in lines if words[0] in kinds) / 1024
