"""Brushes, lines and shades of charts: never colour alone, and always from the theme in force."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from desk.ui.style import colour, px

SHADES = (0.0, 0.12, 0.26, 0.42, 1.0)
"""How much of the accent is in each shade of a heat map, from nothing to most."""
_CAP, _HALO, _LINE = 3, 4, 1.6
"""Of a whisker in design pixels: half its cap, its halo, itself."""


def mixed(share: float, light: str = "panel", full: str = "accent") -> QColor:
    """A colour between two of the theme."""
    one, other = colour(light), colour(full)
    pairs = (
        (one.red(), other.red()),
        (one.green(), other.green()),
        (one.blue(), other.blue()),
    )
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def shade(place: int) -> QColor:
    """A shade of the heat map."""
    return mixed(SHADES[place])


def ink_on(place: int) -> QColor:
    """The colour of words on a shade."""
    return colour("panel" if place == len(SHADES) - 1 else "ink")


def fill(few: bool, name: str = "accent") -> QBrush:
    """The inside of a bar: full, or hatched when it must not be compared."""
    return QBrush(colour(name), Qt.BrushStyle.BDiagPattern if few else Qt.BrushStyle.SolidPattern)


def paint_bar(painter: QPainter, box: QRectF, *, few: bool, name: str = "accent") -> None:
    """A bar; its outline holds the hatching together."""
    painter.setPen(QPen(colour(name), 1) if few else Qt.PenStyle.NoPen)
    painter.setBrush(fill(few, name))
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5) if few else box
    painter.drawRoundedRect(inner, px(2), px(2))


def paint_whisker(painter: QPainter, one: QPointF, other: QPointF, *, open_end: bool) -> None:
    """Where a true value may lie, from `one` to `other`; an open end goes on beyond the scale."""
    cap = px(_CAP)
    along = QLineF(one, other)
    if along.length() < 1:
        return
    across = along.normalVector().unitVector()
    step = QPointF(across.dx(), across.dy()) * cap
    lines = [along, QLineF(one - step, one + step)]
    if not open_end:
        lines.append(QLineF(other - step, other + step))
    for name, width in (("panel", _HALO), ("ink", _LINE)):
        pen = QPen(colour(name), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(lines)
    if open_end:
        back = along.unitVector()
        inward = QPointF(back.dx(), back.dy()) * cap
        painter.drawLines(
            [QLineF(other, other - inward - step), QLineF(other, other - inward + step)]
        )


def paint_ring(painter: QPainter, box: QRectF) -> None:
    """Around the bar or cell that is spoken of."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for name, width in (("panel", 4), ("ink", 2)):
        painter.setPen(QPen(colour(name), width))
        painter.drawRoundedRect(box, px(3), px(3))
