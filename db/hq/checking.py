"""Reading everything that headquarters keep, some at a time, to see whether it is what it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, tuple_

from db.hq.lane_models import log_witness
from db.hq.models import feed, op

_ORIGINS: Final = (
    select(op.c.device, op.c.epoch)
    .where(
        op.c.stream == bindparam("called"),
        tuple_(op.c.device, op.c.epoch)
        > tuple_(
            bindparam("device", type_=op.c.device.type), bindparam("epoch", type_=op.c.epoch.type)
        ),
    )
    .order_by(op.c.device, op.c.epoch)
    .limit(1)
)
_OPS: Final = (
    select(op)
    .where(
        op.c.stream == bindparam("called"),
        op.c.device == bindparam("of_device"),
        op.c.epoch == bindparam("in_epoch"),
        op.c.seq > bindparam("after"),
    )
    .order_by(op.c.seq)
    .limit(bindparam("most"))
)
_SAME: Final = (
    (op.c.stream == feed.c.stream)
    & (op.c.device == feed.c.device)
    & (op.c.epoch == feed.c.epoch)
    & (op.c.seq == feed.c.op_seq)
)
_FEED: Final = (
    select(feed, op.c.op_id, op.c.txn_id, op.c.ends, op.c.state)
    .outerjoin(op, _SAME)
    .where(feed.c.stream == bindparam("called"), feed.c.seq > bindparam("after"))
    .order_by(feed.c.seq)
    .limit(bindparam("most"))
)
_UNLISTED: Final = (
    select(op.c.device, op.c.epoch, op.c.seq, op.c.op_id)
    .outerjoin(feed, _SAME)
    .where(op.c.stream == bindparam("called"), op.c.state == "accepted", feed.c.seq.is_(None))
    .order_by(op.c.device, op.c.epoch, op.c.seq)
    .limit(bindparam("most"))
)
_WITNESSED: Final = (
    select(log_witness)
    .where(
        log_witness.c.stream == bindparam("called"),
        tuple_(log_witness.c.device, log_witness.c.number)
        > tuple_(
            bindparam("device", type_=log_witness.c.device.type),
            bindparam("number", type_=log_witness.c.number.type),
        ),
    )
    .order_by(log_witness.c.device, log_witness.c.number)
    .limit(bindparam("most"))
)
_AT_ONCE: Final = 1000
_FIRST: Final = UUID(int=0)


def origins(connection: Connection, name: str) -> Iterator[tuple[UUID, int]]:
    """Whose operations a stream has: devices and their epochs, found by steps of the index."""
    device, epoch = _FIRST, -1
    while row := connection.execute(
        _ORIGINS, {"called": name, "device": device, "epoch": epoch}
    ).first():
        device, epoch = row.device, row.epoch
        yield device, epoch


def ops(connection: Connection, name: str, device: UUID, epoch: int) -> Iterator[Any]:
    """All operations of an origin, in the order of their numbers."""
    after = -1
    values = {"called": name, "of_device": device, "in_epoch": epoch, "most": _AT_ONCE}
    while rows := connection.execute(_OPS, {**values, "after": after}).all():
        yield from rows
        after = rows[-1].seq


def lines(connection: Connection, name: str) -> Iterator[Any]:
    """All lines of a stream, each with its operation (columns None when that is missing)."""
    after = -1
    while rows := connection.execute(
        _FEED, {"called": name, "after": after, "most": _AT_ONCE}
    ).all():
        yield from rows
        after = rows[-1].seq


def unlisted(connection: Connection, name: str, most: int) -> Sequence[Any]:
    """Operations that were accepted and stand in no line of the stream."""
    return connection.execute(_UNLISTED, {"called": name, "most": most}).all()


def witnessed(connection: Connection, name: str) -> Iterator[Any]:
    """All countersigned checkpoints of a branch, each PC's in their order."""
    device, number = _FIRST, -1
    values = {"called": name, "most": _AT_ONCE}
    while rows := connection.execute(
        _WITNESSED, {**values, "device": device, "number": number}
    ).all():
        yield from rows
        device, number = rows[-1].device, rows[-1].number
