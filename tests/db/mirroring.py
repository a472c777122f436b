"""A mirrored database for tests, and what its mirror gives back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from virtual import KEY, VirtualClock

from db.backup import verify
from db.driver import connect
from db.layout import database_path
from db.mirror import Mirror
from db.mirror_files import Owner, write_owner
from db.mirror_read import Reached, rebuild_from_mirror

Dump = dict[str, list[tuple[Any, ...]]]


def dump(path: Path) -> Dump:
    """Every row of every table."""
    raw = connect(path, KEY)
    try:
        tables = raw.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        return {name: sorted(raw.execute(f'SELECT * FROM "{name}"')) for (name,) in tables}
    finally:
        raw.close()


class Mirrored:
    """A data folder, its second place, and the mirror between them."""

    def __init__(self, data: Path, place: Path, clock: VirtualClock) -> None:
        self.data, self.place, self.clock = data, place, clock
        place.mkdir()
        write_owner(place, Owner("ring", "device", "riga-2", "1"))
        self.mirror = self._made()

    def end(self) -> None:
        """The program ends; the file was written a second ago by then."""
        self.look()
        past = database_path(self.data).stat().st_mtime_ns - 10**9
        os.utime(database_path(self.data), ns=(past, past))
        self.look()
        self.mirror.close()

    def begin(self) -> None:
        """The program begins again."""
        self.mirror = self._made()

    def look(self) -> str:
        """Look twice, so that a quiet moment is noticed; what is wrong, "" for nothing."""
        self.clock.advance(seconds=1)
        self.mirror.look()
        while self.mirror.busy:
            self.mirror.look()
        return self.mirror.look().problem

    def restored(self) -> tuple[Dump, Reached]:
        """What the mirror gives back, every page of it checked."""
        target = self.data.parent / "restored.db"
        target.unlink(missing_ok=True)
        reached = rebuild_from_mirror(self.place, KEY, target)
        verify(target, KEY)
        return dump(target), reached

    def same(self) -> bool:
        """Whether the mirror gives back exactly what there is."""
        return self.restored()[0] == dump(database_path(self.data))

    def _made(self) -> Mirror:
        return Mirror(self.data, KEY, self.place, self.clock)


def start_other(data: Path, *task: str) -> subprocess.Popen[str]:
    """Another process on a data folder (`other_process`); it has opened the database."""
    here = Path(__file__).parent
    paths = [str(here.parent.parent), str(here.parent), str(here)]
    process = subprocess.Popen(
        [sys.executable, str(here / "other_process.py"), task[0], str(data), *task[1:]],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process
