"""Sealing of the identity annex: entries, their keys, and the private keys that open them.

An entry lies under a key of its own (XSalsa20-Poly1305).  That key is sealed to the public key of
each holder (X25519), so that whoever writes an entry cannot read another.  A holder's private key
lies under argon2id of a full password, or of the recovery code, and opens with nothing else.
PyNaCl is imported where it is used: no start waits for it.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.domain.errors import DeskError

PASSWORD: Final = b"branch-desk annex password 1:"
RECOVERY: Final = b"branch-desk annex recovery 1:"
"""What a secret is stretched for, so that one stretched for anything else is another key."""

_VOUCH: Final = b"branch-desk annex vouch 1:"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16
_TIME_COST: Final = 3
_MEMORY_KIB: Final = 64 * 1024
_LANES: Final = 4
_ID_BYTES: Final = 16
_LENGTH_BYTES: Final = 4
_HEAD_BYTES: Final = 2 * _ID_BYTES + _LENGTH_BYTES
_LEAST_BYTES: Final = 2048


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A private key under a stretched secret; the costs are those it was stretched with."""

    salt: bytes
    time_cost: int
    memory_kib: int
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Pair:
    """A holder's keys, as made."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry's body, encrypted, and the key that opens it, which is kept only sealed."""

    nonce: bytes
    ciphertext: bytes
    key: bytes = field(repr=False)


def new_pair() -> Pair:
    """A new pair of keys."""
    from nacl.public import PrivateKey

    private = PrivateKey.generate()
    return Pair(bytes(private.public_key), bytes(private))


def wrap(holder_id: UUID, private: bytes, secret: str, use: bytes) -> Wrapped:
    """Lock a private key; takes a tenth of a second or so on purpose.

    Args:
        secret: the full password, or the recovery code in its one form.
        use: `PASSWORD` or `RECOVERY`.
    """
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    stretched = _stretch(use, secret, salt, _TIME_COST, _MEMORY_KIB)
    sealed = AESGCM(stretched).encrypt(nonce, private, use + holder_id.bytes)
    return Wrapped(salt, _TIME_COST, _MEMORY_KIB, nonce, sealed)


def unwrap(holder_id: UUID, kept: Wrapped, secret: str, use: bytes) -> bytes | None:
    """The private key; None when the secret is another, or the row was altered or moved."""
    stretched = _stretch(use, secret, kept.salt, kept.time_cost, kept.memory_kib)
    try:
        return AESGCM(stretched).decrypt(kept.nonce, kept.wrapped, use + holder_id.bytes)
    except (InvalidTag, ValueError):
        return None


def seal_entry(incident_id: UUID, entry_id: UUID, body: bytes) -> SealedEntry:
    """Encrypt a body under a new key, bound to its incident and entry; its length tells little."""
    from nacl.secret import SecretBox

    key, nonce = os.urandom(SecretBox.KEY_SIZE), os.urandom(SecretBox.NONCE_SIZE)
    plain = incident_id.bytes + entry_id.bytes + len(body).to_bytes(_LENGTH_BYTES) + body
    sealed = SecretBox(key).encrypt(plain.ljust(_padded(len(plain)), b"\0"), nonce)
    return SealedEntry(nonce, sealed.ciphertext, key)


def open_entry(incident_id: UUID, entry_id: UUID, entry: SealedEntry) -> bytes:
    """Decrypt; DeskError "annex.damaged" when the row was altered or moved."""
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        plain = SecretBox(entry.key).decrypt(entry.ciphertext, entry.nonce)
    except (CryptoError, ValueError) as error:
        raise DeskError("annex.damaged") from error
    if plain[: 2 * _ID_BYTES] != incident_id.bytes + entry_id.bytes:
        raise DeskError("annex.damaged")
    length = int.from_bytes(plain[2 * _ID_BYTES : _HEAD_BYTES])
    return plain[_HEAD_BYTES : _HEAD_BYTES + length]


def seal_key(entry_id: UUID, key: bytes, public: bytes) -> bytes:
    """An entry's key for one holder; nobody else opens it, not even who sealed it."""
    from nacl.public import PublicKey, SealedBox

    return SealedBox(PublicKey(public)).encrypt(entry_id.bytes + key)


def open_key(entry_id: UUID, sealed: bytes, private: bytes) -> bytes:
    """An entry's key; DeskError "annex.damaged" when it is not for this holder and entry."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        plain = SealedBox(PrivateKey(private)).decrypt(sealed)
    except (CryptoError, ValueError) as error:
        raise DeskError("annex.damaged") from error
    if plain[:_ID_BYTES] != entry_id.bytes:
        raise DeskError("annex.damaged")
    return plain[_ID_BYTES:]


def vouch(private: bytes, holder_id: UUID, public: bytes) -> bytes:
    """What only the owner of a private key can compute: that another key is to get the entries."""
    return hmac.digest(private, _VOUCH + holder_id.bytes + public, "sha256")


def is_vouched(proof: bytes, private: bytes, holder_id: UUID, public: bytes) -> bool:
    """Whether the owner of a private key confirmed this other key."""
    return hmac.compare_digest(proof, vouch(private, holder_id, public))


def _padded(length: int) -> int:
    size = _LEAST_BYTES
    while size < length:
        size *= 2
    return size


def _stretch(use: bytes, secret: str, salt: bytes, time_cost: int, memory_kib: int) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        use + secret.encode(),
        salt,
        time_cost=time_cost,
        memory_cost=memory_kib,
        parallelism=_LANES,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
