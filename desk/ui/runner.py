"""Work off the window's thread: one lane that writes, one that reads, results back in the window.

Screens hand in functions; the functions see a unit of work (write) or a reader (read), never a
widget.  A write is committed before its `done` is called.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desk.domain.errors import DeskError
from desk.ui.bus import ChangeBus
from desk.ui.lane import Job, Lane

log = logging.getLogger(__name__)


class Store(Protocol):
    """What the runner needs of a database."""

    def unit_of_work(self) -> AbstractContextManager[Any]:
        """A transaction that is rolled back unless committed."""

    def reader(self) -> AbstractContextManager[Any]:
        """A connection that only reads."""

    def close(self) -> None:
        """Give everything back."""


class Runner(QObject):
    """Runs jobs on two threads and gives their results back on the window's own.

    Signals:
        saved: a write is on this disk.
        problem(DeskError): a job failed and nobody asked to hear of it.
        refused(DeskError): a job failed, whoever else hears of it.
    """

    saved = Signal()
    problem = Signal(object)
    refused = Signal(object)
    _finished = Signal(object)

    def __init__(self, bus: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._store: Store | None = None
        self._ended: deque[Job] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._hand_over)
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._writer = Lane("desk-writer", self._finished.emit)
        self._reader = Lane("desk-reader", self._finished.emit)

    def open(
        self,
        opener: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        """Open the database on the writing lane; `opener` returns an object with `.database`."""

        def work() -> tuple[Any, None]:
            app = opener()
            self._store = app.database
            return app, None

        self._writer.put(Job(work, done, failed))

    def write(
        self,
        fn: Callable[[Any], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run `fn(unit of work)`, commit, tell the bus what changed, then call `done(result)`.

        Refusals (DeskError) go to `failed`, or to the signal `problem`; nothing is kept then.
        """

        def work() -> tuple[Any, object]:
            with self._ready().unit_of_work() as uow:
                result = fn(uow)
                uow.commit()
                return result, frozenset(uow.topics)

        self._writer.put(Job(work, done, failed))

    def read(
        self,
        fn: Callable[[Any], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
        *,
        kind: str = "",
    ) -> None:
        """Run `fn(reader)` beside the writes and call `done(result)`.

        Args:
            kind: of several waiting reads of one kind only the newest is run.
        """

        def work() -> tuple[Any, None]:
            with self._ready().reader() as reader:
                return fn(reader), None

        self._reader.put(Job(work, done, failed, kind))

    def work(
        self,
        fn: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run `fn()` on the reading thread: work that needs no database, a PDF for instance."""
        self._reader.put(Job(lambda: (fn(), None), done, failed))

    def hold_reading(self, ms: int) -> None:
        """Begin to read nothing for so long: the window paints, and has Python to itself."""
        self._reader.hold(ms / 1000)

    def shut(self, done: Callable[[Any], None]) -> None:
        """Finish what is waiting and close the database; `open` may open it again."""

        def shut() -> tuple[None, None]:
            store, self._store = self._store, None
            if store is not None:
                store.close()
            return None, None

        self.work(lambda: None, lambda _none: self._writer.put(Job(shut, done)))

    def close(self) -> None:
        """Finish what is waiting, join both threads, close the database."""
        self._reader.stop()
        self._writer.stop()
        if self._store is not None:
            self._store.close()
            self._store = None

    def _ready(self) -> Store:
        if self._store is None:
            raise DeskError("ui.not_open")
        return self._store

    def _take(self, job: Job) -> None:
        """On the window's thread: each result has a turn of the loop for itself."""
        self._ended.append(job)
        if not self._turn.isActive():
            self._turn.start(0)

    def _hand_over(self) -> None:
        job = self._ended.popleft()
        try:
            self._deliver(job)
        finally:
            if self._ended:
                self._turn.start(0)  # behind the timers that fell due meanwhile

    def _deliver(self, job: Job) -> None:
        """Hand a job's result to who asked, unless that is gone."""
        if job.error is not None:
            self._fail(job, job.error)
            return
        if job.topics is not None:
            self.saved.emit()
        if job.done is not None and _alive(job.done):
            job.done(job.result)
        if job.topics:
            self._bus.changed.emit(job.topics)

    def _fail(self, job: Job, error: Exception) -> None:
        if not isinstance(error, DeskError):
            log.error("a job failed", exc_info=error)
            error = DeskError("ui.unexpected")
        self.refused.emit(error)
        if job.failed is not None and _alive(job.failed):
            job.failed(error)
        else:
            self.problem.emit(error)


def _alive(call: Callable[..., None]) -> bool:
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
