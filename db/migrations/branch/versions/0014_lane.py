"""The lane of personal keys, roots that headquarters witnessed, figures of days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


_STATEMENTS: Final = (
    """
    CREATE TABLE lane_row (row_id BLOB NOT NULL, kind TEXT NOT NULL, waiting INTEGER NOT NULL,
    CONSTRAINT pk_lane_row PRIMARY KEY (row_id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_lane_row_waiting ON lane_row (kind) WHERE waiting = 1",
    """
    CREATE TABLE witnessed (size INTEGER NOT NULL, root BLOB NOT NULL, text TEXT NOT NULL, at
    INTEGER NOT NULL, signature BLOB NOT NULL, CONSTRAINT pk_witnessed PRIMARY KEY (size))
    WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE day_aggregate (position INTEGER NOT NULL, id BLOB NOT NULL, site TEXT NOT NULL,
    day TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, figures TEXT NOT NULL,
    CONSTRAINT pk_day_aggregate PRIMARY KEY (position), CONSTRAINT uq_day_aggregate_id UNIQUE (id))
    STRICT
    """,
    "INSERT INTO lane_row (row_id, kind, waiting) SELECT person_id, 'person', 1 FROM person_key",
)
"""Keys that were made before there was a lane wait from the start."""


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
