"""One process at a time: a lock on a small file, freed by the system when its holder ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.sharing import file_mode


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock on a file, made when missing, for the block.

    Yields:
        False when another process holds it; then nothing is held.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, file_mode(path.parent))
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether a process holds the lock now."""
    if not path.exists():
        return False
    with held(path) as free:
        return not free


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
