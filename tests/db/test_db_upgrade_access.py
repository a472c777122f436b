"""A database of the first revision, with people and looks in it, goes on with PINs and marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import ACTOR
from virtual import DEVICE, KEY, VirtualClock, make_id

import db.upgrade
from db.database import Database
from db.driver import connect, driver
from db.layout import database_path
from desk.domain.lockout import Lockout

_SECRETS = (
    "INSERT INTO account_secret VALUES (?, 'hash-a', 5, 1764000000000000)",
    "INSERT INTO account_secret VALUES (?, 'hash-b', 2, NULL)",
)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder as the first program left it: two accounts, a session, a look."""
    folder = tmp_path / "old"
    folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(db.upgrade, "create_triggers", lambda _connection: None)
        _migrate_to(folder, "0001")
    raw = connect(database_path(folder), KEY)
    raw.execute("PRAGMA foreign_keys = OFF")
    for statement, account in zip(_SECRETS, (ACTOR, DEVICE), strict=True):
        raw.execute(statement, (account.bytes,))
    raw.execute(
        "INSERT INTO session VALUES (?, ?, ?, 'riga-2', '3', 1, NULL)",
        (make_id().bytes, DEVICE.bytes, ACTOR.bytes),
    )
    raw.execute(
        "INSERT INTO access_log VALUES (NULL, 7, ?, 'open', 'visit', NULL, 'old')", (ACTOR.bytes,)
    )
    raw.commit()
    raw.close()
    yield folder


def _migrate_to(folder: Path, revision: str) -> None:
    from alembic import command

    from db.engine import open_engine

    engine = open_engine(database_path(folder), KEY)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(db.upgrade._VERSION_TABLE)
        config = db.upgrade._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_waits_begin_anew_and_nobody_has_a_pin(old: Path, clock: VirtualClock) -> None:
    opened = Database.open(old, KEY, make_id, clock, DEVICE)
    with opened.reader() as reader:
        assert reader.accounts.lockouts() == {ACTOR: (5, Lockout("", 0, 300))}
        current = reader.sessions.current()
        assert current is not None and current.account_id == ACTOR
    opened.close()
    raw = connect(database_path(old), KEY)
    kept = "SELECT password_hash, failed, one_time, pin_hash, pin_failed FROM account_secret"
    assert sorted(raw.execute(kept).fetchall()) == [
        ("hash-a", 5, 0, None, 0),
        ("hash-b", 2, 0, None, 0),
    ]
    assert raw.execute("SELECT resumable_on FROM session").fetchall() == [(None,)]
    assert raw.execute("SELECT purpose, own FROM access_log").fetchall() == [("old", None)]
    with pytest.raises(driver.IntegrityError, match="insert-only"):
        raw.execute("UPDATE access_log SET own = 'own'")
    raw.close()
