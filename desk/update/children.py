"""Processes that an update starts: the system's installer, and the program, earlier or new.

Whatever opens the branch's database runs as the person whom its file belongs to, never as root:
people of this PC may write into the data folder, and root must not follow what they lay there;
and what is made there has to be theirs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.layout import database_path

_GROUP_WRITES: Final = 0o020
_LIBRARIES: Final = "LD_LIBRARY_PATH"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended; a code of its own for one that never came to an end."""

    code: int
    said: str


_NEVER: Final = Ended(-1, "")


def run(
    command: Sequence[str],
    *,
    seconds: float,
    extra: Mapping[str, str] | None = None,
    log: Path | None = None,
    **more: Any,
) -> Ended:
    """Run a command to its end, with nothing to read.

    Args:
        log: a file for what it prints, in place of giving it back.
    """
    environment = outside() | dict(extra or {})
    out = log.open("wb") if log else None
    try:
        done = subprocess.run(  # noqa: S603 - commands of ours
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out or subprocess.PIPE,
            stderr=subprocess.STDOUT if out else subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            **more,
        )
    except (OSError, subprocess.SubprocessError):
        return _NEVER
    finally:
        if out:
            out.close()
    return Ended(done.returncode, (done.stdout or b"").decode("utf-8", "replace"))


def run_as_owner(command: Sequence[str], data: Path, *, seconds: float) -> Ended:
    """Run a command of the program on a data folder, as its database's owner."""
    more = _owner(database_path(data))
    home = more.pop("home", None)
    return run(command, seconds=seconds, extra={"HOME": home} if home else None, **more)


def outside() -> dict[str, str]:
    """The environment without what a frozen program puts into it for itself."""
    found = dict(os.environ)
    found["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    if getattr(sys, "frozen", False):
        earlier = found.pop(f"{_LIBRARIES}_ORIG", None)
        found.pop(_LIBRARIES, None)
        if earlier:
            found[_LIBRARIES] = earlier
    return found


def _owner(file: Path) -> dict[str, Any]:
    """What makes a process the file's owner's; nothing where this process is not root's."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    import pwd

    facts = file.lstat()
    if facts.st_uid == 0:
        return {}
    try:
        home = pwd.getpwuid(facts.st_uid).pw_dir
    except KeyError:
        home = "/nonexistent"
    return {
        "user": facts.st_uid,
        "group": facts.st_gid,
        "extra_groups": [facts.st_gid],
        "umask": 0o007 if facts.st_mode & _GROUP_WRITES else 0o077,
        "cwd": "/",
        "home": home,
    }
