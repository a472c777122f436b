"""The word over a window, and a frame around it: nobody takes the practice for the real day.

It lies over everything in its window, dialogs included, takes no click and no key, and is so
light that what lies beneath is read as before.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.practice_word import practice_word
from desk.i18n import language
from desk.ui.style import colour, font, px

FRAME = 5
"""Width of the frame in design pixels."""
_OPACITY = 0.09
_TURN = -24
_LETTERS = 92
_AIR = 1.5
"""Between two words, in their own width and height."""
_PASSING = Qt.WindowType.Popup | Qt.WindowType.ToolTip


class Watermark(QWidget):
    """Over one window, as large as it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._drawn: tuple[object, ...] = ()
        self._tile = QPixmap()
        host.installEventFilter(self)
        self.setGeometry(host.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and stay on top of what comes later."""
        host = self.parentWidget()
        if watched is host and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setGeometry(host.rect())
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words in slanting rows, then the frame."""
        painter = QPainter(self)
        painter.drawTiledPixmap(self.rect(), self._word(), QPoint(0, 0))
        wide = px(FRAME)
        pen = QPen(colour("practice"), wide)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = wide // 2
        painter.drawRect(self.rect().adjusted(half, half, -half - 1, -half - 1))

    def _word(self) -> QPixmap:
        """One word on its slant; drawn again when language, look or height have changed."""
        word = practice_word(language())
        letters = min(px(_LETTERS), max(self.height() // 2, px(16)))
        ratio = self.devicePixelRatioF()
        wanted = (word, letters, colour("practice").name(), ratio)
        if wanted != self._drawn:
            self._drawn, self._tile = wanted, _tile(word, letters, ratio)
        return self._tile


def _tile(word: str, letters: int, ratio: float) -> QPixmap:
    face = font("number")
    face = type(face)(face)
    face.setPixelSize(letters)
    wide = ceil(QFontMetrics(face).horizontalAdvance(word) * _AIR)
    tall = ceil(max(wide * 0.62, letters * 2))
    tile = QPixmap(round(wide * ratio), round(tall * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(_OPACITY)
    painter.setPen(colour("practice"))
    painter.setFont(face)
    painter.translate(wide / 2, tall / 2)
    painter.rotate(_TURN)
    painter.drawText(QRect(-wide, -tall, 2 * wide, 2 * tall), Qt.AlignmentFlag.AlignCenter, word)
    painter.end()
    return tile


def mark_all() -> None:
    """Lay the word over every window of the program that has none yet, small passing ones apart."""
    for window in QApplication.topLevelWidgets():
        passing = window.windowFlags() & _PASSING & ~Qt.WindowType.Window
        if passing or not window.isVisible():
            continue
        if window.findChild(Watermark, options=Qt.FindChildOption.FindDirectChildrenOnly) is None:
            Watermark(window)
