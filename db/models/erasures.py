"""What was erased and what was put right of personal data; both without any of it."""

from __future__ import annotations

from sqlalchemy import Index, Text, text

from db.models.base import log_table, may, need
from db.types import Id, Instant

erasure_log = log_table(
    "erasure_log",
    need("id", Id, unique=True),
    need("person_id", Id),
    need("purpose", Text),
    need("why", Text),
    may("ground", Text),
    need("at", Instant),
    may("actor_id", Id),
    Index(None, "person_id"),
    Index(None, "at"),
    Index("ix_erasure_log_requested", "at", sqlite_where=text("why = 'requested'")),
)
"""One row for each key that was destroyed because its time had come or a person asked."""

correction = log_table(
    "correction",
    need("id", Id, unique=True),
    need("person_id", Id),
    need("data_id", Id),
    need("why", Text),
    need("at", Instant),
    need("actor_id", Id),
    Index(None, "person_id"),
)
"""What a person had put right: whose fields, and the row of `person_data` they lie in since."""
