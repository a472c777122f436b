"""A new employee's first morning: the practice with its coach and watermark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk.ui.practice.start import practice_window
from desk.ui.tour.guide import Key, TourGuide
from desk.ui.window import MainWindow


def walk(folder: Path, guide_of: Callable[[MainWindow], TourGuide], size: tuple[int, int]) -> None:
    """The door of it is on the sign-in card; here its first situations.

    Args:
        folder: an empty one; guide_of: gives the hands for a window.
    """
    window = practice_window(folder, "pmlp", "riga-2")
    window.resize(*size)
    window.show()
    window.start()
    guide = guide_of(window)
    try:
        guide.until(guide.board)
        window.use_language("lv")
        guide.settle()
        guide.shot("macibas")
        guide.press(Key.Key_F2)
        guide.settle()
        guide.shot("macibas-izsaukts")
    finally:
        window.close()
