"""The two codes that are read over the telephone when a head's password is lost.

Both ends have the secret since this PC was taken in: it follows from either's private and the
other's public key, so nothing more is kept or sent.  A question names no account and no PC in plain
words; its own proof tells headquarters which PC asked for which account.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk.domain.spoken import BITS, heard, spoken

GROUPS: Final = 3
"""Of either code: 60 bits and three check signs."""

NONCE_BYTES: Final = 5
"""Of a question; the rest of it is the proof."""

_USE: Final = b"branch-desk challenge 1"
_QUESTION: Final = b"question"
_ANSWER: Final = b"answer"
_PROOF_BITS: Final = GROUPS * BITS - NONCE_BYTES * 8
_ANSWER_BITS: Final = GROUPS * BITS


def shared_secret(private: bytes, public: bytes, device: UUID) -> bytes:
    """What headquarters and a PC both know, and nobody else.

    Args:
        private: one's own Ed25519 key; public: the other's; device: the PC.
    """
    from nacl.bindings import crypto_scalarmult
    from nacl.signing import SigningKey, VerifyKey

    own = SigningKey(private).to_curve25519_private_key().encode()
    other = VerifyKey(public).to_curve25519_public_key().encode()
    common = crypto_scalarmult(own, other)
    return HKDF(SHA256(), 32, salt=device.bytes, info=_USE).derive(common)


def question(secret: bytes, login: str, nonce: bytes) -> str:
    """What the branch reads out.

    Args:
        login: of the account; nonce: `NONCE_BYTES` at random, used once.
    """
    proof = _mac(secret, _QUESTION, login, nonce, _PROOF_BITS)
    return spoken(int.from_bytes(nonce, "big") << _PROOF_BITS | proof, GROUPS)


def nonce_of(secret: bytes, login: str, typed: str) -> bytes | None:
    """The nonce of a question; None when it is not of this PC and account.

    Raises:
        DeskError: "spoken.length", "spoken.group" when it was misheard.
    """
    number = heard(typed, GROUPS)
    nonce = (number >> _PROOF_BITS).to_bytes(NONCE_BYTES, "big")
    proof = number & (1 << _PROOF_BITS) - 1
    return nonce if proof == _mac(secret, _QUESTION, login, nonce, _PROOF_BITS) else None


def answer(secret: bytes, login: str, nonce: bytes) -> str:
    """What headquarters read back."""
    return spoken(_mac(secret, _ANSWER, login, nonce, _ANSWER_BITS), GROUPS)


def is_answer(secret: bytes, login: str, nonce: bytes, typed: str) -> bool:
    """Whether what was typed is the answer.

    Raises:
        DeskError: "spoken.length", "spoken.group" when it was misheard.
    """
    size = -(-_ANSWER_BITS // 8)
    given = heard(typed, GROUPS).to_bytes(size, "big")
    right = _mac(secret, _ANSWER, login, nonce, _ANSWER_BITS).to_bytes(size, "big")
    return hmac.compare_digest(given, right)


def _mac(secret: bytes, use: bytes, login: str, nonce: bytes, bits: int) -> int:
    """The first bits of HMAC-SHA-256; the nonce has one length, so the parts cannot be shifted."""
    text = use + b"\0" + nonce + login.encode()
    return int.from_bytes(hmac.digest(secret, text, sha256), "big") >> 256 - bits
