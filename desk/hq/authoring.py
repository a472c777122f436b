"""Headquarters as an author: their own operations, chained in each stream like those of a PC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import authored, streams
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.hq.identity import identity
from desk.sync.chain import op_hash
from desk.sync.down import DOWN_SCHEMA
from desk.sync.wire import HQ_EPOCH, NOTHING, Op


def author(
    connection: Connection,
    stream: str,
    kind: str,
    body: msgspec.Struct,
    at: datetime,
    *,
    new_id: IdMaker,
) -> UUID:
    """Write one operation of headquarters into a stream.

    Returns:
        its id.

    Raises:
        DeskError: as `author_all`.
    """
    (made,) = author_all(connection, stream, [(kind, body)], at, new_id=new_id)
    return made


def author_all(
    connection: Connection,
    stream: str,
    bodies: Sequence[tuple[str, msgspec.Struct]],
    at: datetime,
    *,
    new_id: IdMaker,
) -> tuple[UUID, ...]:
    """Write a transaction of headquarters' operations into a stream, for all to see.

    The stream is locked until the caller commits, so this belongs at the end of a transaction, and
    several streams in the order of their names.

    Args:
        bodies: kind and body of each; at: headquarters' clock.

    Returns:
        the operations' ids.

    Raises:
        DeskError: "hq.stream" when there is no such stream, "hq.not_ready".
    """
    rows = write_all(connection, stream, bodies, at, new_id=new_id)
    streams.show(connection, stream, rows)
    return tuple(row["op_id"] for row in rows)


def write_all(
    connection: Connection,
    stream: str,
    bodies: Sequence[tuple[str, msgspec.Struct]],
    at: datetime,
    *,
    new_id: IdMaker,
) -> list[dict[str, Any]]:
    """The same, without being seen yet: the caller shows them (`streams.show`).

    Returns:
        the rows of `op`.
    """
    own = identity(connection).id
    if not authored.lock(connection, stream):
        raise DeskError("hq.stream")
    seq, before = authored.last(connection, stream, own, HQ_EPOCH) or (0, NOTHING)
    ops = _chained(bodies, seq, new_id)
    rows = []
    for op in ops:
        before = op_hash(own, HQ_EPOCH, op, before)
        rows.append(
            msgspec.structs.asdict(op)
            | {"stream": stream, "device": own, "epoch": HQ_EPOCH, "hash": before}
            | {"received_at": at, "state": "accepted", "reason": ""}
        )
    streams.keep(connection, rows)
    return rows


def _chained(
    bodies: Sequence[tuple[str, msgspec.Struct]], seq: int, new_id: IdMaker
) -> tuple[Op, ...]:
    txn = new_id()
    return tuple(
        Op(
            new_id(),
            txn,
            seq + n,
            n == len(bodies),
            DOWN_SCHEMA,
            kind,
            msgspec.json.encode(body),
        )
        for n, (kind, body) in enumerate(bodies, start=1)
    )
