"""Who has taken note of which incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE incident_seen (position INTEGER NOT NULL, id BLOB NOT NULL, incident_id BLOB NOT
    NULL, account_id BLOB NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_incident_seen PRIMARY KEY
    (position), CONSTRAINT uq_incident_seen_incident_id_account_id UNIQUE (incident_id,
    account_id), CONSTRAINT uq_incident_seen_id UNIQUE (id)) STRICT
    """,
    "CREATE INDEX ix_incident_reporter ON incident (reporter_id, day)",
    """
    CREATE INDEX ix_incident_care ON incident (site, day) WHERE state = 'closed' AND (level IN
    ('2', '3') OR json_array_length(handling, '$.care.next') > 0)
    """,
)


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
