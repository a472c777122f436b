"""The outline of a screen: where its parts lie, and a picture so coarse that letters do not matter.

Fonts differ by a pixel from one system to the next, words by language; a broken layout differs by
far more.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QLineEdit, QWidget

COARSE = (64, 36)
_GREY_SLACK, _SPOTS = 40, 0.04
"""How much a spot may differ, and which part of the spots by more."""
_PLACE_SLACK = 28
"""By so many pixels a part may lie elsewhere or be larger: a word, a line of text."""
_SOLID = (QAbstractButton, QAbstractItemView, QLineEdit)


@dataclass(frozen=True)
class Outline:
    """Parts as (name, left, top, width, height), and the grey of each spot, row by row."""

    parts: tuple[tuple[str, int, int, int, int], ...]
    spots: tuple[int, ...]

    @classmethod
    def of(cls, window: QWidget) -> Outline:
        """The outline of what a window shows."""
        return cls(tuple(_parts(window)), _spots(window))

    @classmethod
    def read(cls, path: Path) -> Outline:
        """The outline kept in a file."""
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            tuple((name, *place) for name, *place in kept["parts"]),
            tuple(spot for line in kept["spots"] for spot in bytes.fromhex(line)),
        )

    def write(self, path: Path) -> None:
        """Keep it in a file in which a difference can be read."""
        wide = COARSE[0]
        rows = range(0, len(self.spots), wide)
        parts = ",\n  ".join(json.dumps(list(part)) for part in self.parts)
        lines = ",\n  ".join(f'"{bytes(self.spots[at : at + wide]).hex()}"' for at in rows)
        text = f'{{"parts": [\n  {parts}\n],\n"spots": [\n  {lines}\n]}}\n'
        path.write_text(text, encoding="utf-8")

    def differences(self, kept: Outline) -> list[str]:
        """What is elsewhere, gone, new, or looks another way than it was kept."""
        was, now = Counter(one[0] for one in kept.parts), Counter(one[0] for one in self.parts)
        found = [f"{name}: {was[name]} before, {now[name]} now" for name in was | now
                 if was[name] != now[name]]  # fmt: skip
        for before, after in zip(sorted(kept.parts), sorted(self.parts), strict=False):
            if not found and _apart(before, after):
                found.append(f"{before[0]}: {before[1:]} before, {after[1:]} now")
        other = [abs(a - b) > _GREY_SLACK for a, b in zip(self.spots, kept.spots, strict=True)]
        if sum(other) > _SPOTS * len(other):
            found.append(f"{sum(other)} of {len(other)} spots look another way")
        return found


def _apart(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    pairs = zip(before[1:], after[1:], strict=True)
    return any(abs(one - other) > _PLACE_SLACK for one, other in pairs)


def _parts(window: QWidget) -> list[tuple[str, int, int, int, int]]:
    """Surfaces, lists, fields: what the layout is made of; buttons only by where they stand."""
    found = []
    for widget in window.findChildren(QWidget):
        panel = isinstance(widget, QFrame) and widget.property("surface") not in (None, "line")
        solid = isinstance(widget, QAbstractItemView | QLineEdit)
        if widget.isVisible() and widget.window() is window and (panel or solid):
            at = widget.mapTo(window, QPoint(0, 0))
            found.append((_name(widget), at.x(), at.y(), widget.width(), widget.height()))
    return sorted(found)


def _name(widget: QWidget) -> str:
    surface = widget.property("surface")
    kind = type(widget).__name__
    return f"{kind} {surface}" if surface else kind


def _spots(window: QWidget) -> tuple[int, ...]:
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    mode = Qt.TransformationMode.SmoothTransformation
    small = picture.scaled(*COARSE, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    return tuple(
        small.pixel(x, y) & 0xFF for y in range(small.height()) for x in range(small.width())
    )
