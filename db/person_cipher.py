"""Encryption of one person's fields under a random key that nothing else uses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose

_KEY_BITS: Final = 256
_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Sealed:
    """A person's fields, encrypted, and the key that opens them."""

    key: bytes
    nonce: bytes
    ciphertext: bytes


def seal(row_id: UUID, purpose: Purpose, person: Person) -> Sealed:
    """Encrypt under a new key, bound to the row and the purpose (AES-256-GCM)."""
    key, nonce = AESGCM.generate_key(_KEY_BITS), os.urandom(_NONCE_BYTES)
    plain = msgspec.json.encode({k: v for k, v in _fields(person).items() if v})
    return Sealed(key, nonce, AESGCM(key).encrypt(nonce, plain, _bound_to(row_id, purpose)))


def unseal(row_id: UUID, purpose: Purpose, sealed: Sealed) -> Person:
    """Decrypt; DeskError "person.damaged" when the row was altered or moved."""
    try:
        plain = AESGCM(sealed.key).decrypt(
            sealed.nonce, sealed.ciphertext, _bound_to(row_id, purpose)
        )
    except InvalidTag as error:
        raise DeskError("person.damaged") from error
    return msgspec.json.decode(plain, type=Person)


def _fields(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "text": person.text,
    }


def _bound_to(row_id: UUID, purpose: Purpose) -> bytes:
    return row_id.bytes + purpose.value.encode()
