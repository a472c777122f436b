"""Taking PCs in: a code for one of them, used once, or for several that a person then approves."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from db.hq import codes, devices, site_tokens, streams
from db.hq.codes import Code
from db.hq.devices import Device, Epoch
from db.hq.site_tokens import SiteToken
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
    code = made_up()
    codes.add(connection, digest_of(code), branch, at, at + valid)
    return code


def take_in(connection: Connection, asked: Enrol, at: datetime) -> Device | None:
    """Take a PC in; asked again in the same words, it is told the same (a reply got lost).

    Returns:
        the PC, or None while it waits for a person's approval.

    Raises:
        DeskError: "hq.code" (no such code, used by another PC, or too old), "hq.signature",
            "hq.device_taken" (the PC is here already with another key), "hq.turned_away".
    """
    _prove(asked)
    digest = digest_of(asked.code)
    known = devices.find(connection, asked.device, lock=True)
    token = site_tokens.find(connection, digest)
    if token is not None:
        return _by_token(connection, asked, token, known, at)
    code = codes.find(connection, digest)
    if known is not None and code is not None and _again(asked, known, code):
        return known
    if code is None or code.used_at is not None or code.until < at:
        raise DeskError("hq.code")
    if known is not None:
        raise DeskError("hq.device_taken")
    device = _added(connection, asked, code.stream, at)
    codes.use(connection, digest, device.id, at)
    return device


def made_up() -> str:
    """Groups of letters and digits, without those that look alike."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)


def digest_of(code: str) -> bytes:
    """Of the letters alone, however they were typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(letters.encode()).digest()


def _by_token(
    connection: Connection, asked: Enrol, token: SiteToken, known: Device | None, at: datetime
) -> Device | None:
    """Ask, wait, be taken in: each time in the same words."""
    before = site_tokens.applied(connection, asked.device)
    if before is None:
        if known is not None:
            raise DeskError("hq.device_taken")
        _apply(connection, asked, token, at)
        return None
    if before.public_key != asked.public_key or before.token != token.digest:
        raise DeskError("hq.device_taken")
    if before.wanted is None:
        return None
    if not before.wanted:
        raise DeskError("hq.turned_away")
    if known is None:
        return _added(connection, asked, token.stream, at)
    if known.public_key != asked.public_key or known.revoked_at is not None:
        raise DeskError("hq.device_taken")
    return known


def _apply(connection: Connection, asked: Enrol, token: SiteToken, at: datetime) -> None:
    full = site_tokens.asked(connection, token.digest) >= token.most
    if token.until < at or full:
        raise DeskError("hq.code")
    site_tokens.ask(connection, token.digest, asked.device, asked.name, asked.public_key, at)


def _added(connection: Connection, asked: Enrol, stream: str, at: datetime) -> Device:
    device = _new(asked, stream, at)
    devices.add(connection, device, Epoch(device.id, 1, asked.incarnation, at, 0, 0, device.hash))
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
