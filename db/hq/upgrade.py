"""Making the tables of headquarters, and bringing older ones to the program's schema."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine

from db.hq.database import transaction
from db.hq.models import HQ_REVISION
from desk.domain.errors import DeskError

_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations" / "hq"
_ONE_AT_A_TIME: Final = 0x42726E6368  # any number that nobody else locks


def upgrade_hq(engine: Engine) -> bool:
    """Migrate in one transaction; of several that start at once, one does it and the others wait.

    Returns:
        whether anything had to be done.

    Raises:
        DeskError: "hq.newer" when a newer program made the tables, "hq.database".
    """
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        found = revision_of(connection)
        if found == HQ_REVISION:
            return False
        if found is not None and found > HQ_REVISION:
            raise DeskError("hq.newer")
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return True


def require_current(engine: Engine) -> None:
    """DeskError "hq.not_ready" when the tables are not those of this program."""
    with transaction(engine) as connection:
        if revision_of(connection) != HQ_REVISION:
            raise DeskError("hq.not_ready")


def revision_of(connection: Connection) -> str | None:
    """The revision that the database says it has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()
