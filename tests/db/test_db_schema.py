"""The schema that migrations make is the schema of the models, to the letter."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from making import issue
from sqlalchemy import create_engine
from virtual import DEVICE, KEY, VirtualClock, make_id

import db.upgrade
from db.backup import verify
from db.database import Database
from db.driver import connect, driver
from db.layout import database_path
from db.models import REVISION, SEARCH_DDL, metadata
from db.triggers import create_triggers, trigger_ddl
from db.upgrade import prepare
from desk.domain.errors import DeskError

_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def _normal(rows: list[Any]) -> dict[tuple[str, str], str]:
    """Schema rows by kind and name, with spaces made equal."""
    return {
        (kind, name): " ".join(sql.replace("(", " ( ").replace(")", " ) ").split())
        for kind, name, sql in rows
        if name != "alembic_version"
    }


def _of_file(folder: Path) -> dict[tuple[str, str], str]:
    raw = connect(database_path(folder), KEY)
    rows = raw.execute(_SCHEMA).fetchall()
    raw.close()
    return _normal(rows)


def _of_models() -> dict[tuple[str, str], str]:
    engine = create_engine("sqlite://", module=driver)
    with engine.begin() as connection:
        metadata.create_all(connection)
        for statement in SEARCH_DDL:
            connection.exec_driver_sql(statement)
        create_triggers(connection)
        rows = connection.exec_driver_sql(_SCHEMA).all()
    engine.dispose()
    return _normal([tuple(row) for row in rows])


def test_migrations_make_the_models(data_folder: Path) -> None:
    assert _of_file(data_folder) == _of_models()


def test_every_table_is_strict_and_every_trigger_is_there(data_folder: Path) -> None:
    raw = connect(database_path(data_folder), KEY)
    listed = "SELECT name, strict FROM pragma_table_list WHERE type = 'table'"
    strict = dict(raw.execute(f"{listed} AND name NOT LIKE 'sqlite_%'").fetchall())
    triggers = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    raw.close()
    assert strict == dict.fromkeys([*metadata.tables, "alembic_version"], 1)
    assert {name for (name,) in triggers} == set(trigger_ddl())


def test_search_words_are_deleted_securely(data_folder: Path) -> None:
    raw = connect(database_path(data_folder), KEY)
    setting = raw.execute("SELECT v FROM person_search_config WHERE k = 'secure-delete'")
    assert setting.fetchone() in {(1,), ("1",)}
    raw.close()


def test_settings_of_the_connections(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert _pragmas(uow._connection) == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
            "busy_timeout": 5000,
            "cache_size": -8 * 1024,
            "query_only": 0,
        }
    with database.reader() as reader:
        found = _pragmas(reader._connection)
    assert (found["query_only"], found["cache_size"]) == (1, -16 * 1024)
    assert found["journal_mode"] == "wal"


def _pragmas(connection: Any) -> dict[str, Any]:
    names = "journal_mode synchronous foreign_keys secure_delete busy_timeout cache_size query_only"
    found = {n: connection.exec_driver_sql(f"PRAGMA {n}").scalar() for n in names.split()}
    return {n: int(v) if str(v).lstrip("-").isdigit() else v for n, v in found.items()}


# A later program, made by adding a migration to a copy of the folder.

_NEXT = """
revision = "9999"
down_revision = "{before}"
branch_labels = depends_on = None

import sqlalchemy as sa
from alembic import op

def upgrade():
    with op.batch_alter_table("access_log", recreate="always") as table:
        table.add_column(sa.Column("device", sa.TEXT(), nullable=True))
    with op.batch_alter_table("visit", recreate="always") as table:
        table.add_column(sa.Column("colour", sa.TEXT(), nullable=True))
    {last}
"""


def _later_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, last: str = "pass") -> None:
    scripts = tmp_path / "program" / "branch"
    shutil.copytree(db.upgrade._MIGRATIONS, scripts)
    script = _NEXT.format(before=REVISION, last=last)
    (scripts / "versions" / "9999_next.py").write_text(script)
    monkeypatch.setattr(db.upgrade, "_MIGRATIONS", scripts)
    monkeypatch.setattr(db.upgrade, "REVISION", "9999")


@pytest.fixture
def filled(data_folder: Path, clock: VirtualClock) -> Path:
    """A data folder with a visit and a look in it."""
    opened = Database.open(data_folder, KEY, make_id, clock, DEVICE)
    with opened.unit_of_work() as uow:
        visit = issue(uow, clock)
        uow.access_log.add(clock(), DEVICE, "open", "visit", visit.id, "test")
        uow.commit()
    opened.close()
    return data_folder


def test_an_older_database_is_backed_up_and_migrated(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    _later_program(monkeypatch, tmp_path)
    Database.open(filled, KEY, make_id, clock, DEVICE).close()
    raw = connect(database_path(filled), KEY)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    assert raw.execute("SELECT what, device FROM access_log").fetchall() == [("open", None)]
    assert raw.execute("SELECT count(*) FROM ticket").fetchall() == [(1,)]
    assert raw.execute("PRAGMA foreign_keys").fetchone() in {(1,), ("1",)}
    with pytest.raises(driver.IntegrityError, match="insert-only"):
        raw.execute("DELETE FROM access_log")
    raw.close()
    kept = filled / "backups" / "before-9999"
    verify(database_path(kept), KEY)
    assert sorted(item.name for item in kept.iterdir()) == ["branch.db"]
    assert _of_file(kept) == _of_models()


def test_a_migration_that_fails_changes_nothing(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    before = _of_file(filled)
    with monkeypatch.context() as patch:
        _later_program(patch, tmp_path, last="raise RuntimeError")
        with pytest.raises(RuntimeError):
            prepare(filled, KEY)
    assert _of_file(filled) == before
    Database.open(filled, KEY, make_id, clock, DEVICE).close()


def test_a_migration_that_breaks_a_reference_is_refused(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _of_file(filled)
    _later_program(monkeypatch, tmp_path, last='op.execute("DELETE FROM visit")')
    with pytest.raises(DeskError, match=r"db\.damaged"):
        prepare(filled, KEY)
    assert _of_file(filled) == before


def test_a_newer_database_is_refused_and_left_alone(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    with monkeypatch.context() as patch:
        _later_program(patch, tmp_path)
        prepare(filled, KEY)
    before = database_path(filled).read_bytes()
    with pytest.raises(DeskError, match=r"db\.newer") as caught:
        Database.open(filled, KEY, make_id, clock, DEVICE)
    assert caught.value.params == {"found": "9999", "known": REVISION}
    assert database_path(filled).read_bytes() == before


def test_a_database_of_this_version_is_opened_without_alembic(
    filled: Path, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(db.upgrade, "_migrate", never)
    Database.open(filled, KEY, make_id, clock, DEVICE).close()
    assert not (filled / "backups").exists()
