"""Giving a stream out: pages after a cursor that end where a transaction ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from db.hq import streams
from desk.domain.errors import DeskError
from desk.sync.wire import MOST_BYTES, MOST_OPS, Change

_MORE: Final = 50


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
    return tuple(_whole(connection, name, after, most))


def _whole(connection: Connection, name: str, after: int, most: int) -> Iterator[Change]:
    count, size = 0, 0
    for change in _changes(connection, name, after, most):
        yield change
        count, size = count + 1, size + len(change.body)
        if change.ends and (count >= most or size >= MOST_BYTES):
            return


def _changes(connection: Connection, name: str, after: int, most: int) -> Iterator[Change]:
    """A page's rows, and then a few at a time: the last transaction needs but some more."""
    while rows := streams.read(connection, name, after, most):
        for row in rows:
            yield Change(*row)
        after, most = rows[-1][0], _MORE
