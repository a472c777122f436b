"""The backups of a folder: which there are, which are still needed, which have expired."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from db.backup_file import SUFFIX
from db.backup_make import BACKUPS, DRAFT
from desk.domain.clock import local_day

_TIME: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(rf"branch-desk-[a-z0-9-]+-(\d{{8}}T\d{{6}}Z)({re.escape(SUFFIX)})?")
_REPLACED: Final = re.compile(r"replaced-(\d{8}T\d{6}Z)(-\d+)?")
_BEFORE: Final = "before-*"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup on the shelf."""

    path: Path
    created: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Keep:
    """How long backups stay.

    Args:
        days: so many days each day's newest stays; weeks: so many weeks each week's newest.
        most_days: nothing is older than that, whatever the others say.
    """

    days: int
    weeks: int
    most_days: int


def backup_name(site: str, created: datetime) -> str:
    """The name of a backup, in UTC so that it sorts by age; a file has `SUFFIX` after it."""
    return f"branch-desk-{site}-{time_name(created)}"


def time_name(instant: datetime) -> str:
    """An instant as part of a file's name: 20261124T083000Z."""
    return instant.astimezone(UTC).strftime(_TIME)


def shelf(folder: Path) -> tuple[Kept, ...]:
    """The backups in a folder that the program made itself, newest first."""
    if not folder.is_dir():
        return ()
    found = []
    for path in folder.iterdir():
        if match := _NAME.fullmatch(path.name):
            with suppress(OSError, ValueError):
                found.append(Kept(path, _instant(match[1]), _size(path)))
    return tuple(sorted(found, key=lambda kept: kept.created, reverse=True))


def wanted(backups: Iterable[Kept], now: datetime, keep: Keep) -> frozenset[Path]:
    """Which backups stay: the newest of each day, then of each week; never one that is too old.

    One from the future, made while the clock was wrong, stays until its time has come and gone.
    """
    today, days, weeks = local_day(now), set(), set()
    stay = set()
    for kept in sorted(backups, key=lambda one: one.created, reverse=True):
        day = local_day(kept.created)
        week, age = day.isocalendar()[:2], (today - day).days
        if age > keep.most_days:
            continue
        of_day = age < keep.days and day not in days
        of_week = age < keep.weeks * 7 and week not in weeks
        if of_day or of_week:
            stay.add(kept.path)
        days.add(day)
        weeks.add(week)
    return frozenset(stay)


def rotate(folder: Path, now: datetime, keep: Keep) -> tuple[str, ...]:
    """Delete what is no longer wanted, and torsos of killed backups; gives the names.

    To be called after a new backup was proven, so that one always remains.
    """
    backups = shelf(folder)
    stay = wanted(backups, now, keep)
    gone = [kept.path for kept in backups if kept.path not in stay]
    gone += folder.glob(f"branch-desk-*{DRAFT}")
    for path in gone:
        _delete(path)
    return tuple(path.name for path in gone if not path.exists())


def expire_copies(folder: Path, now: datetime, most_days: int) -> tuple[str, ...]:
    """Delete old copies of the whole database from a data folder; gives the folders' names.

    They are what an upgrade kept (`backups/before-*`) and what a restore replaced.
    """
    old = now - timedelta(days=most_days)
    gone = [path for path, made in _copies(folder) if made < old]
    for path in gone:
        _delete(path)
    return tuple(path.name for path in gone if not path.exists())


def _copies(folder: Path) -> Iterable[tuple[Path, datetime]]:
    for path in (folder / BACKUPS).glob(_BEFORE):
        with suppress(OSError, ValueError):
            yield path, datetime.fromtimestamp(_oldest(path), UTC)
    for path in folder.iterdir():
        if match := _REPLACED.fullmatch(path.name):
            yield path, _instant(match[1])


def _oldest(folder: Path) -> float:
    """When the first of its files was written: erasing changes the database, never the keys."""
    return min(file.stat().st_mtime for file in folder.iterdir())


def _size(path: Path) -> int:
    files = path.iterdir() if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()


def _instant(name: str) -> datetime:
    return datetime.strptime(name, _TIME).replace(tzinfo=UTC)
