"""From the first frame to the window, with a database and without one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.ui import main
from desk.ui.window import MainWindow


@pytest.fixture(autouse=True)
def _own_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window sets a hook for bugs and halts the collector: neither is for other tests."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(main, "_settled", lambda: None)


def _started(qtbot: QtBot, folder: Path) -> MainWindow:
    start = main._Start(folder, main.make_window)
    start.first.show()
    qtbot.waitUntil(lambda: start.window is not None and not start.first.isVisible(), timeout=5000)
    assert start.window is not None
    qtbot.addWidget(start.window)
    assert start.window.isVisible()
    return start.window


def test_the_first_frame_gives_way_to_the_window(qtbot: QtBot, demo_folder: Path):
    window = _started(qtbot, demo_folder)
    with qtbot.waitSignal(window.warmed, timeout=10_000):
        qtbot.waitUntil(lambda: window.shell is not None, timeout=5000)
    window.close()


def test_a_frame_that_was_closed_brings_no_window(qtbot: QtBot, tmp_path: Path):
    start = main._Start(tmp_path, main.make_window)
    qtbot.addWidget(start.first)
    start.first.show()
    start.first.close()
    start._load()
    assert start.window is None


def test_nothing_heavy_is_loaded_before_the_sign_in_card() -> None:
    """The engine of the database, dates in words and the screens come while it is looked at."""
    looked = (
        "import sys; import desk.ui.main, desk.ui.running, desk.ui.practice.way_in, desk.ui.window;"
        "heavy = ('sqlalchemy', 'babel', 'cryptography', 'reportlab', 'desk.app', 'desk.ui.shell');"
        "print(*(name for name in heavy if name in sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", looked], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []
