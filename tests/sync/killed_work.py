"""What the processes do that are killed: a PC that works and syncs, a worker of headquarters."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from random import Random
from time import sleep

import alembic.runtime.migration  # noqa: F401 - what is imported here, its children have
import psycopg  # noqa: F401
import uvicorn
import uvicorn.protocols.http.auto
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from virtual import KEY

from db.database import Database
from desk.clocks import new_uuid7, system_clock
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.hq.serving import DATABASE, make
from desk.sync.joining import Address
from desk.sync.line import Line, is_passing
from desk.sync.rounds import Rounds

_PAUSE = 0.01
_BACKLOG = 64


def worker(database: str, port: int, ready: str) -> None:
    """One worker of headquarters; others may listen at the same port."""
    os.environ[DATABASE] = database
    app = make()
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(_BACKLOG)
    Path(ready).touch()
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    uvicorn.Server(config).run(sockets=[listening])


def pc(folder: str, ledger: str, ready: str, seed: int) -> None:
    """A PC that saves, writes down elsewhere what it saved, and syncs, until it is killed."""
    chance = Random(seed)
    book = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    database = Database.open(Path(folder), KEY, new_uuid7, system_clock)
    with opened(database) as rounds:
        Path(ready).touch()
        while True:
            for _ in range(chance.randint(0, 3)):
                rows = saved(database, chance.randint(1, 4))
                os.write(book, "".join(f"saved {row}\n" for row in rows).encode())
            try:
                rounds.once()
                os.write(book, b"round\n")
            except DeskError as error:
                if not is_passing(error):
                    raise
                sleep(_PAUSE)


def saved(database: Database, rows: int) -> list[str]:
    """One transaction of some rows; their ids once it is on the disk."""
    with database.unit_of_work() as uow:
        made = [
            uow.persons.put(
                Purpose.APPOINTMENT, Person(name=f"Name {n}"), at=system_clock(), expires=None
            )
            for n in range(rows)
        ]
        uow.commit()
    return [str(row) for row in made]


class opened:  # noqa: N801 - used as a function
    """Rounds of a PC with the headquarters that it knows."""

    def __init__(self, database: Database) -> None:
        with database.reader() as reader:
            known = reader.sync.enrolment()
        assert known is not None
        self._client = Address(known.url, known.ca_file, known.proxy).client()
        sign = Ed25519PrivateKey.from_private_bytes(known.private).sign
        line = Line(self._client, known.device, sign, system_clock, new_uuid7)
        self.rounds = Rounds(database, line, new_uuid7, "1.0")

    def __enter__(self) -> Rounds:
        return self.rounds

    def __exit__(self, *_: object) -> None:
        self._client.close()
