"""Taking away a window of its own from within."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_LEAVING: set[QWidget] = set()


def discard(window: QWidget) -> None:
    """Hide a window that has no parent, and delete it once the event loop has the word again.

    Python alone keeps such a window: without this it would be deleted with the last reference,
    perhaps in the middle of the key press that took it away, and what it holds would fall apart
    before it.
    """
    window.hide()
    _LEAVING.add(window)
    window.destroyed.connect(lambda: QTimer.singleShot(0, lambda: _LEAVING.discard(window)))
    window.deleteLater()
