"""When an update may be put in: in the hours that IT has set, while no window is open."""

from __future__ import annotations

import os
import re
from datetime import datetime, time
from pathlib import Path
from typing import Final

from desk.domain.clock import local
from desk.domain.errors import DeskError
from desk.instance import Claim

_PROCESSES: Final = Path("/proc")
_HOURS: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_NOBODY: Final = "update"


def within(hours: str, now: datetime) -> bool:
    """Whether it is one of the hours, e.g. "19:00-06:00", by the branch's clock.

    Raises:
        DeskError: "update.hours" (hours) when they are none.
    """
    found = _HOURS.fullmatch(hours)
    if found is None:
        raise DeskError("update.hours", hours=hours)
    begin = time(int(found[1]), int(found[2]))
    end = time(int(found[3]), int(found[4]))
    wall = local(now).time()
    if begin <= end:
        return begin <= wall < end
    return wall >= begin or wall < end


def windows_open(folder: Path) -> bool:
    """Whether anybody of this PC has the program's window open on a data folder."""
    return folder.is_dir() and Claim(folder, who=_NOBODY).others() > 0


def in_use(program: Path) -> bool:
    """Whether a process of the installed program runs, this one and its parent left out.

    Packages refuse to replace a program under whoever works with it.  Linux alone tells; elsewhere
    the window's own lock has to do.
    """
    wanted = program.resolve()
    ours = {str(os.getpid()), str(os.getppid())}
    for process in _PROCESSES.glob("[0-9]*"):
        try:
            if process.name not in ours and (process / "exe").readlink() == wanted:
                return True
        except OSError:  # it has ended, or is the kernel's
            continue
    return False
