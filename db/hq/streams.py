"""Streams: operations as they came, and the gapless numbers under which branches read them.

The number of a stream is raised as the last thing of a transaction: whoever reads a number sees
every lower one, however many write at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Connection,
    Uuid,
    any_,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)

from db.hq.bulk import add_all, read_all
from db.hq.models import feed, fork, op, quarantine, stream

_OP_KEY: Final = (
    (op.c.stream == bindparam("in_stream"))
    & (op.c.device == bindparam("of_device"))
    & (op.c.epoch == bindparam("in_epoch"))
)
_HASHES: Final = (
    select(op.c.seq, op.c.hash)
    .where(_OP_KEY, op.c.seq >= bindparam("first"), op.c.seq <= bindparam("last"))
    .order_by(op.c.seq)
)
_VERDICTS: Final = select(op.c.seq, op.c.state, op.c.reason).where(
    _OP_KEY, op.c.seq >= bindparam("first"), op.c.seq <= bindparam("last")
)
_ADD_STREAM: Final = insert(stream)
_STREAM: Final = select(stream.c.seq).where(stream.c.name == bindparam("called"))
_ALL: Final = select(stream.c.name, stream.c.seq).order_by(stream.c.name)
_SOME: Final = select(stream.c.name, stream.c.seq).where(
    stream.c.name.in_(bindparam("names", expanding=True))
)
_RAISE: Final = (
    update(stream)
    .where(stream.c.name == bindparam("called"))
    .values(seq=stream.c.seq + bindparam("by"))
    .returning(stream.c.seq)
)
_IS_HELD: Final = op.c.state == literal_column("'held'")
"""Written out, so that the index of what is open is known to fit."""
_HELD: Final = select(op).where(_OP_KEY, _IS_HELD).order_by(op.c.seq)
_SETTLE: Final = update(op).where(_OP_KEY, _IS_HELD)
_ACCEPTED: Final = select(op.c.op_id).where(
    op.c.stream == bindparam("in_stream"), op.c.state == "accepted"
)
_ACCEPTED_OF: Final = _ACCEPTED.where(op.c.op_id.in_(bindparam("ids", expanding=True)))
_ACCEPTED_OF_ARRAY: Final = _ACCEPTED.where(op.c.op_id == any_(bindparam("ids", type_=ARRAY(Uuid))))
"""For PostgreSQL: one text, however many they are."""
_ADD_FORK: Final = insert(fork)
_ADD_QUARANTINE: Final = insert(quarantine)
_OP_AT: Final = (
    select(op.c.op_id)
    .join(
        feed,
        (op.c.stream == feed.c.stream)
        & (op.c.device == feed.c.device)
        & (op.c.epoch == feed.c.epoch)
        & (op.c.seq == feed.c.op_seq),
    )
    .where(feed.c.stream == bindparam("called"), feed.c.seq == bindparam("number"))
)
_READ: Final = (
    select(
        feed.c.seq,
        *op.c["device", "epoch", "seq", "op_id", "txn_id", "ends", "schema", "kind"],
        *op.c["body", "hash"],
    )
    .join(
        op,
        (op.c.stream == feed.c.stream)
        & (op.c.device == feed.c.device)
        & (op.c.epoch == feed.c.epoch)
        & (op.c.seq == feed.c.op_seq),
    )
    .where(feed.c.stream == bindparam("called"), feed.c.seq > bindparam("after"))
    .order_by(feed.c.seq)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose operations: the stream, the device and its epoch."""

    stream: str
    device: UUID
    epoch: int

    @property
    def key(self) -> dict[str, object]:
        """As the parameters of a statement."""
        return {"in_stream": self.stream, "of_device": self.device, "in_epoch": self.epoch}


def make(connection: Connection, name: str) -> None:
    """A new stream without a change."""
    connection.execute(_ADD_STREAM, {"name": name, "seq": 0})


