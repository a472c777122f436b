"""Devices, their operations as they came, and the streams made of them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """The first tables of headquarters."""
    op.create_table(
        "fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )
    op.create_table(
        "fork",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("txn_id", sa.Uuid(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "device", "epoch", "seq", "hash", name=op.f("pk_fork")),
    )
    op.create_table(
        "nonce",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.Uuid(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "nonce", name=op.f("pk_nonce")),
    )
    op.create_index(op.f("ix_nonce_at"), "nonce", ["at"], unique=False)
    op.create_table(
        "op",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("txn_id", sa.Uuid(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "device", "epoch", "seq", name=op.f("pk_op")),
    )
    op.create_index(
        "ix_op_open",
        "op",
        ["stream", "device", "epoch", "state"],
        unique=False,
        sqlite_where=sa.text("state IN ('held', 'refused')"),
        postgresql_where=sa.text("state IN ('held', 'refused')"),
    )
    op.create_index(op.f("ix_op_op_id_stream"), "op", ["op_id", "stream"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("batch", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "hash", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "stream",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stream")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("incarnation", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("program", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_device_stream")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_table(
        "enrol_code",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_enrol_code_stream")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_enrol_code")),
    )
    op.create_table(
        "feed",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("op_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream", "device", "epoch", "op_seq"],
            ["op.stream", "op.device", "op.epoch", "op.seq"],
            name=op.f("fk_feed_stream_device_epoch_op_seq"),
        ),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_feed")),
    )
    op.create_index(
        op.f("ix_feed_stream_device_epoch_op_seq"),
        "feed",
        ["stream", "device", "epoch", "op_seq"],
        unique=True,
    )
    op.create_table(
        "epoch",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("incarnation", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("after_epoch", sa.BigInteger(), nullable=False),
        sa.Column("after_seq", sa.BigInteger(), nullable=False),
        sa.Column("first_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_epoch_device")),
        sa.PrimaryKeyConstraint("device", "epoch", name=op.f("pk_epoch")),
    )
