"""What is new here on its way to headquarters: sealed, sent and settled.

Where nobody else wants the processor, all three happen at once: a batch is made ready while the one
before is on its way, and the answer to the one before that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.database import Database
from db.stores.sync import Enrolment, SyncReader
from db.unit_of_work import UnitOfWork
from desk.domain.errors import DeskError
from desk.sync.ahead import ahead
from desk.sync.bodies import body_of
from desk.sync.chain import batch_text
from desk.sync.lane import Keys, keys_are_there, waiting_keys
from desk.sync.lane_bodies import PushUp
from desk.sync.line import Line
from desk.sync.sealing import AT_ONCE, seal
from desk.sync.wire import MOST_BYTES, MOST_OPS, Batch, Op, Pushed, Verdict

SEALING, SENDING = "seal", "send"
"""Told as progress beside the names of streams."""

T = TypeVar("T")
Items = Generator[T, None, None]


@dataclass(frozen=True, slots=True)
class Ready:
    """Operations that follow one another, ready to be sent, and the keys that go along.

    Args:
        whole: the number of the last operation that there is to send, as far as is known.
    """

    push: Batch
    keys: Keys
    whole: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Numbers sent and refused, and the last number of the own stream as it is then (or None)."""

    sent: int = 0
    refused: int = 0
    feed: int | None = None


@dataclass(slots=True)
class Sending:
    """Sends for one round; `progress`, `stop` and `few` as of `Rounds`.

    Args:
        carried: the line is a file: everything is sealed first, and keys travel beside.
    """

    database: Database
    line: Line
    progress: Callable[[str, int, int], None]
    stop: Callable[[], bool]
    few: int
    carried: bool = False

    def begin(self) -> Enrolment:
        """Seal what there is, or the first of it: the rest is sealed on the way.

        Raises:
            DeskError: "sync.not_enrolled".
        """
        return self._sealed(None if self.carried else MOST_OPS)

    def send(self, known: Enrolment) -> Sent:
        """Everything that headquarters lack; what is in the outbox is sealed on the way."""
        now, last = self._standing()
        many = now.seq - known.acked + last - now.sealed > MOST_OPS
        at_once = ahead if many and not self.few else iter
        sent = refused = 0
        feed: int | None = None
        with closing(at_once(self._pushed(at_once(self._batches(known))))) as answers:
            for batch, pushed in answers:
                sent += len(batch.push.ops)
                refused += self._settle(known, batch, pushed)
                feed = pushed.feed
                self.progress(SENDING, batch.push.ops[-1].seq, batch.whole)
        return Sent(sent, refused, feed)

    def say_last(self, known: Enrolment) -> None:
        """What a revoked PC had not sent: headquarters refuse it, and keep it for a person."""
        for batch in self._batches(known, with_keys=False):
            with suppress(DeskError):
                self.line.push(batch.push)

    def _pushed(self, batches: Items[Ready]) -> Items[tuple[Ready, Pushed]]:
        """Batches with headquarters' answers; each is settled by the caller."""
        with closing(batches):
            for batch in batches:
                yield batch, self.line.push(batch.push)
                if self.stop():
                    return

    def _batches(self, known: Enrolment, *, with_keys: bool = True) -> Items[Ready]:
        after = known.acked
        while True:
            now = self._sealed(MOST_OPS, after)
            with self.database.reader() as reader:
                rows = list(reader.sync.after(known.epoch, after, MOST_OPS))
                ops = _fitting([op_of(reader.sync, row) for row in rows])
                before = reader.sync.hash_of(known.epoch, after) or known.first_hash
                last = reader.outbox.last()
            if not ops:
                return
            first = after == known.acked
            keys = (
                waiting_keys(self.database) if first and with_keys and not self.carried else Keys()
            )
            push = _signed(known, before, ops, rows[len(ops) - 1].hash, keys)
            yield Ready(push, keys, now.seq + last - now.sealed)
            after = ops[-1].seq

    def _standing(self) -> tuple[Enrolment, int]:
        """The enrolment, and the last position of the outbox."""
        with self.database.reader() as reader:
            now, last = reader.sync.enrolment(), reader.outbox.last()
        if now is None:
            raise DeskError("sync.not_enrolled")
        return now, last

    def _sealed(self, wanted: int | None, after: int = 0) -> Enrolment:
        """The enrolment once so many operations wait to be sent, or there are no more.

        Args:
            wanted: None = all that there are; after: they begin after this number.
        """
        now, last = self._standing()
        while now.sealed < last and (wanted is None or now.seq - max(after, now.acked) < wanted):
            with self.database.unit_of_work() as uow:
                now = seal(uow, uow.sync.enrolment() or now, most=self.few or AT_ONCE)
                uow.commit()
            if wanted is None:
                self.progress(SEALING, now.sealed, last)
            if self.stop():
                break
        return now

    def _settle(self, known: Enrolment, batch: Ready, pushed: Pushed) -> int:
        refused = [one for one in pushed.results if one.verdict == Verdict.REFUSED]
        with self.database.unit_of_work() as uow:
            for one in refused:
                uow.sync.refuse(known.epoch, one.seq, one.reason)
            uow.sync.acknowledge(known.epoch, pushed.head.seq)
            _pass_by(uow, known.stream, batch.push.ops, pushed)
            if pushed.lane is not None:  # older headquarters take no keys along
                keys_are_there(uow, batch.keys, pushed.lane)
            uow.commit()
        return len(refused)


def op_of(reader: SyncReader, row: Any) -> Op:
    """An operation as it was sealed; a body that was pruned is made again, the same to the byte."""
    body = row.body if row.body is not None else body_of(reader, row.kind, row.row_id)
    return Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind, body)


def _pass_by(uow: UnitOfWork, stream: str, ops: Iterable[Op], pushed: Pushed) -> None:
    """What was just sent need not be read again, when nothing else is new in the stream."""
    taken = {one.seq for one in pushed.results if one.verdict == Verdict.ACCEPTED}
    row = uow.sync.cursor(stream)
    if taken and (row.seq if row else 0) + len(taken) == pushed.feed:
        number = max(taken)
        (last,) = (op for op in ops if op.seq == number)
        uow.sync.read_to(stream, pushed.feed, last.op_id)


def _signed(known: Enrolment, before: bytes, ops: Sequence[Op], last: bytes, keys: Keys) -> Batch:
    """A batch; `last` is the chain hash of the last of its operations."""
    key = Ed25519PrivateKey.from_private_bytes(known.private)
    signature = key.sign(batch_text(known.device, known.epoch, ops[-1].seq, last))
    if not keys.entries:
        return Batch(known.device, known.epoch, before, tuple(ops), signature)
    return PushUp(known.device, known.epoch, before, tuple(ops), signature, keys.entries)


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
