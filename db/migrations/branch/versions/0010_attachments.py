"""Pictures and scans of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE attachment_key (attachment_id BLOB NOT NULL, text_id BLOB, entry_id BLOB, "key"
    BLOB, CONSTRAINT pk_attachment_key PRIMARY KEY (attachment_id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_attachment_key_text_id ON attachment_key (text_id)",
    "CREATE INDEX ix_attachment_key_entry_id ON attachment_key (entry_id)",
    """
    CREATE TABLE attachment_chunk (position INTEGER NOT NULL, attachment_id BLOB NOT NULL, number
    INTEGER NOT NULL, ciphertext BLOB NOT NULL, CONSTRAINT pk_attachment_chunk PRIMARY KEY
    (position), CONSTRAINT uq_attachment_chunk_attachment_id_number UNIQUE (attachment_id,
    number)) STRICT
    """,
)


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
