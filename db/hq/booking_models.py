"""The tables of slots and bookings; as all others, each key begins with the stream."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.schema import Index

from db.hq.models import hq_metadata
from db.hq.types import Moment

_WAITING: Final = text("state = 'conflict'")
_TAKEN: Final = text("booking IS NOT NULL")

slot_plan = Table(
    "slot_plan",
    hq_metadata,
    Column("stream", Text, primary_key=True, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("share", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("keep_days", Integer, nullable=False),
    Column("leased_to", Text, nullable=True),
    ForeignKeyConstraint(["stream"], ["stream.name"]),
)
"""How a branch's days are cut and leased.

`minutes`: of a cell; `share`: per cent of each cell's places that the branch is leased, `days`
ahead, and up to which day (ISO) it has them; `keep_days`: after the slot, until the client's name
and contact are erased at the branch.
"""

booking = Table(
    "booking",
    hq_metadata,
    Column("stream", Text, primary_key=True, nullable=False),
    Column("id", Uuid, primary_key=True, nullable=False),
    Column("source", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("start", Moment, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("service", Text, nullable=False),
    Column("service_text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("here", Boolean, nullable=False),
    Column("boxes", LargeBinary, nullable=False),
    Column("appointment", Uuid, nullable=True),
    Column("seen", BigInteger, nullable=False),
    Column("wish", Text, nullable=False),
    Column("wish_op", Uuid, nullable=True),
    Column("wish_start", Moment, nullable=True),
    Column("wish_minutes", Integer, nullable=True),
    Column("conflict", Uuid, nullable=True),
    ForeignKeyConstraint(["stream"], ["stream.name"]),
    UniqueConstraint("stream", "source", "reference"),
    UniqueConstraint("stream", "appointment"),
    Index(None, "stream", "start"),
    Index(
        "ix_booking_waiting",
        "stream",
        "start",
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
    Index(None, "stream", "wish_op"),
)
"""Bookings by what tells them apart: source and external reference.

`here`: made at headquarters, with `boxes` that the branch's PCs open; `appointment`, `seen`: the
branch's own id of it, and the last version of it that came; `wish`: what headquarters asked the
branch to change and was not told of yet: "move" or "cancel"; until then both slots' places are
held.  `state`: as at the branch; "conflict" while it has no place; `conflict`: the one that the
branch was told of.
"""

place = Table(
    "place",
    hq_metadata,
    Column("stream", Text, primary_key=True, nullable=False),
    Column("start", Moment, primary_key=True, nullable=False),
    Column("place", Integer, primary_key=True, nullable=False),
    Column("leased", Boolean, nullable=False),
    Column("booking", Uuid, nullable=True),
    ForeignKeyConstraint(["stream", "booking"], ["booking.stream", "booking.id"]),
    Index(
        "ix_place_taken",
        "stream",
        "booking",
        sqlite_where=_TAKEN,
        postgresql_where=_TAKEN,
    ),
)
"""Every place of every cell, once: a place is one row, and the row holds one booking.

So nothing is oversold, whoever writes and however many at once.  `leased`: the branch books it.
"""

decision = Table(
    "decision",
    hq_metadata,
    Column("stream", Text, primary_key=True, nullable=False),
    Column("id", Uuid, primary_key=True, nullable=False),
    Column("conflict", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "stream", "conflict"),
)
"""What branches decided about bookings for one place."""
