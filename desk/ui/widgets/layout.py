"""Rows, columns and surfaces without the boilerplate of Qt's layouts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk.ui.style import air

Margins = tuple[int, int, int, int]
_Box = TypeVar("_Box", bound=QBoxLayout)


def column(
    parent: QWidget | None = None, *, gap: int = 0, margins: Margins = (0, 0, 0, 0)
) -> QVBoxLayout:
    """A vertical layout; gap and margins in design pixels."""
    return _dressed(QVBoxLayout(parent) if parent else QVBoxLayout(), gap, margins)


def row(
    parent: QWidget | None = None, *, gap: int = 8, margins: Margins = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A horizontal layout; gap and margins in design pixels."""
    return _dressed(QHBoxLayout(parent) if parent else QHBoxLayout(), gap, margins)


def _dressed(layout: _Box, gap: int, margins: Margins) -> _Box:
    layout.setSpacing(air(gap))
    layout.setContentsMargins(*(air(side) for side in margins))
    return layout


class Surface(QFrame):
    """A painted area: "panel", "plain", "soft", "box", "bar", "sheet", "warn", "danger" ..."""

    def __init__(self, surface: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", surface)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)


class ScrollColumn(QScrollArea):
    """A column that scrolls when it is taller than its place; add widgets to `column`."""

    def __init__(self, *, gap: int = 0, margins: Margins = (0, 0, 0, 0)) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.inner.setProperty("clear", True)
        self.column = column(self.inner, gap=gap, margins=margins)
        self.setWidget(self.inner)


@contextmanager
def at_once(widget: QWidget) -> Iterator[None]:
    """Show and hide several things in a widget: they are placed once, afterwards.

    Without it each one that is shown makes Qt place everything around it, up to the window.
    """
    layout = widget.layout()
    assert layout is not None
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.activate()


def wanted_width(widget: QWidget) -> int:
    """The width at which everything in a widget's layout has its room, in pixels."""
    layout = widget.layout()
    assert layout is not None
    layout.invalidate()
    return layout.sizeHint().width()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let Qt delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
