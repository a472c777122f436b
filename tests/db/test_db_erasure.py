"""After an erasure no byte of it is left: pages, free space, log, copies; and none comes back."""

from __future__ import annotations

import random
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from raw_pages import database_bytes, folder_bytes, where
from virtual import DEVICE, KEY, VirtualClock, make_id

from db import erasure_record
from db.backup import backup
from db.database import Database
from db.driver import connect
from db.erasure_copies import Cleaned, Gone, clean_copies, clean_shelves
from db.layout import database_path
from desk.domain.erasure import Ground, Why
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose

DAY = date(2026, 11, 24)
ANNA = Person("Anna Bērziņa-Šķēle", "+37129123456", "anna.skele@example.lv", "grib latviski")
MARKS = ("Bērziņa-Šķēle".encode(), b"berzina", b"skele", b"29123456", b"grib latviski")


def put(database: Database, clock: VirtualClock, *people: Person) -> list[UUID]:
    with database.unit_of_work() as uow:
        rows = [
            uow.persons.put(Purpose.APPOINTMENT, one, at=clock(), expires=DAY) for one in people
        ]
        uow.commit()
    return rows


def erase(database: Database, clock: VirtualClock, rows: list[UUID], why: Why = Why.EXPIRED) -> int:
    with database.unit_of_work() as uow:
        erased = uow.erasures.erase(rows, why, at=clock())
        uow.commit()
    return erased


def keys_of(folder: Path) -> dict[UUID, bytes]:
    raw = connect(database_path(folder), KEY)
    rows = raw.execute("SELECT person_id, key FROM person_key").fetchall()
    raw.close()
    return {UUID(bytes=person_id): key for person_id, key in rows}


