"""Columns side by side over time: a rate with its interval, month after month."""

from __future__ import annotations

from math import ceil, floor, log10

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desk.ui.statistics.chart import Chart, text_height, text_width
from desk.ui.statistics.numbers import number_text
from desk.ui.statistics.paints import paint_bar, paint_whisker
from desk.ui.statistics.picture import Point
from desk.ui.style import air, colour, font, px

_TALL, _WIDEST, _THICK = 132, 104, 0.42
"""Height of the columns, widest place of one, and the part of it that the column takes."""
_LONG_LINE = 1.9
_STEPS = (1, 2, 2.5, 5, 10)
_LINES = 4


def scale_step(top: float) -> float:
    """A round step that divides a scale into a few lines."""
    rough = max(top, 1e-9) / _LINES
    unit = 10.0 ** floor(log10(rough))
    return next(step * unit for step in _STEPS if step * unit >= rough * 0.999)


class Columns(Chart):
    """A scale at the left, the columns, under each its month and its figure."""

    def plot_height(self, width: int) -> int:
        """The columns, and two lines of words under them."""
        return px(_TALL) + 2 * self._line() + air(10)

    def place(self, area: QRectF) -> tuple[QRectF, ...]:
        """A place for each month, all of one width."""
        left = area.left() + self._scale_width()
        wide = min((area.right() - left) / max(len(self.points), 1), px(_WIDEST))
        return tuple(
            QRectF(left + wide * number, area.top(), wide, area.height())
            for number in range(len(self.points))
        )

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Scale, columns, words."""
        base = area.top() + px(_TALL)
        self._draw_scale(painter, area, base)
        for point, box in zip(self.points, self.boxes, strict=True):
            self._draw_column(painter, point, box, base)
            self._draw_words(painter, point, box, base)
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(QLineF(area.left() + self._scale_width(), base, area.right(), base))

    def top(self) -> float:
        """The end of the scale, a whole number of steps."""
        largest = max((point.value or 0.0 for point in self.points), default=0.0)
        highs = max((point.high or 0.0 for point in self.points), default=0.0)
        wanted = (min(highs, largest * _LONG_LINE) if largest else highs) or 1.0
        step = scale_step(wanted)
        return step * ceil(wanted / step - 1e-9)

    def _line(self) -> int:
        return text_height("X", "small", px(100))

    def _scale_width(self) -> int:
        top = self.top()
        marks = (number_text(top), number_text(scale_step(top)))
        return max(map(text_width, marks)) + px(8)

    def _height(self, value: float) -> float:
        free = px(_TALL) - px(6)
        return free * min(value / self.top(), 1.0)

    def _draw_scale(self, painter: QPainter, area: QRectF, base: float) -> None:
        top = self.top()
        step, value = scale_step(top), 0.0
        painter.setFont(font("small", tabular=True))
        while value <= top * 1.001:
            level = base - self._height(value)
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QLineF(area.left() + self._scale_width(), level, area.right(), level))
            painter.setPen(colour("ink3"))
            box = QRectF(area.left(), level - self._line() / 2, self._scale_width() - px(8), 0)
            box.setHeight(self._line())
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, side, number_text(value))
            value += step

    def _draw_column(self, painter: QPainter, point: Point, box: QRectF, base: float) -> None:
        thick = box.width() * _THICK
        tall = self._height(point.value or 0.0)
        left = box.center().x() - thick / 2
        if point.value:
            paint_bar(painter, QRectF(left, base - tall, thick, tall), few=point.few)
        if point.low is None or point.high is None:
            return
        low = QPointF(box.center().x(), base - self._height(point.low))
        high = QPointF(box.center().x(), base - self._height(point.high))
        paint_whisker(painter, low, high, open_end=point.high > self.top())

    def _draw_words(self, painter: QPainter, point: Point, box: QRectF, base: float) -> None:
        line = self._line()
        first = QRectF(box.left(), base + air(4), box.width(), line)
        second = first.translated(0, line + air(1))
        painter.setFont(font("small"))
        painter.setPen(colour("ink2"))
        long = text_width(point.label) < box.width() - px(4)
        painter.drawText(first, Qt.AlignmentFlag.AlignCenter, point.label if long else point.short)
        painter.setFont(font("label", tabular=True))
        painter.setPen(colour("ink3" if point.few else "ink"))
        painter.drawText(second, Qt.AlignmentFlag.AlignCenter, point.figures[-1])
