"""Paints a row: number, title over subtitle, text at the right.  No widget per row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui.measure import height_of, line_height, width_of
from desk.ui.style import colour, font, px
from desk.ui.widgets.check import paint_tick
from desk.ui.widgets.row_model import ROW, Row

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_ONE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
_TONES = {"": "ink", "warn": "amber", "dim": "ink3", "danger": "red", "accent": "accent"}
TITLE_LINES = 3
_LINES = 2


def _height(text: str, width: int, name: str, lines: int) -> int:
    """Height of wrapped words, at most so many lines."""
    return min(height_of(text, max(width, 40), name), line_height(name) * lines)


class RowDelegate(QStyledItemDelegate):
    """Measures and paints rows (see `Row`).

    Args:
        number_width: width of the number's column in design pixels.
        side: left and right margin in design pixels.
    """

    def __init__(self, view: QListView, *, number_width: int = 58, side: int = 16) -> None:
        super().__init__(view)
        self._view = view
        self._number, self._side = number_width, side

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As tall as the words need at the view's width."""
        width = self._view.viewport().width()
        return QSize(width, self.height(index.data(ROW), width))

    def height(self, row: Row, width: int) -> int:
        """Height of a row so wide, in pixels."""
        if row.heading:
            return px(34)
        words = self.words_width(row, width)
        height = _height(row.title, words, "body", TITLE_LINES)
        if row.subtitle:
            height += px(2) + _height(row.subtitle, words, "small", _LINES)
        return max(height, px(20)) + px(18)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Background, parts, separator."""
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._paint_heading(painter, row, rect)
        else:
            self._paint_ground(painter, rect, state)
            self._paint_parts(painter, row, rect)
        painter.restore()

    def words_width(self, row: Row, width: int) -> int:
        """Room for the title and what stands under it, in pixels, in a row so wide."""
        return self._words_box(row, QRect(0, 0, width, 0)).width()

    def _words_box(self, row: Row, rect: QRect) -> QRect:
        left = px(self._side) + (px(self._number + 8) if row.number else 0)
        right = self._right_width(row, rect.width())
        right += px(22) if row.mark else 0
        return rect.adjusted(left, px(9), -px(self._side) - (right + px(8) if right else 0), 0)

    def _right_width(self, row: Row, width: int) -> int:
        """Room for the text at the right: never so much that the title has none."""
        wanted = width_of(row.right, "strong", tabular=True) if row.right else 0
        title = width_of(row.title)
        beside = width - title - px(2 * self._side + (self._number if row.number else 0) + 48)
        return min(wanted, max(width * 2 // 5, beside))

    def _paint_heading(self, painter: QPainter, row: Row, rect: QRect) -> None:
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.setFont(font("label"))
        painter.setPen(colour("ink3"))
        box = rect.adjusted(px(self._side), px(6), -px(self._side), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignLeft), row.title.upper())
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), row.right)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or over:
            painter.fillRect(rect, colour("accent_soft" if chosen else "shade"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        if chosen:
            focused = self._view.hasFocus()
            width = px(4) if focused else px(3)
            painter.fillRect(rect.adjusted(0, 0, width - rect.width(), 0), colour("accent"))
            if focused:
                painter.setPen(QPen(colour("accent"), 1))
                painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_parts(self, painter: QPainter, row: Row, rect: QRect) -> None:
        tone = colour(_TONES[row.tone])
        strong = "ink3" if row.tone == "dim" else "ink"
        top = rect.top() + px(9)
        if row.number:
            self._text(
                painter, "strong", tone, rect.adjusted(px(self._side), px(9), 0, 0), row.number
            )
        words = self._words_box(row, rect)
        painter.setPen(colour(strong))
        painter.setFont(font("body"))
        height = _height(row.title, words.width(), "body", TITLE_LINES)
        painter.drawText(QRect(words.left(), top, words.width(), height), _WRAP, row.title)
        if row.subtitle:
            self._paint_subtitle(painter, row, words, top + height + px(2))
        right = rect.adjusted(0, px(9), -px(self._side), 0)
        if row.mark:
            box = QRectF(right.right() - px(16), top + px(2), px(16), px(16))
            painter.setPen(QPen(colour("accent"), 2))
            paint_tick(painter, box)
            right = right.adjusted(0, 0, -px(22), 0)
        if row.right:
            heavy = row.tone in ("warn", "danger")
            painter.setFont(font("strong" if heavy else "body", tabular=True))
            painter.setPen(tone)
            room = self._right_width(row, rect.width()) + px(2)
            text = painter.fontMetrics().elidedText(row.right, Qt.TextElideMode.ElideRight, room)
            painter.drawText(right, _RIGHT, text)

    def _paint_subtitle(self, painter: QPainter, row: Row, words: QRect, top: int) -> None:
        room = QRect(words.left(), top, words.width(), line_height("small") * _LINES)
        text = row.subtitle
        if height_of(text, room.width(), "small") > room.height():
            text = QFontMetrics(font("small")).elidedText(
                text, Qt.TextElideMode.ElideRight, room.width() * _LINES - px(40)
            )
        self._text(painter, "small", colour("ink3"), room, text, _WRAP)

    @staticmethod
    def _text(
        painter: QPainter, name: str, ink: QColor, box: QRect, text: str, flags: int = _ONE
    ) -> None:
        painter.setFont(font(name))
        painter.setPen(ink)
        painter.drawText(box, flags, text)
