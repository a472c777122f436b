"""The database as a round in the window sees it: let go of at once, and never hurried."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from db.database import Database
from db.unit_of_work import Reader, UnitOfWork
from desk.domain.errors import DeskError
from desk.domain.topics import Topic

_LONGEST_REST: Final = 0.1
_PATIENCE: Final = 10.0


class Gate:
    """Between a round and the database; a round that hangs in the network can be left to itself.

    Args:
        told: hears what each change was about, on the round's thread.
        ease: rest after each look or change for so many times as long as it took, so that the
            window's thread gets its turn; 0 = go on at once.
    """

    def __init__(
        self,
        database: Database,
        told: Callable[[frozenset[Topic]], None] = lambda topics: None,
        *,
        ease: float = 0.0,
    ) -> None:
        self._database, self._told, self._ease = database, told, ease
        self._shut = threading.Event()
        self._free = threading.Condition()
        self._inside = 0

    def __getattr__(self, name: str) -> Any:
        """What touches no rows: the folder, the clock, a key made of the database's."""
        return getattr(self._database, name)

    def scrub(self) -> bool:
        """As `Database.scrub`."""
        with self._passed():
            return self._database.scrub()

    @property
    def is_shut(self) -> bool:
        """Whether nobody passes any more."""
        return self._shut.is_set()

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """A change, as `Database.unit_of_work`; DeskError "sync.stopped" when the gate is shut."""
        with self._passed():
            with self._database.unit_of_work() as uow:
                yield uow
                topics = uow.topics
            if topics:
                self._told(topics)

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """A look, as `Database.reader`; DeskError "sync.stopped" when the gate is shut."""
        with self._passed(), self._database.reader() as reader:
            yield reader

    def shut(self) -> None:
        """Nobody passes from now on; returns when whoever is inside has left."""
        self._shut.set()
        with self._free:
            self._free.wait_for(lambda: not self._inside, _PATIENCE)

    @contextmanager
    def _passed(self) -> Iterator[None]:
        with self._free:
            if self._shut.is_set():
                raise DeskError("sync.stopped")
            self._inside += 1
        began = time.perf_counter()
        try:
            yield
        finally:
            with self._free:
                self._inside -= 1
                self._free.notify_all()
        if self._ease:
            worked = time.perf_counter() - began
            self._shut.wait(min(worked * self._ease, _LONGEST_REST))
