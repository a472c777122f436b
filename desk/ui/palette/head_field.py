"""The search field in the window's head: whoever clicks or types there is in the palette."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent

from desk.ui.widgets.fields import SearchField


class HeadField(SearchField):
    """Signals:
    wanted(str): the palette, with what was typed so far.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("", "")
        self.textEdited.connect(self._typed)
        self.returnPressed.connect(self._entered)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click opens the palette at once."""
        self.wanted.emit("")

    def _typed(self, text: str) -> None:
        self.clear()
        self.wanted.emit(text)

    def _entered(self) -> None:
        self.wanted.emit("")
