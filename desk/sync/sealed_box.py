"""Boxes that one PC alone can open, made for the key with which it signs.

Headquarters keep of a client only such a box: they can hand it down, and cannot look into it.  The
Ed25519 pair is turned into its X25519 counterpart (libsodium); PyNaCl is imported where it is used.
"""

from __future__ import annotations

from desk.domain.errors import DeskError


def seal_for(public_key: bytes, plain: bytes) -> bytes:
    """A box that the holder of the private half opens; each call gives another one.

    Args:
        public_key: the receiver's Ed25519 key (32 bytes).

    Raises:
        DeskError: "sync.box_key" when this is no such key.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import SealedBox
    from nacl.signing import VerifyKey

    try:
        receiver = VerifyKey(public_key).to_curve25519_public_key()
    except (CryptoError, ValueError, RuntimeError) as error:
        raise DeskError("sync.box_key") from error
    return SealedBox(receiver).encrypt(plain)


def open_box(private: bytes, box: bytes) -> bytes:
    """What is in a box.

    Args:
        private: the receiver's Ed25519 key (32 bytes), as `enrolment.private` holds it.

    Raises:
        DeskError: "sync.box" when it was made for another key, or was altered.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import SealedBox
    from nacl.signing import SigningKey

    try:
        return SealedBox(SigningKey(private).to_curve25519_private_key()).decrypt(box)
    except (CryptoError, ValueError) as error:
        raise DeskError("sync.box") from error
