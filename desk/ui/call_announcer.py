"""Says the calls of this counter to whoever listens instead of looking."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.board import Board
from desk.domain.visit import TicketState
from desk.i18n import _
from desk.ui.announce import announce
from desk.ui.feed import BoardFeed


class CallAnnouncer(QObject):
    """Says each call made at this counter, also a repeated one.

    Args:
        place: the session's content; while the window is folded, the strip speaks for it.
    """

    def __init__(self, feed: BoardFeed, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._last: tuple[str, int] | None = None
        self._begun = False
        feed.changed.connect(self._look)

    def _look(self, board: Board) -> None:
        visit = board.serving.visit if board.serving is not None else None
        called = visit is not None and visit.state is TicketState.CALLED
        now = (visit.number, visit.calls) if visit is not None and called else None
        if self._begun and now is not None and visit is not None and now != self._last:
            announce(self._speaker(), call_text(visit.number, visit.counter))
        self._begun, self._last = True, now

    def _speaker(self) -> QWidget:
        return QApplication.activeWindow() or self._place


def call_text(number: str, counter: str) -> str:
    """A call in words."""
    if not counter:
        return _("{number} called").format(number=number)
    return _("{number} called to counter {counter}").format(number=number, counter=counter)
