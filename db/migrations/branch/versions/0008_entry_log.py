"""The tamper-evident log of incident entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from alembic import op
from sqlalchemy import Connection

from db.entry_leaf import (
    annex_digest,
    correction_digest,
    event_digest,
    event_label,
    named_ids,
    sealed,
)
from desk.domain.entry_log import ANNEX, CORRECTION, EVENT, line_leaf

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STATEMENTS: Final = (
    """
    CREATE TABLE entry_log (idx INTEGER NOT NULL, kind TEXT NOT NULL, row_id BLOB NOT NULL, at
    INTEGER NOT NULL, label TEXT NOT NULL, leaf BLOB NOT NULL, CONSTRAINT pk_entry_log PRIMARY KEY
    (idx), CONSTRAINT uq_entry_log_row_id UNIQUE (row_id)) STRICT
    """,
    "CREATE INDEX ix_entry_log_at ON entry_log (at)",
    """
    CREATE TABLE checkpoint (position INTEGER NOT NULL, id BLOB NOT NULL, size INTEGER NOT NULL,
    root BLOB NOT NULL, peaks BLOB NOT NULL, at INTEGER NOT NULL, device_id BLOB NOT NULL, occasion
    TEXT NOT NULL, signature BLOB NOT NULL, CONSTRAINT pk_checkpoint PRIMARY KEY (position),
    CONSTRAINT uq_checkpoint_id UNIQUE (id)) STRICT
    """,
    """
    CREATE TABLE device_key (device_id BLOB NOT NULL, at INTEGER NOT NULL, public BLOB NOT NULL,
    private BLOB, CONSTRAINT pk_device_key PRIMARY KEY (device_id)) WITHOUT ROWID, STRICT
    """,
)
_EVENTS: Final = "SELECT * FROM incident_event"
_ANNEX: Final = "SELECT * FROM annex_entry"
_CORRECTIONS: Final = """
    SELECT correction.* FROM correction JOIN person_data ON person_data.id = correction.person_id
    WHERE person_data.purpose LIKE 'incident\\_%' ESCAPE '\\'
    """
_ADD: Final = "INSERT INTO entry_log VALUES (?, ?, ?, ?, ?, ?)"

Line = tuple[int, bytes, str, str, bytes]
"""When it was recorded, the row's id, kind, label, digest: in this order they are sorted."""


def upgrade() -> None:
    """Each statement on one line; then what was recorded so far gets its lines."""
    for statement in _STATEMENTS:
        op.execute(" ".join(statement.split()))
    connection = op.get_bind()
    lines = sorted([*_events(connection), *_annex(connection), *_corrections(connection)])
    for index, (at, row_id, kind, label, digest) in enumerate(lines):
        leaf = line_leaf(kind, row_id, at, label, digest)
        connection.exec_driver_sql(_ADD, (index, kind, row_id, at, label, leaf))


def _events(connection: Connection) -> Iterator[Line]:
    rows: list[Any] = list(connection.exec_driver_sql(_EVENTS).mappings())
    bodies = {row["incident_id"]: row["body"] for row in rows if row["seq"] == 1}
    numbers = {one: msgspec.json.decode(body)["number"] for one, body in bodies.items()}
    named: set[bytes] = set().union(*(named_ids(row["body"]) for row in rows))
    texts = sealed(connection, named)
    for row in rows:
        label = event_label(numbers[row["incident_id"]], row["seq"], row["kind"])
        yield row["recorded_at"], row["id"], EVENT, label, event_digest(row, texts)


def _annex(connection: Connection) -> Iterator[Line]:
    rows: list[Any] = list(connection.exec_driver_sql(_ANNEX).mappings())
    for row in rows:
        yield row["at"], row["id"], ANNEX, "", annex_digest(row)


def _corrections(connection: Connection) -> Iterator[Line]:
    rows: list[Any] = list(connection.exec_driver_sql(_CORRECTIONS).mappings())
    texts = sealed(connection, {row["data_id"] for row in rows})
    for row in rows:
        yield row["at"], row["id"], CORRECTION, "", correction_digest(row, texts)
