"""One open database of headquarters, on PostgreSQL or SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from desk.domain.errors import DeskError

_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "secure_delete = ON",
)
_STATEMENT_MS: Final = 20_000
_PER_WORKER: Final = 8


def open_hq(url: str) -> Engine:
    """An engine for the database of headquarters.

    Args:
        url: "postgresql://user@host/name" or "sqlite:///file"; a password belongs into the
            service's environment (PGPASSWORD, PGPASSFILE), not into an argument.

    Raises:
        DeskError: "hq.database_url" when it is neither.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DeskError("hq.database_url") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return _sqlite(str(parsed))
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=_PER_WORKER,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"options": f"-c statement_timeout={_STATEMENT_MS}"},
        )
    raise DeskError("hq.database_url")


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """The write lock at once: what is read is what will be written upon."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def transaction(engine: Engine, *, durable: bool = True) -> Iterator[Connection]:
    """One change, all of it or nothing.

    Args:
        durable: it is on the disk afterwards; without it a power cut within the next second may
            take it back, which PostgreSQL does not wait for then.

    Raises:
        DeskError: "hq.database" when the database is away or does not answer; it is to be tried
            again.
    """
    try:
        with engine.begin() as connection:
            if not durable and connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield connection
    except OperationalError as error:
        raise DeskError("hq.database") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DeskError("hq.database") from error
        raise
