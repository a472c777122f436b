"""Bars and a heat map drawn on paper: each number stands beside its shade, so grey is enough."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desk.domain.statistics_paper import HeatMap
from desk.reports import layout as look

_ROW = 4.6 * mm
_HEAD = 3.6 * mm
_NAMES = 11 * mm
_DARK = 0.55
"""From this shade on the number is white."""
_LIGHTEST = 0.12


class Bar(Flowable):  # type: ignore[misc] # reportlab has no types
    """A bar on a thin track.

    Args:
        length: 0 to 1 of the width, in points.
    """

    def __init__(self, length: float, width: float) -> None:
        super().__init__()
        self._length, self.width, self.height = length, width, 2.6 * mm

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """The track, then the bar."""
        canvas = self.canv
        canvas.setStrokeColor(look.LINE)
        canvas.setLineWidth(0.4)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        if self._length > 0:
            canvas.setFillColor(look.ACCENT)
            canvas.rect(0, 0, max(self.width * self._length, 1), self.height, stroke=0, fill=1)


class Heat(Flowable):  # type: ignore[misc] # reportlab has no types
    """Weekdays as rows, hours as columns; a cell without incidents stays white."""

    def __init__(self, heat: HeatMap, width: float) -> None:
        super().__init__()
        self._heat, self.width = heat, width
        self.height = _HEAD + _ROW * len(heat.days)

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """The names of the hours, then a row for each day."""
        canvas, heat = self.canv, self._heat
        column = (self.width - _NAMES) / len(heat.hours)
        canvas.setFont(look.FONT, 6.5)
        canvas.setFillColor(look.INK_SOFT)
        for place, hour in enumerate(heat.hours):
            canvas.drawCentredString(_NAMES + (place + 0.5) * column, self.height - _HEAD + 2, hour)
        for row, day in enumerate(heat.days):
            bottom = self.height - _HEAD - (row + 1) * _ROW
            canvas.setFont(look.FONT, 6.5)
            canvas.setFillColor(look.INK_SOFT)
            canvas.drawString(0, bottom + 1.4 * mm, day)
            self._cells(heat.counts[row], heat.shades[row], bottom, column)

    def _cells(
        self, counts: Sequence[int], shades: Sequence[float], bottom: float, column: float
    ) -> None:
        canvas = self.canv
        canvas.setStrokeColor(look.LINE)
        canvas.setLineWidth(0.4)
        for place, (count, shade) in enumerate(zip(counts, shades, strict=True)):
            left = _NAMES + place * column
            canvas.setFillColor(tone(shade) if count else Color(1, 1, 1))
            canvas.rect(left, bottom, column, _ROW, stroke=1, fill=1)
            if count:
                canvas.setFont(look.FONT_BOLD, 7)
                canvas.setFillColor(Color(1, 1, 1) if shade >= _DARK else look.INK)
                canvas.drawCentredString(left + column / 2, bottom + 1.35 * mm, str(count))


def tone(shade: float) -> Color:
    """White mixed with the accent, never so light that it looks like nothing."""
    part = _LIGHTEST + (1 - _LIGHTEST) * min(max(shade, 0.0), 1.0)
    red, green, blue = (1 - part * (1 - one) for one in look.ACCENT.rgb())
    return Color(red, green, blue)
