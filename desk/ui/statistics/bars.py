"""Bars lying one under another: a name, a bar with its interval, its figures in columns."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desk.ui.statistics.chart import WRAP, Chart, text_height, text_width
from desk.ui.statistics.paints import paint_bar, paint_whisker
from desk.ui.statistics.picture import Look, Point
from desk.ui.style import air, colour, font, px

_BAR, _LEAST_BAR = 12, 2
_GAP = 10
"""Between names, bars and figures in design pixels."""
_NAMES = 0.42
"""The largest part of the width that names may take."""
_DOT = 4
_LONG_LINE = 1.6
"""A whisker reaches so far beyond the longest bar at most."""


class Bars(Chart):
    """A list of bars; a Pareto has a line of dots that adds them up."""

    def plot_height(self, width: int) -> int:
        """All rows, under the heads of the figures."""
        return self._head() + sum(self._heights(width))

    def place(self, area: QRectF) -> tuple[QRectF, ...]:
        """A row for each point."""
        boxes, top = [], area.top() + self._head()
        for height in self._heights(round(area.width())):
            boxes.append(QRectF(area.left(), top, area.width(), height - 1))
            top += height
        return tuple(boxes)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Heads, rows, and the dots of a Pareto."""
        self._draw_heads(painter, area)
        room = self._bar_room(area)
        for point, box in zip(self.points, self.boxes, strict=True):
            self._draw_row(painter, point, box, room)
        if self.picture is not None and self.picture.look is Look.PARETO:
            self._draw_sums(painter, room)

    def top(self) -> float:
        """The end of the scale."""
        picture = self.picture
        if picture is not None and picture.most is not None:
            return picture.most
        longest = max((point.value or 0.0 for point in self.points), default=0.0)
        highs = [point.high for point in self.points if point.high is not None]
        return min(max(highs, default=longest), longest * _LONG_LINE) or 1.0

    def thickness(self) -> int:
        """Of a bar."""
        return px(_BAR)

    def _head(self) -> int:
        shown = self.picture is not None and any(self.picture.heads)
        return round(text_height("X", "key", px(100)) + air(4)) if shown else 0

    def _heights(self, width: int) -> list[int]:
        room = self._names(width)
        least = self.thickness()
        return [
            max(text_height(point.label, "body", room), least) + air(8) for point in self.points
        ]

    def _names(self, width: int) -> int:
        longest = max((text_width(point.label, "body") for point in self.points), default=0)
        if all(point.value is None for point in self.points):
            return width - sum(self._figures()) - px(_GAP)
        return min(longest + 1, round(width * _NAMES))

    def _figures(self) -> list[int]:
        """The width of each column of figures."""
        heads = self.picture.heads if self.picture else ()
        widths = []
        for place, head in enumerate(heads):
            cells = [text_width(point.figures[place], "medium") for point in self.points]
            widths.append(max([text_width(head, "key"), *cells]) + px(_GAP))
        return widths

    def _bar_room(self, area: QRectF) -> QRectF:
        left = area.left() + self._names(round(area.width())) + px(_GAP)
        right = area.right() - sum(self._figures()) - px(_GAP) / 2
        return QRectF(left, area.top(), max(right - left, 1), area.height())

    def _draw_heads(self, painter: QPainter, area: QRectF) -> None:
        if self.picture is None or not self._head():
            return
        painter.setFont(font("key"))
        painter.setPen(colour("ink3"))
        right = area.right() - sum(self._figures())
        for head, width in zip(self.picture.heads, self._figures(), strict=True):
            box = QRectF(right, area.top(), width, self._head())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, head)
            right += width

    def _draw_row(self, painter: QPainter, point: Point, box: QRectF, room: QRectF) -> None:
        painter.setFont(font("body"))
        painter.setPen(colour("ink"))
        names = QRectF(box.left(), box.top(), self._names(round(box.width())), box.height())
        painter.drawText(names, WRAP | int(Qt.AlignmentFlag.AlignVCenter), point.label)
        self._draw_figures(painter, point, box)
        if point.value is not None:
            self.draw_bar(
                painter, point, QRectF(room.left(), box.top(), room.width(), box.height())
            )

    def _draw_figures(self, painter: QPainter, point: Point, box: QRectF) -> None:
        widths = self._figures()
        right = box.right() - sum(widths)
        for place, (figure, width) in enumerate(zip(point.figures, widths, strict=True)):
            painter.setFont(font("medium" if place == 0 else "body", tabular=True))
            painter.setPen(colour("ink" if place == 0 else "ink2"))
            cell = QRectF(right, box.top(), width, box.height())
            middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(cell, middle, figure)
            right += width

    def draw_bar(self, painter: QPainter, point: Point, room: QRectF) -> None:
        """The bar of a point, and where its true value may lie."""
        top, middle, thick = self.top(), room.center().y(), self.thickness()
        long = room.width() * (point.value or 0.0) / top
        base = QLineF(room.left(), middle - thick / 2, room.left(), middle + thick / 2)
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(base)
        if point.value:
            box = QRectF(room.left(), middle - thick / 2, max(long, px(_LEAST_BAR)), thick)
            paint_bar(painter, box, few=point.few)
        if point.low is not None and point.high is not None:
            low = room.left() + room.width() * point.low / top
            high = room.left() + room.width() * min(point.high, top) / top
            ends = QPointF(low, middle), QPointF(high, middle)
            paint_whisker(painter, *ends, open_end=point.high > top)

    def _draw_sums(self, painter: QPainter, room: QRectF) -> None:
        spots = [
            QPointF(room.left() + room.width() * (point.part or 0.0), box.center().y())
            for point, box in zip(self.points, self.boxes, strict=True)
        ]
        painter.setPen(QPen(colour("ink2"), 1.5))
        for one, other in pairwise(spots):
            painter.drawLine(one, other)
        painter.setBrush(colour("panel"))
        painter.setPen(QPen(colour("ink2"), 2))
        for spot in spots:
            painter.drawEllipse(spot, px(_DOT), px(_DOT))
