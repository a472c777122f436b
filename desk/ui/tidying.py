"""Memory is tidied on the window's own thread alone.

Python's collector runs on whatever thread happens to allocate.  A widget that is part of a cycle
would then be destroyed on a working thread, and Qt ends the program for that.  So the collector
stays off, and a timer of the window does its work in small steps.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import cache
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

_EVERY_MS: Final = 1000
_MIDDLE, _ALL = 10, 60
"""Every so many steps the middle-aged, and everything, is looked at too."""
_LULL_MS, _LATE_MS, _LONGEST_WAIT = 30, 4, 60
"""So long the window has to have been at rest, give or take; it is awaited so many times."""


def tidy_here(app: QApplication) -> None:
    """Let the calling thread, which has the windows, be the only one that collects."""
    if app.findChild(Tidying) is None:
        Tidying(app)


class Tidying(QObject):
    """Collects what is no longer reachable, for as long as its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._steps = self._waited = 0
        self._asked = 0.0
        self._timer, self._lull = QTimer(self), QTimer(self)
        self._timer.timeout.connect(self._begin)
        self._timer.start(_EVERY_MS)
        self._lull.setTimerType(Qt.TimerType.PreciseTimer)
        self._lull.setSingleShot(True)
        self._lull.timeout.connect(self._at_rest)

    def _begin(self) -> None:
        if not self._lull.isActive():
            self._waited = 0
            self._await_rest()

    def _await_rest(self) -> None:
        self._waited += 1
        self._asked = perf_counter()
        self._lull.start(_LULL_MS)

    def _at_rest(self) -> None:
        """A key press or a form that is being made comes first: it waits for nothing of this."""
        late = (perf_counter() - self._asked) * 1000 - _LULL_MS
        if late > _LATE_MS and self._waited < _LONGEST_WAIT:
            self._await_rest()
        else:
            self.step()

    def step(self) -> None:
        """Look at the youngest; now and then at the others, and give back what is free."""
        self._steps += 1
        generation = 2 if self._steps % _ALL == 0 else 1 if self._steps % _MIDDLE == 0 else 0
        gc.collect(generation)
        if generation == 2:
            _trim()(0)


@cache
def _trim() -> Callable[[int], Any]:
    """What gives memory back to the system that was in use once: forms closed, a day's list.

    glibc keeps it otherwise, a tenth of all that a window has at the end of a day; the other
    systems give it back by themselves.
    """
    if sys.platform != "linux":
        return int
    import ctypes

    trim: Callable[[int], Any] = getattr(ctypes.CDLL(None), "malloc_trim", int)
    return trim
