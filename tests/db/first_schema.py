"""A database as the first version of the program made it, to be upgraded by tests."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from virtual import KEY

from db.driver import connect
from db.layout import database_path


def make_first(folder: Path) -> Any:
    """Make the database of a folder with the schema of revision 0001; gives a raw connection."""
    first = import_module("db.migrations.branch.versions.0001_first")
    raw = connect(database_path(folder), KEY)
    for statement in first._STATEMENTS:
        raw.execute(" ".join(statement.split()))
    raw.execute("CREATE TABLE alembic_version (version_num TEXT NOT NULL PRIMARY KEY) STRICT")
    raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    return raw
