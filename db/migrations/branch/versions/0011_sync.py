"""The line to headquarters: transactions of the outbox, operations, cursors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    "ALTER TABLE outbox RENAME TO outbox_before",
    """
    CREATE TABLE outbox (position INTEGER NOT NULL, change_id BLOB NOT NULL, kind TEXT NOT NULL,
    row_id BLOB NOT NULL, version INTEGER NOT NULL, txn_id BLOB NOT NULL, CONSTRAINT pk_outbox
    PRIMARY KEY (position)) STRICT
    """,
    """
    INSERT INTO outbox (position, change_id, kind, row_id, version, txn_id)
    SELECT position, change_id, kind, row_id, version, change_id FROM outbox_before
    """,
    "DROP TABLE outbox_before",
    """
    CREATE TABLE enrolment (device BLOB NOT NULL, url TEXT NOT NULL, ca_file TEXT NOT NULL,
    proxy TEXT NOT NULL, stream TEXT NOT NULL, hq BLOB NOT NULL, hq_key BLOB NOT NULL, history
    BLOB NOT NULL, private BLOB NOT NULL, incarnation BLOB NOT NULL, first_hash BLOB NOT NULL,
    enrolled_at INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT
    NULL, acked INTEGER NOT NULL, sealed INTEGER NOT NULL, CONSTRAINT pk_enrolment PRIMARY KEY
    (device)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE sealed_op (epoch INTEGER NOT NULL, seq INTEGER NOT NULL, op_id BLOB NOT NULL,
    txn_id BLOB NOT NULL, ends INTEGER NOT NULL, schema INTEGER NOT NULL, kind TEXT NOT NULL,
    row_id BLOB NOT NULL, body BLOB, hash BLOB NOT NULL, state TEXT NOT NULL, reason TEXT NOT
    NULL, CONSTRAINT pk_sealed_op PRIMARY KEY (epoch, seq)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE stream_cursor (stream TEXT NOT NULL, seq INTEGER NOT NULL, op_id BLOB NOT
    NULL, CONSTRAINT pk_stream_cursor PRIMARY KEY (stream)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE received_op (op_id BLOB NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    device BLOB NOT NULL, epoch INTEGER NOT NULL, op_seq INTEGER NOT NULL, txn_id BLOB NOT
    NULL, schema INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, CONSTRAINT
    pk_received_op PRIMARY KEY (op_id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_received_op_stream_seq ON received_op (stream, seq)",
)
"""What was written before transactions were noted is sent row by row."""


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
