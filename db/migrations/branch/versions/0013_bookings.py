"""Leased slots, provisional bookings, conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    "CREATE INDEX ix_appointment_conflict ON appointment (site, start) WHERE state = 'conflict'",
    """
    CREATE TABLE booking_decision (position INTEGER NOT NULL, id BLOB NOT NULL, conflict_id BLOB
    NOT NULL, kind TEXT NOT NULL, moved_id BLOB, actor_id BLOB NOT NULL, at INTEGER NOT NULL,
    CONSTRAINT pk_booking_decision PRIMARY KEY (position), CONSTRAINT uq_booking_decision_id
    UNIQUE (id)) STRICT
    """,
    "CREATE INDEX ix_booking_decision_conflict_id ON booking_decision (conflict_id)",
    """
    CREATE TABLE booking_rivals (id BLOB NOT NULL, loser_id BLOB NOT NULL, winner_id BLOB, at
    INTEGER NOT NULL, CONSTRAINT pk_booking_rivals PRIMARY KEY (id)) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_booking_rivals_loser_id ON booking_rivals (loser_id)",
    """
    CREATE TABLE lease_return (position INTEGER NOT NULL, id BLOB NOT NULL, site TEXT NOT NULL,
    seats TEXT NOT NULL, actor_id BLOB NOT NULL, at INTEGER NOT NULL, CONSTRAINT pk_lease_return
    PRIMARY KEY (position), CONSTRAINT uq_lease_return_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE leased_place (site TEXT NOT NULL, start INTEGER NOT NULL, place INTEGER NOT
    NULL, minutes INTEGER NOT NULL, appointment_id BLOB, CONSTRAINT pk_leased_place PRIMARY KEY
    (site, start, place)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_leased_place_appointment_id ON leased_place (appointment_id) WHERE
    appointment_id IS NOT NULL
    """,
)


def upgrade() -> None:
    """Each statement on one line."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
