"""Somebody who holds the database, its key and the device's key, and knows how the log is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from virtual import KEY, make_id

from db.engine import open_engine
from db.entry_leaf import (
    annex_digest,
    correction_digest,
    event_digest,
    holder_digest,
    named_ids,
    sealed,
)
from db.layout import database_path
from db.person_cipher import seal
from db.triggers import create_triggers, drop_triggers
from db.types import from_micros
from desk.domain.entry_log import Checkpoint, line_leaf
from desk.domain.merkle import Range
from desk.domain.person import Person, Purpose

_TABLES = {"incident_event": "incident_event", "annex_entry": "annex_entry"}


@contextmanager
def tamperer(folder: Path) -> Iterator[Connection]:
    """SQL on the file itself; the triggers are out of the way meanwhile."""
    engine = open_engine(database_path(folder), KEY)
    try:
        with engine.connect() as connection:
            connection.connection.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                drop_triggers(connection)
                yield connection
                create_triggers(connection)
    finally:
        engine.dispose()


def sql(connection: Connection, statement: str, *values: Any) -> list[Any]:
    """Execute one statement; gives its rows."""
    found = connection.exec_driver_sql(statement, values)
    return found.all() if found.returns_rows else []


def swap_text(connection: Connection, text_id: UUID, text: str) -> None:
    """Put another text, under another key, in the place of one."""
    new = seal(text_id, Purpose.INCIDENT_TEXT, Person(text=text))
    sql(
        connection,
        "UPDATE person_data SET nonce = ?, ciphertext = ? WHERE id = ?",
        new.nonce,
        new.ciphertext,
        text_id.bytes,
    )
    sql(connection, "UPDATE person_key SET key = ? WHERE person_id = ?", new.key, text_id.bytes)


def point_elsewhere(connection: Connection, text_id: UUID, text: str) -> UUID:
    """Let a text's key lead to another row, as a correction would."""
    row_id = make_id()
    new = seal(row_id, Purpose.INCIDENT_TEXT, Person(text=text))
    values = (row_id.bytes, Purpose.INCIDENT_TEXT.value, new.nonce, new.ciphertext)
    sql(connection, "INSERT INTO person_data VALUES (?, ?, 0, ?, ?)", *values)
    asked = "UPDATE person_key SET key = ?, data_id = ? WHERE person_id = ?"
    sql(connection, asked, new.key, row_id.bytes, text_id.bytes)
    return row_id


def renumber(connection: Connection) -> None:
    """Close the gaps in the log's index, and in the incidents' events."""
    for new, (old,) in enumerate(sql(connection, "SELECT idx FROM entry_log ORDER BY idx")):
        sql(connection, "UPDATE entry_log SET idx = ? WHERE idx = ?", new, old)
    last: dict[bytes, int] = {}
    asked = "SELECT id, incident_id FROM incident_event ORDER BY incident_id, seq"
    for row_id, incident_id in sql(connection, asked):
        last[incident_id] = last.get(incident_id, 0) + 1
        change = "UPDATE incident_event SET seq = ? WHERE id = ?"
        sql(connection, change, last[incident_id], row_id)


def recompute(connection: Connection) -> None:
    """Make every leaf, root and signature anew, so that the file agrees with itself."""
    drop = "DELETE FROM entry_log WHERE kind = 'incident_event' AND row_id NOT IN"
    sql(connection, f"{drop} (SELECT id FROM incident_event)")
    renumber(connection)
    for index, kind, row_id, at, label in _lines(connection):
        row = _row(connection, kind, row_id)
        if kind == "incident_event":
            at, label = row["recorded_at"], f"{label.split('/')[0]}/{row['seq']} {row['kind']}"
        leaf = line_leaf(kind, row_id, at, label, _digest(connection, kind, row))
        change = "UPDATE entry_log SET at = ?, label = ?, leaf = ? WHERE idx = ?"
        sql(connection, change, at, label, leaf, index)
    _sign_anew(connection)


def _lines(connection: Connection) -> list[Any]:
    return sql(connection, "SELECT idx, kind, row_id, at, label FROM entry_log ORDER BY idx")


def _row(connection: Connection, kind: str, row_id: bytes) -> Mapping[str, Any]:
    table = "annex_holder_act" if kind == "annex_holder" else kind
    asked = f"SELECT * FROM {table} WHERE id = ?"
    return dict(connection.exec_driver_sql(asked, (row_id,)).mappings().one())


def _digest(connection: Connection, kind: str, row: Mapping[str, Any]) -> bytes:
    makers: dict[str, Callable[[], bytes]] = {
        "incident_event": lambda: event_digest(row, sealed(connection, named_ids(row["body"]))),
        "annex_entry": lambda: annex_digest(row),
        "annex_holder": lambda: holder_digest(row),
        "correction": lambda: correction_digest(row, sealed(connection, [row["data_id"]])),
    }
    return makers[kind]()


def _sign_anew(connection: Connection) -> None:
    leaves = [leaf for (leaf,) in sql(connection, "SELECT leaf FROM entry_log ORDER BY idx")]
    keys = dict(sql(connection, "SELECT device_id, private FROM device_key"))
    asked = "SELECT position, size, at, device_id, occasion FROM checkpoint"
    for position, size, at, device, occasion in sql(connection, asked):
        part = Range()
        part.extend(leaves[:size])
        made = Checkpoint(part.size, part.root(), from_micros(at), UUID(bytes=device), occasion)
        signature = Ed25519PrivateKey.from_private_bytes(keys[device]).sign(made.text.encode())
        change = "UPDATE checkpoint SET size=?, root=?, peaks=?, signature=? WHERE position=?"
        peaks = b"".join(part.peaks)
        sql(connection, change, part.size, made.root, peaks, signature, position)
