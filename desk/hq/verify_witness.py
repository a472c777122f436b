"""Are the checkpoints of incident logs what the PCs and headquarters signed?"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.device_key import is_signed
from db.hq import checking
from desk.domain.entry_log import ORIGIN
from desk.domain.witness import cosigned_text
from desk.hq.findings import Check, Finding, Found


def witnessed(
    connection: Connection, name: str, public_key: bytes, check: Check
) -> Iterator[Finding]:
    """Look at both signatures of every checkpoint of a branch, and whether one is missing.

    Args:
        public_key: headquarters'.
    """
    device: UUID | None = None
    number = size = 0
    for row in checking.witnessed(connection, name):
        check.checkpoints += 1
        if row.device != device:
            device, number, size = row.device, 0, 0
        if what := _doubt(row, public_key):
            yield Finding(what, name, row.device, row.epoch, row.number)
        elif row.number != number + 1 or (row.size < size and not row.set_back):
            yield Finding(Found.UNWITNESSED, name, row.device, row.epoch, row.number)
        number, size = row.number, row.size


def _doubt(row: Any, public_key: bytes) -> Found | None:
    signed = is_signed(bytes(row.public_key), row.text, bytes(row.device_signature))
    if not signed or not _says(row):
        return Found.CHECKPOINT
    if not is_signed(public_key, cosigned_text(row.text, row.at), bytes(row.signature)):
        return Found.COSIGNATURE
    return None


def _says(row: Any) -> bool:
    """Whether the signed text is of the size, hash and device that stand beside it."""
    root = b64encode(bytes(row.root)).decode()
    head = f"{ORIGIN}\n{row.size}\n{root}\ndevice {row.log_device}\n"
    return str(row.text).startswith(head)
