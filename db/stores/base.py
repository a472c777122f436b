"""What every store stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Executable, Insert, Row, Select, insert

from db.driver import driver
from db.models import outbox
from db.prepared import rows, run, run_many
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.domain.topics import Topic

_UNIQUE: Final = "UNIQUE constraint failed"
_POINTER: Final = insert(outbox)
_AT_ONCE: Final = 1000


@dataclass(slots=True)
class Journal:
    """What a unit of work has at hand, and what it collects beside the rows themselves.

    Args:
        topics: what the unit has changed so far.
        erased: rows whose keys it destroys: the day, and whether no period would have.
        txn_id: of its pointers, from the first one on: headquarters take them in together.
    """

    connection: Connection
    clock: Clock
    new_id: IdMaker
    device_id: UUID
    topics: set[Topic] = field(default_factory=set)
    erased: dict[UUID, tuple[date, bool]] = field(default_factory=dict)
    txn_id: UUID | None = None

    def point(self, kind: str, row_id: UUID, version: int = 1) -> None:
        """Put a pointer to a new row into the outbox."""
        self.txn_id = self.txn_id or self.new_id()
        pointer = {
            "txn_id": self.txn_id,
            "change_id": self.new_id(),
            "kind": kind,
            "row_id": row_id,
            "version": version,
        }
        run(self.connection, _POINTER, pointer)


class StoreReader:
    """The reading half of a store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _one(self, statement: Executable, **values: object) -> Any:
        """The first row of a prepared select, or None."""
        found = rows(self._connection, statement, values)
        return found[0] if found else None

    def _all(self, statement: Executable, **values: object) -> Any:
        """All rows of a prepared select."""
        return rows(self._connection, statement, values)

    def _asked(self, statement: Executable, **values: object) -> Any:
        """All rows of a select that was put together for this one question."""
        return self._connection.execute(statement, values).all()

    def _number(self, statement: Executable, **values: object) -> int:
        """The number that a prepared select gives; 0 for none."""
        return int(self._value(statement, **values) or 0)

    def _value(self, statement: Executable, **values: object) -> Any:
        """The only value that a prepared select gives, or None."""
        row = self._one(statement, **values)
        return None if row is None else row[0]


class Store(StoreReader):
    """The writing half: it notes what it changed."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal.connection)
        self._journal = journal

    def _write(self, statement: Executable, **values: object) -> None:
        """Execute a prepared insert, update or delete."""
        run(self._connection, statement, values)

    def _write_all(self, statement: Executable, rows: Iterable[Mapping[str, object]]) -> None:
        """Execute a prepared insert for each of many rows that have the same columns."""
        run_many(self._connection, statement, list(rows))

    def _histories(self, events: Select[Any], subject: str) -> Iterator[list[Row[Any]]]:
        """The rows of an event table as one list for each subject, in the order of their seq."""
        rows = self._connection.execute(events, execution_options={"yield_per": _AT_ONCE})
        for _, history in groupby(rows, key=lambda row: getattr(row, subject)):
            yield list(history)

    def _append(self, statement: Insert, row: Mapping[str, Any], kind: str, taken: str) -> None:
        """Insert an event and the pointer to it.

        Raises:
            DeskError: `taken`, when an event with this seq is there already: someone was faster.
        """
        insert_unique(self._connection, statement, row, taken)
        self._journal.point(kind, row["id"], row["seq"])


def require_whole(history: Sequence[Row[Any]]) -> None:
    """Refuse to make a subject of events of which one is missing; DeskError "sync.incomplete"."""
    if [event.seq for event in history] != list(range(1, len(history) + 1)):
        raise DeskError("sync.incomplete")


def insert_unique(
    connection: Connection, statement: Executable, row: Mapping[str, Any], taken: str
) -> None:
    """Write a row; DeskError `taken` when its unique values are there already."""
    try:
        run(connection, statement, row)
    except driver.IntegrityError as error:
        if not str(error).startswith(_UNIQUE):
            raise
        raise DeskError(taken) from error
