"""A backup in one file: nothing of a person outside, nothing believed that was changed."""

from __future__ import annotations

import json
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from making import booked, issue, reported
from virtual import KEY, VirtualClock

from db import erasure_record
from db.backup_check import check
from db.backup_file import compare, extract, made_of, read_manifest
from db.backup_make import About, pack, prove_file, proven_copy, require_room, shelve
from db.database import Database
from db.driver import connect
from db.folder_lock import held
from db.keys import create_keyring
from db.layout import database_path
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Person, Purpose


def about(clock: VirtualClock) -> About:
    return About(clock(), "0.1", "pmlp", "riga-2", "device")


def nothing(stage: str, percent: int) -> None:
    pass


@pytest.fixture
def lived(data_folder: Path, database: Database, clock: VirtualClock, tmp_path: Path) -> Path:
    """A data folder with keys, a visit, a booking with a name, an incident."""
    create_keyring(data_folder, tmp_path / "machine")
    with database.unit_of_work() as uow:
        issue(uow, clock)
        person = uow.persons.put(Purpose.APPOINTMENT, Person("Zigfrīds"), at=clock(), expires=None)
        booked(uow, clock, person_id=str(person))
        reported(uow, clock, FirstReport(IncidentKind.AGGRESSION, clock()))
        uow.commit()
    return data_folder


@pytest.fixture
def packed(lived: Path, clock: VirtualClock, tmp_path: Path) -> Path:
    target = tmp_path / "riga-2.branchbackup"
    with proven_copy(lived, KEY, about(clock)) as (work, manifest):
        pack(work, manifest, target)
    return target


def test_the_file_says_what_it_is_and_nothing_of_persons(
    packed: Path, clock: VirtualClock, database: Database
) -> None:
    manifest = read_manifest(packed)
    assert (manifest.site, manifest.created, manifest.format) == ("riga-2", clock(), 1)
    assert manifest.rows["appointment"] == manifest.rows["incident"] == 1
    assert list(manifest.parts) == ["branch.db", "keys.json"]
    with database.reader() as reader:
        assert manifest.outbox == reader.outbox.last()
    for word in ("Zigfrīds", "person_data (", "SQLite format"):
        assert word.encode() not in packed.read_bytes()
    assert packed.stat().st_mode & 0o077 == 0


