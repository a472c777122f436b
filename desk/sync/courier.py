"""Rounds with headquarters by a file on a stick, for as long as the line is dead.

Two lines that read and write a file take the place of the one to headquarters, so that `Rounds`
does the rest as ever.  Nothing counts as sent before an answer came back, so a stick that got lost
costs nothing; whatever was carried may go over the line as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.sync.courier_beside import put_beside, settle
from desk.sync.courier_file import (
    Answer,
    Checked,
    Header,
    LaneKept,
    Progress,
    Way,
    Writer,
    checked,
    look,
    number_after,
    opener,
    written,
)
from desk.sync.erasures import ERASED
from desk.sync.lane import take_keys
from desk.sync.lane_bodies import LaneHead, LanePage, Witnessed
from desk.sync.line import Line
from desk.sync.rounds import Rounds
from desk.sync.wire import (
    MOST_NUMBER,
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
from desk.sync.witness import hear

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
            erased = int(reader.meta.get(ERASED, "0"))
        line = _Incoming(file, known, begun, erased, told)
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
    """A round whose line is a file: what is asked beside the operations is answered days later."""

    carried = True

    def _beside(self, welcome: Welcome, *, settled: bool) -> None:
        cast("_Outgoing | _Incoming", self.line).beside(self.database, settled=settled)


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
        at, history = self.clock(), self.known.history
        return Welcome(Standing.BRANCH_AHEAD, self._head, history, {}, at, lane=MOST_NUMBER)

    def take_over(self, _asked: Takeover) -> Head:
        raise DeskError("courier.restored")

    def push(self, batch: Batch) -> Pushed:
        self.writer.put(batch)
        self.ops += len(batch.ops)
        self.told(100 * self.ops // max(self._last - self.known.acked, 1))
        return Pushed((), self._head, self.known.history, 0, self.clock())

    def beside(self, database: Database, *, settled: bool) -> None:
        """What the line would carry beside the operations."""
        put_beside(database, self.writer)

    @property
    def _head(self) -> Head:
        return Head(self.known.epoch, self.known.acked, self.begun)


class _Incoming:
    """A line that answers out of a file; what the file does not know stays as it is."""

    def __init__(
        self, file: Checked, known: Enrolment, begun: bytes, erased: int, told: Progress
    ) -> None:
        self.offset = timedelta()
        self.settled = 0
        self._known, self._begun, self._erased = known, begun, erased
        self._pieces = file.read(opener(known.private), told)
        answer = next(self._pieces, None)
        if not isinstance(answer, Answer):
            raise DeskError("courier.damaged")
        if answer.head.epoch != known.epoch:
            raise DeskError("courier.older")
        self._answer = answer
        self._results: dict[int, Result] = {}
        self._erasures: list[LanePage] = []
        self._kept: list[LaneKept] = []
        self._witnessed: Witnessed | None = None
        self._page: Page | None = None
        self._keys: LanePage | None = None
        self._advance()

    @property
    def head(self) -> Head:
        """The last operation of this PC that headquarters have."""
        return self._answer.head

    def hello(self, _hello: Hello) -> Welcome:
        """The two ends as headquarters saw them; of this PC's own what is confirmed already."""
        told, known = self._answer, self._known
        head = Head(known.epoch, known.acked, self._begun)
        at, anew = told.at, told.rewound
        erased = told.erased if anew or self._all_erased else max(told.erased, self._erased)
        heads, ahead, lane = told.streams, Standing.BRANCH_AHEAD, MOST_NUMBER
        return Welcome(ahead, head, told.history, heads, at, anew, erased=erased, lane=lane)

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
            self._advance()
            if changes:
                return Page(stream, changes, page.head, page.history, page.at)
        told = self._answer
        return Page(stream, (), told.streams.get(stream, 0), told.history, told.at)

    def lane(self, erased: int, after: int | None = None) -> LanePage:
        """What was erased after a number, or the next of the keys that were asked for."""
        if after is None:
            return self._erased_after(erased)
        keys = self._keys
        if keys is None:
            return LanePage((), erased, (), LaneHead())
        self._advance()
        return keys

    def beside(self, database: Database, *, settled: bool) -> None:
        """What the answer says beside the operations."""
        settle(database, self._kept)
        if self._answer.keys:
            take_keys(database, cast("Line", self), settled=settled)
        if self._witnessed is not None:
            hear(database, self._witnessed)

    @property
    def _all_erased(self) -> bool:
        """Whether every erasure is in the file: headquarters had fewer than this PC knew."""
        return any(page.last == len(page.erased) for page in self._erasures)

    def _erased_after(self, number: int) -> LanePage:
        """Without what was heard over the line since; nothing when some before are missing."""
        for page in self._erasures:
            first = page.last - len(page.erased)
            if first <= number < page.last:
                return LanePage(page.erased[number - first :], page.last, (), page.head)
        return LanePage((), number, (), LaneHead())

    def _advance(self) -> None:
        """The next page of changes or of keys; everything else stands before the first one."""
        self._page = self._keys = None
        for piece in self._pieces:
            if isinstance(piece, Page):
                self._page = piece
                return
            if isinstance(piece, LanePage) and piece.entries:
                self._keys = piece
                return
            self._heed(piece)

    def _heed(self, piece: Any) -> None:
        if isinstance(piece, Pushed):
            self._results |= {one.seq: one for one in piece.results}
        elif isinstance(piece, LanePage):
            self._erasures.append(piece)
        elif isinstance(piece, LaneKept):
            self._kept.append(piece)
        elif isinstance(piece, Witnessed):
            self._witnessed = piece
        else:
            raise DeskError("courier.damaged")
