"""Rounds with headquarters by a file on a stick, for as long as the line is dead.

Two lines that read and write a file take the place of the one to headquarters, so that `Rounds`
does the rest as ever.  Nothing counts as sent before an answer came back, so a stick that got lost
costs nothing; whatever was carried may go over the line as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.sync.courier_file import (
    Answer,
    Checked,
    Header,
    Progress,
    Way,
    Writer,
    checked,
    look,
    number_after,
    opener,
    written,
)
from desk.sync.line import Line
from desk.sync.rounds import Rounds
from desk.sync.wire import (
    Batch,
    Head,
    Hello,
    Page,
    Pushed,
    Result,
    Standing,
    Takeover,
    Verdict,
    Welcome,
)

_MADE: Final = "courier_made"
_READ: Final = "courier_read"


@dataclass(frozen=True, slots=True)
class Packed:
    """A file for headquarters: its number, and the operations in it."""

    number: int
    ops: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an answer came to: operations that headquarters have and refused, changes read."""

    number: int
    settled: int
    refused: int
    read: int


@dataclass(slots=True)
class Courier:
    """The files of one PC.

    Args:
        program: the version that it says it has.
    """

    database: Database
    clock: Clock
    new_id: IdMaker
    program: str

    def pack(self, path: Path, told: Progress = lambda percent: None) -> Packed:
        """Write everything that headquarters have not confirmed yet, and what was read of theirs.

        Raises:
            DeskError: "sync.not_enrolled", and what `courier_file.written` refuses with.
        """
        known = self._known()
        with self.database.reader() as reader:
            last = int(reader.meta.get(_MADE, "0"))
            begun = reader.sync.hash_of(known.epoch, known.acked) or known.first_hash
        now = self.clock()
        number = number_after(last, now)
        header = Header(Way.UP, known.device, known.hq, number, now, self.program)
        sign = Ed25519PrivateKey.from_private_bytes(known.private).sign
        self._note(_MADE, number)
        with written(path, header, known.hq_key, sign) as writer:
            line = _Outgoing(writer, known, begun, self.clock, told)
            self._rounds(line).once()
        return Packed(number, line.ops)

    def unpack(self, path: Path, told: Progress = lambda percent: None) -> Unpacked:
        """Take headquarters' answer in, as if it had come over the line.

        Raises:
            DeskError: "courier.*" about the file; "courier.repeated", "courier.older",
                "courier.not_asked" (this database made no such file), "courier.restored".
        """
        known = self._known()
        sealed = look(path)
        self._require_ours(known, sealed.header)
        file = checked(sealed, known.hq_key)
        with self.database.reader() as reader:
            begun = reader.sync.hash_of(known.epoch, known.acked) or known.first_hash
        line = _Incoming(file, known, begun, told)
        self._require_same(line.head)
        done = self._rounds(line).once()
        self._note(_READ, sealed.header.number)
        return Unpacked(sealed.header.number, line.settled, done.refused, done.read)

    def _require_ours(self, known: Enrolment, header: Header) -> None:
        if header.way is not Way.DOWN:
            raise DeskError("courier.wrong_way")
        if header.hq != known.hq:
            raise DeskError("courier.other_hq")
        if header.device != known.device:
            raise DeskError("courier.other_pc")
        with self.database.reader() as reader:
            made, read = (int(reader.meta.get(key, "0")) for key in (_MADE, _READ))
        if header.number > made:
            raise DeskError("courier.not_asked")
        if header.number == read:
            raise DeskError("courier.repeated")
        if header.number < read:
            raise DeskError("courier.older")

    def _require_same(self, head: Head) -> None:
        """What headquarters have of this PC is in its chain, unless it was restored since."""
        with self.database.reader() as reader:
            own = reader.sync.hash_of(head.epoch, head.seq)
        if head.seq and own != head.hash:
            raise DeskError("courier.restored")

    def _rounds(self, line: _Outgoing | _Incoming) -> Rounds:
        return _Carried(self.database, cast("Line", line), self.new_id, self.program)

    def _known(self) -> Enrolment:
        with self.database.reader() as reader:
            known = reader.sync.enrolment()
        if known is None:
            raise DeskError("sync.not_enrolled")
        return known

    def _note(self, key: str, number: int) -> None:
        with self.database.unit_of_work() as uow:
            uow.meta.note(key, str(number))
            uow.commit()


