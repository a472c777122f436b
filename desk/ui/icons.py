"""Signs that stand beside words, never in their place; drawn in the colour of the words.

They are Lucide's (ISC licence, beside them in `resources/icons/lucide`); each has one meaning here.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from desk.resources import resources_dir
from desk.ui.style import colour

SIGNS: Final = {
    "today": "list-ordered",
    "schedule": "calendar-days",
    "duties": "book-open",
    "incidents": "triangle-alert",
    "follow_ups": "list-checks",
    "branch": "building-2",
    "empty": "inbox",
    "ok": "circle-check",
    "warn": "circle-alert",
    "danger": "octagon-alert",
}
"""Meaning -> file."""


def sign(meaning: str, tone: str, pixels: int, ratio: float = 1.0) -> QPixmap:
    """A sign as a picture.

    Args:
        meaning: a key of SIGNS; tone: a colour token, e.g. "ink2".
        pixels: width and height, already scaled; ratio: the screen's device pixels per pixel.
    """
    return _drawn(SIGNS[meaning], colour(tone).name(), pixels, ratio)


@cache
def _drawn(file: str, ink: str, pixels: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # a library of its own: not before the first sign

    text = (resources_dir() / "icons" / "lucide" / f"{file}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", ink).encode()))
    side = round(pixels * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
