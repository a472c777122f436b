"""Overlays over HQ's data, records of imports and looks, and what belongs to this PC alone."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Table, Text, UniqueConstraint, text
from sqlalchemy.schema import SchemaItem

from db.models.base import keyed_table, log_table, may, need
from db.types import Blob, Day, Flag, Id, Instant, Json


def _overlay(name: str) -> Table:
    columns: tuple[SchemaItem, ...] = (
        need("id", Id, unique=True),
        need("site", Text),
        need("day", Day),
        need("version", Integer),
        need("withdrawn", Flag),
        need("intervals", Json),
        need("reason", Text),
        need("confirmed", Flag),
        need("actor_id", Id),
        need("at", Instant),
        UniqueConstraint("site", "day", "version"),
    )
    return log_table(name, *columns)


local_hours_exception = _overlay("local_hours_exception")
closure = _overlay("closure")

local_capacity = log_table(
    "local_capacity",
    need("id", Id, unique=True),
    need("site", Text),
    need("day", Day),
    need("version", Integer),
    need("withdrawn", Flag),
    need("places", Integer),
    need("reason", Text),
    need("actor_id", Id),
    need("at", Instant),
    UniqueConstraint("site", "day", "version"),
)
"""How many bookings may run at once on a day, where the branch says otherwise than the pack."""

content_pack = log_table(
    "content_pack",
    need("id", Id, unique=True),
    need("pack_id", Text),
    need("institution", Text),
    need("version", Integer),
    need("sha256", Text),
    need("body", Blob),
    need("at", Instant),
    need("account_id", Id),
)

import_log = log_table(
    "import_log",
    need("id", Id, unique=True),
    need("site", Text),
    need("day_first", Day),
    need("day_last", Day),
    need("sha256", Text),
    need("at", Instant),
    need("account_id", Id),
    need("added", Integer),
    need("changed", Integer),
    need("cancelled", Integer),
    Index(None, "site", "day_last"),
)

access_log = log_table(
    "access_log",
    need("at", Instant),
    need("account_id", Id),
    need("what", Text),
    need("subject_kind", Text),
    may("subject_id", Id),
    need("purpose", Text),
    may("own", Text),
    Index(None, "at"),
    Index(None, "account_id", "at"),
    Index(None, "what", "at"),
    Index("ix_access_log_own", "at", sqlite_where=text("own IS NOT NULL")),
    Index(None, "subject_id"),
)

outbox = log_table(
    "outbox",
    need("change_id", Id),
    need("kind", Text),
    need("row_id", Id),
    need("version", Integer),
    need("txn_id", Id),
)

draft = keyed_table(
    "draft",
    need("account_id", Id, primary_key=True),
    need("kind", Text, primary_key=True),
    need("body", Blob),
    need("at", Instant),
)

setting = keyed_table(
    "setting",
    need("device_id", Id, primary_key=True),
    need("key", Text, primary_key=True),
    need("value", Text),
)

meta = keyed_table(
    "meta",
    need("key", Text, primary_key=True),
    need("value", Text),
)
