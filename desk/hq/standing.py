"""How a device's operations compare with what is here, and a copy that takes over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from db.hq import devices, streams
from db.hq.devices import Device, Epoch
from db.hq.streams import Origin
from desk.domain.errors import DeskError
from desk.sync.chain import first_hash
from desk.sync.wire import HQ_STREAM, Head, Hello, Standing, Takeover


def standing(connection: Connection, device: Device, hello: Hello) -> Standing:
    """Compare both ends' last operations, before anything is sent.

    A device cannot tell by itself that it was set back to an older state: its next number would
    be one that headquarters have already, with another content.
    """
    if hello.incarnation != device.incarnation:
        return Standing.SUPERSEDED
    own = hello.head
    if own.epoch != device.epoch:
        return Standing.HQ_AHEAD if own.epoch < device.epoch else Standing.BRANCH_AHEAD
    if own.seq > device.seq:
        return Standing.BRANCH_AHEAD
    if own.seq and own.hash != _hash_at(connection, device, own.seq):
        return Standing.FORKED
    return Standing.ALIKE if own.seq == device.seq else Standing.HQ_AHEAD


def head_of(device: Device) -> Head:
    """A device's last operation that is here."""
    return Head(device.epoch, device.seq, device.hash)


def take_over(connection: Connection, device_id: UUID, asked: Takeover, at: datetime) -> Head:
    """Begin a new epoch after everything that is here; the earlier copy may not send any more.

    Raises:
        DeskError: "hq.revoked"; "hq.superseded" when somebody was faster.
    """
    device = devices.find(connection, device_id, lock=True)
    if device is None or device.revoked_at is not None:
        raise DeskError("hq.revoked")
    if head_of(device) != asked.seen:
        raise DeskError("hq.superseded")
    number = max(device.epoch, asked.epoch) + 1
    first = first_hash(device.id, number, device.epoch, device.seq, device.hash)
    before = (device.epoch, device.seq, first, device.signature)
    devices.begin(connection, Epoch(device.id, number, asked.incarnation, at, *before))
    devices.change(
        connection,
        device.id,
        epoch=number,
        seq=0,
        hash=first,
        signature=None,
        incarnation=asked.incarnation,
    )
    return Head(number, 0, first)


def readable(connection: Connection, device: Device) -> dict[str, int]:
    """The streams that a device may read, derived from where it belongs, with their last numbers.

    Args:
        device: its own branch's, and what headquarters send to all.
    """
    names = (device.stream, HQ_STREAM)
    return streams.heads_of(connection, names)


def rewound(connection: Connection, hello: Hello, may_read: Collection[str]) -> tuple[str, ...]:
    """Streams in which something else stands under the last number that the device has read."""
    return tuple(
        name
        for name, mark in hello.marks.items()
        if name in may_read and streams.op_at(connection, name, mark.seq) != mark.op_id
    )


def _hash_at(connection: Connection, device: Device, seq: int) -> bytes | None:
    if seq == device.seq:
        return device.hash
    origin = Origin(device.stream, device.id, device.epoch)
    return streams.hashes(connection, origin, seq, seq).get(seq)
