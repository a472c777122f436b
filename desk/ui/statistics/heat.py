"""Hours by weekdays: a cell for each, darker for more, the figure inside."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from desk.ui.statistics.chart import Chart, text_height, text_width
from desk.ui.statistics.paints import SHADES, ink_on, mixed, shade
from desk.ui.statistics.picture import Point
from desk.ui.statistics.words import weekday_name
from desk.ui.style import air, colour, font, px

_TALL, _WIDEST, _GAP = 28, 104, 3
_TEN = 10


class Heat(Chart):
    """Weekdays at the left, hours above."""

    def plot_height(self, width: int) -> int:
        """A row for each weekday, under the hours."""
        return self._head() + px(_TALL) * len(self._days())

    def place(self, area: QRectF) -> tuple[QRectF, ...]:
        """A cell for each point."""
        return tuple(self._cell(area, *point.at) for point in self.points)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Names and cells."""
        self._draw_names(painter, area)
        most = max((point.value or 0.0 for point in self.points if not point.few), default=0.0)
        for point, box in zip(self.points, self.boxes, strict=True):
            self._draw_cell(painter, point, box, most)

    def step(self, key: int) -> int:
        """Left and right along the day, up and down to the same hour of another day."""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return super().step(key)
        hour, day = self.points[max(self._at, 0)].at
        days = self._days()
        place = days.index(day) + super().step(key)
        if not 0 <= place < len(days):
            return 0
        near = min(
            (point for point in self.points if point.at[1] == days[place]),
            key=lambda point: abs(point.at[0] - hour),
        )
        return self.points.index(near) - max(self._at, 0)

    def _days(self) -> list[int]:
        return sorted({point.at[1] for point in self.points})

    def _hours(self) -> range:
        hours = [point.at[0] for point in self.points]
        return range(min(hours), max(hours) + 1)

    def _head(self) -> int:
        return round(text_height("X", "small", px(100)) + air(4))

    def _names_width(self) -> int:
        return max(text_width(weekday_name(day, short=True), "small") for day in self._days()) + px(
            8
        )

    def _cell(self, area: QRectF, hour: int, day: int) -> QRectF:
        hours, left = self._hours(), area.left() + self._names_width()
        wide = min((area.right() - left) / len(hours), px(_WIDEST))
        top = area.top() + self._head() + px(_TALL) * self._days().index(day)
        gap = px(_GAP)
        return QRectF(left + wide * (hour - hours.start), top, wide - gap, px(_TALL) - gap)

    def _draw_names(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font("small"))
        painter.setPen(colour("ink2"))
        first = self._days()[0]
        for hour in self._hours():
            box = self._cell(area, hour, first)
            box.setTop(area.top())
            box.setHeight(self._head())
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, str(hour))
        for day in self._days():
            box = self._cell(area, self._hours().start, day)
            box.setLeft(area.left())
            box.setWidth(self._names_width())
            name = weekday_name(day, short=True)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)

    def _draw_cell(self, painter: QPainter, point: Point, box: QRectF, most: float) -> None:
        place = shade_of(point.value or 0.0, most)
        if point.few:
            painter.setBrush(QBrush(mixed(0.5, "panel", "edge"), Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(colour("line"), 1))
        else:
            painter.setBrush(shade(place))
            painter.setPen(QPen(colour("edge" if place else "line"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(3), px(3))
        figure = point.figures[0]
        painter.setFont(font("small", tabular=True))
        if point.few:
            self._draw_quiet(painter, figure, box)
            return
        painter.setPen(ink_on(place))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, figure)

    def _draw_quiet(self, painter: QPainter, figure: str, box: QRectF) -> None:
        """A figure that must not be compared, on a ground of its own over the hatching."""
        ground = QRectF(0, 0, text_width(figure) + px(6), text_height(figure, "small", px(100)))
        ground.moveCenter(box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("panel"))
        painter.drawRoundedRect(ground, px(3), px(3))
        painter.setPen(colour("ink3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, figure)


def shade_of(value: float, most: float) -> int:
    """Which shade a value has: none for nothing, the last for the most."""
    if value <= 0 or most <= 0:
        return 0
    steps = len(SHADES) - 1
    return min(steps, 1 + int(value / most * steps * 0.999))
