"""Pictures and scans of incidents: their keys, and what the keys open, a portion at a time."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Table, UniqueConstraint

from db.models.base import keyed_table, may, metadata, need, position
from db.types import Blob, Id

attachment_key = keyed_table(
    "attachment_key",
    need("attachment_id", Id, primary_key=True),
    may("text_id", Id),
    may("entry_id", Id),
    may("key", Blob),
    Index(None, "text_id"),
    Index(None, "entry_id"),
)
"""The deletable half: a file without a row here is erased.

The row goes with the row of personal data that says what the file shows (`text_id`), or with the
entry of the sealed annex (`entry_id`), which holds the key; then `key` is empty here.
"""

attachment_chunk = Table(
    "attachment_chunk",
    metadata,
    position(),
    need("attachment_id", Id),
    need("number", Integer),
    need("ciphertext", Blob),
    UniqueConstraint("attachment_id", "number"),
    sqlite_strict=True,
)
"""Portions of 256 KB at most, numbered from 0; unreadable once the key is gone, and swept then."""
