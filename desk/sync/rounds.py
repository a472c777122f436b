"""One round with headquarters: compare, send what is new here, read what is new there.

A round may break off anywhere: whatever it has done is kept, and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment, SyncReader
from db.unit_of_work import UnitOfWork
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.sync.ahead import ahead
from desk.sync.applying import AT_ONCE as APPLIED_AT_ONCE
from desk.sync.applying import Applied, Progress, Stop, apply_waiting, revive
from desk.sync.beside import beside
from desk.sync.bodies import body_of
from desk.sync.chain import batch_text, hashes, op_hash
from desk.sync.erasures import take_erasures
from desk.sync.incarnation import read_incarnation, write_incarnation
from desk.sync.lane import begin_anew
from desk.sync.line import Line
from desk.sync.sealing import AT_ONCE as SEALED_AT_ONCE
from desk.sync.sealing import row_of, seal
from desk.sync.wire import (
    HQ_STREAM,
    MOST_BYTES,
    MOST_OPS,
    Batch,
    Change,
    Head,
    Hello,
    Mark,
    Op,
    Page,
    Pushed,
    Standing,
    Takeover,
    Verdict,
    Welcome,
)


def _silent(_stream: str, _read: int, _all: int) -> None:
    """Nobody looks on."""


def _never() -> bool:
    return False


SEALING, SENDING = "seal", "send"
"""Told as progress beside the names of streams."""

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
        stop: asked between pages, from this thread, whether to leave off.
        few: operations that are sealed or applied at a time where a window has to go on meanwhile;
            0 = as many as are quickest.
    """

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
                taken over; "sync.skipped"; and what the line raises.
        """
        revive(self.database)
        before = self._apply()
        known = self._sealed_all()
        try:
            welcome = self._hello(known)
        except DeskError as error:
            if error.code == "hq.revoked":
                self._say_last(known)
            raise
        take_erasures(self.database, self.line, welcome)
        restored = not self._continues(known, welcome)
        known = self._anew(known, welcome) if restored else self._known_there(known, welcome)
        sent, refused, last = self._send(known)
        read, done = 0, before
        for stream, head in (welcome.streams | last).items():
            for count in self._read(stream, head):
                read += count
                done += self._apply()
        self._beside(welcome, settled=not read)
        return Round(
            sent,
            refused,
            read,
            restored,
            self.line.offset,
            done.applied,
            done.refused,
            self.stop(),
        )

    def _beside(self, welcome: Welcome, *, settled: bool) -> None:
        beside(self.database, self.line, welcome, settled=settled)

    def _apply(self) -> Applied:
        few = self.few or APPLIED_AT_ONCE
        return apply_waiting(self.database, self.new_id, stop=self.stop, at_once=few)

    def _sealed_all(self) -> Enrolment:
        """Everything in the outbox made an operation, some at a time."""
        while True:
            with self.database.unit_of_work() as uow:
                known = uow.sync.enrolment()
                if known is None:
                    raise DeskError("sync.not_enrolled")
                after = seal(uow, known, most=self.few or SEALED_AT_ONCE)
                if after == known:
                    return known
                whole = uow.outbox.last()
                uow.commit()
            self.progress(SEALING, after.sealed, whole)
            if self.stop():
                return after

    def _hello(self, known: Enrolment) -> Welcome:
        """Compare both ends; streams that headquarters were set back in are read anew."""
        head = Head(known.epoch, known.seq, known.hash)
        with self.database.reader() as reader:
            cursors = {name: reader.sync.cursor(name) for name in (known.stream, HQ_STREAM)}
        marks = {name: Mark(row.seq, row.op_id) for name, row in cursors.items() if row}
        welcome = self.line.hello(Hello(head, known.incarnation, self.program, marks))
        if welcome.rewound:
            with self.database.unit_of_work() as uow:
                for stream in welcome.rewound:
                    uow.sync.read_anew(stream)
                begin_anew(uow, restored=False)
                uow.commit()
        return welcome

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
            ops = (_op(reader.sync, row) for row in rows)
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
            op = msgspec.structs.replace(_op(uow.sync, row), seq=n + 1)
            last = op_hash(known.device, head.epoch, op, last)
            rows.append(row_of(head.epoch, op, last, row.row_id))
        return rows

    def _send(self, known: Enrolment) -> tuple[int, int, dict[str, int]]:
        """Numbers sent and refused, and the last number of the own stream as it is then."""
        sent = refused = 0
        last: dict[str, int] = {}
        with closing(ahead(self._batches(known))) as batches:
            for before, ops, digest in batches:
                pushed = self.line.push(_signed(known, before, ops, digest))
                sent += len(ops)
                refused += self._settle(known, ops, pushed)
                last[known.stream] = pushed.feed
                self.progress(SENDING, ops[-1].seq, known.seq)
                if self.stop():
                    break
        return sent, refused, last

    def _say_last(self, known: Enrolment) -> None:
        """What a revoked PC had not sent: headquarters refuse it, and keep it for a person."""
        for before, ops, digest in self._batches(known):
            with suppress(DeskError):
                self.line.push(_signed(known, before, ops, digest))

    def _batches(self, known: Enrolment) -> Iterator[tuple[bytes, list[Op], bytes]]:
        """Operations that follow one another, with the chain hashes before and after them."""
        after = known.acked
        while True:
            with self.database.reader() as reader:
                rows = list(reader.sync.after(known.epoch, after, MOST_OPS))
                ops = _fitting([_op(reader.sync, row) for row in rows])
                before = reader.sync.hash_of(known.epoch, after) or known.first_hash
            if not ops:
                return
            yield before, ops, rows[len(ops) - 1].hash
            after = ops[-1].seq

    def _settle(self, known: Enrolment, ops: Sequence[Op], pushed: Pushed) -> int:
        refused = [one for one in pushed.results if one.verdict == Verdict.REFUSED]
        with self.database.unit_of_work() as uow:
            for one in refused:
                uow.sync.refuse(known.epoch, one.seq, one.reason)
            uow.sync.acknowledge(known.epoch, pushed.head.seq)
            _pass_by(uow, known.stream, ops, pushed)
            uow.commit()
        return len(refused)

    def _read(self, stream: str, head: int) -> Iterator[int]:
        """The lengths of a stream's pages, each kept with its cursor before it is given."""
        with self.database.reader() as reader:
            row = reader.sync.cursor(stream)
        cursor = row.seq if row else 0
        while cursor < head and not self.stop() and (page := self._next(stream, cursor)):
            cursor, head = page.changes[-1].feed, max(head, page.head)
            self.progress(stream, cursor, head)
            yield len(page.changes)

    def _next(self, stream: str, cursor: int) -> Page | None:
        page = self.line.changes(stream, cursor)
        if not page.changes:
            return None
        if [change.feed for change in page.changes] != _following(cursor, len(page.changes)):
            raise DeskError("sync.skipped")
        last = page.changes[-1]
        with self.database.unit_of_work() as uow:
            known = uow.sync.enrolment()
            heard = {known.device, known.hq} if known else set()
            uow.received.keep(
                _received(stream, change, uow.now)
                | {"state": "waiting" if change.device in heard else "other"}
                for change in page.changes
                if change.device != self.database.device_id
                or uow.sync.hash_of(change.epoch, change.seq) != change.hash
            )
            uow.sync.read_to(stream, last.feed, last.op_id)
            uow.commit()
        return page


