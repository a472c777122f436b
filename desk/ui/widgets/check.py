"""A tick with its words, and chips that are on or off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QSizePolicy

from desk.ui.measure import height_of, width_of
from desk.ui.style import colour, font, px

_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip | Qt.AlignmentFlag.AlignLeft


def paint_tick(painter: QPainter, box: QRectF) -> None:
    """The tick's stroke inside a box, in the pen's colour."""
    points = ((0.26, 0.52), (0.44, 0.70), (0.76, 0.34))
    places = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points]
    painter.drawPolyline(QPolygonF(places))


class _Guarded(QCheckBox):
    """A switch that a scanner's Enter and a note-taker's Space cannot flip when guarded."""

    def __init__(self, text: str, *, guarded: bool) -> None:
        super().__init__(text)
        self._guarded = guarded
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space flips it; only Ctrl+Enter (or Ctrl+Space) when guarded."""
        if event.key() not in _PRESS:
            super().keyPressEvent(event)
            return
        strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if strong or (not self._guarded and event.key() == Qt.Key.Key_Space):
            self.click()
        event.accept()

    def hitButton(self, pos: object) -> bool:
        """The words belong to the switch."""
        return True


class CheckRow(_Guarded):
    """A tick, its words (wrapped) and a dim remark after them.

    Args:
        guarded: flipping changes a visit, see `Button`.
    """

    def __init__(self, text: str, remark: str = "", *, guarded: bool = False) -> None:
        super().__init__(text, guarded=guarded)
        self._remark = remark
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, text: str, remark: str = "") -> None:
        """Change the words."""
        self._remark = remark
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(remark)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """On one line."""
        width = width_of(f"{self.text()}  {self._remark}") + px(36)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Words wrap, so little width is enough."""
        return QSize(px(120), px(28))

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words."""
        room = width - px(30)
        height = height_of(self.text(), room)
        if self._remark and not self._beside(room):
            height += height_of(self._remark, room)
        return max(px(28), height + px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, tick, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(18)
        box = QRectF(1, px(5), side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        edge = "accent" if on or self.hasFocus() or self.underMouse() else "edge"
        painter.setPen(QPen(colour(edge), 1.5))
        painter.setBrush(colour("accent" if on else "panel"))
        painter.drawRoundedRect(box, px(4), px(4))
        if on:
            painter.setPen(QPen(colour("panel"), 1.8 * px(10) / 10))
            paint_tick(painter, box)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            whole = QRectF(self.rect()).adjusted(-2, 2, -1, -2)
            painter.drawLine(
                QPointF(px(30), whole.bottom()), QPointF(whole.right(), whole.bottom())
            )
        self._paint_words(painter)

    def _beside(self, room: int) -> int:
        """How far from the left the remark stands after the words, 0 when it goes under them."""
        used = width_of(self.text()) + px(8)
        return used if used + width_of(self._remark) <= room else 0

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(font())
        painter.setPen(colour("ink" if self.isEnabled() else "ink3"))
        room = self.rect().adjusted(px(30), px(6), 0, -px(6))
        painter.drawText(room, _WRAP, self.text())
        if not self._remark:
            return
        painter.setPen(colour("ink3"))
        used = self._beside(room.width())
        under = 0 if used else height_of(self.text(), room.width())
        painter.drawText(room.adjusted(used, under, 0, 0), _WRAP, self._remark)


class Chip(_Guarded):
    """A choice that is on or off, as a rounded field; Space flips it."""

    def __init__(self, text: str, *, guarded: bool = False) -> None:
        super().__init__(text, guarded=guarded)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew under the pointer
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the words and, when on, the tick."""
        return QSize(width_of(self.text(), "medium") + px(38), px(30))

    def minimumSizeHint(self) -> QSize:
        """All of it."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Field, tick, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        edge = "accent" if on or self.hasFocus() else "edge" if self.underMouse() else "line"
        painter.setPen(QPen(colour(edge), 3 if self.hasFocus() else 1))
        painter.setBrush(colour("accent_soft" if on else "panel"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        ink = colour("accent" if on else "ink2")
        mark = QRectF(px(9), box.center().y() - px(7), px(14), px(14))
        painter.setPen(QPen(ink, 1.6 * px(10) / 10))
        if on:
            paint_tick(painter, mark)
        else:
            middle = mark.center()
            painter.drawLine(middle - QPointF(px(4), 0), middle + QPointF(px(4), 0))
            painter.drawLine(middle - QPointF(0, px(4)), middle + QPointF(0, px(4)))
        painter.setFont(font("medium"))
        painter.drawText(
            self.rect().adjusted(px(27), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text()
        )


def switch_on(button: QAbstractButton, on: bool) -> None:
    """Set a switch without telling anyone."""
    button.blockSignals(True)
    button.setChecked(on)
    button.blockSignals(False)
