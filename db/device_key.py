"""The key with which this PC signs what it says of the incident log (Ed25519).

It lies in the encrypted database and is born when first needed.  A restored or copied database
has another device id, so it gets a key of its own, and the private half of the old one, which
belongs to the PC that goes on, is destroyed in the copy.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, bindparam, insert, select, update

from db.models import device_key

_OWN: Final = select(device_key.c.private).where(device_key.c.device_id == bindparam("device"))
_ADD: Final = insert(device_key)
_FORGET: Final = update(device_key).values(private=None)
_PUBLIC: Final = select(device_key.c.device_id, device_key.c.public)


def sign(connection: Connection, device_id: UUID, at: datetime, text: str) -> bytes:
    """This device's signature of a text; its key is made now when it has none."""
    return _own_key(connection, device_id, at).sign(text.encode())


def public_keys(connection: Connection) -> dict[UUID, bytes]:
    """The public halves of all devices that ever signed in this database."""
    return {row.device_id: row.public for row in connection.execute(_PUBLIC)}


def is_signed(public: bytes, text: str, signature: bytes) -> bool:
    """Whether a signature of a text is that of a key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _own_key(connection: Connection, device_id: UUID, at: datetime) -> Ed25519PrivateKey:
    row = connection.execute(_OWN, {"device": device_id}).first()
    if row is not None and row.private is not None:
        return Ed25519PrivateKey.from_private_bytes(row.private)
    key = Ed25519PrivateKey.generate()
    connection.execute(_FORGET)
    values = {"device_id": device_id, "at": at, "private": key.private_bytes_raw()}
    connection.execute(_ADD, {**values, "public": key.public_key().public_bytes_raw()})
    return key
