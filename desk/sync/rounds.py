"""One round with headquarters: compare, send what is new here, read what is new there.

A round may break off anywhere: whatever it has done is kept, and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

import msgspec

from db.database import Database
from db.stores.sync import Enrolment
from db.unit_of_work import UnitOfWork
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.sync import hq_chain
from desk.sync.ahead import ahead
from desk.sync.applying import AT_ONCE as APPLIED_AT_ONCE
from desk.sync.applying import Applied, Progress, Stop, apply_waiting, revive
from desk.sync.beside import beside
from desk.sync.chain import hashes, op_hash
from desk.sync.erasures import take_erasures
from desk.sync.incarnation import read_incarnation, write_incarnation
from desk.sync.lane import begin_anew, check_there
from desk.sync.line import Line
from desk.sync.sealing import row_of
from desk.sync.sending import Sending, op_of
from desk.sync.wire import (
    HQ_STREAM,
    Change,
    Head,
    Hello,
    Mark,
    Page,
    Standing,
    Takeover,
    Welcome,
)


def _silent(_stream: str, _read: int, _all: int) -> None:
    """Nobody looks on."""


def _never() -> bool:
    return False


_SETTLED: Final = frozenset({Standing.ALIKE, Standing.BRANCH_AHEAD})


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did.

    Args:
        sent, refused: operations; read: changes that came.
        applied: of what came; not_applied: those that could not be, with their reasons kept.
        stopped: somebody asked to leave off; the next round goes on from here.
        restored: this copy of the database went on as a new epoch.
        offset: headquarters' clock minus this PC's.
    """

    sent: int = 0
    refused: int = 0
    read: int = 0
    restored: bool = False
    offset: timedelta = timedelta()
    applied: int = 0
    not_applied: int = 0
    stopped: bool = False


