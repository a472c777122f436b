"""Where the strip lies: at an edge of a screen, whatever becomes of the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QScreen

from desk.services.device_settings import StripPlace

HEIGHT = 48
"""At 100 %, in design pixels; it grows with the text."""


def screen_of(place: StripPlace) -> QScreen:
    """The screen meant; the first one when that is unplugged."""
    screens = QGuiApplication.screens()
    return next((s for s in screens if s.name() == place.screen), screens[0])


def strip_rect(area: QRect, place: StripPlace, least: int, height: int) -> QRect:
    """The strip within a screen's free area.

    Args:
        least: width that the strip cannot do without: two thirds of the screen give way to it.
    """
    narrow = min(area.width(), max(least, area.width() * 2 // 3))
    width = area.width() if place.wide else narrow
    left = area.left() + round((area.width() - width) * min(1.0, max(0.0, place.left)))
    top = area.top() if place.edge != "bottom" else area.bottom() + 1 - height
    return QRect(left, top, width, height)


def dropped_at(place: StripPlace, rect: QRect, screens: Sequence[tuple[str, QRect]]) -> StripPlace:
    """The place that a strip snaps to after it was dragged to `rect`.

    Args:
        screens: name and free area of each; the one under the strip's middle is meant, else the
            nearest.
    """
    middle = rect.center()
    name, area = min(screens, key=lambda item: _distance(item[1], middle.x(), middle.y()))
    room = area.width() - rect.width()
    left = (rect.left() - area.left()) / room if room > 0 else place.left
    edge = "bottom" if middle.y() > area.center().y() else "top"
    return replace(place, screen=name, left=min(1.0, max(0.0, left)), edge=edge)


def _distance(area: QRect, x: int, y: int) -> int:
    across = max(area.left() - x, 0, x - area.right())
    down = max(area.top() - y, 0, y - area.bottom())
    return across * across + down * down
