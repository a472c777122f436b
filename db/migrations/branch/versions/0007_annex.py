"""The sealed identity annex of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE annex_holder (id BLOB NOT NULL, kind TEXT NOT NULL, account_id BLOB, public_key
    BLOB NOT NULL, salt BLOB NOT NULL, time_cost INTEGER NOT NULL, memory_kib INTEGER NOT NULL,
    nonce BLOB NOT NULL, wrapped BLOB NOT NULL, waiting INTEGER NOT NULL, created_at INTEGER NOT
    NULL, revoked_at INTEGER, CONSTRAINT pk_annex_holder PRIMARY KEY (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE annex_holder_act (position INTEGER NOT NULL, id BLOB NOT NULL, holder_id BLOB
    NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, actor_id BLOB NOT NULL, account_id BLOB,
    public_key BLOB NOT NULL, proof BLOB NOT NULL, CONSTRAINT pk_annex_holder_act PRIMARY KEY
    (position), CONSTRAINT uq_annex_holder_act_id UNIQUE (id)) STRICT
    """,
    "CREATE INDEX ix_annex_holder_act_holder_id ON annex_holder_act (holder_id)",
    """
    CREATE TABLE annex_entry (position INTEGER NOT NULL, id BLOB NOT NULL, incident_id BLOB NOT
    NULL, at INTEGER NOT NULL, actor_id BLOB NOT NULL, nonce BLOB NOT NULL, ciphertext BLOB NOT
    NULL, CONSTRAINT pk_annex_entry PRIMARY KEY (position), CONSTRAINT uq_annex_entry_id UNIQUE
    (id)) STRICT
    """,
    "CREATE INDEX ix_annex_entry_incident_id ON annex_entry (incident_id)",
    """
    CREATE TABLE annex_key (entry_id BLOB NOT NULL, holder_id BLOB NOT NULL, sealed BLOB NOT NULL,
    CONSTRAINT pk_annex_key PRIMARY KEY (entry_id, holder_id), CONSTRAINT fk_annex_key_entry_id
    FOREIGN KEY(entry_id) REFERENCES annex_entry (id), CONSTRAINT fk_annex_key_holder_id FOREIGN
    KEY(holder_id) REFERENCES annex_holder (id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_annex_key_holder_id ON annex_key (holder_id)",
)


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
