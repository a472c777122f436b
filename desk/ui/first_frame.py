"""What is on the screen while the program itself is still being loaded.

It imports nothing but Qt, so that it is painted in little more time than any window of Qt takes.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.i18n import _

SIZE = (1366, 768)
_GROUND, _PANEL, _LINE, _INK, _INK2 = (
    QColor(name) for name in ("#f4f5f7", "#ffffff", "#dfe3e8", "#16202c", "#4c5a6b")
)


class FirstFrame(QWidget):
    """A window as large as the program's, with its name where the sign-in card will be.

    Signals:
        painted: it is on the screen.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.closed = False
        self._told = False
        self.setWindowTitle("Branch Desk")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(*SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, card, name, and what is going on."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        card = QRect(0, 0, 400, 132)
        card.moveCenter(self.rect().center())
        card.moveTop(self.height() * 2 // 5 - 66)
        painter.setPen(_LINE)
        painter.setBrush(_PANEL)
        painter.drawRoundedRect(card, 8, 8)
        _write(painter, card.adjusted(32, 28, -32, -64), "Branch Desk", 22, _INK)
        _write(painter, card.adjusted(32, 72, -32, -28), _("Opening the day…"), 14, _INK2)
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed before the program was there: then it is not wanted."""
        self.closed = True
        event.accept()


def _write(painter: QPainter, place: QRect, text: str, pixels: int, ink: QColor) -> None:
    face = QFont(painter.font())
    face.setPixelSize(pixels)
    painter.setFont(face)
    painter.setPen(ink)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
