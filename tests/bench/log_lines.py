"""The incident log's lines for copied days: what the program would have written with each event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from db.entry_leaf import event_digest, event_label, named_ids, sealed
from desk.domain.entry_log import EVENT, line_leaf

_EVENTS = (
    "SELECT e.*, i.site, i.year, i.serial FROM incident_event e"
    " JOIN incident i ON i.id = e.incident_id"
    " WHERE e.id NOT IN (SELECT row_id FROM entry_log) ORDER BY e.recorded_at, e.position"
)
_ADD = "INSERT INTO entry_log (idx, kind, row_id, at, label, leaf) VALUES (?, ?, ?, ?, ?, ?)"


class _Asked:
    """A connection of the driver, asked as `db.entry_leaf` asks."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def exec_driver_sql(self, sql: str, values: tuple[Any, ...]) -> Any:
        return self._raw.execute(sql, values)


def write_lines(raw: Any) -> None:
    """A line for every event that has none, in the order in which they were recorded."""
    (size,) = raw.execute("SELECT count(*) FROM entry_log").fetchone()
    raw.executemany(_ADD, list(_lines(raw, size)))


def _lines(raw: Any, index: int) -> Iterator[tuple[Any, ...]]:
    asked: Any = _Asked(raw)
    found = raw.execute(_EVENTS)
    names = [column[0] for column in found.description]
    for place, values in enumerate(found.fetchall(), index):
        row = dict(zip(names, values, strict=True))
        number = f"{row['site']}-{row['year']}-{row['serial']:04}"
        label = event_label(number, row["seq"], row["kind"])
        digest = event_digest(row, sealed(asked, named_ids(row["body"])))
        leaf = line_leaf(EVENT, row["id"], row["recorded_at"], label, digest)
        yield place, EVENT, row["id"], row["recorded_at"], label, leaf
