"""Slots, leases and bookings."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_WAITING = sa.text("state = 'conflict'")
_TAKEN = sa.text("booking IS NOT NULL")


def upgrade() -> None:
    """The tables as they are in 0003."""
    _plan()
    _booking()
    _place()
    op.create_table(
        "decision",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conflict", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_stream_conflict"), "decision", ["stream", "conflict"])


def _plan() -> None:
    op.create_table(
        "slot_plan",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("leased_to", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_slot_plan_stream")),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_slot_plan")),
    )


def _booking() -> None:
    op.create_table(
        "booking",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("service_text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("here", sa.Boolean(), nullable=False),
        sa.Column("boxes", sa.LargeBinary(), nullable=False),
        sa.Column("appointment", sa.Uuid(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("wish_op", sa.Uuid(), nullable=True),
        sa.Column("wish_start", sa.BigInteger(), nullable=True),
        sa.Column("wish_minutes", sa.Integer(), nullable=True),
        sa.Column("conflict", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_booking_stream")),
        sa.PrimaryKeyConstraint("stream", "id", name=op.f("pk_booking")),
        sa.UniqueConstraint(
            "stream", "source", "reference", name=op.f("uq_booking_stream_source_reference")
        ),
        sa.UniqueConstraint("stream", "appointment", name=op.f("uq_booking_stream_appointment")),
    )
    op.create_index(op.f("ix_booking_stream_start"), "booking", ["stream", "start"])
    op.create_index(op.f("ix_booking_stream_wish_op"), "booking", ["stream", "wish_op"])
    op.create_index(
        "ix_booking_waiting",
        "booking",
        ["stream", "start"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("leased", sa.Boolean(), nullable=False),
        sa.Column("booking", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["stream", "booking"],
            ["booking.stream", "booking.id"],
            name=op.f("fk_place_stream_booking"),
        ),
        sa.PrimaryKeyConstraint("stream", "start", "place", name=op.f("pk_place")),
    )
    op.create_index(
        "ix_place_taken",
        "place",
        ["stream", "booking"],
        sqlite_where=_TAKEN,
        postgresql_where=_TAKEN,
    )
