"""Work for the window's thread in steps, so that keys and painting come in between."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

_NEXT_MS = 2
PAINTED_MS = 10
"""By then a change is painted: the platform waits 5 ms for others to paint with it."""

Steps = Generator[None, None, None]
"""What yields wherever the window may go on; what it has half done it undoes when closed."""


class Turns(QObject):
    """Runs one step in each turn of the window's loop, one work after another.

    Args:
        pause: milliseconds between two steps, for work that nobody waits for.
    """

    def __init__(self, parent: QObject, *, pause: int = 0) -> None:
        super().__init__(parent)
        self._pause = pause
        self._steps: Steps | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def run(self, steps: Steps) -> None:
        """Begin; what was begun before is finished first."""
        self.finish()
        self._steps = steps
        self._step()

    def finish(self) -> None:
        """Do the rest of it now; within a step, the rest comes in its turn."""
        while self._steps is not None and not self._busy:
            self._step()

    def stop(self) -> None:
        """Leave the rest of it undone."""
        steps, self._steps = self._steps, None
        if steps is not None and not self._busy:
            steps.close()

    def _step(self) -> None:
        steps = self._steps
        if steps is None:
            return
        over = self._over(steps)
        if over and self._steps is steps:
            self._steps = None
        elif not over and self._steps is not steps:
            steps.close()  # called off by its own step
        if self._steps is not None:
            self._timer.start(self._pause)  # behind the timers that fell due meanwhile

    def _over(self, steps: Steps) -> bool:
        self._busy = True
        try:
            next(steps)
        except StopIteration:
            return True
        finally:
            self._busy = False
        return False


class LatePaint(QTimer):
    """What is laid out in this turn of the loop is painted in the next: each takes its while."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setSingleShot(True)
        self.timeout.connect(self._paint)

    def wait(self) -> None:
        """Paint nothing more in this turn."""
        self._widget.setUpdatesEnabled(False)
        self.start(_NEXT_MS)

    def _paint(self) -> None:
        self._widget.setUpdatesEnabled(True)
