"""Keys that were pressed for a dialog which is still being made."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_KEYS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr})


class HeldKeys:
    """Holds them in order, and gives each to what then has the focus."""

    def __init__(self) -> None:
        self._keys: list[QKeyEvent] = []

    def hold(self, event: QKeyEvent) -> None:
        """Keep a key for later; Shift and its like alone are nothing."""
        if event.key() not in _KEYS:
            self._keys.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))

    def give(self, window: QWidget) -> None:
        """Press them all: a key may move the focus for the next."""
        keys, self._keys = self._keys, []
        for event in keys:
            QCoreApplication.sendEvent(window.focusWidget() or window, event)

    def drop(self) -> None:
        """Nobody came for them."""
        self._keys.clear()
