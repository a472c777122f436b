"""Telling that nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_EVERY = 5_000
"""Milliseconds between two looks at the counter."""

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Watches the windows it is given; time is the PC's own counter, so sleeping counts too.

    Signals:
        due: nobody has done anything for as long as was agreed.

    Args:
        seconds: the PC's counter.
        elsewhere: seconds since the last key or pointer movement in any program; None where the
            system does not tell.
    """

    due = Signal()

    def __init__(
        self,
        seconds: Callable[[], float],
        elsewhere: Callable[[], float | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._seconds, self._elsewhere = seconds, elsewhere
        self._limit = 0
        self._last = 0.0
        self._held = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.check)

    def watch(self, window: QWindow) -> None:
        """Take keys and pointer in a window as signs of life.

        On the window, not on the whole application: that would see every event of every widget.
        """
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def start(self, minutes: int) -> None:
        """Count from now; 0 = never due."""
        self._limit = minutes * 60
        self._held = False
        self.touch()
        if self._limit:
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """There is nothing to be locked."""
        self._limit = 0
        self._timer.stop()

    def hold(self) -> None:
        """Count on whatever is touched: the window is covered, and nobody has come back."""
        self._held = True

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._seconds()

    def release(self) -> None:
        """Somebody came back to a covered window."""
        self._held = False
        self.touch()

    def check(self) -> bool:
        """Tell when the time is over; True when it is."""
        if not self._limit or self._idle() < self._limit:
            return False
        self.stop()
        self.due.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch after the time was over (the PC slept) comes too late and does nothing else."""
        if event.type() not in _TOUCHES or not self._limit:
            return False
        if self.check():
            return True
        if not self._held:
            self.touch()
        return False

    def _idle(self) -> float:
        here = self._seconds() - self._last
        other = None if self._held else self._elsewhere()
        return here if other is None else min(here, other)
