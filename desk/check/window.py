"""The real window over the checks' database, where nobody sees it, painted with its day."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desk.check.data import demo_folder
from desk.ui.main import make_application, make_window, put_window_first
from desk.ui.window import MainWindow

_PATIENCE = 30.0
_STEP = 0.005
_GRID = 40
_FEWEST_COLOURS = 8


def painted(folder: Path) -> str:
    """Open it, wait for the queue of the day, and look whether anything was painted."""
    if QApplication.instance() is None:
        kept = QApplication(["desk", "-platform", "offscreen"])
        kept.setQuitOnLastWindowClosed(False)
    make_application()
    put_window_first()
    window = make_window(demo_folder(folder))
    window.resize(1366, 768)
    window.show()
    window.start()
    try:
        _until(lambda: _has_day(window), window)
        picture = window.grab().toImage()
    finally:
        window.close()
        QApplication.processEvents()
    colours = _colours(picture)
    if colours < _FEWEST_COLOURS:
        raise RuntimeError(f"{colours} colours in the picture")
    size = f"{picture.width()} x {picture.height()}"
    return f"{size} painted in {colours} colours, by {QApplication.platformName()}"


def _has_day(window: MainWindow) -> bool:
    return window.shell is not None and window.shell.feed.board is not None


def _until(condition: Callable[[], bool], window: MainWindow) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(window.messages.text() or "the day was not shown")
        QApplication.processEvents()
        time.sleep(_STEP)
    QApplication.processEvents()


def _colours(picture: QImage) -> int:
    """How many colours there are at the points of a grid."""
    across = range(0, picture.width(), max(1, picture.width() // _GRID))
    down = range(0, picture.height(), max(1, picture.height() // _GRID))
    return len({picture.pixel(x, y) for x in across for y in down})
