"""The second place: a folder on a share or another disk that takes the mirror and the backups.

It may hang or vanish at any time, so whoever looks at it does so in a process of its own, never
in the window's.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from db.backup_make import BACKUPS
from db.backup_shelf import Keep, rotate
from db.keys import copy_for_backup, ring_of
from db.mirror import place_problem
from db.mirror_files import Owner, mirror_folder, put, read_owner, write_owner
from desk.app import App
from desk.domain.errors import DeskError
from desk.version import VERSION

_TRIAL: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial of a place showed.

    Args:
        free: megabytes; seconds: to write 64 KB there, to the disk, and read it back.
        same_disk: it lies on the disk of the data folder: no help when that disk fails.
    """

    place: str
    free: int
    seconds: float
    same_disk: bool


def backups_folder(app: App, place: str) -> Path:
    """Where this PC's backups lie in the second place."""
    return mirror_folder(Path(place), app.env.home_branch, str(app.env.device_id)) / BACKUPS


def shelves(app: App, place: str) -> list[Path]:
    """The folders with backup files of this database: also those of its earlier lives.

    A place that cannot be reached gives this PC's own folder, which then is not there.
    """
    own = mirror_folder(Path(place), app.env.home_branch, str(app.env.device_id))
    try:
        ring = ring_of(app.folder)
        others = [one for one in own.parent.iterdir() if one != own and _is_of(one, ring)]
    except OSError:
        others = []
    return [own / BACKUPS, *(one / BACKUPS for one in others if (one / BACKUPS).is_dir())]


def try_place(folder: Path, place: Path) -> Tried:
    """Write something there, read it back, take it away.

    Args:
        folder: the data folder.

    Raises:
        DeskError: "mirror.inside" when it is the data folder or lies in it; "mirror.unreachable",
            "mirror.read_only", "mirror.full"; "mirror.lies" when it gives back something else.
    """
    if place.resolve().is_relative_to(folder.resolve()):
        raise DeskError("mirror.inside")
    content, file = os.urandom(_TRIAL), place / f".branch-desk-trial-{os.getpid()}"
    began = monotonic()
    try:
        if not place.is_dir():
            raise DeskError("mirror.unreachable")
        put(file, [content])
        if file.read_bytes() != content:
            raise DeskError("mirror.lies")
        seconds = monotonic() - began
        same = folder.stat().st_dev == place.stat().st_dev
        return Tried(str(place), shutil.disk_usage(place).free >> 20, seconds, same)
    except OSError as error:
        raise DeskError(place_problem(error)) from error
    finally:
        file.unlink(missing_ok=True)


def prepare_place(app: App, place: Path) -> Tried:
    """Try a place and make this PC's folder there, with the slots that any machine can open.

    Raises:
        DeskError: as `try_place`.
    """
    tried = try_place(app.folder, place)
    own = mirror_folder(place, app.env.home_branch, str(app.env.device_id))
    ring = ring_of(app.folder)
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_for_backup(app.folder, own)
        write_owner(own, Owner(ring, str(app.env.device_id), app.env.home_branch, VERSION))
        (own / BACKUPS).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise DeskError(place_problem(error)) from error
    return tried


def expire_others(app: App, place: str, keep: Keep) -> tuple[str, ...]:
    """Delete what earlier lives of this database left in the place, once it is too old.

    A restored database is another device with another folder; nobody else clears the old one.
    """
    own = mirror_folder(Path(place), app.env.home_branch, str(app.env.device_id))
    oldest = app.env.clock().timestamp() - keep.most_days * 24 * 3600
    gone = []
    for other in own.parent.iterdir():
        if other != own and _is_of(other, ring_of(app.folder)) and _newest(other) < oldest:
            shutil.rmtree(other, ignore_errors=True)
            gone.append(other.name)
    rotate(own / BACKUPS, app.env.clock(), keep)
    return tuple(gone)


def _is_of(folder: Path, ring: str) -> bool:
    try:
        return read_owner(folder).ring == ring
    except DeskError:
        return False


def _newest(folder: Path) -> float:
    """When something was written there last, in seconds since 1970."""
    return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
