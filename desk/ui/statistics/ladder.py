"""The ladder step by step: how many reports came so far, and how many calmed there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desk.ui.statistics.bars import Bars
from desk.ui.statistics.paints import paint_bar
from desk.ui.statistics.picture import Point
from desk.ui.style import colour, px

_WIDE, _NARROW = 12, 6


class LadderChart(Bars):
    """A wide bar on a track for what reached a step, a narrow one for what calmed there."""

    def thickness(self) -> int:
        """Both bars, and a little air between them."""
        return px(_WIDE + _NARROW + 3)

    def draw_bar(self, painter: QPainter, point: Point, room: QRectF) -> None:
        """The track to 100 %, and both bars."""
        top = room.center().y() - self.thickness() / 2
        track = QRectF(room.left(), top, room.width(), px(_WIDE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("line"), 1))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), px(2), px(2))
        if point.value:
            reached = QRectF(track.left(), top, track.width() * point.value, px(_WIDE))
            paint_bar(painter, reached, few=point.few)
        if point.part:
            low = top + px(_WIDE + 3)
            calmed = QRectF(track.left(), low, track.width() * point.part, px(_NARROW))
            paint_bar(painter, calmed, few=point.few, name="green")
