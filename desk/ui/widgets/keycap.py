"""The small key cap that says which key does it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desk.ui.measure import width_of
from desk.ui.style import colour, font, px


def cap_text(key: str) -> str:
    """A key sequence as it stands on a cap: "Ctrl+K" -> "Ctrl K"."""
    return key.replace("+", " ")


def cap_size(key: str) -> QSize:
    """Size of the cap in pixels; zero without a key."""
    if not key:
        return QSize(0, 0)
    return QSize(width_of(cap_text(key), "key") + px(12), px(18))


def paint_cap(painter: QPainter, right: float, middle: float, key: str, ink: QColor) -> None:
    """Paint a cap whose right edge and vertical middle are given."""
    size = cap_size(key)
    box = QRectF(
        right - size.width(), middle - size.height() / 2, size.width(), size.height()
    ).adjusted(0.5, 0.5, -0.5, -0.5)
    outline = QColor(ink)
    outline.setAlphaF(0.5)
    painter.setPen(QPen(outline, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, px(4), px(4))
    text = QColor(ink)
    text.setAlphaF(0.85)
    painter.setPen(text)
    painter.setFont(font("key"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap_text(key))


class KeyCap(QWidget):
    """A cap on its own, in a list of keys."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.setAccessibleName(key)
        self.setFixedSize(max(cap_size(key).width(), px(34)), px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cap, left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cap(painter, cap_size(self._key).width(), self.height() / 2, self._key, colour("ink"))
