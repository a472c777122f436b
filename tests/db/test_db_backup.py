"""Backups: complete, proven, encrypted, and opened on a machine that never saw the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from making import SITE, TODAY, issue
from virtual import DEVICE, KEY, VirtualClock, make_id

import db.backup
from db.backup import backup, verify
from db.database import Database
from db.driver import connect
from db.keys import adopt_machine, create_keyring, unlock, unlock_with_code
from db.layout import database_path
from db.upgrade import prepare
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose


def test_a_backup_of_a_database_in_use_holds_what_was_committed(
    database: Database, clock: VirtualClock, data_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    with database.unit_of_work() as uow:
        kept = issue(uow, clock, "A001")
        uow.commit()
    assert database_path(data_folder).with_name("branch.db-wal").read_bytes() != b""
    with database.unit_of_work() as uow:
        issue(uow, clock, "A002")
        backup(data_folder, KEY, target)
        uow.commit()
    assert [item.name for item in target.iterdir()] == ["branch.db"]
    restored = Database.open(target, KEY, make_id, clock, DEVICE)
    with restored.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == (kept,)
    restored.close()


def test_a_backup_is_encrypted_and_erased_persons_are_not_in_it(
    database: Database, clock: VirtualClock, data_folder: Path, tmp_path: Path
) -> None:
    with database.unit_of_work() as uow:
        person = uow.persons.put(Purpose.APPOINTMENT, Person("Zigfrīds"), at=clock(), expires=None)
        uow.commit()
    with database.unit_of_work() as uow:
        uow.persons.erase(person)
        uow.commit()
    backup(data_folder, KEY, tmp_path / "backup")
    body = database_path(tmp_path / "backup").read_bytes()
    assert not body.startswith(b"SQLite format 3")
    assert b"person_data" not in body
    raw = connect(database_path(tmp_path / "backup"), KEY)
    assert raw.execute("SELECT count(*) FROM person_key").fetchone() == (0,)
    assert raw.execute("SELECT count(*) FROM person_search").fetchone() == (0,)
    raw.close()


def test_a_backup_is_restored_on_another_machine_by_the_recovery_code(
    tmp_path: Path, clock: VirtualClock
) -> None:
    here, kept, there = tmp_path / "here", tmp_path / "kept", tmp_path / "there"
    here.mkdir()
    code = create_keyring(here, tmp_path / "first-machine")
    key = unlock(here, tmp_path / "first-machine")
    prepare(here, key)
    opened = Database.open(here, key, make_id, clock, DEVICE)
    with opened.unit_of_work() as uow:
        visit = issue(uow, clock)
        uow.commit()
    opened.close()
    backup(here, key, kept)
    kept.rename(there)
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        unlock(there, tmp_path / "second-machine")
    adopt_machine(there, unlock_with_code(there, code), tmp_path / "second-machine")
    restored = Database.open(
        there, unlock(there, tmp_path / "second-machine"), make_id, clock, DEVICE
    )
    with restored.reader() as reader:
        assert reader.visits.get(visit.id) == visit
    restored.close()


def test_a_backup_that_does_not_verify_leaves_the_earlier_one(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backup"
    backup(data_folder, KEY, target)
    before = database_path(target).read_bytes()
    copy = db.backup.copy_database

    def copy_badly(source: Path, key: bytes, draft: Path) -> object:
        copied = copy(source, key, draft)
        body = bytearray(draft.read_bytes())
        body[-500] ^= 1
        draft.write_bytes(body)
        return copied

    monkeypatch.setattr(db.backup, "copy_database", copy_badly)
    with pytest.raises(DeskError, match=r"backup\.failed"):
        backup(data_folder, KEY, target)
    assert database_path(target).read_bytes() == before
    assert [item.name for item in target.iterdir()] == ["branch.db"]


def test_a_backup_with_the_wrong_key(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"db\.wrong_key"):
        backup(data_folder, bytes(32), tmp_path / "backup")


def test_a_backup_that_cannot_be_written(data_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match=r"backup\.failed"):
        backup(data_folder, KEY, tmp_path / "file" / "backup")


def _wrong_row(folder: Path) -> None:
    raw = connect(database_path(folder), KEY)
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute("DELETE FROM sqlite_schema WHERE name = 'ix_ticket_open_site_day'")
    raw.close()


def _wrong_page(folder: Path) -> None:
    body = bytearray(database_path(folder).read_bytes())
    body[-500] ^= 1
    database_path(folder).write_bytes(body)


@pytest.mark.parametrize("harm", [_wrong_row, _wrong_page])
def test_verifying_finds(data_folder: Path, harm: Callable[[Path], None]) -> None:
    verify(database_path(data_folder), KEY)
    harm(data_folder)
    with pytest.raises(DeskError, match=r"db\.damaged"):
        verify(database_path(data_folder), KEY)
