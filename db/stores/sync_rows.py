"""Rows that headquarters get a copy of, by the kind that the outbox names."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select

from db.models import (
    account_event,
    appointment_event,
    booking_decision,
    bulletin_read,
    bulletin_received,
    change_refused,
    checkpoint,
    closure,
    content_pack,
    day_aggregate,
    day_record_event,
    follow_up_event,
    import_log,
    incident_event,
    incident_seen,
    lease_return,
    local_capacity,
    local_hours_exception,
    outbox,
    person_data,
    phone_call_event,
    release_received,
    visit_event,
)
from db.prepared import rows

_HIDDEN: Final = {content_pack.name: frozenset({"body", "position"})}
"""Packs come from headquarters: which one is in force is enough."""

_POSITION: Final = frozenset({"position"})

_TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        visit_event,
        appointment_event,
        incident_event,
        account_event,
        phone_call_event,
        follow_up_event,
        day_record_event,
        person_data,
        local_hours_exception,
        local_capacity,
        closure,
        content_pack,
        import_log,
        incident_seen,
        checkpoint,
        day_aggregate,
        lease_return,
        booking_decision,
        release_received,
        bulletin_received,
        bulletin_read,
        change_refused,
    )
}
ROW_TABLES: Final = _TABLES
HIDDEN: Final = _HIDDEN
_ROWS: Final = {
    name: select(table).where(table.c.id == bindparam("key")) for name, table in _TABLES.items()
}
_NEXT: Final = {
    name: select(table)
    .join(outbox, outbox.c.row_id == table.c.id)
    .where(
        outbox.c.kind == name,
        outbox.c.position > bindparam("after"),
        outbox.c.position <= bindparam("last"),
    )
    for name, table in _TABLES.items()
}

ROW_KINDS: Final = frozenset(_TABLES)
"""Kinds whose rows go; sealed annexes stay here until they are asked for by level."""


def row_of(connection: Connection, kind: str, row_id: UUID) -> dict[str, Any]:
    """The columns of a row; its place in this file is nobody else's business."""
    (row,) = rows(connection, _ROWS[kind], {"key": row_id})
    return _shown(kind, row)


def next_rows(connection: Connection, kind: str, after: int, last: int) -> dict[UUID, Any]:
    """The same of every row of a kind that the outbox names between two positions, by id."""
    found = rows(connection, _NEXT[kind], {"after": after, "last": last})
    return {row.id: _shown(kind, row) for row in found}


def _shown(kind: str, row: Any) -> dict[str, Any]:
    hidden = _HIDDEN.get(kind, _POSITION)
    return {name: value for name, value in zip(row._fields, row, strict=True) if name not in hidden}
