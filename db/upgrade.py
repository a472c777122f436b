"""Making a database, and bringing an older one to the program's schema, unattended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine

from db.backup import backup
from db.driver import BUSY_SECONDS
from db.engine import open_engine
from db.layout import database_path
from db.models import REVISION
from db.triggers import create_triggers, drop_triggers
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS: Final = Path(__file__).parent / "migrations" / "branch"
_BACKUPS: Final = "backups"
_VERSION_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT"
)
"""Alembic would make it by itself, but not STRICT as all our tables are."""


def prepare(folder: Path, key: bytes, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Make the database of a folder, or migrate it when its schema is not the program's.

    Usually one SELECT.  Before migrating, a verified backup is made in `backups/before-<revision>`
    of the folder; the migration is one transaction, so that an interrupted one changes nothing.

    Raises:
        DeskError: "db.newer" (found, known) when a newer program made it, "db.missing" without
            the folder, "backup.failed", and the codes of `db.failures`.
    """
    path = database_path(folder)
    with _closing(open_engine(path, key, read_only=True)) as engine:
        found = stored_revision(engine)
    if found != REVISION:
        with _closing(open_engine(path, key, busy_seconds=busy_seconds)) as engine:
            _migrate(engine, folder, key, found)


def stored_revision(engine: Engine) -> str:
    """The revision of the schema that the file says it has; "" for a new file.

    Args:
        engine: a reading one, which waits for no writer.
    """
    with engine.connect() as connection:
        made = connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"
        )
        if made.first() is None:
            return ""
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


@contextmanager
def _closing(engine: Engine) -> Iterator[Engine]:
    """An engine whose connections are closed at the end."""
    try:
        yield engine
    finally:
        engine.dispose()


def _migrate(engine: Engine, folder: Path, key: bytes, found: str) -> None:
    """Alembic is imported here, where it is needed: it would cost every start."""
    config = _config()
    if found:
        _refuse_newer(config, found)
        backup(folder, key, folder / _BACKUPS / f"before-{REVISION}")
    with engine.connect() as connection:
        connection.connection.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            _run(connection, config)
        connection.connection.execute("PRAGMA foreign_keys = ON")


def _run(connection: Connection, config: Config) -> None:
    from alembic import command

    connection.exec_driver_sql(_VERSION_TABLE)
    drop_triggers(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    create_triggers(connection)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DeskError("db.damaged")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _refuse_newer(config: Config, found: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found not in known:
        raise DeskError("db.newer", found=found, known=REVISION)
