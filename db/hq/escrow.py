"""Database keys of branches in sealed boxes, and the key that they are sealed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from db.hq import facts
from db.hq.models import escrow, fact

_PUBLIC: Final = "recovery_key"
_DROP_FACT: Final = delete(fact).where(fact.c.name == _PUBLIC)
_OF: Final = (
    select(escrow).where(escrow.c.device == bindparam("key")).order_by(escrow.c.kept_at.desc())
)
_SAME: Final = delete(escrow).where(
    escrow.c.device == bindparam("key"), escrow.c.recovery_key == bindparam("sealed_for")
)
_ADD: Final = insert(escrow)
_ALL: Final = select(escrow.c.device, escrow.c.recovery_key)


@dataclass(frozen=True, slots=True)
class Box:
    """A branch's database key, sealed for a recovery key."""

    device: UUID
    recovery_key: bytes
    box: bytes
    kept_at: datetime


def public_key(connection: Connection) -> bytes:
    """The institution's recovery key (X25519); b"" while there is none."""
    return bytes.fromhex(facts.get(connection, _PUBLIC) or "")


def set_public_key(connection: Connection, key: bytes) -> None:
    """From now on branches seal for this key."""
    connection.execute(_DROP_FACT)
    facts.put(connection, _PUBLIC, key.hex())


def keep(connection: Connection, new: Box) -> None:
    """Keep a box in the place of an earlier one for the same key."""
    connection.execute(_SAME, {"key": new.device, "sealed_for": new.recovery_key})
    values = {
        "device": new.device,
        "recovery_key": new.recovery_key,
        "box": new.box,
        "kept_at": new.kept_at,
    }
    connection.execute(_ADD, values)


def of(connection: Connection, device: UUID) -> Sequence[Box]:
    """The boxes of a device, the newest first."""
    return tuple(Box(*row) for row in connection.execute(_OF, {"key": device}))


def kept_for(connection: Connection, key: bytes) -> frozenset[UUID]:
    """Devices whose database key is sealed for a recovery key."""
    return frozenset(row.device for row in connection.execute(_ALL) if row.recovery_key == key)