@dataclass(slots=True)
class Rounds:
    """Rounds of one PC with headquarters.

    Args:
        line: to headquarters, as this PC; program: the version that it says it has.
        progress: told a stream (or `SEALING`, `SENDING`), how many of its changes were read, how
            many there are.
        stop: asked between pages, from any thread, whether to leave off.
        few: operations that are sealed or applied at a time where a window has to go on meanwhile;
            0 = as many as are quickest, and several things at once.
        carried: the line is a file: everything is sealed first, and keys travel beside.
    """

    carried: ClassVar[bool] = False

    database: Database
    line: Line
    new_id: IdMaker
    program: str
    progress: Progress = _silent
    stop: Stop = _never
    few: int = 0

    def once(self) -> Round:
        """One round.

        Raises:
            DeskError: "sync.not_enrolled"; "hq.superseded", when another copy of the database has
                taken over; "sync.skipped"; those of `hq_chain`; and what the line raises.
        """
        revive(self.database)
        before = self._apply()
        known, welcome = self._greeted()
        take_erasures(self.database, self.line, welcome)
        restored = not self._continues(known, welcome)
        known = self._anew(known, welcome) if restored else self._known_there(known, welcome)
        sent = self._sending.send(known)
        last = {} if sent.feed is None else {known.stream: sent.feed}
        read, done = 0, before
        for stream, head in (welcome.streams | last).items():
            with closing(self._read(stream, head)) as pages:
                for count in pages:
                    read += count
                    done += self._apply()
        self._beside(welcome, settled=not read and hq_chain.is_whole(self.database))
        hq_chain.require_whole(self.database, welcome.streams | last)
        return Round(
            sent.sent,
            sent.refused,
            read,
            restored,
            self.line.offset,
            done.applied,
            done.refused,
            self.stop(),
        )

    def _beside(self, welcome: Welcome, *, settled: bool) -> None:
        beside(self.database, self.line, settled=settled)

    def _apply(self) -> Applied:
        few = self.few or APPLIED_AT_ONCE
        return apply_waiting(self.database, self.new_id, stop=self.stop, at_once=few)

    @property
    def _sending(self) -> Sending:
        return Sending(
            self.database, self.line, self.progress, self.stop, self.few, carried=self.carried
        )

    def _greeted(self) -> tuple[Enrolment, Welcome]:
        """Compare both ends before anything is sent."""
        sending = self._sending
        known = sending.begin()
        try:
            welcome = self._hello(known)
        except DeskError as error:
            if error.code == "hq.revoked":
                sending.say_last(known)
            raise
        if welcome.rewound:
            self._rewind(welcome.rewound)
        if not self.carried:
            check_there(self.database, welcome.lane)
        return known, welcome

    def _hello(self, known: Enrolment) -> Welcome:
        head = Head(known.epoch, known.seq, known.hash)
        with self.database.reader() as reader:
            cursors = {name: reader.sync.cursor(name) for name in (known.stream, HQ_STREAM)}
        marks = {name: Mark(row.seq, row.op_id) for name, row in cursors.items() if row}
        return self.line.hello(Hello(head, known.incarnation, self.program, marks))

    def _rewind(self, streams: Iterable[str]) -> None:
        """Headquarters were set back in these streams: they are read anew."""
        with self.database.unit_of_work() as uow:
            for stream in streams:
                uow.sync.read_anew(stream)
            begin_anew(uow, restored=False)
            uow.commit()

    def _continues(self, known: Enrolment, welcome: Welcome) -> bool:
        """Whether what headquarters have of this PC is a part of its own chain, of this epoch."""
        there = welcome.head
        if welcome.standing not in _SETTLED or there.epoch != known.epoch:
            return False
        if read_incarnation(self.database.folder) != known.incarnation:
            return False  # the file was copied here from elsewhere
        if there.seq < known.acked and not self._remade_alike(known, there.seq):
            return False
        return not there.seq or self._has(there)

    def _remade_alike(self, known: Enrolment, after: int) -> bool:
        """Whether operations that headquarters lost would go there again the same to the byte.

        A newer program may make other bodies of old rows; those need a chain of their own.
        """
        with self.database.reader() as reader:
            rows = reader.sync.after(known.epoch, after, known.acked - after)
            before = reader.sync.hash_of(known.epoch, after) or known.first_hash
            ops = (op_of(reader.sync, row) for row in rows)
            made = hashes(known.device, known.epoch, ops, before)
            return all(one == row.hash for one, row in zip(made, rows, strict=True))

    def _has(self, head: Head) -> bool:
        with self.database.reader() as reader:
            return reader.sync.hash_of(head.epoch, head.seq) == head.hash

    def _known_there(self, known: Enrolment, welcome: Welcome) -> Enrolment:
        """A reply got lost (they have more than we knew), or they were set back (less)."""
        there = welcome.head.seq
        if there == known.acked:
            return known
        with self.database.unit_of_work() as uow:
            uow.sync.acknowledge(known.epoch, there)
            uow.commit()
        return replace(known, acked=there)

    def _anew(self, known: Enrolment, welcome: Welcome) -> Enrolment:
        """This copy was restored, or headquarters were: a new epoch after all that they have.

        A copy that was left behind stops here instead: its number beside the file is still the
        one in the file, and headquarters know another one.  Headquarters that know an earlier
        epoch alone have left nobody behind: they were set back.
        """
        own = read_incarnation(self.database.folder) == known.incarnation
        left_behind = own and welcome.head.epoch >= known.epoch
        if welcome.standing == Standing.SUPERSEDED and left_behind:
            raise DeskError("hq.superseded")
        number = self.new_id()
        write_incarnation(self.database.folder, number)  # before: whatever happens, it is ours
        head = self.line.take_over(Takeover(number, known.epoch, welcome.head))
        with self.database.unit_of_work() as uow:
            rows = self._rechained(uow, known, welcome.head, head)
            values: dict[str, Any] = {
                "epoch": head.epoch,
                "seq": len(rows),
                "hash": rows[-1]["hash"] if rows else head.hash,
                "first_hash": head.hash,
                "acked": 0,
                "incarnation": number,
                "history": welcome.history,
            }
            uow.sync.move(known.epoch)
            uow.sync.keep(rows)
            uow.sync.change(**values)
            begin_anew(uow, restored=True)
            uow.commit()
        return replace(known, **values)

    def _rechained(
        self, uow: UnitOfWork, known: Enrolment, there: Head, head: Head
    ) -> list[dict[str, Any]]:
        """What headquarters may lack, in the chain of the new epoch.

        Sending too much costs nothing: every operation keeps its id, and they know it again.
        """
        nothing_there = not there.seq and there.epoch <= known.epoch
        if nothing_there or uow.sync.hash_of(there.epoch, there.seq) == there.hash:
            lacking = uow.sync.since(there.epoch, there.seq)
        else:
            lacking = uow.sync.since(known.epoch, known.acked)
        last, rows = head.hash, []
        for n, row in enumerate(lacking):
            op = msgspec.structs.replace(op_of(uow.sync, row), seq=n + 1)
            last = op_hash(known.device, head.epoch, op, last)
            rows.append(row_of(head.epoch, op, last, row.row_id))
        return rows

    def _read(self, stream: str, head: int) -> Generator[int, None, None]:
        """The lengths of a stream's pages, each kept with its cursor before it is given.

        The next page is on its way meanwhile, unless a window wants the processor.
        """
        pages = self._pages(stream, head)
        with closing(pages if self.few else ahead(pages)) as coming:
            for page in coming:
                if self.stop() or not self._kept(page):
                    return
                last = page.changes[-1].feed
                self.progress(stream, last, max(head, page.head))
                yield len(page.changes)

    def _pages(self, stream: str, head: int) -> Generator[Page, None, None]:
        """The pages of a stream after what was read of it, none of them empty."""
        with self.database.reader() as reader:
            row = reader.sync.cursor(stream)
        cursor = row.seq if row else 0
        while cursor < head and not self.stop():
            page = self.line.changes(stream, cursor)
            if not page.changes:
                return
            if [change.feed for change in page.changes] != _following(cursor, len(page.changes)):
                raise DeskError("sync.skipped")
            yield page
            cursor, head = page.changes[-1].feed, max(head, page.head)

    def _kept(self, page: Page) -> bool:
        """Keep a page with its cursor; False when it is not to be taken."""
        stream, last = page.stream, page.changes[-1]
        with self.database.unit_of_work() as uow:
            known = uow.sync.enrolment()
            if known and not hq_chain.take(uow, known, page):
                return False
            heard, now = {known.device, known.hq} if known else set(), uow.now
            own = known.device if known else self.database.device_id  # a restored PC has a new id
            uow.received.keep(
                _received(stream, change, now)
                | {"state": "waiting" if change.device in heard else "other"}
                for change in page.changes
                if change.device != own or uow.sync.hash_of(change.epoch, change.seq) != change.hash
            )
            uow.sync.read_to(stream, last.feed, last.op_id)
            uow.commit()
        return True


def _following(cursor: int, count: int) -> list[int]:
    return list(range(cursor + 1, cursor + 1 + count))


def _received(stream: str, change: Change, at: datetime) -> dict[str, Any]:
    return {
        "op_id": change.op_id,
        "stream": stream,
        "seq": change.feed,
        "device": change.device,
        "epoch": change.epoch,
        "op_seq": change.seq,
        "txn_id": change.txn_id,
        "ends": change.ends,
        "schema": change.schema,
        "kind": change.kind,
        "body": change.body,
        "hash": change.hash,
        "at": at,
    }
