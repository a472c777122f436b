"""The record of erasures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE erasure_log (position INTEGER NOT NULL, id BLOB NOT NULL, person_id BLOB NOT
    NULL, purpose TEXT NOT NULL, why TEXT NOT NULL, ground TEXT, at INTEGER NOT NULL, actor_id
    BLOB, CONSTRAINT pk_erasure_log PRIMARY KEY (position), CONSTRAINT uq_erasure_log_id UNIQUE
    (id)) STRICT
    """,
    "CREATE INDEX ix_erasure_log_person_id ON erasure_log (person_id)",
    "CREATE INDEX ix_erasure_log_at ON erasure_log (at)",
    "CREATE INDEX ix_erasure_log_requested ON erasure_log (at) WHERE why = 'requested'",
    """
    CREATE TABLE correction (position INTEGER NOT NULL, id BLOB NOT NULL, person_id BLOB NOT
    NULL, data_id BLOB NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL, actor_id BLOB NOT NULL,
    CONSTRAINT pk_correction PRIMARY KEY (position), CONSTRAINT uq_correction_id UNIQUE (id))
    STRICT
    """,
    "CREATE INDEX ix_correction_person_id ON correction (person_id)",
    "CREATE INDEX ix_access_log_subject_id ON access_log (subject_id)",
    "CREATE TABLE keys_before AS SELECT * FROM person_key",
    "DROP TABLE person_key",
    """
    CREATE TABLE person_key (search_id INTEGER NOT NULL, person_id BLOB NOT NULL, "key" BLOB NOT
    NULL, expires TEXT, data_id BLOB, CONSTRAINT pk_person_key PRIMARY KEY (search_id), CONSTRAINT
    uq_person_key_person_id UNIQUE (person_id), CONSTRAINT fk_person_key_person_id FOREIGN
    KEY(person_id) REFERENCES person_data (id), CONSTRAINT fk_person_key_data_id FOREIGN
    KEY(data_id) REFERENCES person_data (id)) STRICT
    """,
    """
    INSERT INTO person_key (search_id, person_id, "key", expires)
    SELECT search_id, person_id, "key", expires FROM keys_before
    """,
    "DROP TABLE keys_before",
    "CREATE INDEX ix_person_key_expires ON person_key (expires)",
)


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