def head(connection: Connection, name: str) -> int | None:
    """The last number of a stream; None when there is no such stream."""
    found: int | None = connection.execute(_STREAM, {"called": name}).scalar()
    return found


def heads_of(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The last numbers of those streams that there are."""
    return {row.name: row.seq for row in connection.execute(_SOME, {"names": names})}


def heads(connection: Connection) -> dict[str, int]:
    """The last numbers of all streams."""
    return {row.name: row.seq for row in connection.execute(_ALL)}


def hashes(connection: Connection, origin: Origin, first: int, last: int) -> dict[int, bytes]:
    """The chain hashes of an origin's operations that are here, by number."""
    rows = connection.execute(_HASHES, {**origin.key, "first": first, "last": last})
    return {row.seq: bytes(row.hash) for row in rows}


def verdicts(
    connection: Connection, origin: Origin, first: int, last: int
) -> dict[int, tuple[str, str]]:
    """What became of operations that are here: state and reason, by number."""
    rows = connection.execute(_VERDICTS, {**origin.key, "first": first, "last": last})
    return {row.seq: (row.state, row.reason) for row in rows}


def held(connection: Connection, origin: Origin) -> list[dict[str, Any]]:
    """The rows of a transaction whose end is not here yet, in their order."""
    return [dict(row._mapping) for row in connection.execute(_HELD, origin.key)]


def settle(connection: Connection, origin: Origin, state: str, reason: str) -> None:
    """What a transaction came to that was held."""
    connection.execute(_SETTLE.values(state=state, reason=reason), origin.key)


def holds(connection: Connection, name: str, op_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the operations that a stream has already, from whatever epoch."""
    arrays = connection.dialect.name == "postgresql"
    statement = _ACCEPTED_OF_ARRAY if arrays else _ACCEPTED_OF
    found = connection.execute(statement, {"in_stream": name, "ids": list(op_ids)})
    return frozenset(found.scalars())


def keep(connection: Connection, ops: Sequence[Mapping[str, Any]]) -> None:
    """Keep operations (rows of `op`), which nobody sees yet."""
    add_all(connection, op, ops)


def show(connection: Connection, name: str, ops: Sequence[Mapping[str, Any]]) -> int | None:
    """Give operations that are kept their numbers in the stream, as the last thing before COMMIT.

    Returns:
        the last number of the stream; None when there was nothing to show.
    """
    if not ops:
        return None
    last: int = connection.execute(_RAISE, {"called": name, "by": len(ops)}).scalar_one()
    first = last - len(ops) + 1
    add_all(connection, feed, [_line(row, first + n) for n, row in enumerate(ops)])
    return last


def _line(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        "stream": row["stream"],
        "seq": number,
        "device": row["device"],
        "epoch": row["epoch"],
        "op_seq": row["seq"],
    }


def keep_fork(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the other content of numbers that are taken; the same once more is no error."""
    for row in rows:
        known = select(fork.c.hash).where(*(fork.c[k] == row[k] for k in fork.primary_key.c.keys()))  # noqa: SIM118
        if connection.execute(known).first() is None:
            connection.execute(_ADD_FORK, dict(row))


def keep_quarantined(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep what a revoked device sent; the same once more is no error."""
    known = select(quarantine.c.hash).where(
        quarantine.c.device == row["device"], quarantine.c.hash == row["hash"]
    )
    if connection.execute(known).first() is None:
        connection.execute(_ADD_QUARANTINE, dict(row))


def op_at(connection: Connection, name: str, number: int) -> UUID | None:
    """The operation under a number of a stream; None when it does not go so far."""
    found: UUID | None = connection.execute(_OP_AT, {"called": name, "number": number}).scalar()
    return found


def read(connection: Connection, name: str, after: int, most: int) -> Sequence[Any]:
    """Operations of a stream after a number, as the fields of `desk.sync.wire.Change`."""
    return read_all(connection, _READ, {"called": name, "after": after, "most": most})
