"""A branch's PC with a real database, and a line to headquarters that can be made to fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event
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
from desk.sync import sealing, sending
from desk.sync.bodies import body_of
from desk.sync.chain import enrol_text, request_text
from desk.sync.incarnation import read_incarnation, write_incarnation
from desk.sync.lane_bodies import (
    LaneEntry,
    LaneHead,
    LanePage,
    LaneUp,
    PushUp,
    WitnessAsked,
    Witnessed,
)
from desk.sync.line import Line, is_passing
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
    """The PC, or headquarters, went off."""


def _crash(_connection: object) -> None:
    raise CrashError


@dataclass
class Direct:
    """A line without a network, over which requests and replies get lost as they are told to.

    Args:
        faults: for each of the next requests: "" as it should be, "request" or "reply" lost,
            "twice" delivered, "late" delivered after the next one, "hq" killed before it commits,
            "crash" of this PC when the reply is there.
        is_cut: nothing goes through.
    """

    work: Work
    device: UUID
    key: Ed25519PrivateKey
    faults: list[str] = field(default_factory=list)
    offset: Any = None
    is_cut: bool = False
    late: list[Callable[[], object]] = field(default_factory=list)

    def hello(self, hello: Hello) -> Welcome:
        """Compare both ends."""
        return self._asked(lambda: self.work.hello(self._signed(), hello))

    def take_over(self, asked: Takeover) -> Head:
        """Go on as a new epoch."""
        return self._asked(lambda: self.work.take_over(self._signed(), asked), twice=False)

    def push(self, batch: Batch) -> Pushed:
        """Send operations and keys, through JSON as they would travel."""
        sent = msgspec.json.decode(msgspec.json.encode(batch), type=PushUp)
        return self._asked(lambda: self.work.push(self._signed(), sent.batch, sent.keys))

    def changes(self, stream: str, after: int) -> Page:
        """The next page."""
        return self._asked(lambda: self.work.changes(self._signed(), stream, after))

    def lane_up(self, entries: tuple[LaneEntry, ...]) -> LaneHead:
        """Send personal keys, through JSON as they would travel."""
        sent = msgspec.json.decode(msgspec.json.encode(LaneUp(entries)), type=LaneUp)
        return self._asked(lambda: self.work.lane_up(self._signed(), sent))

    def lane(self, erased: int, after: int | None = None) -> LanePage:
        """What was erased, and this PC's entries."""
        return self._asked(lambda: self.work.lane_down(self._signed(), erased, after))

    def witness(self, asked: WitnessAsked) -> Witnessed:
        """Have a checkpoint countersigned, through JSON as it would travel."""
        sent = msgspec.json.decode(msgspec.json.encode(asked), type=WitnessAsked)
        return self._asked(lambda: self.work.witness(self._signed(), sent))

    def deliver_late(self) -> None:
        """What was on its way for long arrives, the last one first; nobody waits for a reply."""
        while self.late:
            with suppress(DeskError):
                self.late.pop()()

    def _asked(self, ask: Callable[[], T], *, twice: bool = True) -> T:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "late":
            self.late.append(ask)
        if self.is_cut or fault in ("late", "request"):
            raise DeskError("sync.offline")
        if fault == "twice" and twice:
            ask()
        answer = self._killed(ask) if fault == "hq" else ask()
        self.deliver_late()
        if fault == "reply":
            raise DeskError("sync.offline")
        if fault == "crash":
            raise CrashError
        return answer

    def _killed(self, ask: Callable[[], T]) -> T:
        """Headquarters go off before they commit."""
        engine = self.work.engine
        event.listen(engine, "commit", _crash)
        try:
            return ask()
        except CrashError:
            raise DeskError("sync.offline") from None
        finally:
            event.remove(engine, "commit", _crash)

    def _signed(self) -> Signed:
        now, nonce = self.work.clock(), make_id()
        text = request_text("POST", "/", int(now.timestamp()), nonce, b"")
        return Signed(self.device, now, nonce, self.key.sign(text), text)


