"""A played day as rows, and the same day again on another date.

Every table is taken as it is found: ids born on the played day, its instants and its date move,
everything else is copied.  So a new table or column needs nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from db.models import metadata
from db.types import Day, Id, Instant, Json
from db.unit_of_work import UnitOfWork
from desk.domain.person import Person, Purpose

Column = list[Any]
Mover = Callable[["Move"], Column]

_APART = frozenset({"person_data", "person_key", "lane_row", "entry_log"})
"""Copied by `personal.py`: what is erased by now has no key (and a key is its own line of the lane,
by a trigger); the log's lines by `log_lines.py`."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY_MS = 86_400_000


@dataclass(frozen=True)
class Kept:
    """A row of personal data of the played day, read while its key was there.

    Args:
        row: as it lies in `person_data`, unreadable by itself.
        days: after so many it is erased; None = never.
    """

    id: bytes
    row: tuple[Any, ...]
    purpose: Purpose
    person: Person
    days: int | None


class Move:
    """Where a played day goes to.

    Args:
        ids: those of the played day -> those of this copy, as bytes.
        numbers: of the played day's incidents -> of this copy's.
    """

    def __init__(self, template: Template, day: date, incident_serial: int) -> None:
        self.day, self.old_day = day, template.day
        self.days = (day - template.day).days
        self.ids = {old: _moved(old, self.days) for old in template.ids}
        self.texts = {str(UUID(bytes=old)): str(UUID(bytes=new)) for old, new in self.ids.items()}
        self.serials = {
            old: incident_serial + place for place, old in enumerate(template.incident_serials)
        }
        site = template.site
        for old, new in self.serials.items():
            self.texts[f"{site}-{template.day.year}-{old:04}"] = f"{site}-{day.year}-{new:04}"
        self.texts[template.day.isoformat()] = day.isoformat()

    def text(self, value: str) -> str:
        """A text without ids, on its new day."""
        return self.texts.get(value) or value.replace(
            self.old_day.isoformat(), self.day.isoformat()
        )


class Template:
    """The rows that a played day added to each table.

    Args:
        before: what `snapshot` gave before the day was played.
    """

    def __init__(self, uow: UnitOfWork, site: str, day: date, before: dict[str, set[Any]]) -> None:
        self.site, self.day = site, day
        rows = {name: _new_rows(found, before[name]) for name, found in _all_rows(uow)}
        self.visits = len(rows["visit"])
        self.incident_serials = sorted(
            _cells(metadata.tables["incident"], rows["incident"], "serial")
        )
        self.ids = _born(rows, day)
        self.kept = _read_persons(uow, rows["person_data"], day)
        self._movers = {
            name: [self._mover(column, cells) for column, cells in _columns(name, found)]
            for name, found in rows.items()
            if found and name not in _APART
        }

    def copy(self, move: Move) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
        """For each table its name and the rows of the day, moved."""
        for name, movers in self._movers.items():
            yield name, zip(*(mover(move) for mover in movers), strict=True)

    def _mover(self, column: Any, cells: Column) -> Mover:
        kind = type(column.type)
        if column.name in ("year", "serial") and column.table.name == "incident":
            serial = column.name == "serial"
            return lambda move: [move.serials[v] if serial else move.day.year for v in cells]
        if kind is Id:
            return lambda move: [move.ids.get(v, v) for v in cells]
        if kind is Instant:
            return lambda move: _shifted(cells, move.days * _DAY_MS * 1000)
        if kind is Json:
            return _json_mover(cells, self._known(cells))
        if any(isinstance(v, str) and self._moves(v) for v in cells) or kind is Day:
            return lambda move: [v if v is None else move.text(v) for v in cells]
        return lambda _move: cells

    def _moves(self, value: str) -> bool:
        return self.day.isoformat() in value or f"{self.site}-{self.day.year}-" in value

    def _known(self, cells: Column) -> re.Pattern[str]:
        number = f"{re.escape(self.site)}-{self.day.year}-[0-9]{{4}}"
        return re.compile(f"{_ID.pattern}|{number}|{self.day.isoformat()}")


def snapshot(uow: UnitOfWork) -> dict[str, set[Any]]:
    """The rows of every table."""
    return {name: set(rows) for name, rows in _all_rows(uow)}


def _all_rows(uow: UnitOfWork) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """In an order in which foreign keys are kept."""
    for table in metadata.sorted_tables:
        order = " ORDER BY position" if "position" in table.c else ""
        sql = f"SELECT * FROM {table.name}{order}"
        yield table.name, [tuple(row) for row in uow._journal.connection.exec_driver_sql(sql)]


def _new_rows(rows: list[tuple[Any, ...]], before: set[Any]) -> list[tuple[Any, ...]]:
    return [row for row in rows if row not in before]


def columns_of(table: Table) -> list[Any]:
    """The columns that a copy fills; the row number comes by itself."""
    return [column for column in table.columns if column.name != "position"]


def _columns(name: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, Column]]:
    table = metadata.tables[name]
    return [(column, _cells(table, rows, column.name)) for column in columns_of(table)]


def _cells(table: Table, rows: list[tuple[Any, ...]], name: str) -> Column:
    place = list(table.columns.keys()).index(name)
    return [row[place] for row in rows]


def _born(rows: dict[str, list[tuple[Any, ...]]], day: date) -> list[bytes]:
    """The ids that were made on a day."""
    first = int(datetime.combine(day, time(), UTC).timestamp() * 1000)
    found = {
        value
        for name, some in rows.items()
        for column, cells in _columns(name, some)
        if type(column.type) is Id
        for value in cells
        if value is not None and first <= int.from_bytes(value[:6]) < first + _DAY_MS
    }
    return sorted(found)


def _read_persons(uow: UnitOfWork, rows: list[tuple[Any, ...]], day: date) -> list[Kept]:
    table = metadata.tables["person_data"]
    ids, purposes = _cells(table, rows, "id"), _cells(table, rows, "purpose")
    people = uow.persons.get_many([UUID(bytes=one) for one in ids])
    sql = "SELECT person_id, expires FROM person_key"
    expires = dict(map(tuple, uow._journal.connection.exec_driver_sql(sql)))
    found = []
    for one, purpose, row in zip(ids, purposes, rows, strict=True):
        person, until = people.get(UUID(bytes=one), Person()), expires.get(one)
        days = None if until is None else (date.fromisoformat(until) - day).days
        found.append(Kept(one, row, Purpose(purpose), person, days if one in expires else -1))
    return found


def _moved(old: bytes, days: int) -> bytes:
    return (int.from_bytes(old[:6]) + days * _DAY_MS).to_bytes(6) + old[6:]


def _shifted(cells: Column, delta: int) -> Column:
    return [None if value is None else value + delta for value in cells]


def _json_mover(cells: Column, moving: re.Pattern[str]) -> Mover:
    """Texts cut at what moves, put together again around the moved parts."""
    cut = [(moving.split(value), moving.findall(value)) for value in cells]
    shapes = ["%s".join(part.replace("%", "%%") for part in parts) for parts, _ in cut]
    named = [tuple(found) for _, found in cut]

    def move(to: Move) -> Column:
        get = to.texts.get
        return [
            s % tuple([get(n, n) for n in names]) for s, names in zip(shapes, named, strict=True)
        ]

    return move
