"""A branch's PC with a real database, and a line to headquarters that can be made to fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.hq.database import transaction
from db.layout import database_path
from db.stores.sync import Enrolment
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.hq.door import Signed
from desk.hq.enrolling import new_code
from desk.hq.work import Work
from desk.sync.chain import enrol_text, request_text
from desk.sync.incarnation import write_incarnation
from desk.sync.line import is_passing
from desk.sync.rounds import Round, Rounds
from desk.sync.wire import (
    NOTHING,
    Batch,
    Enrol,
    Head,
    Hello,
    Page,
    Pushed,
    Takeover,
    Welcome,
)

T = TypeVar("T")


class CrashError(Exception):
    """The PC went off."""


@dataclass
class Direct:
    """A line without a network, over which requests and replies get lost as they are told to.

    Args:
        faults: for each of the next requests: "" as it should be, "request" or "reply" lost,
            "twice" delivered, "crash" when the reply is there.
    """

    work: Work
    device: UUID
    key: Ed25519PrivateKey
    faults: list[str] = field(default_factory=list)
    offset: Any = None

    def hello(self, hello: Hello) -> Welcome:
        """Compare both ends."""
        return self._asked(lambda: self.work.hello(self._signed(), hello))

    def take_over(self, asked: Takeover) -> Head:
        """Go on as a new epoch."""
        return self._asked(lambda: self.work.take_over(self._signed(), asked), twice=False)

    def push(self, batch: Batch) -> Pushed:
        """Send operations, through JSON as they would travel."""
        sent = msgspec.json.decode(msgspec.json.encode(batch), type=Batch)
        return self._asked(lambda: self.work.push(self._signed(), sent))

    def changes(self, stream: str, after: int) -> Page:
        """The next page."""
        return self._asked(lambda: self.work.changes(self._signed(), stream, after))

    def _asked(self, ask: Callable[[], T], *, twice: bool = True) -> T:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "request":
            raise DeskError("sync.offline")
        if fault == "twice" and twice:
            ask()
        answer = ask()
        if fault == "reply":
            raise DeskError("sync.offline")
        if fault == "crash":
            raise CrashError
        return answer

    def _signed(self) -> Signed:
        now, nonce = self.work.clock(), make_id()
        text = request_text("POST", "/", int(now.timestamp()), nonce, b"")
        return Signed(self.device, now, nonce, self.key.sign(text), text)


@dataclass
class Branch:
    """One PC: its data folder, its database, its line."""

    folder: Path
    work: Work
    clock: VirtualClock
    name: str = "riga-2"

    def __post_init__(self) -> None:
        self.open()
        if self.enrolment is None:
            self._join()
        self.line = Direct(self.work, self.known.device, self._key)

    def open(self) -> None:
        """Open the database, as after a start."""
        self.database = Database.open(self.folder, KEY, make_id, self.clock)

    @property
    def enrolment(self) -> Enrolment | None:
        """How headquarters know it."""
        with self.database.reader() as reader:
            return reader.sync.enrolment()

    @property
    def known(self) -> Enrolment:
        """How headquarters know it, once they do."""
        found = self.enrolment
        assert found is not None
        return found

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.known.private)

    def _join(self) -> None:
        key, incarnation, device = Ed25519PrivateKey.generate(), make_id(), self.database.device_id
        public = key.public_key().public_bytes_raw()
        with transaction(self.work.engine) as connection:
            code = new_code(connection, self.name, self.work.clock())
        proof = key.sign(enrol_text(code, device, public, incarnation))
        told = self.work.enrol(Enrol(code, device, public, incarnation, "PC", proof))
        write_incarnation(self.folder, incarnation)
        with self.database.unit_of_work() as uow:
            uow.sync.enrol(
                Enrolment(
                    device, "https://hq", "", "", told.stream, told.hq, told.hq_key, told.history,
                    key.private_bytes_raw(), incarnation, NOTHING, told.at, 1, 0, NOTHING, 0, 0,
                )
            )  # fmt: skip
            uow.commit()

    def write(self, rows: int = 1) -> None:
        """One transaction of some rows."""
        with self.database.unit_of_work() as uow:
            for n in range(rows):
                person = Person(name=f"Name {n}")
                uow.persons.put(Purpose.APPOINTMENT, person, at=self.clock(), expires=None)
            uow.commit()

    def round(self, *faults: str) -> Round | None:
        """One round; None when it broke off and is to be tried again."""
        self.line.faults = list(faults)
        rounds = Rounds(self.database, self.line, make_id, "1.0")  # type: ignore[arg-type]
        try:
            return rounds.once()
        except CrashError:
            self.database.close()
            self.open()
            return None
        except DeskError as error:
            if not is_passing(error):
                raise
            return None
        finally:
            self.line.faults = []

    def copy_to(self, folder: Path) -> None:
        """Copy the database's file, as a backup does."""
        self.database.tidy()
        self.database.close()
        folder.mkdir(parents=True, exist_ok=True)
        for file in self.folder.glob(f"{database_path(self.folder).name}*"):
            shutil.copyfile(file, folder / file.name)
        self.open()

    def restore_from(self, folder: Path) -> None:
        """Put an earlier file in place."""
        self.database.close()
        for file in self.folder.glob(f"{database_path(self.folder).name}*"):
            file.unlink()
        for file in folder.iterdir():
            shutil.copyfile(file, self.folder / file.name)
        self.open()

    def held(self) -> dict[UUID, bytes]:
        """Operations that this PC knows, with their chain hashes or bodies told apart by id."""
        with self.database.reader() as reader:
            own = reader._connection.exec_driver_sql("SELECT op_id, hash FROM sealed_op").all()
            other = reader._connection.exec_driver_sql("SELECT op_id, body FROM received_op").all()
        return {UUID(bytes=row[0]): bytes(row[1]) for row in (*own, *other)}