def test_no_byte_of_words_or_key_is_left(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    (anna, ivo) = put(database, clock, ANNA, Person("Ivo Zirnis"))
    keys = keys_of(data_folder)
    needles = [*MARKS, keys[anna]]
    before = database_bytes(database_path(data_folder), KEY)
    assert {one for one in needles if one in before} == {
        b"berzina",
        b"skele",
        b"29123456",
        keys[anna],
    }
    assert erase(database, clock, [anna]) == 1
    assert database.scrub()
    after = database_bytes(database_path(data_folder), KEY)
    assert [one for one in needles if one in after] == []
    assert b"zirnis" in after and keys[ivo] in after
    assert not (data_folder / "branch.db-wal").stat().st_size


@pytest.mark.parametrize("seed", range(3))
def test_no_byte_is_left_after_weeks_of_coming_and_going(
    database: Database, clock: VirtualClock, data_folder: Path, seed: int
) -> None:
    """Pages split, merge and are freed; drafts grow and shrink; nothing stays behind in them."""
    chance = random.Random(seed)
    kept: dict[UUID, str] = {}
    gone: set[bytes] = set()
    drafts: dict[UUID, str] = {make_id(): "" for _ in range(8)}
    for _ in range(6):
        names = ["".join(chance.choices("abdegiklmnoprstuvz", k=10)) for _ in range(60)]
        people = [Person(n.title(), text="x" * chance.randrange(2500)) for n in names]
        kept |= dict(zip(put(database, clock, *people), names, strict=True))
        with database.unit_of_work() as uow:
            for account in drafts:
                gone.add(drafts[account].encode())
                drafts[account] = f"qq{chance.randrange(10**15):015}"
                body = drafts[account] * chance.randrange(1, 150)
                uow.drafts.put(account, "incident.error", body.encode(), clock())
            uow.commit()
        keys = keys_of(data_folder)
        leave = chance.sample(list(kept), len(kept) * chance.choice([1, 3, 9]) // 10)
        gone |= {keys[row] for row in leave} | {kept.pop(row).encode() for row in leave}
        erase(database, clock, leave)
    assert database.scrub()
    content = database_bytes(database_path(data_folder), KEY)
    assert {one for one in gone - {b""} if one in content} == set()
    assert all(name.encode() in content for name in kept.values())


def test_a_reader_at_an_earlier_state_makes_scrubbing_wait(
    database: Database, clock: VirtualClock
) -> None:
    (anna,) = put(database, clock, ANNA)
    with database.reader() as reader:
        assert reader.persons.get(anna) == ANNA
        erase(database, clock, [anna])
        assert not database.scrub()
        assert reader.persons.get(anna) == ANNA
    assert database.scrub()


def test_putting_right_overwrites_the_key_and_the_words(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    (anna,) = put(database, clock, ANNA)
    key = keys_of(data_folder)[anna]
    right = Person("Anna Kalniņa", "+37120000001")
    with database.unit_of_work() as uow:
        uow.erasures.correct(anna, right, "person_request", at=clock(), actor_id=DEVICE)
        uow.commit()
    with database.reader() as reader:
        assert reader.persons.get(anna) == right
        assert reader.persons.get_many([anna]) == {anna: right}
        assert reader.persons.search("kalnina", Purpose.APPOINTMENT) == [anna]
        assert reader.persons.search("berzina", Purpose.APPOINTMENT) == []
        assert reader.erasures.held([anna])[anna].expires == DAY
    assert database.scrub()
    content = database_bytes(database_path(data_folder), KEY)
    assert [one for one in (*MARKS, key) if one in content] == []
    assert erase(database, clock, [anna]) == 1
    with database.reader() as reader:
        assert reader.persons.get(anna) is None
    with database.unit_of_work() as uow, pytest.raises(DeskError, match=r"person\.erased"):
        uow.erasures.correct(anna, right, "person_request", at=clock(), actor_id=DEVICE)


def test_the_log_names_nobody_and_stays(database: Database, clock: VirtualClock) -> None:
    anna, ivo = put(database, clock, ANNA, Person("Ivo"))
    erase(database, clock, [anna])
    with database.unit_of_work() as uow:
        asked = Why.REQUESTED
        uow.erasures.erase([ivo], asked, at=clock(), actor_id=DEVICE, ground=Ground.UNLAWFUL)
        uow.commit()
    with database.reader() as reader:
        lines = reader.erasures.lines(10)
        assert [(one.why, one.ground, one.actor_id, one.rows) for one in lines] == [
            (Why.REQUESTED, Ground.UNLAWFUL, DEVICE, 1),
            (Why.EXPIRED, None, None, 1),
        ]
        assert reader.erasures.why([anna]) == {anna: (clock(), Why.EXPIRED)}
    assert erase(database, clock, [anna, ivo]) == 0


# The record outside the database.


def test_an_erasure_is_recorded_outside(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    anna, ivo = put(database, clock, ANNA, Person("Ivo"))
    assert erasure_record.read(data_folder) == {}
    assert erasure_record.mark(data_folder) == ""
    erase(database, clock, [anna])
    erase(database, clock, [ivo], Why.REQUESTED)
    assert erasure_record.read(data_folder) == {anna: DAY, ivo: DAY}
    with database.reader() as reader:
        assert reader.meta.get(erasure_record.MARK) == erasure_record.mark(data_folder)
    content = erasure_record.record_path(data_folder).read_bytes()
    assert not where({"record": content}, MARKS)


def test_without_a_record_nothing_is_erased(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    (anna,) = put(database, clock, ANNA)
    erasure_record.record_path(data_folder).mkdir()
    with pytest.raises(DeskError, match=r"erasure\.record"):
        erase(database, clock, [anna])
    with database.reader() as reader:
        assert reader.persons.get(anna) == ANNA
        assert reader.erasures.lines(10) == ()


@pytest.mark.parametrize("cut", range(1, 50))
def test_a_line_cut_short_costs_only_itself(tmp_path: Path, cut: int) -> None:
    first, second, third = make_id(), make_id(), make_id()
    erasure_record.append(tmp_path, {first: DAY})
    erasure_record.append(tmp_path, {second: DAY}, lasting=[second])
    path = erasure_record.record_path(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    whole = {first: DAY, second: DAY} if cut <= 3 else {first: DAY}
    assert erasure_record.read(tmp_path) == whole
    erasure_record.append(tmp_path, {third: DAY})
    assert erasure_record.read(tmp_path) == whole | {third: DAY}


def test_records_are_united_and_shortened(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    old, asked, new = make_id(), make_id(), make_id()
    erasure_record.append(here, {new: DAY})
    long_ago = DAY - timedelta(days=500)
    erasure_record.append(there, {old: long_ago, asked: long_ago, new: DAY}, lasting=[asked])
    assert erasure_record.carry_over(there, here) == 2
    assert erasure_record.carry_over(there, here) == 0
    assert erasure_record.read(here) == {new: DAY, old: long_ago, asked: long_ago}
    before = erasure_record.mark(here)
    erasure_record.drop_before(here, DAY)
    assert erasure_record.read(here) == {new: DAY, asked: long_ago}
    assert erasure_record.mark(here) != before


def test_an_empty_or_foreign_file_is_no_hindrance(tmp_path: Path) -> None:
    path = erasure_record.record_path(tmp_path)
    for content in (b"", b"\n", b"\xff\xfe\x00 nonsense\n2026-13-45 x\n"):
        path.write_bytes(content)
        assert erasure_record.read(tmp_path) == {}
        row = make_id()
        erasure_record.append(tmp_path, {row: DAY})
        assert erasure_record.read(tmp_path) == {row: DAY}


def test_a_spoilt_title_costs_nothing_else(tmp_path: Path) -> None:
    """An editor put its mark before the title, or the title is gone."""
    first, second, third = make_id(), make_id(), make_id()
    erasure_record.append(tmp_path, {first: DAY})
    path = erasure_record.record_path(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    erasure_record.append(tmp_path, {second: DAY}, lasting=[second])
    assert erasure_record.read(tmp_path) == {first: DAY, second: DAY}
    path.write_bytes(path.read_bytes().partition(b"\n")[2])
    erasure_record.append(tmp_path, {third: DAY})
    assert erasure_record.read(tmp_path) == {first: DAY, second: DAY, third: DAY}
    erasure_record.drop_before(tmp_path, DAY + timedelta(days=1))
    assert erasure_record.read(tmp_path) == {second: DAY}


# Copies.


def test_copies_of_upgrades_and_restores_are_rid_of_it(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    anna, ivo = put(database, clock, ANNA, Person("Ivo Zirnis"))
    with database.unit_of_work() as uow:
        uow.drafts.put(DEVICE, "incident.error", b"qqdraft", clock() - timedelta(days=9))
        uow.commit()
    key = keys_of(data_folder)[anna]
    for name in ("backups/before-0005", "replaced-20261124T083000Z"):
        backup(data_folder, KEY, data_folder / name)
    erase(database, clock, [anna])
    with database.unit_of_work() as uow:
        uow.drafts.drop(DEVICE, "incident.error")
        uow.commit()
    assert database.scrub()
    needles = [*MARKS, key, b"qqdraft"]
    assert len(where(folder_bytes(data_folder, KEY), needles)) == 2
    gone = Gone([anna, make_id()], clock() - timedelta(days=7))
    assert clean_copies(data_folder, KEY, gone) == Cleaned(2, 2)
    contents = folder_bytes(data_folder, KEY)
    assert where(contents, needles) == {}
    assert len(where(contents, [b"zirnis"])) == 3
    assert clean_copies(data_folder, KEY, gone) == Cleaned(2, 0)
    restored = data_folder / "backups/before-0005"
    opened = Database.open(restored, KEY, make_id, clock, DEVICE)
    with opened.reader() as reader:
        assert reader.persons.get_many([anna, ivo]) == {ivo: Person("Ivo Zirnis")}
    opened.close()


def test_a_copy_that_cannot_be_opened_is_named(data_folder: Path) -> None:
    folder = data_folder / "backups" / "before-0004"
    folder.mkdir(parents=True)
    (folder / "branch.db").write_bytes(bytes(range(256)) * 32)
    nowhere = [data_folder / "nowhere"]
    cleaned = clean_copies(data_folder, KEY, Gone([]))
    cleaned += clean_shelves(data_folder, nowhere, KEY, Gone([]))
    assert cleaned == Cleaned(2, 0, ("before-0004", str(data_folder / "nowhere")))


def test_a_copy_that_somebody_reads_is_named(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    """Its old pages cannot be overwritten before the reader goes."""
    (anna,) = put(database, clock, ANNA)
    copy = data_folder / "backups" / "before-0005"
    backup(data_folder, KEY, copy)
    reader = connect(database_path(copy), KEY, read_only=True)
    reader.execute("BEGIN")
    reader.execute("SELECT 1 FROM meta").fetchone()
    assert clean_copies(data_folder, KEY, Gone([anna])) == Cleaned(1, 0, ("before-0005",))
    reader.close()
    assert clean_copies(data_folder, KEY, Gone([anna])) == Cleaned(1, 0)
    assert where(folder_bytes(copy, KEY), MARKS) == {}


def test_an_old_database_put_back_still_opens(
    database: Database, clock: VirtualClock, data_folder: Path, tmp_path: Path
) -> None:
    (anna,) = put(database, clock, ANNA)
    backup(data_folder, KEY, tmp_path / "old")
    erase(database, clock, [anna])
    database.close()
    for name in ("branch.db-wal", "branch.db-shm"):
        (data_folder / name).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "old" / "branch.db", database_path(data_folder))
    reopened = Database.open(data_folder, KEY, make_id, clock, DEVICE)
    with reopened.reader() as reader:
        assert reader.persons.get(anna) == ANNA, "the database alone does not know"
        assert reader.meta.get(erasure_record.MARK) != erasure_record.mark(data_folder)
    reopened.close()


def test_log_since(database: Database, clock: VirtualClock) -> None:
    first, second = put(database, clock, ANNA, ANNA)
    erase(database, clock, [first])
    clock.advance(days=1)
    erase(database, clock, [second], Why.REQUESTED)
    start: datetime = clock()
    with database.reader() as reader:
        assert reader.erasures.logged(start) == {second: DAY + timedelta(days=1)}
        early = start - timedelta(days=9)
        assert reader.erasures.logged(early).keys() == {first, second}
        assert reader.erasures.logged(early, Why.REQUESTED).keys() == {second}
