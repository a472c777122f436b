"""Giving a stream out: pages after a cursor that end where a transaction ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from db.hq import streams
from desk.domain.errors import DeskError
from desk.sync.wire import MOST_BYTES, MOST_OPS, Change

_ROWS_AT_ONCE: Final = MOST_OPS


def page(
    connection: Connection, name: str, after: int, *, most: int = MOST_OPS
) -> tuple[Change, ...]:
    """The next changes of a stream.

    A page that is full goes on to the end of the transaction it is in, so that the reader can
    always apply what it was given.

    Args:
        after: the last number that the reader has; most: changes, where no transaction is longer.

    Raises:
        DeskError: "hq.cursor" when the stream does not go so far: headquarters were set back.
    """
    head = streams.head(connection, name)
    if head is None:
        raise DeskError("hq.stream")
    if after > head:
        raise DeskError("hq.cursor", head=head)
    return tuple(_change(row) for row in _whole(connection, name, after, most))


def _whole(connection: Connection, name: str, after: int, most: int) -> Iterator[Any]:
    count, size = 0, 0
    for row in _rows(connection, name, after):
        yield row
        count, size = count + 1, size + len(row.body)
        if row.ends and (count >= most or size >= MOST_BYTES):
            return


def _rows(connection: Connection, name: str, after: int) -> Iterator[Any]:
    while rows := streams.read(connection, name, after, _ROWS_AT_ONCE):
        yield from rows
        after = _last(rows)


def _last(rows: Sequence[Any]) -> int:
    return int(rows[-1].feed)


def _change(row: Any) -> Change:
    return Change(
        feed=row.feed,
        device=row.device,
        epoch=row.epoch,
        seq=row.seq,
        op_id=row.op_id,
        txn_id=row.txn_id,
        ends=row.ends,
        schema=row.schema,
        kind=row.kind,
        body=bytes(row.body),
        hash=bytes(row.hash),
    )
