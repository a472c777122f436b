"""Branches that were offline for a week and come back in one moment, all on this machine.

Headquarters with two workers, PostgreSQL and all branches share its processors, so the time is an
upper limit: real branches seal on their own.

`python -m tests.bench.sync_fleet BRANCHES VISITS` prints JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from desk.domain.errors import DeskError
from desk.sync.line import is_passing
from tests.bench.figures import spread
from tests.bench.sync_stand import Branch, headquarters, make_week, resident, take_in

_WORKERS = 2
_SAMPLE_SECONDS = 0.2
_TRIES = 20
_GIVE_UP_SECONDS = 900


@dataclass
class Return:
    """One branch's way back.

    Args:
        answers: milliseconds that each answer took; broken: rounds that broke off and were tried
            again; finished: seconds after the start.
    """

    branch: Branch
    answers: list[float] = field(default_factory=list)
    sent: int = 0
    broken: int = 0
    finished: float = 0.0

    def __post_init__(self) -> None:
        self._asked = 0.0
        self.branch.client.event_hooks = {"request": [self._on_request], "response": [self._answer]}

    def run(self, start: threading.Barrier, began: list[float]) -> None:
        """Rounds until everything is there."""
        start.wait(_GIVE_UP_SECONDS)
        for _ in range(_TRIES):
            try:
                self.sent += self.branch.round().sent
                break
            except DeskError as error:
                if not is_passing(error):
                    raise
                self.broken += 1
        else:
            raise RuntimeError("a branch did not come back")
        self.finished = time.monotonic() - began[0]

    def _on_request(self, _request: httpx.Request) -> None:
        self._asked = time.monotonic()

    def _answer(self, _response: httpx.Response) -> None:
        self.answers.append((time.monotonic() - self._asked) * 1000)


def measure(branches: int, visits: int) -> dict[str, Any]:
    """Seconds, megabytes of headquarters, and how evenly the branches were served.

    Args:
        visits: of each branch, that headquarters have not heard of.
    """
    with (
        tempfile.TemporaryDirectory(prefix="desk-fleet-") as name,
        headquarters(_WORKERS) as hq,
        ThreadPoolExecutor(branches) as pool,
    ):
        data = make_week(Path(name) / "week", visits)
        back = [
            Return(take_in(hq, data, Path(name) / f"pc-{n}", f"branch-{n:02}"))
            for n in range(branches + 1)
        ]
        earlier = back.pop().branch  # the server has worked before
        earlier.round()
        earlier.close()
        began: list[float] = []
        start = threading.Barrier(branches, lambda: began.append(time.monotonic()))
        with _watched(hq.processes) as memory:
            for done in [pool.submit(one.run, start, began) for one in back]:
                done.result(_GIVE_UP_SECONDS)
        for one in back:
            one.branch.close()
    return _figures(back, memory)


def _figures(back: list[Return], memory: list[float]) -> dict[str, Any]:
    ends = sorted(one.finished for one in back)
    half = len(memory) // 2 or 1
    sent = sum(one.sent for one in back)
    return {
        "branches": len(back),
        "records": sent,
        "seconds": ends[-1],
        "a second": sent / ends[-1],
        "last / median": ends[-1] / median(ends),
        "broken": sum(one.broken for one in back),
        "answers": spread([ms for one in back for ms in one.answers]),
        "memory": {
            "first half": max(memory[:half]),
            "second half": max(memory[half:] or memory),
            "samples": len(memory),
        },
    }


@contextmanager
def _watched(pids: list[int]) -> Iterator[list[float]]:
    """Megabytes of processes, sampled until the end of the block."""
    found = [resident(pids)]
    over = threading.Event()

    def look() -> None:
        while not over.wait(_SAMPLE_SECONDS):
            found.append(resident(pids))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:3]))))
