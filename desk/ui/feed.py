"""The board of the day, read off the thread whenever something of it may have changed."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.board import Board
from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.services.board import board
from desk.ui.context import Context

_TOPICS = frozenset(
    {
        Topic.QUEUE,
        Topic.APPOINTMENTS,
        Topic.INCIDENTS,
        Topic.HOURS,
        Topic.DAY,
        Topic.CALLS,
        Topic.DAY_RECORD,
        Topic.FOLLOW_UPS,
        Topic.SETTINGS,
    }
)
_EVERY = 20_000
"""Waiting minutes grow without anyone pressing a key (milliseconds)."""
_PAUSE = 250
"""Between two readings while many changes come in; what is done to the queue shows at once."""


class BoardFeed(QObject):
    """Keeps the newest Board.

    Signals:
        changed(Board): a newer one is here.
        ticked: a second passed (for running clocks).
    """

    changed = Signal(object)
    ticked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self.board: Board | None = None
        self._again = self._timer(_EVERY, self.refresh)
        self._second = self._timer(1000, self.ticked.emit)
        self._pause = self._timer(_PAUSE, self._rested)
        self._pause.setSingleShot(True)
        self._due = False
        context.bus.changed.connect(self._changed)

    def start(self) -> None:
        """Read for the first time and keep reading."""
        self.refresh()
        self._again.start()
        self._second.start()

    def stop(self) -> None:
        """The session ended."""
        for timer in (self._again, self._second, self._pause):
            timer.stop()
        self._context.bus.changed.disconnect(self._changed)

    def refresh(self) -> None:
        """Read now."""
        self._due = False
        self._context.read(board, done=self._arrived, failed=self._failed, kind="board")

    def _timer(self, interval: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def _changed(self, topics: Set[Topic]) -> None:
        if not topics & _TOPICS:
            return
        if self._pause.isActive() and Topic.QUEUE not in topics:
            self._due = True
            return
        self._pause.start()
        self.refresh()

    def _rested(self) -> None:
        if self._due:
            self._pause.start()
            self.refresh()

    def _arrived(self, board: Board) -> None:
        self.board = board
        self.changed.emit(board)

    def _failed(self, error: DeskError) -> None:
        self._again.stop()
        self._context.fail(error)
