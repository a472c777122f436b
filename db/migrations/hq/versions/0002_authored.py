"""What headquarters write themselves, and who may; what branches say of it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """People, publications, deeds, and what is made of the streams."""
    op.add_column("device", sa.Column("signature", sa.LargeBinary(), nullable=True))
    op.add_column("epoch", sa.Column("after_signature", sa.LargeBinary(), nullable=True))
    _people()
    _words()
    _from_branches()


def _people() -> None:
    op.create_table(
        "hq_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hq_person")),
    )
    op.create_index(op.f("ix_hq_person_login"), "hq_person", ["login"], unique=True)
    op.create_table(
        "deed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["hq_person.id"], name=op.f("fk_deed_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    op.create_index(op.f("ix_deed_at_id"), "deed", ["at", "id"], unique=False)


def _words() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("pack_id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by"], ["hq_person.id"], name=op.f("fk_publication_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["hq_person.id"], name=op.f("fk_publication_released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_sha256"), "publication", ["sha256"], unique=False)
    op.create_index(
        op.f("ix_publication_institution_version"),
        "publication",
        ["institution", "version"],
        unique=False,
    )
    op.create_table(
        "authored",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "kind", "subject", name=op.f("pk_authored")),
    )
    op.create_index(op.f("ix_authored_kind_at"), "authored", ["kind", "at"], unique=False)
    op.create_index(op.f("ix_authored_kind_subject"), "authored", ["kind", "subject"])


def _from_branches() -> None:
    op.create_table(
        "projected",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_projected")),
    )
    op.create_table(
        "receipt",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "stream", "subject", "version", "device", "kind", "person", name=op.f("pk_receipt")
        ),
    )
    op.create_index(op.f("ix_receipt_subject_stream"), "receipt", ["subject", "stream"])
    op.create_index(
        "ix_receipt_refused",
        "receipt",
        ["at"],
        unique=False,
        sqlite_where=sa.text("outcome = 'refused'"),
        postgresql_where=sa.text("outcome = 'refused'"),
    )
    op.create_table(
        "branch_content",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "device", name=op.f("pk_branch_content")),
    )
    op.create_table(
        "incident_case",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("handed_up", sa.Boolean(), nullable=False),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("stream", "incident_id", name=op.f("pk_incident_case")),
    )
    op.create_index(op.f("ix_incident_case_number"), "incident_case", ["number"], unique=False)
    op.create_index(
        "ix_incident_case_waits",
        "incident_case",
        ["occurred_at", "stream", "incident_id"],
        unique=False,
        sqlite_where=sa.text("waits"),
        postgresql_where=sa.text("waits"),
    )
