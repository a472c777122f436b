"""The incident log lies beside the incidents: born with each entry, and in every copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from making import ACTOR, acknowledged, reported
from mirroring import Mirrored
from sqlalchemy import Connection
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.backup import backup
from db.database import Database
from db.driver import connect
from db.engine import open_engine
from db.entry_leaf import annex_digest, event_digest, named_ids
from db.layout import database_path
from db.mirror_read import rebuild_from_mirror
from db.triggers import create_triggers, drop_triggers
from desk.domain.entry_log import Checkpoint, Occasion, Root, read_root
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.merkle import tree_hash
from desk.domain.person import Person, Purpose
from desk.services.verify import verify

DOWN = ("DROP TABLE entry_log", "DROP TABLE checkpoint", "DROP TABLE device_key")


def fill(database: Database, clock: VirtualClock, count: int = 3, first: int = 1) -> list[UUID]:
    """Reports with a text each, acknowledged; gives the texts' ids."""
    texts = []
    with database.unit_of_work() as uow:
        for serial in range(first, first + count):
            clock.advance(minutes=5)
            person = Person(text=f"text {serial}")
            text = uow.persons.put(Purpose.INCIDENT_TEXT, person, at=clock(), expires=None)
            report = FirstReport(IncidentKind.AGGRESSION, clock(), level="1")
            made = reported(uow, clock, report, serial, text_id=text)
            clock.advance(minutes=1)
            acknowledged(uow, clock, made)
            texts.append(text)
        uow.commit()
    return texts


def print_root(database: Database) -> Root:
    with database.unit_of_work() as uow:
        made = uow.entry_log.checkpoint(Occasion.CLOSING_SHEET)
        uow.commit()
    return Root(made.size, made.root)


def lines(database: Database) -> list[Any]:
    with database.reader() as reader:
        return list(reader.entry_log.lines())


def is_fine(database: Database, *roots: Root) -> bool:
    with database.reader() as reader:
        check = verify(reader, roots)
    assert check.findings == ()
    return all(one.matches for one in check.roots)


@pytest.fixture
def filled(database: Database, clock: VirtualClock) -> Database:
    fill(database, clock)
    return database


def test_every_event_has_its_line_in_order(filled: Database) -> None:
    labels = [line.label for line in lines(filled)]
    expected = [
        f"riga-2-2026-{serial:04}/{seq} {what}"
        for serial in (1, 2, 3)
        for seq, what in ((1, "report"), (2, "acknowledge"))
    ]
    assert labels == expected
    assert [line.index for line in lines(filled)] == list(range(6))


def test_a_refused_event_leaves_no_line(filled: Database, clock: VirtualClock) -> None:
    report = FirstReport(IncidentKind.AGGRESSION, clock(), level="1")
    with filled.unit_of_work() as uow, pytest.raises(DeskError, match=r"incident\.number_taken"):
        reported(uow, clock, report, 1)
    assert len(lines(filled)) == 6
    assert is_fine(filled)


def test_corrections_of_other_peoples_fields_have_none(
    filled: Database, clock: VirtualClock
) -> None:
    with filled.unit_of_work() as uow:
        one = uow.persons.put(Purpose.APPOINTMENT, Person("Anna"), at=clock(), expires=None)
        uow.erasures.correct(one, Person("Anita"), "wrong", at=clock(), actor_id=ACTOR)
        uow.commit()
    assert len(lines(filled)) == 6


def test_a_checkpoint_is_a_signed_note(filled: Database) -> None:
    with filled.unit_of_work() as uow:
        made = uow.entry_log.checkpoint(Occasion.START)
        evidence = uow.entry_log.evidence()
        assert evidence.signed(made)
        assert not evidence.signed(replace(made, size=made.size + 1))
        note = evidence.note(made)
    origin, size, root, device, at, _blank, signature = note.rstrip("\n").split("\n")
    assert (origin, size, device) == ("branch-desk/incident-log", "6", f"device {DEVICE}")
    assert at.startswith("at 2026-11-24T") and at.endswith("+00:00") and len(root) == 44
    assert signature.startswith(f"— branch-desk/incident-log/{DEVICE} ")
    assert made.root == tree_hash([line.leaf for line in lines(filled)])


def test_an_older_database_gets_lines_for_what_it_holds(
    filled: Database, clock: VirtualClock, data_folder: Path
) -> None:
    migration = import_module("db.migrations.branch.versions.0008_entry_log")
    before = lines(filled)
    with other_connection(data_folder) as connection:
        drop_triggers(connection)
        for statement in DOWN:
            connection.exec_driver_sql(statement)
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()
        create_triggers(connection)
    assert lines(filled) == before
    fill(filled, clock, first=4)
    assert is_fine(filled, print_root(filled))


