"""Tables that only grow: the database itself refuses to change or remove their rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table
from virtual import KEY

from db.driver import connect, driver
from db.layout import database_path
from db.models import INSERT_ONLY, metadata

_FILLING = {"BLOB": b"0123456789abcdef", "INTEGER": 1, "TEXT": "[]"}


@pytest.fixture
def raw(data_folder: Path) -> Iterator[Any]:
    """A raw connection, as someone with the key would have."""
    connection = connect(database_path(data_folder), KEY)
    yield connection
    connection.close()


def _insert(raw: Any, table: Table, verb: str = "INSERT") -> None:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    marks = ", ".join("?" for _ in table.c)
    values = [_FILLING[str(column.type)] for column in table.c]
    raw.execute(f"{verb} INTO {table.name} ({names}) VALUES ({marks})", values)


def test_every_event_table_is_on_the_list() -> None:
    names = {table.name for table in INSERT_ONLY}
    assert {name for name in metadata.tables if name.endswith(("_event", "_log"))} <= names
    assert "person_data" in names


@pytest.mark.parametrize("table", INSERT_ONLY, ids=lambda table: str(table.name))
@pytest.mark.parametrize("how", ["update", "delete", "replace", "upsert"])
def test_no_change_and_no_removal(raw: Any, table: Table, how: str) -> None:
    _insert(raw, table)
    column = list(table.c)[-1].name
    first = next(iter(table.primary_key)).name
    with pytest.raises(driver.IntegrityError, match="insert-only"):
        if how == "update":
            raw.execute(f'UPDATE {table.name} SET "{column}" = "{column}"')
        elif how == "delete":
            raw.execute(f"DELETE FROM {table.name}")
        elif how == "replace":
            _insert(raw, table, "INSERT OR REPLACE")
        else:
            raw.execute(
                f"INSERT INTO {table.name} SELECT * FROM {table.name} WHERE true "
                f"ON CONFLICT ({first}) DO UPDATE SET {first} = excluded.{first}"
            )
    assert raw.execute(f"SELECT count(*) FROM {table.name}").fetchone() == (1,)


def test_types_are_held_by_the_database(raw: Any) -> None:
    with pytest.raises(driver.IntegrityError, match="cannot store TEXT value in INTEGER"):
        raw.execute("INSERT INTO access_log VALUES (1, 'soon', x'00', 'a', 'b', NULL, 'c', NULL)")
