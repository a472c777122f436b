"""Rows that headquarters get a copy of, by the kind that the outbox names."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select

from db.models import (
    account_event,
    appointment_event,
    checkpoint,
    closure,
    content_pack,
    day_record_event,
    follow_up_event,
    import_log,
    incident_event,
    incident_seen,
    local_capacity,
    local_hours_exception,
    person_data,
    phone_call_event,
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
    )
}
_ROWS: Final = {
    name: select(table).where(table.c.id == bindparam("key")) for name, table in _TABLES.items()
}

ROW_KINDS: Final = frozenset(_TABLES)
"""Kinds whose rows go; sealed annexes stay here until they are asked for by level."""


def row_of(connection: Connection, kind: str, row_id: UUID) -> dict[str, Any]:
    """The columns of a row; its place in this file is nobody else's business."""
    (row,) = rows(connection, _ROWS[kind], {"key": row_id})
    hidden = _HIDDEN.get(kind, _POSITION)
    return {name: value for name, value in row._asdict().items() if name not in hidden}
