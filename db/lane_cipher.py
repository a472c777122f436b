"""Personal keys on their way to headquarters, under a key that only this database's key gives.

Headquarters keep them for the day on which a backup has to be put back, and cannot open them.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

T = TypeVar("T")

_USE: Final = b"branch-desk lane 1"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class PersonKey(msgspec.Struct, frozen=True):
    """What opens a row of personal data.

    Args:
        data_id: the row with the fields as they were put right; None when they never were.
        expires: the day at whose close the key is destroyed; None = no day.
    """

    key: bytes
    data_id: UUID | None
    expires: date | None


class FileKey(msgspec.Struct, frozen=True):
    """What opens a picture or scan, and with what it is erased.

    Args:
        text_id, entry_id: as in `attachment_key`; key: None when it lies in the sealed annex.
        portions: how many there are.
    """

    text_id: UUID | None
    entry_id: UUID | None
    key: bytes | None
    portions: int


def lane_key(database_key: bytes) -> bytes:
    """The key of the lane, from the raw database key (HKDF-SHA-256)."""
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=_USE).derive(database_key)


def wrap(key: bytes, row_id: UUID, kept: PersonKey | FileKey) -> bytes:
    """Encrypt what opens a row, bound to the row (AES-256-GCM, the nonce first)."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, msgspec.json.encode(kept), row_id.bytes)


def unwrap(key: bytes, row_id: UUID, wrapped: bytes, kind: type[T]) -> T | None:
    """What opens a row; None when it was wrapped for another database, or altered."""
    nonce, rest = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return msgspec.json.decode(AESGCM(key).decrypt(nonce, rest, row_id.bytes), type=kind)
    except (InvalidTag, ValueError):
        return None
