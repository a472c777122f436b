"""All rows of headquarters at once: emptied, saved, and put back as from a backup."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, insert, select

from db.hq.database import transaction
from db.hq.models import HQ_REVISION, hq_metadata

Saved = dict[str, list[dict[str, Any]]]


def emptied(engine: Engine) -> None:
    """Headquarters as their migrations left them."""
    with transaction(engine) as connection:
        names = [table.name for table in hq_metadata.sorted_tables]
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HQ_REVISION}'")
            return
        for name in reversed(names):
            connection.exec_driver_sql(f"DELETE FROM {name}")


def saved(engine: Engine) -> Saved:
    """Every row, in one transaction: what a backup holds."""
    with transaction(engine) as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in hq_metadata.sorted_tables
        }


def put_back(engine: Engine, backup: Saved) -> None:
    """Headquarters as they were when the rows were saved."""
    emptied(engine)
    with transaction(engine) as connection:
        for table in hq_metadata.sorted_tables:
            if backup[table.name]:
                connection.execute(insert(table), backup[table.name])
