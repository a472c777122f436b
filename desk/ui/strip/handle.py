"""The handle by which the strip is dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.style import colour, px


class Handle(QWidget):
    """Six dots; dragging them moves the window they are in.

    Signals:
        dropped: the window was let go somewhere.
    """

    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._from: QPoint | None = None
        self.setFixedWidth(px(16))
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        text = _("Drag the strip to the upper or lower edge of a screen")
        self.setToolTip(text)
        self.setAccessibleName(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._from = event.globalPosition().toPoint() - self.window().pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move along."""
        if self._from is not None:
            self.window().move(event.globalPosition().toPoint() - self._from)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self._from is not None:
            self._from = None
            self.dropped.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two columns of three dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("edge"))
        middle, dot = self.rect().center(), px(3)
        for across in (-px(3), px(3)):
            for down in (-px(6), 0, px(6)):
                place = middle + QPoint(across, down)
                painter.drawEllipse(place, dot // 2 + 1, dot // 2 + 1)