def test_it_comes_back_as_it_was(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    manifest = extract(packed, tmp_path / "out")
    check(tmp_path / "out", KEY, manifest.rows)
    assert compare(packed) == manifest


def test_stages_are_told_to_the_end(lived: Path, clock: VirtualClock, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []

    def tell(stage: str, percent: int) -> None:
        told.append((stage, percent))

    with proven_copy(lived, KEY, about(clock), tell) as (work, manifest):
        pack(work, manifest, tmp_path / "x.branchbackup", tell)
    prove_file(lived, tmp_path / "x.branchbackup", KEY, tell)
    assert [stage for stage, percent in told if percent == 100].count("check") == 2
    assert list(dict.fromkeys(stage for stage, _ in told)) == ["copy", "check", "write"]


def test_whoever_is_told_can_end_it_and_nothing_is_left(
    lived: Path, clock: VirtualClock, tmp_path: Path
) -> None:
    def stop(stage: str, percent: int) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "x.branchbackup"
    target.write_bytes(b"earlier")
    with (
        pytest.raises(KeyboardInterrupt),
        proven_copy(lived, KEY, about(clock)) as (work, manifest),
    ):
        pack(work, manifest, target, stop)
    assert target.read_bytes() == b"earlier"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "machine", target.name}
    assert [path.name for path in (lived / "backing-up").iterdir()] == ["lock"]


def test_one_backup_at_a_time(lived: Path, clock: VirtualClock) -> None:
    with (
        proven_copy(lived, KEY, about(clock)),
        pytest.raises(DeskError, match=r"backup\.running"),
        proven_copy(lived, KEY, about(clock)),
    ):
        raise AssertionError


def test_what_a_killed_backup_left_is_cleared_away(lived: Path, clock: VirtualClock) -> None:
    work = lived / "backing-up"
    work.mkdir()
    (work / "branch.db").write_bytes(b"half")
    with held(work / "lock") as free:
        assert free
    with proven_copy(lived, KEY, about(clock)) as (work, _manifest):
        check(work, KEY, None)


def test_the_record_of_erasures_goes_along(
    lived: Path, database: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    with database.unit_of_work() as uow:
        person = uow.persons.put(Purpose.APPOINTMENT, Person("Zenta"), at=clock(), expires=None)
        uow.commit()
    erasure_record.append(lived, {person: clock().date()})
    with proven_copy(lived, KEY, about(clock)) as (work, manifest):
        pack(work, manifest, tmp_path / "x.branchbackup")
    (tmp_path / "out").mkdir()
    extract(tmp_path / "x.branchbackup", tmp_path / "out")
    assert erasure_record.read(tmp_path / "out") == {person: clock().date()}


def test_a_folder_on_the_shelf(lived: Path, clock: VirtualClock) -> None:
    target = lived / "backups" / "one"
    with proven_copy(lived, KEY, about(clock)) as (work, manifest):
        shelve(work, manifest, target)
    check(target, KEY, manifest.rows)
    assert made_of(target) == clock()
    assert {path.name for path in target.iterdir()} == {"branch.db", "keys.json", "manifest.json"}


@pytest.mark.parametrize("size", [0, 100, 3000, 9000, 200_000, -15_000])
def test_a_file_cut_short(packed: Path, tmp_path: Path, size: int) -> None:
    packed.write_bytes(packed.read_bytes()[:size])
    with pytest.raises(DeskError, match=r"backup\.(damaged|not_one)"):
        extract(packed, tmp_path)


@pytest.mark.parametrize("place", [5000, 100_000, -30_000])
def test_a_file_with_one_wrong_bit(packed: Path, tmp_path: Path, place: int) -> None:
    body = bytearray(packed.read_bytes())
    body[place] ^= 1
    packed.write_bytes(body)
    with pytest.raises(DeskError, match=r"backup\.damaged"):
        extract(packed, tmp_path)


@pytest.mark.parametrize("body", [b"", b"a letter", b"\0" * 20_480, b"SQLite format 3\0" * 99])
def test_something_else(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "letter.docx").write_bytes(body)
    with pytest.raises(DeskError, match=r"backup\.not_one"):
        read_manifest(tmp_path / "letter.docx")


def test_a_file_of_a_newer_program(tmp_path: Path) -> None:
    plain = json.dumps({"format": 7, "unheard": "of"}).encode()
    with tarfile.open(tmp_path / "x", "w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(plain)
        tar.addfile(info, BytesIO(plain))
    with pytest.raises(DeskError, match=r"backup\.newer.*found=7"):
        read_manifest(tmp_path / "x")


def test_only_known_parts_are_ever_taken_out(packed: Path, tmp_path: Path) -> None:
    """A tar can name any path; nothing is written but what a backup is made of."""
    with tarfile.open(packed, "a") as tar:
        info = tarfile.TarInfo("../../outside")
        info.size = 3
        tar.addfile(info, BytesIO(b"abc"))
    out = tmp_path / "a" / "b"
    out.mkdir(parents=True)
    extract(packed, out)
    assert {path.name for path in out.iterdir()} == {"branch.db", "keys.json"}
    assert not (tmp_path / "outside").exists()


def test_a_place_without_room_is_refused_before_anything_is_written(
    lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.backup_make._ROOM", 2**60)
    with pytest.raises(DeskError, match=r"backup\.no_room.*free=\d+"):
        require_room(lived, lived)
    with pytest.raises(DeskError, match=r"backup\.unreachable"):
        require_room(lived, lived / "nowhere")


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        ("DELETE FROM period", "period"),
        ("INSERT INTO meta VALUES ('x', 'y')", "meta"),
        ("UPDATE ticket SET state = 'served'", "visit"),
        ("UPDATE appointment SET state = 'served'", "appointment"),
        ("UPDATE incident SET level = '3'", "incident"),
    ],
)
def test_checking_finds_what_does_not_fit(
    lived: Path, clock: VirtualClock, tmp_path: Path, harm: str, what: str
) -> None:
    with proven_copy(lived, KEY, about(clock)) as (work, manifest):
        shelve(work, manifest, tmp_path / "copy")
    raw = connect(database_path(tmp_path / "copy"), KEY)
    raw.execute(harm)
    raw.close()
    with pytest.raises(DeskError, match=rf"backup\.differs.*{what}"):
        check(tmp_path / "copy", KEY, manifest.rows)


def test_checking_an_empty_file_finds_it_empty(
    lived: Path, clock: VirtualClock, tmp_path: Path
) -> None:
    with proven_copy(lived, KEY, about(clock)) as (work, manifest):
        shelve(work, manifest, tmp_path / "copy")
    database_path(tmp_path / "copy").write_bytes(b"")
    with pytest.raises(DeskError, match=r"db\.damaged"):
        check(tmp_path / "copy", KEY, None)
