"""Encryption of pictures and scans: a random key for each, in portions that tell their place.

A key is used for one file and never again, so the portion's number serves as nonce.  Each portion
is bound to its file, its number and how many there are: none can be moved, left out or added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.domain.errors import DeskError

_TAG_BYTES: Final = 16
PORTION: Final = 256 * 1024 - _TAG_BYTES
"""Bytes of a portion before it is encrypted; with its tag it fills 256 KB."""

_KEY_BITS: Final = 256
_NONCE_BYTES: Final = 12
_COUNT_BYTES: Final = 4


def new_key() -> bytes:
    """A key for one file."""
    return AESGCM.generate_key(_KEY_BITS)


def seal_file(file_id: UUID, key: bytes, data: bytes) -> tuple[bytes, ...]:
    """The portions of a file, encrypted (AES-256-GCM); one at least."""
    cipher, count = AESGCM(key), max(-(-len(data) // PORTION), 1)
    view = memoryview(data)
    return tuple(
        cipher.encrypt(
            _nonce(number),
            view[number * PORTION : (number + 1) * PORTION],
            _bound_to(file_id, number, count),
        )
        for number in range(count)
    )


def open_file(file_id: UUID, key: bytes, portions: Sequence[bytes]) -> bytes:
    """The file; DeskError "attachment.damaged" when a portion was altered, moved or is missing."""
    return b"".join(_opened(file_id, key, portions))


def opens(file_id: UUID, key: bytes, first: bytes, count: int) -> bool:
    """Whether a key opens a file, told by its first portion."""
    try:
        AESGCM(key).decrypt(_nonce(0), first, _bound_to(file_id, 0, count))
    except (InvalidTag, ValueError):
        return False
    return True


def address_of(portions: Iterable[bytes]) -> str:
    """SHA-256 of a file's portions, each after its length, in hexadecimal."""
    digest = sha256()
    for portion in portions:
        digest.update(len(portion).to_bytes(_COUNT_BYTES) + portion)
    return digest.hexdigest()


def _opened(file_id: UUID, key: bytes, portions: Sequence[bytes]) -> Iterator[bytes]:
    if not portions:
        raise DeskError("attachment.damaged")
    try:
        cipher = AESGCM(key)
        for number, portion in enumerate(portions):
            bound = _bound_to(file_id, number, len(portions))
            yield cipher.decrypt(_nonce(number), portion, bound)
    except (InvalidTag, ValueError) as error:
        raise DeskError("attachment.damaged") from error


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES)


def _bound_to(file_id: UUID, number: int, count: int) -> bytes:
    return file_id.bytes + number.to_bytes(_COUNT_BYTES) + count.to_bytes(_COUNT_BYTES)