@contextmanager
def other_connection(folder: Path) -> Iterator[Connection]:
    engine = open_engine(database_path(folder), KEY)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_backup_and_its_restored_copy_stay_provable(
    filled: Database, clock: VirtualClock, data_folder: Path, tmp_path: Path
) -> None:
    root = print_root(filled)
    backup(data_folder, KEY, tmp_path / "backup")
    copy = Database.open(tmp_path / "backup", KEY, make_id, clock, make_id())
    assert is_fine(copy, root)
    fill(copy, clock, first=4)
    assert is_fine(copy, root, print_root(copy))
    copy.close()


def test_the_mirror_gives_back_a_provable_log(
    filled: Database, clock: VirtualClock, data_folder: Path, tmp_path: Path
) -> None:
    mirrored = Mirrored(data_folder, tmp_path / "place", clock)
    mirrored.look()
    fill(filled, clock, first=4)
    root = print_root(filled)
    mirrored.look()
    target = tmp_path / "restored"
    target.mkdir()
    rebuild_from_mirror(mirrored.place, KEY, database_path(target))
    mirrored.mirror.close()
    copy = Database.open(target, KEY, make_id, clock, make_id())
    assert is_fine(copy, root)
    copy.close()


def test_the_annex_has_its_lines_too(filled: Database, clock: VirtualClock) -> None:
    row = {
        "id": make_id(),
        "incident_id": make_id(),
        "at": clock(),
        "actor_id": ACTOR,
        "nonce": b"nonce",
        "ciphertext": b"sealed",
    }
    with filled.unit_of_work() as uow:
        uow.entry_log.append_annex(row)
        uow.commit()
    with filled.reader() as reader:
        found = verify(reader).findings
    assert [(one.found.value, one.index) for one in found] == [("removed", 6)]


def test_digests_cover_every_column() -> None:
    event = {
        "id": b"i" * 16, "kind": "report", "at": 1, "recorded_at": 2, "actor_id": b"a" * 16,
        "body": '{"a":1}', "incident_id": b"n" * 16, "seq": 1,
    }  # fmt: skip
    other = {
        "id": b"x" * 16, "kind": "amend", "at": 5, "recorded_at": 6, "actor_id": b"y" * 16,
        "body": '{"a":2}', "incident_id": b"z" * 16, "seq": 2,
    }  # fmt: skip
    digests = {event_digest(event | {name: other[name]}, {}) for name in event}
    assert len(digests | {event_digest(event, {})}) == len(event) + 1
    annex = {name: event[name] for name in ("id", "at", "actor_id", "incident_id")}
    annex |= {"nonce": b"n", "ciphertext": b"c"}
    second = other | {"nonce": b"m", "ciphertext": b"d"}
    assert len({annex_digest(annex | {name: second[name]}) for name in annex}) == len(annex)


def test_texts_are_covered_where_an_event_names_them() -> None:
    one, two = make_id(), make_id()
    body = f'{{"deep":[{{"why_id":"{one}"}}],"text_id":"{two}","number":"riga-2-2026-0001"}}'
    assert named_ids(body) == {one.bytes, two.bytes}
    row = {
        "id": b"i" * 16, "kind": "report", "at": 1, "recorded_at": 2, "actor_id": b"a" * 16,
        "body": body, "incident_id": b"n" * 16, "seq": 1,
    }  # fmt: skip
    none, some = event_digest(row, {}), event_digest(row, {one.bytes: bytes(32)})
    other = event_digest(row, {one.bytes: b"\x01" * 32})
    assert len({none, some, other}) == 3
    assert event_digest(row, {one.bytes: bytes(32), b"x" * 16: bytes(32)}) == some


def test_a_checkpoint_out_of_nothing_and_a_spoilt_one(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    with database.unit_of_work() as uow:
        made = uow.entry_log.checkpoint(Occasion.START)
        assert isinstance(made, Checkpoint) and made.size == 0
        uow.commit()
    fill(database, clock)
    print_root(database)
    raw = connect(database_path(data_folder), KEY)
    raw.execute("DROP TRIGGER checkpoint_no_update")
    raw.execute("UPDATE checkpoint SET peaks = x'00' WHERE size = 6")
    raw.close()
    fill(database, clock, first=4)
    with database.reader() as reader:
        whole = reader.entry_log.root_at(12)
    assert print_root(database).root == whole


def test_roots_are_read_back_as_they_are_written() -> None:
    root = read_root(f"7:{'ab' * 32}")
    assert (root.size, root.root) == (7, b"\xab" * 32)


@pytest.fixture(autouse=True)
def _closed(database: Database) -> Iterator[None]:
    yield
    database.close()