class _Carried(Rounds):
    """A round without what needs an answer at once: keys and roots wait for the line."""

    def _beside(self, welcome: Welcome, *, settled: bool) -> None:
        """Nothing."""


@dataclass(slots=True)
class _Outgoing:
    """A line that only writes down what is said; whatever it answers confirms nothing.

    Args:
        begun: the chain hash of the last operation that is confirmed.
    """

    writer: Writer
    known: Enrolment
    begun: bytes
    clock: Clock
    told: Progress
    ops: int = 0
    offset: timedelta = field(default_factory=timedelta)
    _last: int = 0

    def hello(self, hello: Hello) -> Welcome:
        self.writer.put(hello)
        self._last = hello.head.seq
        return Welcome(Standing.BRANCH_AHEAD, self._head, self.known.history, {}, self.clock())

    def take_over(self, _asked: Takeover) -> Head:
        raise DeskError("courier.restored")

    def push(self, batch: Batch) -> Pushed:
        self.writer.put(batch)
        self.ops += len(batch.ops)
        self.told(100 * self.ops // max(self._last - self.known.acked, 1))
        return Pushed((), self._head, self.known.history, 0, self.clock())

    @property
    def _head(self) -> Head:
        return Head(self.known.epoch, self.known.acked, self.begun)


class _Incoming:
    """A line that answers out of a file; what the file does not know stays as it is."""

    def __init__(self, file: Checked, known: Enrolment, begun: bytes, told: Progress) -> None:
        self.offset = timedelta()
        self.settled = 0
        self._known, self._begun = known, begun
        self._pieces = file.read(opener(known.private), told)
        answer = next(self._pieces, None)
        if not isinstance(answer, Answer):
            raise DeskError("courier.damaged")
        if answer.head.epoch != known.epoch:
            raise DeskError("courier.older")
        self._answer = answer
        self._results: dict[int, Result] = {}
        self._page: Page | None = None
        self._advance(self._pieces)

    @property
    def head(self) -> Head:
        """The last operation of this PC that headquarters have."""
        return self._answer.head

    def hello(self, _hello: Hello) -> Welcome:
        """The two ends as headquarters saw them; of this PC's own what is confirmed already."""
        told, known = self._answer, self._known
        head = Head(known.epoch, known.acked, self._begun)
        at, anew = told.at, told.rewound
        return Welcome(Standing.BRANCH_AHEAD, head, told.history, told.streams, at, anew)

    def take_over(self, _asked: Takeover) -> Head:
        raise DeskError("courier.restored")

    def push(self, batch: Batch) -> Pushed:
        """What became of operations that were carried; later ones wait for another file."""
        last = min(self._answer.head.seq, batch.ops[-1].seq)
        carried = [op.seq for op in batch.ops if op.seq <= last]
        self.settled += len(carried)
        results = [self._results.get(seq, Result(seq, Verdict.KNOWN)) for seq in carried]
        head = Head(batch.epoch, max(last, self._known.acked), self._answer.head.hash)
        told = self._answer
        feed = told.streams.get(self._known.stream, 0)
        return Pushed(tuple(results), head, told.history, feed, told.at)

    def changes(self, stream: str, after: int) -> Page:
        """The next page of a stream, without what has come over the line since."""
        while self._page is not None and self._page.stream == stream:
            page = self._page
            changes = tuple(change for change in page.changes if change.feed > after)
            self._advance(self._pieces)
            if changes:
                return Page(stream, changes, page.head, page.history, page.at)
        told = self._answer
        return Page(stream, (), told.streams.get(stream, 0), told.history, told.at)

    def _advance(self, pieces: Iterator[Any]) -> None:
        """The next page; results stand before the first one."""
        self._page = None
        for piece in pieces:
            if isinstance(piece, Page):
                self._page = piece
                return
            if not isinstance(piece, Pushed):
                raise DeskError("courier.damaged")
            self._results |= {one.seq: one for one in piece.results}
