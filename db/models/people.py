"""Personal data under keys of their own, accounts and sessions."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from db.models.base import event_columns, keyed_table, log_table, may, metadata, need
from db.types import Blob, Day, Flag, Id, Instant

person_data = keyed_table(
    "person_data",
    need("id", Id, primary_key=True),
    need("purpose", Text),
    need("at", Instant),
    need("nonce", Blob),
    need("ciphertext", Blob),
)
"""Insert-only: unreadable for ever once its key is destroyed."""

person_key = Table(
    "person_key",
    metadata,
    Column("search_id", Integer, primary_key=True),
    need("person_id", Id, ForeignKey("person_data.id"), unique=True),
    need("key", Blob),
    may("expires", Day),
    may("data_id", Id, ForeignKey("person_data.id")),
    Index(None, "expires"),
    sqlite_strict=True,
)
"""The deletable half: deleting a row here erases the person's fields.

`data_id`: the row with the fields as they were put right; empty when they never were.  Whatever
points to a person keeps pointing to `person_id`.
"""

SEARCH_DDL = (
    "CREATE VIRTUAL TABLE person_search USING fts5("
    "words, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0')",
    "INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1)",
)
"""Search index over names and contacts, one row for each `person_key.search_id`."""

account_event = log_table(
    "account_event",
    *event_columns(),
    need("account_id", Id),
    need("seq", Integer),
    UniqueConstraint("account_id", "seq"),
)

account = keyed_table(
    "account",
    need("id", Id, primary_key=True),
    need("version", Integer),
    need("role", Text),
    need("position", Text),
    need("disabled", Flag),
    need("person_id", Id, ForeignKey("person_data.id")),
)

account_secret = keyed_table(
    "account_secret",
    need("account_id", Id, primary_key=True),
    need("password_hash", Text),
    need("failed", Integer),
    may("lock_boot", Text),
    may("lock_since", Integer),
    may("lock_seconds", Integer),
    need("one_time", Flag),
    may("pin_hash", Text),
    need("pin_length", Integer),
    need("pin_failed", Integer),
)
"""What never leaves this file and is no event: hashes of password and PIN, and wrong attempts.

A lock-out is kept as seconds of the PC's own counter since its start (`desk.domain.lockout`).
"""

session = keyed_table(
    "session",
    need("id", Id, primary_key=True),
    need("device_id", Id),
    need("account_id", Id),
    need("site", Text),
    need("counter", Text),
    need("started_at", Instant),
    may("ended_at", Instant),
    may("resumable_on", Day),
)
"""`resumable_on`: the local day on which a PIN resumes what this password began; else empty."""
Index("ix_session_current", session.c.device_id, sqlite_where=session.c.ended_at.is_(None))
Index("ix_session_resumable", session.c.device_id, sqlite_where=session.c.resumable_on.is_not(None))
