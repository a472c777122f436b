"""Paints a duty in the list: the words, and under them its kind and source."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui.duties.catalogue import STRUCK
from desk.ui.style import colour, font, px, tokens
from desk.ui.widgets.row_model import ROW, Row

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_ONE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_TONES = {"accent": "accent", "ok": "green", "dim": "ink3"}
_LINES = 3
_SIDE = 16


@lru_cache(maxsize=2048)
def _height(text: str, width: int, scale: float) -> int:
    """Height of the words, at most three lines; `scale` only keys the cache."""
    metrics = QFontMetrics(font("body"))
    box = metrics.boundingRect(QRect(0, 0, max(width, 40), 10_000), _WRAP, text)
    return min(box.height(), metrics.lineSpacing() * _LINES)


class DutyDelegate(QStyledItemDelegate):
    """Measures and paints the rows of `Catalogue`."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As tall as the words need at the view's width."""
        row: Row = index.data(ROW)
        width = self._view.viewport().width()
        words = _height(row.title, width - px(2 * _SIDE), tokens().scale)
        return QSize(width, words + QFontMetrics(font("small")).lineSpacing() + px(21))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, words, kind and source."""
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        self._paint_ground(painter, rect, option.state)
        box = rect.adjusted(px(_SIDE), px(9), -px(_SIDE), -px(9))
        old = row.mark == STRUCK
        painter.setFont(_struck(font("body")) if old else font("body"))
        painter.setPen(colour("ink3" if old else "ink"))
        height = _height(row.title, box.width(), tokens().scale)
        painter.drawText(QRect(box.left(), box.top(), box.width(), height), _WRAP, row.title)
        self._paint_source(painter, row, box.adjusted(0, height + px(3), 0, px(9)))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("accent_soft" if chosen else "shade"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), colour("accent"))
            if self._view.hasFocus():
                painter.setPen(QPen(colour("accent"), 1))
                painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))

    @staticmethod
    def _paint_source(painter: QPainter, row: Row, box: QRect) -> None:
        painter.setFont(font("label"))
        painter.setPen(colour(_TONES.get(row.tone, "ink3")))
        painter.drawText(box, _ONE, row.number)
        used = QFontMetrics(font("label")).horizontalAdvance(row.number) + px(8)
        metrics = QFontMetrics(font("small"))
        room = box.adjusted(used, 0, 0, 0)
        text = metrics.elidedText(row.subtitle, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font("small"))
        painter.setPen(colour("ink3"))
        painter.drawText(room, _ONE, text)


def _struck(plain: QFont) -> QFont:
    made = QFont(plain)
    made.setStrikeOut(True)
    return made
