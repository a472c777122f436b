"""What headquarters are: an id, a history, and the key with which they sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from db.hq import facts, streams
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.sync.wire import HQ_STREAM

_ID: Final = "id"
_HISTORY: Final = "history"
_KEY: Final = "signing_key"


@dataclass(frozen=True, slots=True)
class Identity:
    """Headquarters, as branches know them.

    Args:
        history: another one after headquarters were set back to an earlier state.
        public_key: Ed25519, with which packs and checkpoints are signed.
    """

    id: UUID
    history: UUID
    public_key: bytes


def make(connection: Connection, new_id: IdMaker) -> bool:
    """Give new tables an identity; False when they have one."""
    if facts.get(connection, _ID) is not None:
        return False
    key = Ed25519PrivateKey.generate()
    facts.put(connection, _ID, str(new_id()))
    facts.put(connection, _HISTORY, str(new_id()))
    facts.put(connection, _KEY, key.private_bytes_raw().hex())
    streams.make(connection, HQ_STREAM)
    return True


def identity(connection: Connection) -> Identity:
    """Who headquarters are; DeskError "hq.not_ready" before `desk hq init`."""
    found = facts.all_of(connection, _ID, _HISTORY, _KEY)
    if len(found) < 3:
        raise DeskError("hq.not_ready")
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(found[_KEY])).public_key()
    return Identity(UUID(found[_ID]), UUID(found[_HISTORY]), public.public_bytes_raw())


def history(connection: Connection) -> UUID:
    """Which state headquarters were never set back behind; DeskError "hq.not_ready"."""
    found = facts.get(connection, _HISTORY)
    if found is None:
        raise DeskError("hq.not_ready")
    return UUID(found)


def sign(connection: Connection, text: bytes) -> bytes:
    """Headquarters' signature of a text that begins with a tag of its own.

    Raises:
        DeskError: "hq.not_ready" before `desk hq init`.
    """
    key = facts.get(connection, _KEY)
    if key is None:
        raise DeskError("hq.not_ready")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key)).sign(text)


def private_key(connection: Connection) -> bytes:
    """Headquarters' Ed25519 key, to open what was sealed for them and what two ends share.

    Raises:
        DeskError: "hq.not_ready" before `desk hq init`.
    """
    key = facts.get(connection, _KEY)
    if key is None:
        raise DeskError("hq.not_ready")
    return bytes.fromhex(key)
