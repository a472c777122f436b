"""A program of its own that is reporting an incident until somebody kills it.

Run as `python reporting_child.py FOLDER`; it says "kept" when the window does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from virtual import VirtualClock

from desk.app import open_app
from desk.demo.session import demo_actor
from desk.domain.clock import RIGA
from desk.ui.incidents.forms import ReportDialog
from desk.ui.main import make_application
from desk.ui.tour.guide import Key
from desk.ui.window import MainWindow

SENTENCE = "sita pa galdu"
_MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=RIGA).astimezone(UTC)


def _until(condition: Callable[[], object]) -> None:
    while not condition():
        QApplication.processEvents()
        time.sleep(0.005)


def main(folder: Path) -> None:
    """Open the window, F9, one step, one sentence; then wait to be killed."""
    make_application()
    window = MainWindow(lambda: open_app(folder, clock=VirtualClock(_MORNING)), demo_actor)
    window.show()
    window.start()
    _until(lambda: window.shell is not None and window.shell.feed.board is not None)
    QTest.keyClick(window, Key.Key_F9)
    _until(lambda: isinstance(window.overlay.top(), ReportDialog))
    dialog = window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    saved: list[bool] = []
    window.runner.saved.connect(lambda: saved.append(True))
    QTest.keyClick(window.focusWidget(), Key.Key_1)
    _until(lambda: len(saved) == 1)
    QTest.keyClicks(dialog.fields.text, SENTENCE)
    _until(lambda: len(saved) == 2)
    print("kept", flush=True)
    _until(lambda: False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
