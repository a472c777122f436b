"""What the window says in a line: in the strip, at its foot, or later when it is veiled."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desk.i18n import _
from desk.ui.lock.guard import Guard
from desk.ui.strip.folding import Folding
from desk.ui.widgets.message import MessageBar


class Saying(QObject):
    """One place for every sentence; nothing is said over a lock screen or a cover."""

    def __init__(self, messages: MessageBar, folding: Folding, guard: Guard) -> None:
        super().__init__(messages)
        self._messages, self._folding, self._guard = messages, folding, guard
        self._untold: tuple[str, str] | None = None
        guard.changed.connect(self._guarded)

    def tell(self, text: str, tone: str) -> None:
        """Say it now, or as soon as the window is open again."""
        if self._guard.locked or self._guard.covered:
            self._untold = (text, tone)
        elif not self._folding.tell(text, tone):
            self._messages.show_message(text, tone, _("Close"))

    def _guarded(self) -> None:
        if self._guard.locked or self._guard.covered:
            self._messages.forget()
        elif self._untold is not None:
            (text, tone), self._untold = self._untold, None
            self.tell(text, tone)
