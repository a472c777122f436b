"""Making backups: copy, check the copy by opening it as a data folder, only then give it its name.

The daily ones are folders of the data folder, so that erased data can be taken out of them too;
what leaves the PC is one file (`db.backup_file`).
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from db.backup import Progress, copy_database
from db.backup_check import check
from db.backup_file import (
    MANIFEST_NAME,
    PARTS,
    Manifest,
    compare,
    extract,
    part_facts,
    plain,
    write_backup,
)
from db.erasure_record import record_path
from db.folder_lock import held
from db.keys import copy_for_backup, ring_of
from db.layout import DATABASE_NAME, database_path, settle
from db.sharing import folder_mode
from desk.domain.errors import DeskError

BACKUPS: Final = "backups"
"""The folder of a data folder in which its backups lie."""

Told = Callable[[str, int], None]
"""Told of a stage ("copy", "write", "check") and its percent; what it raises ends the work."""

DRAFT: Final = ".part"
"""The end of the names of what is not whole yet."""

_MAKING: Final = "backing-up"
_LOCK: Final = "lock"
_ROOM: Final = 64 * 1024 * 1024
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY: Final = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class About:
    """What a backup's manifest tells beside what is counted.

    Args:
        created: the instant of the backup, aware.
    """

    created: datetime
    program: str
    institution: str
    site: str
    device: str


@contextmanager
def proven_copy(
    folder: Path, key: bytes, about: About, told: Told = lambda stage, percent: None
) -> Iterator[tuple[Path, Manifest]]:
    """A checked copy of a data folder, in a folder that is gone after the block.

    The database may be in use; nobody waits.

    Raises:
        DeskError: "backup.running" when another one is being made; "backup.no_room" (folder,
            needed, free; megabytes), "backup.full", "backup.read_only", "backup.unreachable"
            (folder) about the data folder; "backup.failed" when the copy does not verify; the
            codes of `db.failures` about the database itself.
    """
    require_room(folder, folder)
    with _explained(folder), _workshop(folder) as work:
        manifest = _copied(folder, key, work, about, _stage(told, "copy"))
        _prove(work, key, manifest, _stage(told, "check"))
        yield work, manifest


def shelve(work: Path, manifest: Manifest, target: Path) -> None:
    """Keep a proven copy as a folder of its own.

    Raises:
        DeskError: as `proven_copy`, about the target.
    """
    draft = target.with_name(target.name + DRAFT)
    with _explained(target.parent):
        target.parent.mkdir(mode=folder_mode(target.parent.parent), exist_ok=True)
        draft.mkdir(mode=folder_mode(target.parent))
        for name in manifest.parts:
            settle(work / name, draft / name)
        (work / MANIFEST_NAME).write_bytes(plain(manifest))
        settle(work / MANIFEST_NAME, draft / MANIFEST_NAME)
        draft.replace(target)


def pack(
    work: Path, manifest: Manifest, target: Path, told: Told = lambda stage, percent: None
) -> None:
    """Write a proven copy as one file and read it back; one that is there is replaced only then.

    Raises:
        DeskError: as `proven_copy`, about the target; "backup.failed" when it is not the same
            there.
    """
    require_room(work, target.parent)
    draft = target.with_name(target.name + DRAFT)
    with _explained(target.parent):
        try:
            write_backup(draft, manifest, work, _stage(told, "write"))
            _read_back(draft, manifest)
            settle(draft, target)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def prove_file(folder: Path, path: Path, key: bytes, told: Told) -> None:
    """Check a backup file by restoring it into a folder that is gone afterwards.

    Raises:
        DeskError: "backup.failed" when it does not verify, and as `proven_copy`.
    """
    require_room(folder, folder)
    with _explained(folder), _workshop(folder) as work:
        try:
            manifest = extract(path, work)
        except DeskError as error:
            raise DeskError("backup.failed") from error
        _prove(work, key, manifest, _stage(told, "check"))


def throw_away_torsos(folder: Path) -> bool:
    """Delete what killed backups left half-made in a data folder; False while one is being made."""
    work = folder / _MAKING
    if not work.is_dir():
        return True
    with held(work / _LOCK) as free:
        if free:
            _empty(work)
            for torso in (folder / BACKUPS).glob(f"*{DRAFT}"):
                shutil.rmtree(torso, ignore_errors=True)
    return free


def require_room(folder: Path, target: Path) -> None:
    """Refuse before anything is written when a disk has no room for a copy.

    Args:
        folder: where the database lies that is copied; target: where it is to go.

    Raises:
        DeskError: "backup.no_room" (folder, needed, free), "backup.unreachable" (folder).
    """
    with _explained(target):
        if not target.is_dir():
            raise DeskError("backup.unreachable", folder=str(target))
        free = shutil.disk_usage(target).free
    needed = _ROOM + sum(path.stat().st_size for path in folder.glob(f"{DATABASE_NAME}*"))
    if free < needed:
        megabytes = {"needed": needed >> 20, "free": free >> 20}
        raise DeskError("backup.no_room", folder=str(target), **megabytes)


def place_error(error: OSError, folder: Path) -> DeskError:
    """What is wrong with a folder that a backup is written to or read from."""
    if error.errno in _FULL:
        return DeskError("backup.full", folder=str(folder))
    if error.errno in _READ_ONLY:
        return DeskError("backup.read_only", folder=str(folder))
    return DeskError("backup.unreachable", folder=str(folder))


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise place_error(error, folder) from error


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """An empty folder for one backup at a time; what a killed one left is thrown away."""
    work = folder / _MAKING
    work.mkdir(mode=folder_mode(folder), exist_ok=True)
    with held(work / _LOCK) as free:
        if not free:
            raise DeskError("backup.running")
        _empty(work)
        try:
            yield work
        finally:
            _empty(work)


def _empty(work: Path) -> None:
    for path in work.iterdir():
        if path.name != _LOCK:
            with suppress(OSError):
                path.unlink()


def _copied(folder: Path, key: bytes, work: Path, about: About, progress: Progress) -> Manifest:
    """The parts in the workshop, and the manifest about them."""
    try:
        snapshot = copy_database(database_path(folder), key, database_path(work), progress)
    except DeskError as error:
        if error.code == "db.full":
            raise DeskError("backup.full", folder=str(folder)) from error
        raise
    copy_for_backup(folder, work)
    if record_path(folder).exists():
        shutil.copyfile(record_path(folder), record_path(work))
    return Manifest(
        program=about.program,
        revision=snapshot.revision,
        created=about.created,
        institution=about.institution,
        site=about.site,
        device=about.device,
        ring=ring_of(work),
        outbox=snapshot.outbox,
        rows=snapshot.rows,
        parts={name: part_facts(work / name) for name in PARTS if (work / name).exists()},
    )


def _prove(work: Path, key: bytes, manifest: Manifest, progress: Progress) -> None:
    try:
        check(work, key, manifest.rows, progress)
    except DeskError as error:
        raise DeskError("backup.failed") from error


def _read_back(draft: Path, manifest: Manifest) -> None:
    try:
        if compare(draft) != manifest:
            raise DeskError("backup.failed")
    except DeskError as error:
        raise DeskError("backup.failed") from error


def _stage(told: Told, stage: str) -> Progress:
    return lambda percent: told(stage, percent)
