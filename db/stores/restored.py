"""Rows that this PC had sent and lost: put back as they were, without being sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Table, bindparam, insert, select

from db.models import checkpoint
from db.stores.base import Store, insert_unique
from db.stores.sync_rows import HIDDEN, ROW_TABLES
from db.types import Blob, Day, Flag, Id, Instant
from desk.domain.errors import DeskError
from desk.domain.topics import Topic

_TYPES: Final[Mapping[type, type]] = {
    Id: UUID,
    Instant: datetime,
    Day: date,
    Flag: bool,
    Blob: bytes,
}
_TOPICS: Final = {
    "local_hours_exception": Topic.HOURS,
    "closure": Topic.HOURS,
    "local_capacity": Topic.HOURS,
    "import_log": Topic.DAY,
    "incident_seen": Topic.INCIDENTS,
    "person_data": Topic.PERSONAL,
    checkpoint.name: Topic.SAFETY,
}
_THERE: Final = {
    name: select(table.c.id).where(table.c.id == bindparam("key"))
    for name, table in ROW_TABLES.items()
}
_ADD: Final = {name: insert(table) for name, table in ROW_TABLES.items()}


class RestoredStore(Store):
    """Puts rows back."""

    def values(self, kind: str, body: bytes) -> dict[str, Any]:
        """The columns of a row as they were sent; columns that are not known here are left out.

        Raises:
            DeskError: "sync.body" when this is no row of the kind.
        """
        table = ROW_TABLES[kind]
        try:
            sent = msgspec.json.decode(body, type=dict[str, Any])
            return {c.name: _value(c.type, sent[c.name]) for c in table.c if c.name in sent}
        except (msgspec.MsgspecError, ValueError) as error:
            raise DeskError("sync.body", kind=kind) from error

    def whole(self, kind: str) -> bool:
        """Whether all of a kind's columns are sent, so that a row can be put back."""
        return kind not in HIDDEN

    def there(self, kind: str, row_id: UUID) -> bool:
        """Whether the row is here."""
        return self._one(_THERE[kind], key=row_id) is not None

    def add(self, kind: str, values: Mapping[str, Any]) -> None:
        """Put a row back.

        Raises:
            DeskError: "sync.changed_since" when something else stands in its place;
                "sync.body" when a column is missing that has to be there.
        """
        table = ROW_TABLES[kind]
        if not _required(table) <= values.keys():
            raise DeskError("sync.body", kind=kind)
        insert_unique(self._connection, _ADD[kind], values, "sync.changed_since")
        if kind in _TOPICS:
            self._journal.topics.add(_TOPICS[kind])


def _required(table: Table) -> set[str]:
    return {c.name for c in table.c if not c.nullable and c.name != "position"}


def _value(kind: Any, sent: Any) -> Any:
    wanted = _TYPES.get(type(kind))
    return sent if wanted is None or sent is None else msgspec.convert(sent, wanted)
