"""PINs, and lock-outs that outlive a restart and a changed clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    "ALTER TABLE access_log ADD COLUMN own TEXT",
    "CREATE INDEX ix_access_log_account_id_at ON access_log (account_id, at)",
    "CREATE INDEX ix_access_log_what_at ON access_log (what, at)",
    "CREATE INDEX ix_access_log_own ON access_log (at) WHERE own IS NOT NULL",
    "ALTER TABLE session ADD COLUMN resumable_on TEXT",
    "CREATE INDEX ix_session_resumable ON session (device_id) WHERE resumable_on IS NOT NULL",
    "CREATE TABLE before_pins AS SELECT * FROM account_secret",
    "DROP TABLE account_secret",
    """
    CREATE TABLE account_secret (account_id BLOB NOT NULL, password_hash TEXT NOT NULL, failed
    INTEGER NOT NULL, lock_boot TEXT, lock_since INTEGER, lock_seconds INTEGER, one_time INTEGER
    NOT NULL, pin_hash TEXT, pin_length INTEGER NOT NULL, pin_failed INTEGER NOT NULL, CONSTRAINT
    pk_account_secret PRIMARY KEY (account_id)) WITHOUT ROWID, STRICT
    """,
    """
    INSERT INTO account_secret SELECT account_id, password_hash, failed,
    CASE WHEN locked_until IS NOT NULL THEN '' END,
    CASE WHEN locked_until IS NOT NULL THEN 0 END,
    CASE WHEN locked_until IS NOT NULL THEN 300 END, 0, NULL, 0, 0 FROM before_pins
    """,
    "DROP TABLE before_pins",
)
"""A lock-out by the wall clock becomes one that begins anew, as after a restart of the PC."""


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
