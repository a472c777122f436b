"""What every request passes first: its size, its compression, and whose signature it carries.

The signature covers the bytes as they travel.  Whether the device may speak is asked later, in the
transaction of the work itself (`admit`), so that a request costs one commit and not two.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from db.hq import devices
from db.hq.devices import Device
from desk.domain.errors import DeskError
from desk.sync.chain import request_text

MOST_TRAVELLING: Final = 2 * 1024 * 1024
"""Bytes of a request as it travels."""

MOST_INFLATED: Final = 4 * 1024 * 1024
"""Bytes of a request once it is decompressed: a batch of `MOST_BYTES`, written as JSON."""

TOLERANCE: Final = timedelta(minutes=5)
"""How far a request's time may be from headquarters' clock; the answer tells that clock."""

_FORGET_EVERY: Final = 64
_FORGET_AT_ONCE: Final = 1000
"""One request in so many forgets numbers that are too old to be asked with again."""

SIGNED: Final = "desk.signed"
"""Where the scope of a request keeps who signed it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who says that a request is theirs, and the proof of it; not believed yet.

    Args:
        text: what was signed; at: by the device's idea of headquarters' clock.
    """

    device: UUID
    at: datetime
    nonce: UUID
    signature: bytes
    text: bytes


def read_signed(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Signed:
    """What a request's headers say of its sender; DeskError "hq.unsigned" when they do not."""
    try:
        seconds, nonce = int(headers["desk-time"]), UUID(headers["desk-nonce"])
        return Signed(
            device=UUID(headers["desk-device"]),
            at=datetime.fromtimestamp(seconds, UTC),
            nonce=nonce,
            signature=bytes.fromhex(headers["desk-signature"]),
            text=request_text(method, target, seconds, nonce, body),
        )
    except (KeyError, ValueError, OverflowError, OSError) as error:
        raise DeskError("hq.unsigned") from error


def admit(
    connection: Connection, signed: Signed, now: datetime, program: str = "", *, lock: bool = False
) -> Device:
    """The device that signed a request, which counts once.

    Args:
        lock: nobody else changes the device until the transaction ends.
        program: the version that the device says it has, if it does.

    Raises:
        DeskError: "hq.unknown_device", "hq.signature", "hq.stale" (the time is wrong),
            "hq.replayed", "hq.revoked".
    """
    device = devices.find(connection, signed.device, lock=lock)
    if device is None:
        raise DeskError("hq.unknown_device")
    try:
        Ed25519PublicKey.from_public_bytes(device.public_key).verify(signed.signature, signed.text)
    except InvalidSignature as error:
        raise DeskError("hq.signature") from error
    if abs(signed.at - now) > TOLERANCE:
        raise DeskError("hq.stale")
    if device.revoked_at is not None:
        raise DeskError("hq.revoked")
    if not devices.use_nonce(connection, device.id, signed.nonce, now):
        raise DeskError("hq.replayed")
    devices.change(connection, device.id, seen_at=now, program=program or device.program)
    if signed.nonce.int % _FORGET_EVERY == 0:
        devices.forget_nonces(connection, now - 2 * TOLERANCE, _FORGET_AT_ONCE)
    return device


def inflated(body: bytes, encoding: str) -> bytes:
    """A request's body, decompressed, never more than the limit.

    Raises:
        DeskError: "hq.encoding" (not known, or damaged), "hq.too_large".
    """
    if not encoding:
        return body
    if encoding != "gzip":
        raise DeskError("hq.encoding")
    opened = zlib.decompressobj(wbits=31)
    try:
        plain = opened.decompress(body, MOST_INFLATED)
    except zlib.error as error:
        raise DeskError("hq.encoding") from error
    if opened.unconsumed_tail:
        raise DeskError("hq.too_large")
    if not opened.eof:
        raise DeskError("hq.encoding")
    return plain


class Door:
    """ASGI middleware: a request's body is read once, within limits, and handed on as JSON."""

    def __init__(self, app: Any, refuse: Any) -> None:
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        try:
            headers = {name.decode("latin-1"): value.decode("latin-1")
                       for name, value in scope["headers"]}  # fmt: skip
            raw = await _read(receive, headers.get("content-length", ""))
            target = scope["raw_path"].decode("latin-1")
            if scope["query_string"]:
                target += "?" + scope["query_string"].decode("latin-1")
            if not scope["path"].startswith("/v1/enrol"):
                scope[SIGNED] = read_signed(scope["method"], target, headers, raw)
            plain = inflated(raw, headers.get("content-encoding", ""))
        except DeskError as error:
            await self._refuse(error, send)
            return
        await self._app(scope, _given(plain, receive), send)


async def _read(receive: Any, length: str) -> bytes:
    if length.isdigit() and int(length) > MOST_TRAVELLING:
        raise DeskError("hq.too_large")
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DeskError("hq.interrupted")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_TRAVELLING:
            raise DeskError("hq.too_large")
        more = message.get("more_body", False)
    return b"".join(parts)


def _given(body: bytes, receive: Any) -> Any:
    """A `receive` that gives a body at once, and then what the real one gives."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Any:
        return waiting.pop() if waiting else await receive()

    return give
