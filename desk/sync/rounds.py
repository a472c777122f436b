"""One round with headquarters: compare, send what is new here, read what is new there.

A round may break off anywhere: whatever it has done is kept, and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment, SyncReader
from db.unit_of_work import UnitOfWork
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.sync.bodies import body_of
from desk.sync.chain import batch_text, hashes, op_hash
from desk.sync.incarnation import read_incarnation, write_incarnation
from desk.sync.line import Line
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

_SETTLED: Final = frozenset({Standing.ALIKE, Standing.BRANCH_AHEAD})


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did.

    Args:
        sent, refused: operations; read: changes that came.
        restored: this copy of the database went on as a new epoch.
        offset: headquarters' clock minus this PC's.
    """

    sent: int = 0
    refused: int = 0
    read: int = 0
    restored: bool = False
    offset: timedelta = timedelta()


@dataclass(slots=True)
class Rounds:
    """Rounds of one PC with headquarters.

    Args:
        line: to headquarters, as this PC; program: the version that it says it has.
    """

    database: Database
    line: Line
    new_id: IdMaker
    program: str

    def once(self) -> Round:
        """One round.

        Raises:
            DeskError: "sync.not_enrolled"; "hq.superseded", when another copy of the database has
                taken over; "sync.skipped"; and what the line raises.
        """
        known = self._sealed_all()
        welcome = self._hello(known)
        restored = not self._continues(known, welcome)
        known = self._anew(known, welcome) if restored else self._known_there(known, welcome)
        sent, refused = self._send(known)
        read = sum(self._read(stream) for stream in welcome.streams)
        return Round(sent, refused, read, restored, self.line.offset)

    def _sealed_all(self) -> Enrolment:
        """Everything in the outbox made an operation, some at a time."""
        while True:
            with self.database.unit_of_work() as uow:
                known = uow.sync.enrolment()
                if known is None:
                    raise DeskError("sync.not_enrolled")
                after = seal(uow, known)
                if after == known:
                    return known
                uow.commit()

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
                uow.commit()
        return welcome

    def _continues(self, known: Enrolment, welcome: Welcome) -> bool:
        """Whether what headquarters have of this PC is a part of its own chain, of this epoch."""
        there = welcome.head
        if welcome.standing not in _SETTLED or there.epoch != known.epoch:
            return False
        return not there.seq or self._has(there)

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
        one in the file, and headquarters know another one.
        """
        left_behind = read_incarnation(self.database.folder) == known.incarnation
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
            uow.commit()
        return replace(known, **values)

    def _rechained(
        self, uow: UnitOfWork, known: Enrolment, there: Head, head: Head
    ) -> list[dict[str, Any]]:
        """What headquarters may lack, in the chain of the new epoch.

        Sending too much costs nothing: every operation keeps its id, and they know it again.
        """
        if uow.sync.hash_of(there.epoch, there.seq) == there.hash:
            lacking = uow.sync.since(there.epoch, there.seq)
        else:
            lacking = uow.sync.since(known.epoch, known.acked)
        last, rows = head.hash, []
        for n, row in enumerate(lacking):
            op = msgspec.structs.replace(_op(uow.sync, row), seq=n + 1)
            last = op_hash(known.device, head.epoch, op, last)
            rows.append(row_of(head.epoch, op, last, row.row_id))
        return rows

    def _send(self, known: Enrolment) -> tuple[int, int]:
        sent = refused = 0
        for before, ops in self._batches(known):
            pushed = self.line.push(_signed(known, before, ops))
            sent += len(ops)
            refused += self._settle(known, pushed)
        return sent, refused

    def _batches(self, known: Enrolment) -> Iterator[tuple[bytes, list[Op]]]:
        after = known.acked
        while True:
            with self.database.reader() as reader:
                rows = list(reader.sync.after(known.epoch, after, MOST_OPS))
                ops = _fitting([_op(reader.sync, row) for row in rows])
                before = reader.sync.hash_of(known.epoch, after) or known.first_hash
            if not ops:
                return
            yield before, ops
            after = ops[-1].seq

    def _settle(self, known: Enrolment, pushed: Pushed) -> int:
        refused = [one for one in pushed.results if one.verdict == Verdict.REFUSED]
        with self.database.unit_of_work() as uow:
            for one in refused:
                uow.sync.refuse(known.epoch, one.seq, one.reason)
            uow.sync.acknowledge(known.epoch, pushed.head.seq)
            uow.commit()
        return len(refused)

    def _read(self, stream: str) -> int:
        count = 0
        while page := self._next(stream):
            count += len(page.changes)
        return count

    def _next(self, stream: str) -> Page | None:
        with self.database.reader() as reader:
            row = reader.sync.cursor(stream)
        cursor = row.seq if row else 0
        page = self.line.changes(stream, cursor)
        if not page.changes:
            return None
        if [change.feed for change in page.changes] != _following(cursor, len(page.changes)):
            raise DeskError("sync.skipped")
        with self.database.unit_of_work() as uow:
            for change in page.changes:
                if uow.sync.hash_of(change.epoch, change.seq) != change.hash:
                    uow.sync.keep_received(_received(stream, change))
            last = page.changes[-1]
            uow.sync.read_to(stream, last.feed, last.op_id)
            uow.commit()
        return page


def _following(cursor: int, count: int) -> list[int]:
    return list(range(cursor + 1, cursor + 1 + count))


def _op(reader: SyncReader, row: Any) -> Op:
    """An operation as it was sealed; a body that was pruned is made again, the same to the byte."""
    body = row.body if row.body is not None else body_of(reader, row.kind, row.row_id)
    return Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind, body)


def _signed(known: Enrolment, before: bytes, ops: Sequence[Op]) -> Batch:
    key = Ed25519PrivateKey.from_private_bytes(known.private)
    *_, last = hashes(known.device, known.epoch, ops, before)
    text = batch_text(known.device, known.epoch, ops[-1].seq, last)
    return Batch(known.device, known.epoch, before, tuple(ops), key.sign(text))


def _fitting(ops: Sequence[Op]) -> list[Op]:
    """The first operations that fit into one batch; one alone is always tried."""
    size, fitting = 0, list[Op]()
    for op in ops:
        size += len(op.body)
        if fitting and size > MOST_BYTES:
            break
        fitting.append(op)
    return fitting


def _received(stream: str, change: Change) -> dict[str, Any]:
    return {
        "op_id": change.op_id,
        "stream": stream,
        "seq": change.feed,
        "device": change.device,
        "epoch": change.epoch,
        "op_seq": change.seq,
        "txn_id": change.txn_id,
        "schema": change.schema,
        "kind": change.kind,
        "body": change.body,
    }
