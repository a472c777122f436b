"""A scripted day is killed two hundred times with -9: nothing that was said to be saved is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from projections import dump
from virtual import KEY, VirtualClock, make_id

from db.backup import verify
from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.rebuild import rebuild_projections

_HERE = Path(__file__).parent
_NEEDED = (_HERE.parent.parent, _HERE.parent, _HERE, _HERE.parent / "unit" / "queue")
EVENTS = ("visit_event", "incident_event", "appointment_event")
KILLS = 200
ROUNDS = 4
"""Days, so that they can be played side by side."""


class Clerks:
    """The server that forks a clerk for each round."""

    def __init__(self, folder: Path) -> None:
        paths = os.pathsep.join(str(path) for path in _NEEDED)
        self._folder = folder
        self._server = subprocess.Popen(
            [sys.executable, str(_HERE / "day_child.py")],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def work_until_killed(self, seed: int, chance: random.Random) -> set[tuple[str, str]]:
        """Let a clerk work, kill him after some saved events; what he said was saved."""
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(f"{self._folder} {seed}\n")
        self._server.stdin.flush()
        patience, pid, said = chance.randint(1, 12), 0, set()
        for line in self._server.stdout:
            assert line != "failed\n"
            if line == "killed\n":
                break
            kind, value = line.split()
            if kind == "pid":
                pid = int(value)
                continue
            said.add((kind, value))
            if len(said) >= patience and pid:
                for _ in range(chance.randint(0, 60_000)):
                    pass  # somewhere in the next action: while reading, writing or syncing
                os.kill(pid, signal.SIGKILL)
                pid = 0
        return said

    def close(self) -> None:
        """Let the server end."""
        self._server.communicate()


@pytest.fixture
def clerks(data_folder: Path) -> Iterator[Clerks]:
    """A server of clerks on an empty database."""
    made = Clerks(data_folder)
    yield made
    made.close()


def _stored(folder: Path) -> set[tuple[str, str]]:
    raw = connect(database_path(folder), KEY)
    rows = {(name, key) for name in EVENTS for (key,) in raw.execute(f"SELECT hex(id) FROM {name}")}
    raw.close()
    return rows


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the clerks are forked")
@pytest.mark.parametrize("day", range(ROUNDS))
def test_no_saved_action_is_lost(
    clerks: Clerks, data_folder: Path, clock: VirtualClock, day: int
) -> None:
    chance = random.Random(day)
    said: set[tuple[str, str]] = set()
    for number in range(KILLS // ROUNDS):
        said |= clerks.work_until_killed(1000 * day + number, chance)
        assert said <= _stored(data_folder)
    assert len(said) > KILLS // ROUNDS
    verify(database_path(data_folder), KEY)
    before = dump(data_folder)
    database = Database.open(data_folder, KEY, make_id, clock)
    with database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    database.close()
    assert dump(data_folder) == before
