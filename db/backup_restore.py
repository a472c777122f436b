"""Putting a restored database in the place of another one: all of it, also when killed half-way.

The new one is made ready in a folder of its own inside the data folder.  When it is ready, a plan
is written; from then on the exchange is only renamed files, and whoever comes next ends it: what
was there goes to `replaced-<time>`, the new keys come, the new database last.  Before the plan, a
killed restore has changed nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from db.backup_shelf import time_name
from db.folder_lock import held
from db.layout import DEVICE_NAME, database_path, keys_path, settle
from db.sharing import folder_mode
from desk.domain.errors import DeskError

_STAGING: Final = "restoring"
_LOCK: Final = "lock"
_PLAN: Final = "plan.json"
_PENDING_BYTE: Final = 0x40000000
_LOCK_BYTES: Final = 512
_BESIDE: Final = ("-wal", "-shm")


class _Plan(msgspec.Struct, frozen=True):
    """Args: replaced: the folder that takes what was there."""

    replaced: str


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """An empty folder in which a restored database is made ready; gone afterwards.

    Raises:
        DeskError: "restore.running" (folder) while another process restores there.
    """
    end_interrupted(folder)
    draft = folder / _STAGING
    draft.mkdir(mode=folder_mode(folder), exist_ok=True)
    with held(draft / _LOCK) as free:
        if not free:
            raise DeskError("restore.running", folder=str(folder))
        try:
            yield draft
        finally:
            if not (draft / _PLAN).exists():
                shutil.rmtree(draft, ignore_errors=True)


def put_in_place(folder: Path, at: datetime) -> Path | None:
    """Exchange the database of a folder for the one made ready; to be called while staging.

    The keys and the device's id go with it.

    Args:
        at: the instant that names the folder of what was there.

    Returns:
        where what was there lies now; None when nothing was there.

    Raises:
        DeskError: "restore.in_use" (folder) while any process has the database open.
    """
    with _alone(folder):
        replaced = _free_name(folder, f"replaced-{time_name(at)}")
        _write(folder / _STAGING / _PLAN, msgspec.json.encode(_Plan(replaced.name)))
        _exchange(folder, replaced)
    return replaced if replaced.exists() else None


def require_alone(folder: Path) -> None:
    """Refuse at once what `put_in_place` would refuse later: DeskError "restore.in_use"."""
    with _alone(folder):
        pass


def end_interrupted(folder: Path) -> None:
    """End what a killed restore began, or throw away what it had not finished to make ready.

    Raises:
        DeskError: "restore.running" (folder) while it is not killed but at work.
    """
    draft = folder / _STAGING
    if not draft.is_dir():
        return
    with held(draft / _LOCK) as free:
        if not free:
            raise DeskError("restore.running", folder=str(folder))
        if (draft / _PLAN).exists():
            plan = msgspec.json.decode((draft / _PLAN).read_bytes(), type=_Plan)
            _exchange(folder, folder / plan.replaced)
        else:
            shutil.rmtree(draft, ignore_errors=True)


def _exchange(folder: Path, replaced: Path) -> None:
    """Every step can be repeated: what has moved is not there to be moved again."""
    draft = folder / _STAGING
    if keys_path(draft).exists():
        _put_aside(folder, replaced)
        settle(keys_path(draft), keys_path(folder))
    for part in (draft / DEVICE_NAME, database_path(draft)):
        if part.exists():
            settle(part, folder / part.name)
    shutil.rmtree(draft, ignore_errors=True)


def _put_aside(folder: Path, replaced: Path) -> None:
    """The database goes with its log: one without the other would not be what was saved."""
    database = database_path(folder)
    beside = [database.with_name(database.name + suffix) for suffix in _BESIDE]
    for path in (*beside, database, keys_path(folder), folder / DEVICE_NAME):
        if path.exists():
            replaced.mkdir(mode=folder_mode(folder), exist_ok=True)
            _move(path, replaced / path.name)


def _move(path: Path, target: Path) -> None:
    path.replace(target)


def _free_name(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name}-{number}", number + 1
    return path


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    settle(draft, path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else has the database open, nor can open it: SQLite's own lock, taken whole.

    No key is needed for that, so a database that nothing opens can be replaced too.
    """
    path = database_path(folder)
    if not path.exists():
        yield
        return
    handle = os.open(path, os.O_RDWR)
    try:
        if not _locked(handle):
            raise DeskError("restore.in_use", folder=str(folder))
        if sys.platform == "win32":  # a file that is open there cannot be renamed
            os.close(handle)
        yield
    finally:
        with suppress(OSError):
            os.close(handle)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _PENDING_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _LOCK_BYTES)
            os.lseek(handle, _PENDING_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, _LOCK_BYTES)
        else:
            import fcntl

            exclusive = fcntl.LOCK_EX | fcntl.LOCK_NB
            fcntl.lockf(handle, exclusive, _LOCK_BYTES, _PENDING_BYTE)
    except OSError:
        return False
    return True
