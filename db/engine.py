"""SQLAlchemy engines over the encrypted file: one for the writer, one for readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from db.driver import BUSY_SECONDS, connect, driver
from db.failures import translated
from db.prepared import FILE
from desk.domain.errors import DeskError

_IDLE_READERS = 2
_MORE_READERS = 8


def open_engine(
    path: Path, key: bytes, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Engine:
    """An engine for the database file; it connects when first used.

    A writing engine has one connection, which a second thread waits for; every transaction of it
    begins with the write lock (BEGIN IMMEDIATE), so that it never has to be repeated.  A reading
    engine lends connections of its own; a transaction sees one state of the database throughout.

    Args:
        path: the database file.
        key: the raw 32-byte key.
        read_only: refuse every write.
        busy_seconds: how long to wait for the lock or the connection.

    Raises:
        DeskError: from the engine's connections, as `db.failures.translated` tells.
    """

    def make(*_: Any, **__: Any) -> Any:
        return connect(path, key, read_only=read_only, busy_seconds=busy_seconds)

    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=make,
        poolclass=QueuePool,
        pool_size=_IDLE_READERS if read_only else 1,
        max_overflow=_MORE_READERS if read_only else 0,
        pool_timeout=busy_seconds,
        pool_use_lifo=True,
        hide_parameters=True,
        execution_options={FILE: path},
    )
    _listen(engine, path, "BEGIN" if read_only else "BEGIN IMMEDIATE")
    return engine


def lend(engine: Engine) -> Connection:
    """A connection of an engine; DeskError "db.busy" when all are lent for too long."""
    try:
        return engine.connect()
    except PoolTimeout as error:
        raise DeskError("db.busy") from error


def _listen(engine: Engine, path: Path, begin: str) -> None:
    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> BaseException | None:
        return translated(context.original_exception, path)
