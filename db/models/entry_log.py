"""The tamper-evident log: a line for each entry, signed statements, and the keys that sign."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from db.models.base import keyed_table, log_table, may, metadata, need
from db.types import Blob, Id, Instant

entry_log = Table(
    "entry_log",
    metadata,
    Column("idx", Integer, primary_key=True),
    need("kind", Text),
    need("row_id", Id, unique=True),
    need("at", Instant),
    need("label", Text),
    need("leaf", Blob),
    Index(None, "at"),
    sqlite_strict=True,
)
"""Insert-only; `idx` is 0, 1, 2 ... without a gap."""

checkpoint = log_table(
    "checkpoint",
    need("id", Id, unique=True),
    need("size", Integer),
    need("root", Blob),
    need("peaks", Blob),
    need("at", Instant),
    need("device_id", Id),
    need("occasion", Text),
    need("signature", Blob),
)
"""Insert-only; `peaks`: what the next root is computed from without reading all lines again."""

device_key = keyed_table(
    "device_key",
    need("device_id", Id, primary_key=True),
    need("at", Instant),
    need("public", Blob),
    may("private", Blob),
)
"""`private` is empty for devices that are not this one any more."""
