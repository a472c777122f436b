"""A thread that works through jobs one after another."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Job:
    """A piece of work, who hears of it, and how it ended.

    Args:
        work: returns (result, topics); topics None = nothing was written.
        kind: a waiting job of the same kind gives way to a newer one.
    """

    work: Callable[[], tuple[Any, object]]
    done: Callable[[Any], None] | None = None
    failed: Callable[[Any], None] | None = None
    kind: str = ""
    result: Any = field(default=None, init=False)
    topics: Any = field(default=None, init=False)
    error: Exception | None = field(default=None, init=False)

    def run(self) -> None:
        """Do the work and keep how it ended."""
        try:
            self.result, self.topics = self.work()
        except Exception as error:  # handed to the window's thread, never lost
            self.error = error


class Lane:
    """One thread; it begins with the first job.

    Args:
        report: called on the lane's thread with each job that ended.
    """

    def __init__(self, name: str, report: Callable[[Job], None]) -> None:
        self._report = report
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._held_until = 0.0
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)

    def put(self, job: Job) -> None:
        """Add a job at the end; a waiting one of the same kind is dropped for it."""
        with self._wake:
            if self._stopping:
                return
            if job.kind:
                self._jobs = deque(old for old in self._jobs if old.kind != job.kind)
            self._jobs.append(job)
            self._wake.notify()
        if not self._thread.is_alive():
            self._thread.start()

    def hold(self, seconds: float) -> None:
        """Begin no job for so long; nothing is lost, and the order stays."""
        self._held_until = time.monotonic() + seconds

    def stop(self) -> None:
        """Do what is waiting, then end; returns when the thread is gone."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _loop(self) -> None:
        while (job := self._next()) is not None:
            job.run()
            self._report(job)

    def _next(self) -> Job | None:
        with self._wake:
            while not self._stopping:
                held = self._held_until - time.monotonic()
                if self._jobs and held <= 0:
                    break
                self._wake.wait(held if self._jobs else None)
            return self._jobs.popleft() if self._jobs else None
