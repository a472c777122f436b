"""Codes for several PCs of a branch, and the PCs that ask with them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "site_token",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_site_token_stream")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_site_token")),
    )
    op.create_table(
        "applicant",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["token"], ["site_token.digest"], name=op.f("fk_applicant_token")),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_applicant")),
    )
