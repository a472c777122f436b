"""The escrow: a branch's database key, sealed for the institution's recovery key.

Headquarters keep the box and cannot open it: the recovery key's private half was printed once and
lies in the institution's safe.  Which key a PC seals for was seen by the person who took it in; a
later change needs a person again, so that headquarters cannot put a key of their own in its place.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Final, Protocol
from uuid import UUID

from msgspec import Meta, Struct

from desk.domain.entry_log import short
from desk.domain.errors import DeskError
from desk.sync.wire import Key

if TYPE_CHECKING:
    from db.database import Database

_TAG: Final = b"branch-desk escrow 1\0"
_SEALED_FOR: Final = "escrow_sealed_for"
_KEY_BYTES: Final = 32


class EscrowKey(Struct, frozen=True):
    """The institution's recovery key (X25519); b"" while headquarters have none."""

    recovery_key: Annotated[bytes, Meta(max_length=32)] = b""


class EscrowBox(Struct, frozen=True):
    """A PC's database key, sealed for that key."""

    recovery_key: Key
    box: Annotated[bytes, Meta(min_length=64, max_length=512)]


class EscrowKept(Struct, frozen=True):
    """Headquarters keep the box."""

    recovery_key: Key


class EscrowLine(Protocol):
    """What a line to headquarters can do for the escrow."""

    def escrow_key(self) -> EscrowKey:
        """Ask for the institution's recovery key."""

    def escrow(self, box: EscrowBox) -> EscrowKept:
        """Hand a box over."""


def new_recovery_key() -> tuple[bytes, bytes]:
    """A private and a public key for an institution."""
    from nacl.public import PrivateKey

    private = PrivateKey.generate()
    return private.encode(), private.public_key.encode()


def public_of(private: bytes) -> bytes:
    """The public half of a recovery key."""
    from nacl.public import PrivateKey

    return PrivateKey(private).public_key.encode()


def fingerprint(recovery_key: bytes) -> str:
    """A recovery key as two people compare it: four groups of four signs."""
    return short(sha256(b"branch-desk escrow key 1:" + recovery_key).digest())


def sealed(recovery_key: bytes, device: UUID, database_key: bytes) -> bytes:
    """A database key in a box that the recovery key alone opens, bound to its PC."""
    from nacl.public import PublicKey, SealedBox

    return SealedBox(PublicKey(recovery_key)).encrypt(_TAG + device.bytes + database_key)


def opened(private: bytes, device: UUID, box: bytes) -> bytes:
    """The database key in a box.

    Raises:
        DeskError: "escrow.wrong_key" when the box was sealed for another key, or for another PC.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        plain = SealedBox(PrivateKey(private)).decrypt(box)
    except CryptoError as error:
        raise DeskError("escrow.wrong_key") from error
    head = _TAG + device.bytes
    if plain[: len(head)] != head or len(plain) != len(head) + _KEY_BYTES:
        raise DeskError("escrow.wrong_key")
    return plain[len(head) :]


def sealed_for(database: Database) -> bytes:
    """The recovery key that this PC has sealed for; b"" when it has not yet."""
    with database.reader() as reader:
        return bytes.fromhex(reader.meta.get(_SEALED_FOR, ""))


def hand_over(
    database: Database, line: EscrowLine, database_key: bytes, recovery_key: bytes
) -> None:
    """Seal the database key for the institution, and let headquarters keep it.

    Args:
        recovery_key: the one that a person here has seen.

    Raises:
        DeskError: "hq.escrow_key" when headquarters have another one by now; what the line raises.
    """
    with database.reader() as reader:
        known = reader.sync.enrolment()
    if known is None:
        raise DeskError("sync.not_enrolled")
    line.escrow(EscrowBox(recovery_key, sealed(recovery_key, known.device, database_key)))
    with database.unit_of_work() as uow:
        uow.meta.note(_SEALED_FOR, recovery_key.hex())
        uow.commit()
