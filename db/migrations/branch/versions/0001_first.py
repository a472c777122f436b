"""The first schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE access_log (position INTEGER NOT NULL, at INTEGER NOT NULL, account_id BLOB NOT
    NULL, what TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id BLOB, purpose TEXT NOT
    NULL, CONSTRAINT pk_access_log PRIMARY KEY (position)) STRICT
    """,
    """
    CREATE INDEX ix_access_log_at ON access_log (at)
    """,
    """
    CREATE TABLE account_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL,
    at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT NOT
    NULL, account_id BLOB NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_account_event PRIMARY
    KEY (position), CONSTRAINT uq_account_event_account_id_seq UNIQUE (account_id, seq),
    CONSTRAINT uq_account_event_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE account_secret (account_id BLOB NOT NULL, password_hash TEXT NOT NULL, failed
    INTEGER NOT NULL, locked_until INTEGER, CONSTRAINT pk_account_secret PRIMARY KEY
    (account_id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE appointment_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT
    NULL, at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT
    NOT NULL, appointment_id BLOB NOT NULL, seq INTEGER NOT NULL, CONSTRAINT
    pk_appointment_event PRIMARY KEY (position), CONSTRAINT
    uq_appointment_event_appointment_id_seq UNIQUE (appointment_id, seq), CONSTRAINT
    uq_appointment_event_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE closure (position INTEGER NOT NULL, id BLOB NOT NULL, site TEXT NOT NULL, day
    TEXT NOT NULL, version INTEGER NOT NULL, withdrawn INTEGER NOT NULL, intervals TEXT NOT
    NULL, reason TEXT NOT NULL, confirmed INTEGER NOT NULL, actor_id BLOB NOT NULL, at INTEGER
    NOT NULL, CONSTRAINT pk_closure PRIMARY KEY (position), CONSTRAINT
    uq_closure_site_day_version UNIQUE (site, day, version), CONSTRAINT uq_closure_id UNIQUE
    (id)) STRICT
    """,
    """
    CREATE TABLE content_pack (position INTEGER NOT NULL, id BLOB NOT NULL, pack_id TEXT NOT
    NULL, institution TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, body BLOB
    NOT NULL, at INTEGER NOT NULL, account_id BLOB NOT NULL, CONSTRAINT pk_content_pack PRIMARY
    KEY (position), CONSTRAINT uq_content_pack_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE draft (account_id BLOB NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, at
    INTEGER NOT NULL, CONSTRAINT pk_draft PRIMARY KEY (account_id, kind)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE import_log (position INTEGER NOT NULL, id BLOB NOT NULL, site TEXT NOT NULL,
    day_first TEXT NOT NULL, day_last TEXT NOT NULL, sha256 TEXT NOT NULL, at INTEGER NOT NULL,
    account_id BLOB NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, cancelled
    INTEGER NOT NULL, CONSTRAINT pk_import_log PRIMARY KEY (position), CONSTRAINT
    uq_import_log_id UNIQUE (id)) STRICT
    """,
    """
    CREATE INDEX ix_import_log_site_day_last ON import_log (site, day_last)
    """,
    """
    CREATE TABLE incident_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT
    NULL, at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT
    NOT NULL, incident_id BLOB NOT NULL, seq INTEGER NOT NULL, CONSTRAINT pk_incident_event
    PRIMARY KEY (position), CONSTRAINT uq_incident_event_incident_id_seq UNIQUE (incident_id,
    seq), CONSTRAINT uq_incident_event_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE local_hours_exception (position INTEGER NOT NULL, id BLOB NOT NULL, site TEXT
    NOT NULL, day TEXT NOT NULL, version INTEGER NOT NULL, withdrawn INTEGER NOT NULL, intervals
    TEXT NOT NULL, reason TEXT NOT NULL, confirmed INTEGER NOT NULL, actor_id BLOB NOT NULL, at
    INTEGER NOT NULL, CONSTRAINT pk_local_hours_exception PRIMARY KEY (position), CONSTRAINT
    uq_local_hours_exception_site_day_version UNIQUE (site, day, version), CONSTRAINT
    uq_local_hours_exception_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE meta ("key" TEXT NOT NULL, value TEXT NOT NULL, CONSTRAINT pk_meta PRIMARY KEY
    ("key")) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE outbox (position INTEGER NOT NULL, change_id BLOB NOT NULL, kind TEXT NOT NULL,
    row_id BLOB NOT NULL, version INTEGER NOT NULL, CONSTRAINT pk_outbox PRIMARY KEY (position))
    STRICT
    """,
    """
    CREATE TABLE person_data (id BLOB NOT NULL, purpose TEXT NOT NULL, at INTEGER NOT NULL,
    nonce BLOB NOT NULL, ciphertext BLOB NOT NULL, CONSTRAINT pk_person_data PRIMARY KEY (id))
    WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE session (id BLOB NOT NULL, device_id BLOB NOT NULL, account_id BLOB NOT NULL,
    site TEXT NOT NULL, counter TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
    CONSTRAINT pk_session PRIMARY KEY (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_session_current ON session (device_id) WHERE ended_at IS NULL
    """,
    """
    CREATE TABLE setting (device_id BLOB NOT NULL, "key" TEXT NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (device_id, "key")) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE visit_event (position INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL,
    at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, actor_id BLOB NOT NULL, body TEXT NOT
    NULL, visit_id BLOB NOT NULL, seq INTEGER NOT NULL, site TEXT NOT NULL, day TEXT NOT NULL,
    counter TEXT NOT NULL, CONSTRAINT pk_visit_event PRIMARY KEY (position), CONSTRAINT
    uq_visit_event_visit_id_seq UNIQUE (visit_id, seq), CONSTRAINT uq_visit_event_id UNIQUE
    (id)) STRICT
    """,
    """
    CREATE INDEX ix_visit_event_site_day_counter ON visit_event (site, day, counter)
    """,
    """
    CREATE TABLE account (id BLOB NOT NULL, version INTEGER NOT NULL, role TEXT NOT NULL,
    position TEXT NOT NULL, disabled INTEGER NOT NULL, person_id BLOB NOT NULL, CONSTRAINT
    pk_account PRIMARY KEY (id), CONSTRAINT fk_account_person_id FOREIGN KEY(person_id)
    REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE appointment (id BLOB NOT NULL, version INTEGER NOT NULL, site TEXT NOT NULL,
    day TEXT NOT NULL, start INTEGER NOT NULL, minutes INTEGER NOT NULL, service TEXT NOT NULL,
    service_text TEXT NOT NULL, state TEXT NOT NULL, source TEXT NOT NULL, reference TEXT,
    person_id BLOB, expected_at INTEGER, visit_id BLOB, confirmed_outside_hours INTEGER NOT
    NULL, CONSTRAINT pk_appointment PRIMARY KEY (id), CONSTRAINT uq_appointment_source_reference
    UNIQUE (source, reference), CONSTRAINT fk_appointment_person_id FOREIGN KEY(person_id)
    REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_appointment_site_day_start ON appointment (site, day, start)
    """,
    """
    CREATE INDEX ix_appointment_site_reference ON appointment (site, reference)
    """,
    """
    CREATE TABLE incident (id BLOB NOT NULL, version INTEGER NOT NULL, site TEXT NOT NULL, day
    TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL, number TEXT NOT NULL, state
    TEXT NOT NULL, kind TEXT NOT NULL, occurred_at INTEGER NOT NULL, recorded_at INTEGER NOT
    NULL, time_unknown INTEGER NOT NULL, reporter_id BLOB NOT NULL, place TEXT NOT NULL, channel
    TEXT NOT NULL, triggers TEXT NOT NULL, level TEXT NOT NULL, hurt TEXT NOT NULL, weapon TEXT
    NOT NULL, steps TEXT NOT NULL, told_whom_id BLOB, told_how TEXT, told_at INTEGER, text_id
    BLOB, counter TEXT NOT NULL, service TEXT NOT NULL, waited_minutes INTEGER, acknowledged_by
    BLOB, acknowledged_at INTEGER, CONSTRAINT pk_incident PRIMARY KEY (id), CONSTRAINT
    uq_incident_site_year_serial UNIQUE (site, year, serial), CONSTRAINT
    fk_incident_told_whom_id FOREIGN KEY(told_whom_id) REFERENCES person_data (id), CONSTRAINT
    fk_incident_text_id FOREIGN KEY(text_id) REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_incident_new ON incident (site) WHERE state = 'reported'
    """,
    """
    CREATE INDEX ix_incident_site_day ON incident (site, day)
    """,
    """
    CREATE TABLE person_key (search_id INTEGER NOT NULL, person_id BLOB NOT NULL, "key" BLOB NOT
    NULL, expires TEXT, CONSTRAINT pk_person_key PRIMARY KEY (search_id), CONSTRAINT
    uq_person_key_person_id UNIQUE (person_id), CONSTRAINT fk_person_key_person_id FOREIGN
    KEY(person_id) REFERENCES person_data (id)) STRICT
    """,
    """
    CREATE TABLE visit (id BLOB NOT NULL, site TEXT NOT NULL, day TEXT NOT NULL, issued_at
    INTEGER NOT NULL, arrival TEXT NOT NULL, slot INTEGER, appointment_id BLOB, ticks TEXT NOT
    NULL, assistance_id BLOB, contact_id BLOB, note_id BLOB, outcome TEXT, reason_id BLOB,
    by_mistake INTEGER NOT NULL, after_hours INTEGER NOT NULL, CONSTRAINT pk_visit PRIMARY KEY
    (id), CONSTRAINT fk_visit_assistance_id FOREIGN KEY(assistance_id) REFERENCES person_data
    (id), CONSTRAINT fk_visit_contact_id FOREIGN KEY(contact_id) REFERENCES person_data (id),
    CONSTRAINT fk_visit_note_id FOREIGN KEY(note_id) REFERENCES person_data (id), CONSTRAINT
    fk_visit_reason_id FOREIGN KEY(reason_id) REFERENCES person_data (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_visit_appointment_id ON visit (appointment_id) WHERE appointment_id IS NOT
    NULL
    """,
    """
    CREATE TABLE period (visit_id BLOB NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER, counter TEXT NOT NULL, actor_id BLOB, gap_seconds
    INTEGER NOT NULL, CONSTRAINT pk_period PRIMARY KEY (visit_id, place), CONSTRAINT
    fk_period_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE ticket (visit_id BLOB NOT NULL, version INTEGER NOT NULL, last_event_id BLOB,
    last_event_at INTEGER, site TEXT NOT NULL, day TEXT NOT NULL, series TEXT NOT NULL, serial
    INTEGER NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL, open INTEGER NOT NULL, place_at
    INTEGER NOT NULL, priority TEXT, counter TEXT NOT NULL, actor_id BLOB, target_counter TEXT
    NOT NULL, calls INTEGER NOT NULL, parked_for TEXT NOT NULL, CONSTRAINT pk_ticket PRIMARY KEY
    (visit_id), CONSTRAINT uq_ticket_site_day_series_serial UNIQUE (site, day, series, serial),
    CONSTRAINT fk_ticket_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)) WITHOUT ROWID,
    STRICT
    """,
    """
    CREATE INDEX ix_ticket_open_site_day ON ticket (open, site, day)
    """,
    """
    CREATE TABLE visit_service (visit_id BLOB NOT NULL, place INTEGER NOT NULL, service TEXT NOT
    NULL, CONSTRAINT pk_visit_service PRIMARY KEY (visit_id, place), CONSTRAINT
    fk_visit_service_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE VIRTUAL TABLE person_search USING fts5(words, detail = none, prefix = '1 2 3',
    tokenize = 'unicode61 remove_diacritics 0')
    """,
    """
    INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1)
    """,
)


def upgrade() -> None:
    """Make all tables and indexes of an empty database, each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
