"""Wrapped personal keys, erasures, witnessed roots, daily figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """The lane, the witness, the figures."""
    _lane()
    _witness()
    op.create_table(
        "day_figures",
        _need("stream", sa.Text()),
        _need("day", sa.Text()),
        _need("site", sa.Text()),
        _need("device", sa.Uuid()),
        _need("version", sa.Integer()),
        _need("figures", sa.LargeBinary()),
        _need("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("stream", "day", "site", "device", name=op.f("pk_day_figures")),
    )


def _lane() -> None:
    op.create_table(
        "lane",
        _need("stream", sa.Text()),
        _need("row_id", sa.Uuid()),
        _need("part", sa.Integer()),
        _need("owner", sa.Uuid()),
        _need("device", sa.Uuid()),
        _need("kind", sa.Text()),
        _need("number", sa.BigInteger()),
        _need("sealed", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("stream", "row_id", "part", name=op.f("pk_lane")),
    )
    op.create_index(op.f("ix_lane_stream_owner"), "lane", ["stream", "owner"])
    op.create_index(op.f("ix_lane_stream_device_number"), "lane", ["stream", "device", "number"])
    op.create_table(
        "lane_erasure",
        _need("stream", sa.Text()),
        _need("row_id", sa.Uuid()),
        _need("number", sa.BigInteger()),
        _need("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("stream", "row_id", name=op.f("pk_lane_erasure")),
    )
    op.create_index(op.f("ix_lane_erasure_stream_number"), "lane_erasure", ["stream", "number"])
    op.create_table(
        "lane_head",
        _need("stream", sa.Text()),
        _need("entries", sa.BigInteger()),
        _need("erased", sa.BigInteger()),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_lane_head")),
    )


def _witness() -> None:
    op.create_table(
        "log_witness",
        _need("stream", sa.Text()),
        _need("device", sa.Uuid()),
        _need("number", sa.Integer()),
        _need("size", sa.BigInteger()),
        _need("root", sa.LargeBinary()),
        _need("epoch", sa.BigInteger()),
        _need("log_device", sa.Uuid()),
        _need("public_key", sa.LargeBinary()),
        _need("text", sa.Text()),
        _need("device_signature", sa.LargeBinary()),
        _need("at", sa.BigInteger()),
        _need("signature", sa.LargeBinary()),
        _need("set_back", sa.Boolean()),
        sa.PrimaryKeyConstraint("stream", "device", "number", name=op.f("pk_log_witness")),
    )
    op.create_table(
        "log_alarm",
        _need("stream", sa.Text()),
        _need("device", sa.Uuid()),
        _need("root", sa.LargeBinary()),
        _need("size", sa.BigInteger()),
        _need("why", sa.Text()),
        _need("text", sa.Text()),
        _need("device_signature", sa.LargeBinary()),
        _need("public_key", sa.LargeBinary()),
        _need("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("stream", "device", "root", "size", name=op.f("pk_log_alarm")),
    )


def _need(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False)
