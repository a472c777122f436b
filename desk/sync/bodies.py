"""What of a row goes to headquarters: its columns as JSON, one text for one row.

Rows that the outbox points to are never changed, so a body can be made again at any time, to the
byte.  Personal data goes as it lies here: ciphertext, without its key.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from db.stores.sync import SyncReader
from db.stores.sync_rows import ROW_KINDS
from desk.sync.lane_bodies import ERASURES

SCHEMA: Final = 1
"""Version of all bodies; raised when a column's meaning changes, not when one is added."""

SENT: Final = ROW_KINDS | ERASURES
"""Kinds that headquarters get."""


def body_of(reader: SyncReader, kind: str, row_id: UUID) -> bytes:
    """The body of a row; of an erasure the id alone."""
    values = {"id": row_id} if kind in ERASURES else reader.row(kind, row_id)
    return msgspec.json.encode(values, order="sorted")
