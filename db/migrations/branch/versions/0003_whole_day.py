"""Follow-ups, day records, telephone notes, back entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE day_record (id BLOB NOT NULL, version INTEGER NOT NULL, site TEXT NOT NULL, day
    TEXT NOT NULL, state TEXT NOT NULL, ticks TEXT NOT NULL, doors_at INTEGER, closed_at
    INTEGER, closed_by BLOB, last_end INTEGER, overtime_minutes INTEGER, reason_id BLOB,
    reopened INTEGER NOT NULL, reopen_reason_id BLOB, CONSTRAINT pk_day_record PRIMARY KEY (id),
    CONSTRAINT uq_day_record_site_day UNIQUE (site, day), CONSTRAINT fk_day_record_reason_id
    FOREIGN KEY (reason_id) REFERENCES person_data (id), CONSTRAINT
    fk_day_record_reopen_reason_id FOREIGN KEY (reopen_reason_id) REFERENCES person_data (id))
    WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE day_record_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT
    NULL, at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT
    NOT NULL, day_record_id BLOB NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_day_record_event
    PRIMARY KEY (position), CONSTRAINT uq_day_record_event_day_record_id_seq UNIQUE
    (day_record_id, seq), CONSTRAINT uq_day_record_event_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE follow_up (id BLOB NOT NULL, version INTEGER NOT NULL, site TEXT NOT NULL, kind
    TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL, opened_by BLOB NOT NULL,
    subject_id BLOB, due_at INTEGER, text_id BLOB, assignee_id BLOB, done_at INTEGER, done_by
    BLOB, last_event_id BLOB, CONSTRAINT pk_follow_up PRIMARY KEY (id), CONSTRAINT
    uq_follow_up_kind_subject_id UNIQUE (kind, subject_id), CONSTRAINT fk_follow_up_text_id
    FOREIGN KEY (text_id) REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_follow_up_open ON follow_up (site) WHERE state = 'open'",
    "CREATE INDEX ix_follow_up_site_done_at ON follow_up (site, done_at)",
    """
    CREATE TABLE follow_up_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT
    NULL, at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT
    NOT NULL, follow_up_id BLOB NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_follow_up_event
    PRIMARY KEY (position), CONSTRAINT uq_follow_up_event_follow_up_id_seq UNIQUE (follow_up_id,
    seq), CONSTRAINT uq_follow_up_event_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE phone_call (id BLOB NOT NULL, version INTEGER NOT NULL, site TEXT NOT NULL, day
    TEXT NOT NULL, counter TEXT NOT NULL, actor_id BLOB NOT NULL, state TEXT NOT NULL, began_at
    INTEGER NOT NULL, step TEXT NOT NULL, step_id BLOB NOT NULL, step_at INTEGER NOT NULL,
    ended_at INTEGER, visit_id BLOB, topic TEXT NOT NULL, outcome TEXT, until INTEGER, note_id
    BLOB, CONSTRAINT pk_phone_call PRIMARY KEY (id), CONSTRAINT fk_phone_call_note_id FOREIGN
    KEY (note_id) REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_phone_call_back ON phone_call (site, day) WHERE outcome = 'call_back' AND
    state = 'ended'
    """,
    "CREATE INDEX ix_phone_call_site_day_counter ON phone_call (site, day, counter)",
    """
    CREATE TABLE phone_call_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT
    NULL, at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT
    NOT NULL, phone_call_id BLOB NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_phone_call_event
    PRIMARY KEY (position), CONSTRAINT uq_phone_call_event_phone_call_id_seq UNIQUE
    (phone_call_id, seq), CONSTRAINT uq_phone_call_event_id UNIQUE (id)) STRICT
    """,
    "CREATE INDEX ix_appointment_provisional ON appointment (site, start)"
    " WHERE state = 'provisional'",
    "ALTER TABLE visit ADD COLUMN legal_basis_id BLOB",
    "ALTER TABLE visit ADD COLUMN completed_at INTEGER",
    "CREATE INDEX ix_visit_incomplete ON visit (site, day)"
    " WHERE outcome = 'refused' AND completed_at IS NULL",
    """
    UPDATE visit SET legal_basis_id = (SELECT unhex(replace(json_extract(last.body,
    '$.legal_basis_id'), '-', '')) FROM visit_event AS last WHERE last.visit_id = visit.id AND
    last.kind IN ('finish', 'correct', 'undo') ORDER BY last.seq DESC LIMIT 1)
    WHERE outcome = 'refused'
    """,
)
"""The last one reads the legal bases of refusals off their events, as a replay does."""

_LOCAL_CAPACITY: Final = """
    CREATE TABLE local_capacity (position INTEGER NOT NULL, id BLOB NOT NULL, site TEXT NOT NULL,
    day TEXT NOT NULL, version INTEGER NOT NULL, withdrawn INTEGER NOT NULL, places INTEGER NOT
    NULL, reason TEXT NOT NULL, actor_id BLOB NOT NULL, at INTEGER NOT NULL, CONSTRAINT
    pk_local_capacity PRIMARY KEY (position), CONSTRAINT uq_local_capacity_site_day_version UNIQUE
    (site, day, version), CONSTRAINT uq_local_capacity_id UNIQUE (id)) STRICT
    """


def upgrade() -> None:
    """Each statement on one line."""
    for statement in (*_STATEMENTS, _LOCAL_CAPACITY):
        op.execute(" ".join(statement.split()))
