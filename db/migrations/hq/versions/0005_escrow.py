"""Database keys of branches, sealed; files that came on a stick; packs that were rejected."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Two tables that belong to devices, and why a published pack was not released."""
    for name, kind in (
        ("rejected_by", sa.Uuid()),
        ("rejected_at", sa.BigInteger()),
        ("rejection", sa.Text()),
    ):
        op.add_column("publication", sa.Column(name, kind, nullable=True))
    op.create_table(
        "courier_file",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_courier_file_device")),
        sa.PrimaryKeyConstraint("device", "number", name=op.f("pk_courier_file")),
    )
    op.create_table(
        "escrow",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("recovery_key", sa.LargeBinary(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_escrow_device")),
        sa.PrimaryKeyConstraint("device", "recovery_key", name=op.f("pk_escrow")),
    )
