"""The outbox: pointers to rows that headquarters does not have yet.

Every store puts its pointer there itself, in the transaction of the row (`Journal.point`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, select

from db.models import outbox
from db.stores.base import StoreReader

_COUNT: Final = select(func.count()).select_from(outbox)
_NEWEST: Final = select(func.max(outbox.c.change_id))
_LAST: Final = select(func.max(outbox.c.position))
_PENDING: Final = select(outbox).order_by(outbox.c.position).limit(bindparam("most"))


@dataclass(frozen=True, slots=True)
class Pointer:
    """A row that waits to be sent: the table's name, the row's id and version, never its body."""

    change_id: UUID
    kind: str
    row_id: UUID
    version: int


class OutboxReader(StoreReader):
    """Questions about the outbox."""

    def count(self) -> int:
        """How many rows wait."""
        return self._number(_COUNT)

    def last(self) -> int:
        """The position of the newest row; 0 for none."""
        return self._number(_LAST)

    def newest(self) -> UUID | None:
        """The id of the newest change that was noted here; it tells when (UUIDv7)."""
        row = self._one(_NEWEST)
        return row[0] if row is not None else None

    def pending(self, limit: int) -> tuple[Pointer, ...]:
        """The rows that have waited longest, in the order they were written."""
        rows = self._all(_PENDING, most=limit)
        return tuple(Pointer(row.change_id, row.kind, row.row_id, row.version) for row in rows)
