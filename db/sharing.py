"""A data folder that belongs to a machine: everybody of its group works with the same files.

The package makes the folder with the set-group-id bit and the right of its group to write; what is
made in it then is the group's.  Any other folder is its owner's alone.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_SHARED: Final = stat.S_ISGID | stat.S_IWGRP
_FILE: Final = stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IWGRP
_FOLDER: Final = stat.S_IRWXU | stat.S_IRWXG | stat.S_ISGID
_OTHERS: Final = 0o007


def is_shared(folder: Path) -> bool:
    """Whether a folder belongs to a group; on Windows rights are inherited, and need nothing."""
    if sys.platform == "win32":
        return False
    try:
        return folder.stat().st_mode & _SHARED == _SHARED
    except OSError:
        return False


def file_mode(folder: Path) -> int:
    """The rights of a new file in a folder."""
    return 0o660 if is_shared(folder) else 0o600


def folder_mode(folder: Path) -> int:
    """The rights of a new folder in a folder."""
    return 0o770 if is_shared(folder) else 0o700


def share(folder: Path) -> None:
    """Give the group what this person has made in a shared folder, and will make from now on.

    Links are never followed, nor is anything touched that has a second name: where the program
    runs as root, nobody may lead it to a file elsewhere.
    """
    if sys.platform == "win32" or not is_shared(folder):
        return
    os.umask(_OTHERS)
    for _path, folders, files, here in os.fwalk(folder, follow_symlinks=False):
        for name in files:
            _give(name, here, _FILE, is_folder=False)
        for name in folders:
            _give(name, here, _FOLDER, is_folder=True)


def _give(name: str, here: int, mode: int, *, is_folder: bool) -> None:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with suppress(OSError):  # gone meanwhile, or another person's
        handle = os.open(name, flags, dir_fd=here)
        try:
            known = os.fstat(handle)
            kind = stat.S_ISDIR if is_folder else stat.S_ISREG
            own = known.st_uid == os.geteuid() and (is_folder or known.st_nlink == 1)
            if own and kind(known.st_mode) and known.st_mode & mode != mode:
                os.fchmod(handle, stat.S_IMODE(known.st_mode) | mode)
        finally:
            os.close(handle)
