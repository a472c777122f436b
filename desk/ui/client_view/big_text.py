"""A sentence as large as its place allows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.style import colour, font, px

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
_SMALLEST = 16


class BigText(QWidget):
    """Paints its words in the largest size at which no word is cut.

    Args:
        largest: pixels at 100 %; tone: a colour's name.
    """

    def __init__(self, *, largest: int, tone: str = "ink") -> None:
        super().__init__()
        self._text, self._largest, self._tone = "", largest, tone
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def set_text(self, text: str) -> None:
        """Show other words."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        """The words shown."""
        return self._text

    def fitting(self) -> QFont:
        """The largest font with which the words have their room."""
        low, high = px(_SMALLEST), px(self._largest)
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(_sized(middle)):
                low = middle
            else:
                high = middle - 1
        return _sized(low)

    def sizeHint(self) -> QSize:
        """Takes what it is given."""
        return QSize(px(200), px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words, in the middle."""
        painter = QPainter(self)
        painter.setFont(self.fitting())
        painter.setPen(colour(self._tone))
        painter.drawText(self.rect(), _WRAP, self._text)

    def _fits(self, size: QFont) -> bool:
        metrics, room = QFontMetrics(size), self.rect()
        longest = max((metrics.horizontalAdvance(word) for word in self._text.split()), default=0)
        wanted = metrics.boundingRect(QRect(0, 0, room.width(), 100_000), _WRAP, self._text)
        return longest <= room.width() and wanted.height() <= room.height()


def _sized(pixels: int) -> QFont:
    made = QFont(font("huge"))
    made.setPixelSize(pixels)
    return made
