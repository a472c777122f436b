"""The mirror gives back exactly what was committed, whatever happened in between."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import issue
from mirroring import Mirrored, dump, start_other
from virtual import DEVICE, KEY, VirtualClock, make_id

from db import erasure_record
from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.mirror_files import generations, part_path, parts
from db.mirror_read import find_mirror, rebuild_from_mirror
from desk.domain.errors import DeskError


@pytest.fixture
def mirrored(data_folder: Path, tmp_path: Path, clock: VirtualClock) -> Iterator[Mirrored]:
    made = Mirrored(data_folder, tmp_path / "place", clock)
    yield made
    made.mirror.close()


STEPS = st.lists(
    st.sampled_from(
        ("add", "add", "big", "many", "change", "remove", "undone", "tidy", "restart", "look",
         "look", "begin", "close", "away", "back")
    ),
    min_size=5,
    max_size=40,
)  # fmt: skip


class Writer:
    """Somebody who changes the database in every way that the log can be written."""

    def __init__(self, data: Path, chance: random.Random) -> None:
        self._data, self._chance = data, chance
        self.raw: Any = None
        self.open()

    def open(self) -> None:
        if self.raw is not None:
            self.raw.close()
        self.raw = connect(database_path(self._data), KEY, busy_seconds=0.01)

    def do(self, step: str) -> None:
        add = "INSERT INTO draft VALUES (?, 'note', ?, 1)"
        if step in ("add", "big"):
            size = 30 if step == "add" else 90_000
            self.raw.execute(add, (self._chance.randbytes(16), self._chance.randbytes(size)))
        elif step == "many":
            self.raw.execute("BEGIN IMMEDIATE")
            for _ in range(60):
                self.raw.execute(add, (self._chance.randbytes(16), self._chance.randbytes(900)))
            self.raw.execute("COMMIT")
        elif step == "change":
            self.raw.execute("UPDATE draft SET body = randomblob(500) WHERE at % 3 = 1")
        elif step == "remove":
            self.raw.execute("DELETE FROM draft WHERE length(body) > 800")
            self.raw.execute("PRAGMA incremental_vacuum")
        elif step == "undone":
            self.raw.execute("PRAGMA cache_size = 5")
            self.raw.execute("BEGIN IMMEDIATE")
            self.raw.execute("UPDATE draft SET body = randomblob(3000)")
            self.raw.execute("ROLLBACK")
        elif step in ("tidy", "restart"):
            mode = "PASSIVE" if step == "tidy" else "TRUNCATE"
            self.raw.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        elif step == "close":
            self.open()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_whatever_was_seen_comes_back(database_template: Path, steps: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        data = Path(root) / "data"
        data.mkdir()
        shutil.copyfile(database_template, database_path(data))
        _play(Path(root), data, steps, random.Random(seed))


def _play(root: Path, data: Path, steps: list[str], chance: random.Random) -> None:
    clock = VirtualClock(datetime(2026, 11, 24, 8, tzinfo=UTC))
    writer = Writer(data, chance)
    mirrored = Mirrored(data, root / "place", clock)
    gone = root / "gone"
    for step in [*steps, "back"]:
        if step == "away" and mirrored.place.exists():
            mirrored.place.rename(gone)
        elif step == "back" and gone.exists():
            gone.rename(mirrored.place)
        elif step == "begin":
            mirrored.end()
            mirrored.begin()
        elif step == "look":
            assert mirrored.look() == ("mirror.unreachable" if gone.exists() else "")
            if not gone.exists():
                assert mirrored.same()
        else:
            writer.do(step)
    assert mirrored.look() == ""
    assert mirrored.same()
    assert len(generations(mirrored.place)) == 1
    mirrored.mirror.close()
    writer.raw.close()


def test_restarts_of_the_program_copy_nothing_anew(
    mirrored: Mirrored, data_folder: Path, clock: VirtualClock
) -> None:
    for day in range(4):
        database = Database.open(data_folder, KEY, make_id, clock, DEVICE)
        mirrored.look()
        with database.unit_of_work() as uow:
            issue(uow, clock, f"A{day:03d}")
            uow.commit()
        database.close()
        mirrored.end()
        assert not database_path(data_folder).with_name("branch.db-wal").exists()
        mirrored.begin()
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (1,)
    assert mirrored.same()


def test_changes_while_no_mirror_ran_begin_a_new_generation(
    mirrored: Mirrored, data_folder: Path
) -> None:
    mirrored.look()
    mirrored.mirror.close()
    raw = connect(database_path(data_folder), KEY)
    raw.execute("INSERT INTO meta VALUES ('unseen', '1')")
    raw.close()
    mirrored.begin()
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (2,)
    assert mirrored.same()


def test_what_is_safe_is_told_by_the_outbox(
    mirrored: Mirrored, database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        issue(uow, clock)
        uow.commit()
    mirrored.look()
    point = mirrored.mirror.state.point
    with database.reader() as reader:
        assert point is not None
        assert (point.outbox, point.at) == (reader.outbox.last(), clock())
    mirrored.place.rename(mirrored.place.with_name("gone"))
    with database.unit_of_work() as uow:
        issue(uow, clock, "A002")
        uow.commit()
    assert mirrored.look() == "mirror.unreachable"
    state = mirrored.mirror.state
    assert state.point == point
    assert state.looked is not None
    assert state.looked.outbox == point.outbox + 1


def test_a_place_that_vanished_is_never_made_anew(mirrored: Mirrored) -> None:
    """An empty mount point must not be taken for the disk that was in it."""
    mirrored.look()
    shutil.rmtree(mirrored.place)
    assert mirrored.look() == "mirror.unreachable"
    assert not mirrored.place.exists()
    mirrored.place.mkdir()
    assert mirrored.look() == "mirror.unreachable"
    assert list(mirrored.place.iterdir()) == []


def test_old_pages_do_not_outlive_a_day(mirrored: Mirrored, clock: VirtualClock) -> None:
    mirrored.look()
    clock.advance(hours=25)
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (2,)
    assert mirrored.same()


def test_what_was_erased_leaves_the_mirror_within_the_hour(
    mirrored: Mirrored, data_folder: Path, clock: VirtualClock
) -> None:
    record = erasure_record.record_path(data_folder)
    erasure_record.append(data_folder, {make_id(): clock().date()})
    mirrored.look()
    erasure_record.append(data_folder, {make_id(): clock().date()})
    later = record.stat().st_mtime_ns + 10**9
    os.utime(record, ns=(later, later))
    assert mirrored.look() == ""
    clock.advance(minutes=50)
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (1,)
    clock.advance(minutes=11)
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (2,)
    assert erasure_record.read(mirrored.place) == erasure_record.read(data_folder)


def test_what_was_erased_while_no_mirror_ran_leaves_it_as_soon(
    mirrored: Mirrored, data_folder: Path, clock: VirtualClock
) -> None:
    mirrored.look()
    mirrored.end()
    erasure_record.append(data_folder, {make_id(): clock().date()})
    mirrored.begin()
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (1,)
    clock.advance(minutes=61)
    assert mirrored.look() == ""
    assert generations(mirrored.place) == (2,)


def test_the_log_can_be_cut_off_while_it_is_mirrored(
    mirrored: Mirrored, database: Database, clock: VirtualClock
) -> None:
    """Erasing wants the log emptied; in a quiet moment the mirror lets it be."""
    with database.unit_of_work() as uow:
        issue(uow, clock)
        uow.commit()
    mirrored.look()
    mirrored.look()
    assert database.scrub()
    assert database_path(mirrored.data).with_name("branch.db-wal").stat().st_size == 0
    with database.unit_of_work() as uow:
        issue(uow, clock, "A002")
        uow.commit()
    assert mirrored.look() == ""
    assert mirrored.same()
    assert generations(mirrored.place) == (1,)


def test_many_parts_are_folded_into_a_new_snapshot(
    mirrored: Mirrored, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.mirror._LEAST_PARTS", 0)
    writer = Writer(data_folder, random.Random(1))
    writer.do("big")
    for _ in range(15):
        writer.raw.execute("UPDATE draft SET body = randomblob(90000)")
        assert mirrored.look() == ""
    assert max(generations(mirrored.place)) > 1
    assert mirrored.same()
    writer.raw.close()


def test_nothing_in_the_place_can_be_read_without_the_key(
    mirrored: Mirrored, database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        uow.meta.put("home_branch", "Zigfrīda filiāle")
        issue(uow, clock)
        uow.commit()
    mirrored.look()
    content = b"".join(path.read_bytes() for path in mirrored.place.rglob("*") if path.is_file())
    for word in ("Zigfrīda filiāle", "visit_event", "SQLite format"):
        assert word.encode() not in content


@pytest.mark.parametrize("harm", ["cut", "flip", "missing"])
def test_a_damaged_part_ends_what_comes_back(
    mirrored: Mirrored, data_folder: Path, harm: str
) -> None:
    writer = Writer(data_folder, random.Random(2))
    dumps = []
    mirrored.look()
    for _ in range(5):
        writer.do("add")
        mirrored.look()
        dumps.append(dump(database_path(data_folder)))
    assert parts(mirrored.place, 1) == (1, 2, 3, 4, 5)
    path = part_path(mirrored.place, 1, 4)
    body = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        changed = bytes([body[200] ^ 1])
        path.write_bytes(body[:-9] if harm == "cut" else body[:200] + changed + body[201:])
    found, reached = mirrored.restored()
    assert found == dumps[2]
    assert (reached.parts, reached.unusable) == (3, 1 if harm == "missing" else 2)
    writer.raw.close()


def test_parts_of_another_database_are_not_taken(mirrored: Mirrored, tmp_path: Path) -> None:
    mirrored.look()
    with pytest.raises(DeskError, match=r"mirror\.empty"):
        rebuild_from_mirror(mirrored.place, bytes(32), tmp_path / "out.db")


def test_finding_the_mirror_in_a_place(tmp_path: Path, mirrored: Mirrored) -> None:
    assert find_mirror(mirrored.place) == mirrored.place
    with pytest.raises(DeskError, match=r"mirror\.none_here"):
        find_mirror(tmp_path / "data")
    share = tmp_path / "share" / "branch-desk"
    share.mkdir(parents=True)
    shutil.copytree(mirrored.place, share / "riga-2-aa")
    assert find_mirror(tmp_path / "share") == share / "riga-2-aa"
    shutil.copytree(mirrored.place, share / "riga-2-bb")
    with pytest.raises(DeskError, match=r"mirror\.several"):
        find_mirror(tmp_path / "share")


@pytest.mark.parametrize("series", ["A", "B", "C"])
def test_a_writer_killed_at_work_is_mirrored_to_its_last_word(
    mirrored: Mirrored, data_folder: Path, series: str
) -> None:
    """The mirror looks while another process commits as fast as it can, and is killed."""
    other = start_other(data_folder, "fill", series)
    assert other.stdout is not None
    said = []
    while len(said) < 150:
        said.append(other.stdout.readline().strip())
        if len(said) % 10 == 0:
            mirrored.mirror.look()
    other.kill()
    said += other.stdout.read().split()
    other.communicate()
    assert mirrored.look() == ""
    assert mirrored.same()
    kept = {UUID(bytes=row[0]) for row in mirrored.restored()[0]["visit"]}
    assert {UUID(one) for one in said} <= kept
