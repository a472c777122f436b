"""Statements as the driver runs them: written by SQLAlchemy once, executed without it.

A key press that writes executes some twenty statements of a few microseconds each.  What
SQLAlchemy does around every execution takes several times as long, in Python, while the window's
thread wants to paint.  So its compiler and its types are used here, and its execution is not.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.types import TypeEngine

from db.driver import driver
from db.failures import translated

FILE: Final = "desk_file"
"""The execution option of an engine that names its file."""

Change = Callable[[Any], Any]
"""What makes a stored value of a value, or the other way round."""


class Prepared:
    """A select, insert, update or delete with certain parameters.

    Args:
        names: of the parameters that each execution brings.

    Attributes:
        takes_lists: it asks for lists of any length, so SQLAlchemy writes it anew each time.
    """

    __slots__ = ("_changed", "_fixed", "_names", "_row", "_stores", "sql", "takes_lists")

    def __init__(self, statement: Any, names: Iterable[str], dialect: Dialect) -> None:
        known = frozenset(names)
        written = statement.compile(dialect=dialect, column_keys=known)
        self.sql: Final[str] = written.string
        self.takes_lists: Final = any(bind.expanding for bind in written.binds.values())
        binds = [(name, written.binds[name]) for name in written.positiontup]
        if missing := [name for name, bind in binds if bind.required and name not in known]:
            raise TypeError(f"the statement needs {missing}")
        self._names: Final = tuple(name for name, _bind in binds)
        self._fixed: Final = {name: bind.value for name, bind in binds if name not in known}
        stores = ((place, _stored(bind.type, dialect)) for place, (_, bind) in enumerate(binds))
        self._stores: Final = tuple((place, store) for place, store in stores if store is not None)
        columns = tuple(getattr(statement, "selected_columns", ()))
        self._row: Final = _row_type(tuple(one.key or "" for one in columns))
        loads = ((place, _loaded(one.type, dialect)) for place, one in enumerate(columns))
        self._changed: Final = tuple((place, load) for place, load in loads if load is not None)

    def values(self, given: Mapping[str, object]) -> list[object]:
        """The parameters in their places, as they are stored."""
        whole = {**self._fixed, **given} if self._fixed else given
        values = [whole[name] for name in self._names]
        for place, store in self._stores:
            value = values[place]
            if value is not None:
                values[place] = store(value)
        return values

    def row(self, stored: Iterable[object]) -> Any:
        """A row of a select with its values as the program has them."""
        values = list(stored)
        for place, load in self._changed:
            value = values[place]
            if value is not None:
                values[place] = load(value)
        return self._row._make(values)


_KNOWN: Final[WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared]]] = WeakKeyDictionary()


def rows(connection: Connection, statement: Executable, given: Mapping[str, object]) -> list[Any]:
    """All rows of a select, as tuples whose values have the columns' names.

    Raises:
        DeskError: as `db.failures.translated` tells.
    """
    known = _prepared(connection, statement, given)
    if known.takes_lists:
        return list(connection.execute(statement, given).all())
    with _told(connection):
        return [known.row(stored) for stored in _execute(connection, known, given).fetchall()]


def run(connection: Connection, statement: Executable, given: Mapping[str, object]) -> None:
    """Execute an insert, update or delete.

    Raises:
        DeskError: as `db.failures.translated` tells.
        driver.IntegrityError: a constraint does not hold.
    """
    known = _prepared(connection, statement, given)
    if known.takes_lists:
        connection.execute(statement, given)
        return
    with _told(connection):
        _execute(connection, known, given)


def run_many(
    connection: Connection, statement: Executable, given: Sequence[Mapping[str, object]]
) -> None:
    """Execute an insert, update or delete once for each of the parameters, all of the same names.

    Raises:
        DeskError: as `db.failures.translated` tells.
        driver.IntegrityError: a constraint does not hold.
    """
    if not given:
        return
    known = _prepared(connection, statement, given[0])
    raw: Any = connection.connection.dbapi_connection
    with _told(connection):
        raw.executemany(known.sql, (known.values(one) for one in given))


def _prepared(
    connection: Connection, statement: Executable, given: Mapping[str, object]
) -> Prepared:
    forms = _KNOWN.get(statement)
    if forms is None:
        forms = _KNOWN[statement] = {}
    names = tuple(given)
    if names not in forms:
        forms[names] = Prepared(statement, names, connection.dialect)
    return forms[names]


def _execute(connection: Connection, known: Prepared, given: Mapping[str, object]) -> Any:
    raw: Any = connection.connection.dbapi_connection
    return raw.execute(known.sql, known.values(given))


@contextmanager
def _told(connection: Connection) -> Iterator[None]:
    """Turn the driver's errors into ours; those of constraints stay what they are."""
    try:
        yield
    except driver.Error as error:
        known = translated(error, connection.get_execution_options()[FILE])
        if known is None:
            raise
        raise known from error


@cache
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def _stored(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _loaded(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
