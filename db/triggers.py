"""Triggers that keep insert-only tables insert-only, and those of the lane.

Migrations drop them first and bring them back last: rebuilding a table would lose them unnoticed.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from db.lane_triggers import LANE_TRIGGERS
from db.models import INSERT_ONLY

_REFUSALS: Final = {"update": "UPDATE", "delete": "DELETE"}


def trigger_ddl() -> dict[str, str]:
    """The statement that makes each trigger, by the trigger's name."""
    return {
        f"{table.name}_no_{short}": (
            f"CREATE TRIGGER {table.name}_no_{short} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} is insert-only'); END"
        )
        for table in INSERT_ONLY
        for short, verb in _REFUSALS.items()
    } | LANE_TRIGGERS


def drop_triggers(connection: Connection) -> None:
    """Remove every trigger of the database, also those that a newer list no longer knows."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (name,) in names.all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def create_triggers(connection: Connection) -> None:
    """Make all triggers of the present schema."""
    for statement in trigger_ddl().values():
        connection.exec_driver_sql(statement)
