"""A folder of the site: one PC downloads a package and puts it there, the others take it.

The PC that downloads says so in a lease, a small file with its name and an end; when it dies, the
lease runs out.  Whoever writes into the folder can keep a PC waiting for a while, never longer
than a lease may be, and can never make it put something in: what is taken from here is compared
with what headquarters signed, and what is not that is left lying and fetched anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Final

import msgspec

from desk.domain.clock import Clock
from desk.update.journal import Package

_FOLDER: Final = "branch-desk-updates"
_OURS: Final = re.compile(r"[0-9a-f]{64}\..+|[0-9a-f]{16}\.part")
_OLD: Final = 60 * 24 * 60 * 60
_PIECE: Final = 1024 * 1024
_LONGEST: Final = timedelta(hours=6)
_AT_LEAST: Final = timedelta(minutes=10)


class _Lease(msgspec.Struct, frozen=True):
    owner: str
    until: datetime


class SiteCache:
    """The folder, which may be gone at any moment: then there is nothing in it.

    Args:
        owner: names this PC in a lease.
    """

    def __init__(self, folder: Path, owner: str, clock: Clock) -> None:
        self._folder = folder / _FOLDER
        self._owner = owner
        self._clock = clock

    def take(self, package: Package, target: Path, is_right: Callable[[Path], bool]) -> bool:
        """Copy a package from here; False when it is not here, or is not what it must be."""
        try:
            _copy(self._path(package), target, package.length + 1)
        except OSError:
            target.unlink(missing_ok=True)
            return False
        if is_right(target):
            return True
        target.unlink()
        return False

    def put(self, package: Package, source: Path) -> None:
        """Lay a package down for the others, and take away what is old."""
        draft = self._folder / f"{token_hex(8)}.part"
        try:
            _copy(source, draft, package.length)
            draft.replace(self._path(package))
            self._let_go(self._path(package).stat().st_mtime)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    @contextmanager
    def lease(self, package: Package, takes: timedelta) -> Iterator[bool]:
        """The right to download a package for all.

        Args:
            takes: how long the download will take, roughly.

        Yields:
            False while another PC has it.  A folder that cannot be written to gives it to everyone.
        """
        path = self._folder / f"{package.sha256}.lease"
        until = self._clock() + min(max(2 * takes, _AT_LEAST), _LONGEST)
        try:
            self._folder.mkdir(exist_ok=True)
            mine = self._begin(path, _Lease(self._owner, until))
        except OSError:
            yield True
            return
        try:
            yield mine
        finally:
            if mine:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _let_go(self, now: float) -> None:
        """Old packages go; `now` is by the clock of whoever keeps the folder."""
        for file in self._folder.iterdir():
            old = now - file.stat().st_mtime > _OLD
            if old and _OURS.fullmatch(file.name):
                file.unlink()

    def _begin(self, path: Path, lease: _Lease) -> bool:
        with suppress(FileNotFoundError):
            if self._holds(path):
                return False
            path.unlink()
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            return False
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(lease))
        return True

    def _holds(self, path: Path) -> bool:
        """Whether another PC's lease is in force; one that is cut short or too long is none."""
        try:
            found = msgspec.json.decode(path.read_bytes(), type=_Lease)
            left = found.until - self._clock()
        except (msgspec.DecodeError, TypeError):  # TypeError: an end without a zone
            return False
        return found.owner != self._owner and timedelta() < left <= _LONGEST

    def _path(self, package: Package) -> Path:
        return self._folder / f"{package.sha256}.{package.name}"


def _copy(source: Path, target: Path, most: int) -> None:
    """Copy so many bytes at most into a new file."""
    target.unlink(missing_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with source.open("rb") as old, os.fdopen(handle, "wb") as new:
        while most > 0 and (piece := old.read(min(most, _PIECE))):
            most -= new.write(piece)
        new.flush()
        os.fsync(new.fileno())
