"""A PC's line to headquarters: its operations in their chain, and what came from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import enrolment, outbox, sealed_op, stream_cursor
from db.stores.base import Store
from db.stores.sync_facts import SyncFacts
from db.stores.sync_rows import ROW_KINDS, next_rows, row_of
from desk.domain.topics import Topic

_ENROLMENT: Final = select(enrolment)
_WAITING: Final = (
    select(sealed_op)
    .where(sealed_op.c.epoch == bindparam("in_epoch"), sealed_op.c.seq > bindparam("after"))
    .order_by(sealed_op.c.seq)
    .limit(bindparam("most"))
)
_HASH: Final = select(sealed_op.c.hash).where(
    sealed_op.c.epoch == bindparam("in_epoch"), sealed_op.c.seq == bindparam("number")
)
_POINTERS: Final = (
    select(outbox)
    .where(outbox.c.position > bindparam("after"))
    .order_by(outbox.c.position)
    .limit(bindparam("most"))
)
_CURSOR: Final = select(stream_cursor).where(stream_cursor.c.stream == bindparam("called"))
_ADD_ENROLMENT: Final = insert(enrolment)
_SET_ENROLMENT: Final = update(enrolment)
_ADD_OPS: Final = insert(sealed_op)
_ACKNOWLEDGE: Final = (
    update(sealed_op)
    .where(
        sealed_op.c.epoch == bindparam("in_epoch"),
        sealed_op.c.seq <= bindparam("up_to"),
        sealed_op.c.state == "waiting",
    )
    .values(state="sent", body=None)
)
_REFUSE: Final = (
    update(sealed_op)
    .where(sealed_op.c.epoch == bindparam("in_epoch"), sealed_op.c.seq == bindparam("number"))
    .values(state="refused", reason=bindparam("why"))
)
_MOVE: Final = (
    update(sealed_op)
    .where(sealed_op.c.state != "moved", sealed_op.c.epoch <= bindparam("up_to"))
    .values(state="moved", body=None)
)
_NEW_CURSOR: Final = upsert(stream_cursor)
_PUT_CURSOR: Final = _NEW_CURSOR.on_conflict_do_update(
    index_elements=["stream"],
    set_={"seq": _NEW_CURSOR.excluded.seq, "op_id": _NEW_CURSOR.excluded.op_id},
)
_DROP_CURSOR: Final = delete(stream_cursor).where(stream_cursor.c.stream == bindparam("called"))
_SINCE: Final = (
    select(sealed_op)
    .where(
        tuple_(sealed_op.c.epoch, sealed_op.c.seq)
        > tuple_(bindparam("in_epoch", type_=Integer), bindparam("after", type_=Integer)),
    )
    .order_by(sealed_op.c.epoch, sealed_op.c.seq)
)
_NEXT: Final = (
    select(sealed_op.c.txn_id)
    .where(sealed_op.c.epoch == bindparam("in_epoch"), sealed_op.c.seq == bindparam("after") + 1)
    .scalar_subquery()
)
_BEGINS: Final = select(func.coalesce(func.min(sealed_op.c.seq), 0)).where(
    sealed_op.c.epoch == bindparam("in_epoch"), sealed_op.c.txn_id == _NEXT
)
"""Where the transaction begins that the next operation belongs to; 0 when there is no next one."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How this PC is known to headquarters, and how far its operations go.

    Args:
        private: the Ed25519 key with which it signs (32 bytes).
        incarnation: of this copy of the database.
        epoch, seq, hash: the last operation that was sealed.
        acked: the last number of this epoch that headquarters have.
        sealed: the last position of the outbox that is an operation.
    """

    device: UUID
    url: str
    ca_file: str
    proxy: str
    stream: str
    hq: UUID
    hq_key: bytes
    history: UUID
    private: bytes
    incarnation: UUID
    first_hash: bytes
    enrolled_at: datetime
    epoch: int
    seq: int
    hash: bytes
    acked: int
    sealed: int


class SyncReader(SyncFacts):
    """Questions about the line to headquarters."""

    _read: Mapping[str, Mapping[UUID, dict[str, Any]]] = MappingProxyType({})

    def enrolment(self) -> Enrolment | None:
        """How this PC is known to headquarters; None before they took it in."""
        row = self._one(_ENROLMENT)
        return None if row is None else Enrolment(*row)

    def after(self, epoch: int, seq: int, most: int) -> Sequence[Any]:
        """Operations of an epoch after a number, in their order."""
        return tuple(self._all(_WAITING, in_epoch=epoch, after=seq, most=most))

    def hash_of(self, epoch: int, seq: int) -> bytes | None:
        """The chain hash of an operation."""
        found: bytes | None = self._value(_HASH, in_epoch=epoch, number=seq)
        return found

    def unsealed(self, after: int, most: int) -> Sequence[Any]:
        """Pointers of the outbox after a position."""
        return tuple(self._all(_POINTERS, after=after, most=most))

    def row(self, kind: str, row_id: UUID) -> dict[str, Any]:
        """The columns of a row that headquarters get, by the kind that the outbox names."""
        return self._read.get(kind, {}).get(row_id) or row_of(self._connection, kind, row_id)

    def read_ahead(self, kinds: Iterable[str], after: int, last: int) -> None:
        """Read the rows of some kinds that the outbox names between two positions, all at once.

        They are never changed, so `row` gives them from memory from now on.
        """
        self._read = {
            kind: next_rows(self._connection, kind, after, last)
            for kind in kinds
            if kind in ROW_KINDS
        }

    def since(self, epoch: int, seq: int) -> Sequence[Any]:
        """Operations after one of them, through all epochs, each once; transactions whole."""
        first = self._number(_BEGINS, in_epoch=epoch, after=seq)
        rows = self._all(_SINCE, in_epoch=epoch, after=min(seq, first - 1) if first else seq)
        return tuple({row.op_id: row for row in rows}.values())

    def cursor(self, stream: str) -> Any:
        """How far a stream was read (`seq`, `op_id`); None from the start."""
        return self._one(_CURSOR, called=stream)


class SyncStore(SyncReader, Store):
    """Writes of the line; local to this PC."""

    def enrol(self, new: Enrolment) -> None:
        """Headquarters have taken this PC in."""
        self._write(_ADD_ENROLMENT, **{c.name: getattr(new, c.name) for c in enrolment.c})
        self._journal.topics.add(Topic.SETTINGS)

    def change(self, **values: Any) -> None:
        """Set columns of the enrolment."""
        self._connection.execute(_SET_ENROLMENT.values(**values))

    def keep(self, ops: Sequence[Mapping[str, Any]]) -> None:
        """Keep new operations that wait to be sent."""
        self._write_all(_ADD_OPS, ({**row, "state": "waiting", "reason": ""} for row in ops))

    def acknowledge(self, epoch: int, up_to: int) -> None:
        """Headquarters have all of an epoch up to this number: bodies go, hashes stay."""
        self._write(_ACKNOWLEDGE, in_epoch=epoch, up_to=up_to)
        self.change(acked=up_to)

    def refuse(self, epoch: int, seq: int, why: str) -> None:
        """Headquarters refused an operation; its body is kept, for a person to look at."""
        self._write(_REFUSE, in_epoch=epoch, number=seq, why=why)

    def move(self, up_to: int) -> None:
        """What epochs up to this one still had to send goes on in the next one."""
        self._write(_MOVE, up_to=up_to)

    def read_to(self, stream: str, seq: int, op_id: UUID) -> None:
        """A stream was read so far."""
        self._write(_PUT_CURSOR, stream=stream, seq=seq, op_id=op_id)

    def read_anew(self, stream: str) -> None:
        """A stream is read from its start again."""
        self._write(_DROP_CURSOR, called=stream)
