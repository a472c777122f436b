"""How much room words need: asked over and over by layouts and painters, measured once."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from desk.ui.style import font, tokens

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_ENDLESS = 10_000


def width_of(text: str, name: str = "body", *, tabular: bool = False) -> int:
    """Width of a line in pixels.

    Args:
        name: of the type scale; tabular: all digits as wide as each other.
    """
    return _width(text, name, tabular, tokens().scale)


def height_of(text: str, width: int, name: str = "body") -> int:
    """Height of words wrapped at a width, in pixels."""
    return _height(text, width, name, tokens().scale)


def line_height(name: str = "body") -> int:
    """From one line to the next, in pixels."""
    return _line(name, tokens().scale)


@lru_cache(maxsize=4096)
def _width(text: str, name: str, tabular: bool, _scale: float) -> int:
    return QFontMetrics(font(name, tabular=tabular)).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def _height(text: str, width: int, name: str, _scale: float) -> int:
    box = QRect(0, 0, width, _ENDLESS)
    return QFontMetrics(font(name)).boundingRect(box, _WRAP, text).height()


@lru_cache(maxsize=64)
def _line(name: str, _scale: float) -> int:
    return QFontMetrics(font(name)).lineSpacing()
