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
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

_EVERY_MS: Final = 1000
_MIDDLE, _ALL = 10, 60
"""Every so many steps the middle-aged, and everything, is looked at too."""


def tidy_here(app: QApplication) -> None:
    """Let the calling thread, which has the windows, be the only one that collects."""
    if app.findChild(Tidying) is None:
        Tidying(app)


class Tidying(QObject):
    """Collects what is no longer reachable, for as long as its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._steps = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.start(_EVERY_MS)

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