def _following(cursor: int, count: int) -> list[int]:
    return list(range(cursor + 1, cursor + 1 + count))


def _op(reader: SyncReader, row: Any) -> Op:
    """An operation as it was sealed; a body that was pruned is made again, the same to the byte."""
    body = row.body if row.body is not None else body_of(reader, row.kind, row.row_id)
    return Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind, body)


def _pass_by(uow: UnitOfWork, stream: str, ops: Sequence[Op], pushed: Pushed) -> None:
    """What was just sent need not be read again, when nothing else is new in the stream."""
    taken = {one.seq for one in pushed.results if one.verdict == Verdict.ACCEPTED}
    row = uow.sync.cursor(stream)
    if taken and (row.seq if row else 0) + len(taken) == pushed.feed:
        (last,) = (op for op in ops if op.seq == max(taken))
        uow.sync.read_to(stream, pushed.feed, last.op_id)


def _signed(known: Enrolment, before: bytes, ops: Sequence[Op], last: bytes) -> Batch:
    """A batch; `last` is the chain hash of the last of its operations."""
    key = Ed25519PrivateKey.from_private_bytes(known.private)
    text = batch_text(known.device, known.epoch, ops[-1].seq, last)
    return Batch(known.device, known.epoch, before, tuple(ops), key.sign(text))


def _fitting(ops: Sequence[Op]) -> list[Op]:
    """The first operations that fit into one batch, cut where a transaction ends if one does.

    One alone is always tried.
    """
    size, fitting = 0, list[Op]()
    for op in ops:
        size += len(op.body)
        if fitting and size > MOST_BYTES:
            break
        fitting.append(op)
    whole = max((n for n, op in enumerate(fitting, start=1) if op.ends), default=len(fitting))
    return fitting[:whole]


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