@dataclass(eq=False)
class Branch:
    """One PC: its data folder, its database, its line.

    Args:
        newer: how many versions its program is ahead; each makes other bodies of the same rows.
    """

    folder: Path
    work: Work
    clock: VirtualClock
    name: str = "riga-2"
    newer: int = 0

    def __post_init__(self) -> None:
        self.open()
        if self.enrolment is None:
            self._join()
        self.line = Direct(self.work, self.known.device, self._key)

    def open(self) -> None:
        """Open the database, as after a start."""
        self.database = Database.open(self.folder, KEY, make_id, self.clock)
        self._points = 0
        for name in ("begin", "commit"):
            event.listen(self.database._writer, name, self._pass_point)

    def _pass_point(self, _connection: object) -> None:
        """Before and after each commit the PC may go off."""
        self._points -= 1
        if not self._points:
            raise CrashError

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

    def erase(self, which: int) -> UUID | None:
        """Destroy the key of one of the persons that can still be read; None for nobody."""
        with self.database.unit_of_work() as uow:
            query = "SELECT person_id FROM person_key ORDER BY search_id"
            found = uow._connection.exec_driver_sql(query).all()
            if not found:
                return None
            person = UUID(bytes=found[which % len(found)][0])
            uow.persons.erase(person)
            uow.commit()
        return person

    def round(self, *faults: str, crash_at: int = 0) -> Round | None:
        """One round; None when it broke off and is to be tried again.

        Args:
            crash_at: the PC goes off at this of the places before and after each commit; 0 = none.
        """
        self.line.faults, self._points = list(faults), crash_at
        try:
            return self.round_over(self.line)
        except CrashError:
            self.database.close()
            self.open()
            return None
        except DeskError as error:
            if not is_passing(error):
                raise
            return None
        finally:
            self.line.faults, self._points = [], 0

    def round_over(self, line: Direct | Line) -> Round:
        """One round over any line; whatever it raises is raised."""

        def body(*given: Any) -> bytes:
            return body_of(*given) + b" " * self.newer

        with patch.object(sending, "body_of", body), patch.object(sealing, "body_of", body):
            return Rounds(self.database, line, make_id, "1.0").once()  # type: ignore[arg-type]

    def line_over(self, client: httpx.Client) -> Line:
        """A real line, as this PC."""
        return Line(client, self.known.device, self._key.sign, self.clock, make_id)

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

    @property
    def is_left_behind(self) -> bool:
        """Whether headquarters' word that another copy has taken over is meant for this one."""
        return read_incarnation(self.folder) == self.known.incarnation

    def has_row_of(self, op_id: UUID) -> bool:
        """Whether the row of an operation is here, or at least the operation as it came."""
        with self.database.reader() as reader:
            kept = reader._connection.exec_driver_sql(
                "SELECT 1 FROM person_data JOIN sealed_op ON row_id = id WHERE op_id = ?"
                " UNION ALL SELECT 1 FROM sealed_op WHERE op_id = ? AND kind != 'person_data'"
                " UNION ALL SELECT 1 FROM received_op WHERE op_id = ?",
                (op_id.bytes,) * 3,
            ).first()
        return kept is not None

    def can_read(self, person: UUID) -> bool:
        """Whether the key of a person is here."""
        with self.database.reader() as reader:
            return reader.persons.get(person) is not None

    def held(self) -> dict[UUID, bytes]:
        """Operations that this PC knows, with their chain hashes or bodies told apart by id."""
        with self.database.reader() as reader:
            own = reader._connection.exec_driver_sql("SELECT op_id, hash FROM sealed_op").all()
            other = reader._connection.exec_driver_sql("SELECT op_id, body FROM received_op").all()
        return {UUID(bytes=row[0]): bytes(row[1]) for row in (*own, *other)}

    def heard(self) -> set[UUID]:
        """Headquarters' own operations that this PC took."""
        with self.database.reader() as reader:
            sql = "SELECT op_id FROM received_op WHERE device = ?"
            rows = reader._connection.exec_driver_sql(sql, (self.known.hq.bytes,)).all()
        return {UUID(bytes=row[0]) for row in rows}


Make = Callable[..., Branch]
"""Makes PCs, of "riga-2" unless another branch is named; the fixture `make` gives it."""
