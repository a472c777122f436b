"""Many rows in one go: on PostgreSQL in its binary form, which costs a part of the usual one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Select, Table, insert
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]


def add_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, each with a value for every column of the table."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.execute(insert(table), list(rows))


def read_all(
    connection: Connection, statement: Select[Any], given: Mapping[str, Any]
) -> Sequence[tuple[Any, ...]]:
    """The rows of a select of texts, numbers, ids and bytes."""
    if connection.dialect.name != "postgresql":
        return [tuple(row) for row in connection.execute(statement, given)]
    raw: Any = connection.connection.dbapi_connection
    text = _written(statement, connection.dialect)
    with _told(connection, text), raw.cursor(binary=True) as cursor:
        found: Sequence[tuple[Any, ...]] = cursor.execute(text, given).fetchall()
        return found


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    raw: Any = connection.connection.dbapi_connection
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    statement = f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)"
    kinds = [column.type.compile(connection.dialect).lower() for column in table.columns]
    with _told(connection, statement), raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(kinds)
        for values in _values(connection, table, rows):
            copy.write_row(values)


@contextmanager
def _told(connection: Connection, statement: str) -> Iterator[None]:
    """Raise the driver's errors as SQLAlchemy does, without what was written."""
    errors: Any = connection.dialect.dbapi
    raw: Any = connection.connection.dbapi_connection
    try:
        yield
    except errors.Error as error:
        gone = connection.dialect.is_disconnect(error, raw, None)
        raise DBAPIError.instance(
            statement, None, error, errors.Error, hide_parameters=True,
            connection_invalidated=gone, dialect=connection.dialect,
        ) from error  # fmt: skip


@cache
def _written(statement: Select[Any], dialect: Any) -> str:
    return str(statement.compile(dialect=dialect))


def _values(connection: Connection, table: Table, rows: Sequence[Row]) -> Iterable[tuple[Any, ...]]:
    """The rows' values as the driver takes them, put together column by column."""
    return zip(*(_column(connection, column, rows) for column in table.columns), strict=True)


def _column(connection: Connection, column: Any, rows: Sequence[Row]) -> list[Any]:
    found = [row[column.name] for row in rows]
    if isinstance(column.type, LargeBinary):
        return found  # bytes are what the driver is quickest with
    dialect = connection.dialect
    store: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return found if store is None else [store(value) for value in found]
