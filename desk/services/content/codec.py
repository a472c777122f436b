"""A pack as bytes: what the database keeps and what travels."""

from __future__ import annotations

import hashlib
import zlib

import msgspec

from desk.domain.errors import DeskError
from desk.services.content.schema import Pack

LIMIT = 16 * 1024 * 1024
"""The largest pack in bytes before compression; more is an attack or a mistake."""

_decoder = msgspec.json.Decoder(Pack)


def encode(pack: Pack) -> bytes:
    """The pack as compressed JSON; equal packs give equal JSON.

    Raises:
        DeskError: "content.too_large" (limit in bytes).
    """
    text = msgspec.json.encode(pack, order="deterministic")
    if len(text) > LIMIT:
        raise DeskError("content.too_large", limit=LIMIT)
    return zlib.compress(text, 9)


def decode(data: bytes) -> Pack:
    """The pack that `encode` made.

    Raises:
        DeskError: "content.too_large" (limit), "content.damaged" when the bytes are no pack.
    """
    try:
        return _decoder.decode(_expand(data))
    except msgspec.MsgspecError as error:
        raise DeskError("content.damaged", reason=str(error)) from None


def sha256(data: bytes) -> str:
    """The fingerprint of an encoded pack's content in hex; how it was compressed plays no part.

    Raises:
        DeskError: as `decode`.
    """
    return hashlib.sha256(_expand(data)).hexdigest()


def _expand(data: bytes) -> bytes:
    expander = zlib.decompressobj()
    try:
        text = expander.decompress(data, LIMIT + 1)
    except zlib.error:
        raise DeskError("content.damaged", reason="not compressed data") from None
    if len(text) > LIMIT:
        raise DeskError("content.too_large", limit=LIMIT)
    if not expander.eof or expander.unused_data:
        raise DeskError("content.damaged", reason="cut off or followed by something else")
    return text
