"""Setting a PC up is all or nothing, also when the program is killed half-way.

Keys and database are made in a folder of their own inside the data folder and moved into place at
the end, the database last: a database that is in place was set up to the end.  What a killed
set-up left in that folder was never in use, and is thrown away; what lies in the data folder
itself is never touched.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from db.layout import database_path, keys_path, settle
from db.sharing import folder_mode
from desk.domain.errors import DeskError

_DRAFT = "set-up"
_LOCK = "lock"


@contextmanager
def set_up(folder: Path) -> Iterator[Path]:
    """A draft folder whose keys and database go into the data folder when the block ends well.

    Raises:
        DeskError: "keys.exist_already" (folder) beside keys whose database is elsewhere,
            "app.database_exists" (folder) when only the end of a set-up was missing,
            "app.set_up_running" (folder).
    """
    draft = folder / _DRAFT
    if keys_path(folder).exists() and not database_path(draft).exists():
        raise DeskError("keys.exist_already", folder=str(folder))
    draft.mkdir(mode=folder_mode(folder), exist_ok=True)
    with (draft / _LOCK).open("ab") as held:
        _hold(held, draft)
        _end_interrupted(draft, folder)
        _throw_away(draft)
        try:
            yield draft
            settle(keys_path(draft), keys_path(folder))
            settle(database_path(draft), database_path(folder))
        except BaseException:
            _throw_away(draft)
            raise
    shutil.rmtree(draft, ignore_errors=True)


def _end_interrupted(draft: Path, folder: Path) -> None:
    """Once the keys are in place the code has been handed over: the database alone is missing."""
    if keys_path(folder).exists():
        settle(database_path(draft), database_path(folder))
        shutil.rmtree(draft, ignore_errors=True)
        raise DeskError("app.database_exists", folder=str(folder))


def _hold(held: IO[bytes], draft: Path) -> None:
    """Lock the draft for this process; the system frees the lock of a killed one."""
    try:
        _lock(held.fileno())
    except OSError:
        raise DeskError("app.set_up_running", folder=str(draft.parent)) from None
    if not (draft / _LOCK).exists():  # another set-up ended just now
        raise DeskError("app.set_up_running", folder=str(draft.parent))


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _throw_away(draft: Path) -> None:
    for path in draft.iterdir():
        if path.name != _LOCK:
            path.unlink()
