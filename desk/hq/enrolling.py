"""Taking PCs in: a code for one of them, used once, and its key from then on."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from db.hq import codes, devices, streams
from db.hq.codes import Code
from db.hq.devices import Device, Epoch
from desk.domain.errors import DeskError
from desk.sync.chain import enrol_text, first_hash
from desk.sync.wire import Enrol

_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS: Final = 4
_LETTERS: Final = 4
VALID: Final = timedelta(days=7)
"""How long a code may wait for its PC."""


def new_code(connection: Connection, branch: str, at: datetime, valid: timedelta = VALID) -> str:
    """A code for one PC of a branch; only its digest is kept.

    Args:
        branch: the stream, made when it is the branch's first code.

    Returns:
        four groups of four letters and digits, without those that look alike.
    """
    if streams.head(connection, branch) is None:
        streams.make(connection, branch)
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    code = "-".join(groups)
    codes.add(connection, _digest(code), branch, at, at + valid)
    return code


def take_in(connection: Connection, asked: Enrol, at: datetime) -> Device:
    """Take a PC in; asked again in the same words, it is told the same (a reply got lost).

    Raises:
        DeskError: "hq.code" (no such code, used by another PC, or too old), "hq.signature",
            "hq.device_taken" (the PC is here already with another key).
    """
    _prove(asked)
    digest = _digest(asked.code)
    code = codes.find(connection, digest)
    known = devices.find(connection, asked.device, lock=True)
    if known is not None and code is not None and _again(asked, known, code):
        return known
    if code is None or code.used_at is not None or code.until < at:
        raise DeskError("hq.code")
    if known is not None:
        raise DeskError("hq.device_taken")
    device = _new(asked, code.stream, at)
    first = Epoch(device.id, 1, asked.incarnation, at, 0, 0, device.hash)
    devices.add(connection, device, first)
    codes.use(connection, digest, device.id, at)
    return device


def _again(asked: Enrol, known: Device, code: Code) -> bool:
    """Whether the same PC asks once more with the same key."""
    same = code.used_by == known.id and known.public_key == asked.public_key
    return same and known.revoked_at is None


def _new(asked: Enrol, stream: str, at: datetime) -> Device:
    return Device(
        id=asked.device,
        stream=stream,
        name=asked.name,
        public_key=asked.public_key,
        enrolled_at=at,
        incarnation=asked.incarnation,
        epoch=1,
        seq=0,
        hash=first_hash(asked.device, 1, 0, 0, b""),
    )


def _prove(asked: Enrol) -> None:
    text = enrol_text(asked.code, asked.device, asked.public_key, asked.incarnation)
    try:
        Ed25519PublicKey.from_public_bytes(asked.public_key).verify(asked.proof, text)
    except (InvalidSignature, ValueError) as error:
        raise DeskError("hq.signature") from error


def _digest(code: str) -> bytes:
    """Of the letters alone, however they were typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(letters.encode()).digest()
