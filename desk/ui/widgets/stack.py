"""Pages on top of each other that leave the size of their window alone."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class FreeStack(QStackedWidget):
    """Pages that never make their window grow: what does not fit is squeezed or scrolls."""

    def minimumSizeHint(self) -> QSize:
        """Nothing."""
        return QSize(0, 0)
