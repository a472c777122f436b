"""Work for the window's thread in steps, so that keys and painting come in between."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer

Steps = Generator[None, None, None]
"""What yields wherever the window may go on; what it has half done it undoes when closed."""


class Turns(QObject):
    """Runs one step in each turn of the window's loop, one work after another."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Steps | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def run(self, steps: Steps) -> None:
        """Begin; what was begun before is finished first."""
        self.finish()
        self._steps = steps
        self._step()
        self._timer.start(0)

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
            self._timer.stop()
            return
        over = self._over(steps)
        if over and self._steps is steps:
            self._steps = None
        elif not over and self._steps is not steps:
            steps.close()  # called off by its own step

    def _over(self, steps: Steps) -> bool:
        self._busy = True
        try:
            next(steps)
        except StopIteration:
            return True
        finally:
            self._busy = False
        return False
