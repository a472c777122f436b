"""Devices: who may speak to headquarters, and how far their operations are here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    Uuid,
    bindparam,
    delete,
    insert,
    select,
    text,
    tuple_,
    update,
)

from db.hq.models import device, epoch, nonce
from db.hq.types import Moment

_BY_ID: Final = select(device).where(device.c.id == bindparam("key"))
_LOCKED: Final = _BY_ID.with_for_update()
_ALL: Final = select(device).order_by(device.c.stream, device.c.enrolled_at, device.c.id)
_ADD: Final = insert(device)
_SET: Final = update(device).where(device.c.id == bindparam("key"))
_ADD_EPOCH: Final = insert(epoch)
_EPOCHS: Final = select(epoch).where(epoch.c.device == bindparam("key")).order_by(epoch.c.epoch)
_ADD_NONCE: Final = text(
    "INSERT INTO nonce (device, nonce, at) VALUES (:device, :nonce, :at) ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("device", type_=Uuid), bindparam("nonce", type_=Uuid), bindparam("at", type_=Moment)
)
_OLD_NONCES: Final = delete(nonce).where(
    tuple_(nonce.c.device, nonce.c.nonce).in_(
        select(nonce.c.device, nonce.c.nonce)
        .where(nonce.c.at < bindparam("before"))
        .order_by(nonce.c.at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
)


@dataclass(frozen=True, slots=True)
class Device:
    """A PC that was taken in.

    Args:
        stream: its branch's; incarnation: the copy of its database that speaks for it.
        epoch, seq, hash: its last operation that is here.
        seen_at: when it last asked anything; program: the version it said.
        signature: its own over its last operation; None before the first.
    """

    id: UUID
    stream: str
    name: str
    public_key: bytes
    enrolled_at: datetime
    incarnation: UUID
    epoch: int
    seq: int
    hash: bytes
    program: str = ""
    revoked_at: datetime | None = None
    seen_at: datetime | None = None
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Epoch:
    """One life of a device's database, and the operation after which it began."""

    device: UUID
    epoch: int
    incarnation: UUID
    began_at: datetime
    after_epoch: int
    after_seq: int
    first_hash: bytes
    after_signature: bytes | None = None


def find(connection: Connection, device_id: UUID, *, lock: bool = False) -> Device | None:
    """A device, or None.

    Args:
        lock: nobody else changes it until this transaction ends.
    """
    row = connection.execute(_LOCKED if lock else _BY_ID, {"key": device_id}).first()
    return None if row is None else _device(row)


def every(connection: Connection) -> tuple[Device, ...]:
    """All devices, by stream and age."""
    return tuple(_device(row) for row in connection.execute(_ALL))


def add(connection: Connection, new: Device, first: Epoch) -> None:
    """Take a device in, with its first epoch."""
    values = {name: getattr(new, name) for name in device.c.keys()}  # noqa: SIM118
    connection.execute(_ADD, values)
    begin(connection, first)


def begin(connection: Connection, new: Epoch) -> None:
    """Write down an epoch of a device."""
    connection.execute(_ADD_EPOCH, {name: getattr(new, name) for name in epoch.c.keys()})  # noqa: SIM118


def epochs(connection: Connection, device_id: UUID) -> tuple[Epoch, ...]:
    """All epochs of a device, the first one first."""
    return tuple(Epoch(*row) for row in connection.execute(_EPOCHS, {"key": device_id}))


def change(connection: Connection, device_id: UUID, **values: Any) -> None:
    """Set columns of a device."""
    connection.execute(_SET.values(**values), {"key": device_id})


def use_nonce(connection: Connection, device_id: UUID, number: UUID, at: datetime) -> bool:
    """Whether a request's number is new; from now on it is not."""
    done = connection.execute(_ADD_NONCE, {"device": device_id, "nonce": number, "at": at})
    return bool(done.rowcount)


def forget_nonces(connection: Connection, before: datetime, most: int) -> None:
    """Remove the numbers of requests that would be refused for their age, the oldest first.

    Args:
        most: so many; what another worker is removing at this moment is passed by.
    """
    connection.execute(_OLD_NONCES, {"before": before, "most": most})


def _device(row: Row[Any]) -> Device:
    return Device(**row._mapping)
