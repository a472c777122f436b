"""What came from headquarters and was applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    "DROP INDEX ix_received_op_stream_seq",
    "ALTER TABLE received_op RENAME TO received_op_before",
    """
    CREATE TABLE received_op (op_id BLOB NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    device BLOB NOT NULL, epoch INTEGER NOT NULL, op_seq INTEGER NOT NULL, txn_id BLOB NOT NULL,
    ends INTEGER NOT NULL, schema INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, hash
    BLOB NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, CONSTRAINT
    pk_received_op PRIMARY KEY (op_id)) WITHOUT ROWID, STRICT
    """,
    """
    INSERT INTO received_op (op_id, stream, seq, device, epoch, op_seq, txn_id, ends, schema, kind,
    body, hash, at, state, reason) SELECT op_id, stream, seq, device, epoch, op_seq, txn_id, 1,
    schema, kind, body, x'', 0, 'waiting', '' FROM received_op_before
    """,
    "DROP TABLE received_op_before",
    """
    CREATE INDEX ix_received_op_open ON received_op (state, kind, schema) WHERE state IN
    ('refused', 'unknown')
    """,
    "CREATE INDEX ix_received_op_stream_seq ON received_op (stream, seq)",
    "CREATE INDEX ix_received_op_waiting ON received_op (stream, seq) WHERE state = 'waiting'",
    "CREATE INDEX ix_sealed_op_refused ON sealed_op (epoch, seq) WHERE state = 'refused'",
    """
    CREATE TABLE hq_hours (site TEXT NOT NULL, day TEXT NOT NULL, own INTEGER NOT NULL, feed
    INTEGER NOT NULL, withdrawn INTEGER NOT NULL, intervals TEXT NOT NULL, reason TEXT NOT NULL,
    office TEXT NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_hq_hours PRIMARY KEY (site, day,
    own)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE staff_list (valid_from TEXT NOT NULL, feed INTEGER NOT NULL, box BLOB, office
    TEXT NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_staff_list PRIMARY KEY (valid_from))
    WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE bulletin (id BLOB NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL,
    office TEXT NOT NULL, at INTEGER NOT NULL, until TEXT, must_read INTEGER NOT NULL, withdrawn
    INTEGER NOT NULL, CONSTRAINT pk_bulletin PRIMARY KEY (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE incident_answer (id BLOB NOT NULL, incident_id BLOB NOT NULL, number TEXT NOT
    NULL, text_id BLOB, office TEXT NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL,
    CONSTRAINT pk_incident_answer PRIMARY KEY (id), CONSTRAINT fk_incident_answer_text_id
    FOREIGN KEY(text_id) REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_incident_answer_incident_id ON incident_answer (incident_id)",
    "CREATE INDEX ix_incident_answer_received_at ON incident_answer (received_at)",
    "CREATE INDEX ix_incident_answer_text_id ON incident_answer (text_id)",
    """
    CREATE TABLE release_received (position INTEGER NOT NULL, id BLOB NOT NULL, release_id BLOB
    NOT NULL, outcome TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, CONSTRAINT
    pk_release_received PRIMARY KEY (position), CONSTRAINT uq_release_received_id UNIQUE (id))
    STRICT
    """,
    "CREATE INDEX ix_release_received_release_id ON release_received (release_id)",
    """
    CREATE TABLE bulletin_received (position INTEGER NOT NULL, id BLOB NOT NULL, bulletin_id
    BLOB NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, CONSTRAINT
    pk_bulletin_received PRIMARY KEY (position), CONSTRAINT
    uq_bulletin_received_bulletin_id_version UNIQUE (bulletin_id, version), CONSTRAINT
    uq_bulletin_received_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE bulletin_read (position INTEGER NOT NULL, id BLOB NOT NULL, bulletin_id BLOB
    NOT NULL, version INTEGER NOT NULL, actor_id BLOB NOT NULL, role TEXT NOT NULL, at INTEGER
    NOT NULL, CONSTRAINT pk_bulletin_read PRIMARY KEY (position), CONSTRAINT
    uq_bulletin_read_actor_id_bulletin_id_version UNIQUE (actor_id, bulletin_id, version),
    CONSTRAINT uq_bulletin_read_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE change_refused (position INTEGER NOT NULL, id BLOB NOT NULL, op_id BLOB NOT
    NULL, code TEXT NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_change_refused PRIMARY KEY
    (position), CONSTRAINT uq_change_refused_id UNIQUE (id), CONSTRAINT uq_change_refused_op_id
    UNIQUE (op_id)) STRICT
    """,
)
"""What earlier programs kept as it came is applied with the next round."""


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
