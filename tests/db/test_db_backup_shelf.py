"""Which backups stay: the newest of each day and week, and none that is too old."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.backup_shelf import (
    Keep,
    Kept,
    backup_name,
    expire_copies,
    rotate,
    shelf,
    time_name,
    wanted,
)
from desk.domain.clock import local_day

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
USUAL = Keep(7, 4, 28)
DAY = timedelta(days=1)


def kept(age: timedelta) -> Kept:
    created = NOW - age
    return Kept(Path(backup_name("riga-2", created)), created, 1)


def ages(backups: list[Kept], keep: Keep = USUAL) -> list[float]:
    stay = wanted(backups, NOW, keep)
    return sorted((NOW - one.created) / DAY for one in backups if one.path in stay)


def test_a_year_of_daily_backups() -> None:
    """Today and six days before; then the Sundays (24 November 2026 is a Tuesday)."""
    assert ages([kept(DAY * age) for age in range(365)]) == [0, 1, 2, 3, 4, 5, 6, 9, 16, 23]


def test_of_several_on_one_day_the_newest() -> None:
    assert ages([kept(timedelta(hours=hour)) for hour in (0, 2, 4)]) == [0]


@pytest.mark.parametrize("most", [1, 5, 10, 14])
def test_nothing_is_older_than_personal_data_may_be(most: int) -> None:
    found = ages([kept(DAY * age) for age in range(365)], Keep(min(7, most), 4, most))
    assert max(found) <= most
    assert found[0] == 0


def test_a_backup_from_the_future_stays_until_its_time_has_gone() -> None:
    assert ages([kept(-DAY * 300), kept(DAY)]) == [-300, 1]


@given(st.lists(st.floats(0, 400), min_size=1, max_size=60), st.integers(1, 60))
def test_what_stays(days: list[float], most: int) -> None:
    backups = [kept(DAY * age) for age in days]
    keep = Keep(min(7, most), 4, most)
    stay = [one for one in backups if one.path in wanted(backups, NOW, keep)]
    today = local_day(NOW)
    assert all((today - local_day(one.created)).days <= most for one in stay)
    newest = max(backups, key=lambda one: one.created)
    if (today - local_day(newest.created)).days < keep.days:
        assert newest in stay
    recent = {local_day(one.created) for one in backups if local_day(one.created) == today}
    assert recent <= {local_day(one.created) for one in stay}


def test_rotating_a_folder(tmp_path: Path) -> None:
    for age in range(40):
        folder = tmp_path / backup_name("riga-2", NOW - DAY * age)
        folder.mkdir()
        (folder / "branch.db").write_bytes(b"1234")
    (tmp_path / "branch-desk-riga-2-torso.branchbackup.part").write_bytes(b"")
    (tmp_path / "somebody's own").write_text("stays")
    gone = rotate(tmp_path, NOW, USUAL)
    assert len(gone) == 31
    assert [one.size for one in shelf(tmp_path)] == [4] * 10
    assert (tmp_path / "somebody's own").exists()
    assert rotate(tmp_path, NOW, USUAL) == ()
    assert shelf(tmp_path / "nowhere") == ()


def test_files_are_on_the_shelf_too(tmp_path: Path) -> None:
    path = tmp_path / (backup_name("atd-cesis", NOW) + ".branchbackup")
    path.write_bytes(b"12")
    assert shelf(tmp_path) == (Kept(path, NOW, 2),)
    rotate(tmp_path, NOW + DAY * 60, USUAL)
    assert not path.exists()


def test_copies_of_upgrades_and_restores_expire(tmp_path: Path) -> None:
    for name, age in (("before-0002", 10), ("before-0005", 40)):
        folder = tmp_path / "backups" / name
        folder.mkdir(parents=True)
        cleaned = 1  # erased data was taken out of both yesterday
        for file, days in (("keys.json", age), ("branch.db", cleaned)):
            (folder / file).write_bytes(b"")
            at = (NOW - DAY * days).timestamp()
            os.utime(folder / file, (at, at))
    for age in (3, 30):
        (tmp_path / f"replaced-{time_name(NOW - DAY * age)}").mkdir()
    (tmp_path / f"replaced-{time_name(NOW - DAY * 30)}-2").mkdir()
    (tmp_path / "replaced-by-hand").mkdir()
    gone = expire_copies(tmp_path, NOW, 28)
    old = f"replaced-{time_name(NOW - DAY * 30)}"
    assert sorted(gone) == ["before-0005", old, f"{old}-2"]
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"backups", f"replaced-{time_name(NOW - DAY * 3)}", "replaced-by-hand"}
