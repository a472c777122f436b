"""What became of an incident's report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_COLUMNS: Final = """
    id, version, site, day, year, serial, number, state, kind, occurred_at, recorded_at,
    time_unknown, reporter_id, place, channel, triggers, level, hurt, weapon, steps, told_whom_id,
    told_how, told_at, text_id, counter, service, waited_minutes, acknowledged_by, acknowledged_at
    """
_STATEMENTS: Final = (
    "ALTER TABLE incident RENAME TO incident_before",
    """
    CREATE TABLE incident (id BLOB NOT NULL, version INTEGER NOT NULL, site TEXT NOT NULL, day
    TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL, number TEXT NOT NULL, state
    TEXT NOT NULL, kind TEXT NOT NULL, occurred_at INTEGER NOT NULL, recorded_at INTEGER NOT
    NULL, time_unknown INTEGER NOT NULL, reporter_id BLOB NOT NULL, place TEXT NOT NULL, channel
    TEXT NOT NULL, triggers TEXT NOT NULL, level TEXT NOT NULL, hurt TEXT NOT NULL, weapon TEXT
    NOT NULL, steps TEXT NOT NULL, told_whom_id BLOB, told_how TEXT, told_at INTEGER, text_id
    BLOB, counter TEXT NOT NULL, service TEXT NOT NULL, waited_minutes INTEGER, acknowledged_by
    BLOB, acknowledged_at INTEGER, handling TEXT NOT NULL, CONSTRAINT pk_incident PRIMARY KEY
    (id), CONSTRAINT uq_incident_site_year_serial UNIQUE (site, year, serial), CONSTRAINT
    fk_incident_told_whom_id FOREIGN KEY(told_whom_id) REFERENCES person_data (id), CONSTRAINT
    fk_incident_text_id FOREIGN KEY(text_id) REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    f"""
    INSERT INTO incident ({_COLUMNS}, handling) SELECT {_COLUMNS}, CASE level WHEN '' THEN '{{}}'
    ELSE json_object('proposed', level) END FROM incident_before
    """,  # noqa: S608 - columns from above
    "DROP TABLE incident_before",
    "CREATE INDEX ix_incident_site_day ON incident (site, day)",
    "CREATE INDEX ix_incident_find ON incident (site, day, kind, place, reporter_id)",
    "CREATE INDEX ix_incident_text_id ON incident (text_id) WHERE text_id IS NOT NULL",
    "CREATE INDEX ix_incident_new ON incident (site) WHERE state = 'reported'",
    "CREATE INDEX ix_incident_open ON incident (site) WHERE state NOT IN ('closed', 'voided')",
    """
    CREATE INDEX ix_incident_merged ON incident (json_extract(handling, '$.halt.into')) WHERE
    state = 'merged'
    """,
)
"""What was reported so far keeps the level that was reported; the review begins where it stands."""


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
