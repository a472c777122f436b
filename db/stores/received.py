"""Operations that came from headquarters: kept as they came, then applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import change_refused, received_op, sealed_op
from db.stores.base import Store, StoreReader
from desk.domain.topics import Topic

_IS_WAITING: Final[ColumnElement[bool]] = literal_column("state = 'waiting'")
_WAITING: Final = (
    select(received_op)
    .where(
        _IS_WAITING,
        received_op.c.stream == bindparam("of_stream"),
        received_op.c.seq > bindparam("after"),
    )
    .order_by(received_op.c.seq)
    .limit(bindparam("most"))
)
_STREAMS: Final = select(received_op.c.stream).where(_IS_WAITING).group_by(received_op.c.stream)
_COUNT: Final = select(func.count()).select_from(received_op).where(_IS_WAITING)
_IS_UNKNOWN: Final[tuple[ColumnElement[bool], ...]] = (
    literal_column("state = 'unknown'"),
    literal_column("state IN ('refused', 'unknown')"),  # as the index says it
)
_UNKNOWN: Final = (
    select(*received_op.c["txn_id", "device", "kind", "schema"])
    .where(*_IS_UNKNOWN)
    .order_by(received_op.c.txn_id)
)
_REFUSED: Final = (
    select(
        received_op.c.op_id,
        received_op.c.stream,
        received_op.c.kind,
        received_op.c.reason,
        received_op.c.at,
    )
    .where(literal_column("state = 'refused'"), literal_column("state IN ('refused', 'unknown')"))
    .order_by(received_op.c.at.desc())
    .limit(bindparam("most"))
)
_ADD: Final = upsert(received_op).on_conflict_do_nothing()
_SETTLE: Final = (
    update(received_op)
    .where(received_op.c.op_id == bindparam("key"))
    .values(state=bindparam("now"), reason=bindparam("why"))
)
_APPLIED: Final = (
    update(received_op)
    .where(received_op.c.op_id == bindparam("key"))
    .values(state="applied", reason="", body=b"")
)
_REVIVE: Final = (
    update(received_op)
    .where(*_IS_UNKNOWN, received_op.c.txn_id == bindparam("of_txn"))
    .values(state="waiting")
)
_NEW_OWN: Final = upsert(sealed_op)
_ADOPT: Final = _NEW_OWN.on_conflict_do_update(
    index_elements=["epoch", "seq"],
    set_={c.name: _NEW_OWN.excluded[c.name] for c in sealed_op.c if not c.primary_key},
    where=sealed_op.c.state == "moved",
)
_OWN_BACK: Final = select(func.count(), func.max(received_op.c.op_id)).where(
    received_op.c.stream == bindparam("of_stream"), received_op.c.device == bindparam("by")
)
_HASHES: Final = select(received_op.c.op_id, received_op.c.hash).where(
    received_op.c.op_id.in_(bindparam("ids", expanding=True))
)
_LAST_OF: Final = (
    select(received_op.c.op_id, received_op.c.op_seq, received_op.c.hash)
    .where(received_op.c.stream == bindparam("of_stream"), received_op.c.device == bindparam("by"))
    .order_by(received_op.c.seq.desc())
    .limit(1)
)
_TELL: Final = upsert(change_refused).on_conflict_do_nothing()
_TOLD: Final = select(change_refused.c.id).where(change_refused.c.op_id == bindparam("op"))


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """An operation from headquarters that could not be applied; its body is kept.

    Args:
        code: of the DeskError, with words of its own; at: when it came.
    """

    op_id: UUID
    stream: str
    kind: str
    code: str
    at: datetime


class ReceivedReader(StoreReader):
    """Questions about what came."""

    def streams(self) -> tuple[str, ...]:
        """Streams of which something waits to be applied."""
        return tuple(row.stream for row in self._all(_STREAMS))

    def waiting(self, stream: str, after: int, most: int) -> Sequence[Any]:
        """Rows of a stream that wait to be applied, after a number, in their order."""
        return tuple(self._all(_WAITING, of_stream=stream, after=after, most=most))

    def count_waiting(self) -> int:
        """How many wait to be applied."""
        return self._number(_COUNT)

    def unknown(self) -> Sequence[Any]:
        """Operations that the program did not know when they came, by transaction.

        Each row has `txn_id`, `device`, `kind`, `schema`.
        """
        return tuple(self._all(_UNKNOWN))

    def refused(self, most: int = 100) -> tuple[RefusedChange, ...]:
        """Operations that could not be applied, the newest first."""
        rows = self._all(_REFUSED, most=most)
        return tuple(RefusedChange(r.op_id, r.stream, r.kind, r.reason, r.at) for r in rows)

    def hashes_of(self, op_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The chain hashes of those of the operations that came already."""
        rows = self._all(_HASHES, ids=list(op_ids)) if op_ids else ()
        return {row.op_id: bytes(row.hash) for row in rows}

    def own_back(self, stream: str, device: UUID) -> tuple[int, UUID | None]:
        """How many of this PC's own operations came back after a restore; the newest of them."""
        row = self._one(_OWN_BACK, of_stream=stream, by=device)
        return (int(row[0]), row[1]) if row is not None else (0, None)

    def last_of(self, stream: str, device: UUID) -> Any:
        """An origin's last operation in a stream (`op_id`, `op_seq`, `hash`); None for none."""
        return self._one(_LAST_OF, of_stream=stream, by=device)


class ReceivedStore(ReceivedReader, Store):
    """Writes of what came; local to this PC, but for what it tells headquarters."""

    def keep(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep changes as they came; once more is no error.

        Args:
            rows: with a state "other" where it is another PC's; else they wait to be applied.
        """
        self._write_all(_ADD, ({"state": "waiting", "reason": "", **row} for row in rows))

    def applied(self, op_id: UUID) -> None:
        """An operation was applied: what it says lies where it belongs, its body goes."""
        self._write(_APPLIED, key=op_id)

    def set_aside(self, op_id: UUID, state: str) -> None:
        """Keep an operation for a newer program ("unknown"), or as another PC's ("other")."""
        self._write(_SETTLE, key=op_id, now=state, why="")

    def refuse(self, op_id: UUID, code: str) -> None:
        """An operation cannot be applied: it is kept, and headquarters are told the code."""
        self._write(_SETTLE, key=op_id, now="refused", why=code)
        self.tell(op_id, code)
        self._journal.topics.add(Topic.SETTINGS)

    def tell(self, op_id: UUID, code: str) -> None:
        """Tell headquarters what is wrong with one of their operations, once."""
        if self._one(_TOLD, op=op_id) is None:
            row_id = self._journal.new_id()
            self._write(_TELL, id=row_id, op_id=op_id, code=code, at=self._journal.clock())
            self._journal.point(change_refused.name, row_id)

    def revive(self, txn_id: UUID) -> None:
        """A transaction is known in all its parts now: it waits to be applied."""
        self._write(_REVIVE, of_txn=txn_id)

    def adopt(self, received: Any, row_id: UUID) -> None:
        """An own operation is back, and a link of this PC's chain again, as headquarters have it.

        Args:
            received: with the columns of `received_op`; row_id: the row that it was made of.
        """
        self._write(
            _ADOPT,
            epoch=received.epoch,
            seq=received.op_seq,
            op_id=received.op_id,
            txn_id=received.txn_id,
            ends=received.ends,
            schema=received.schema,
            kind=received.kind,
            row_id=row_id,
            body=None,
            hash=received.hash,
            state="sent",
            reason="",
        )
