"""Nothing entered is ever lost: the program is killed while an incident is being reported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from driver import Driver, Key
from pytestqt.qtbot import QtBot
from reporting_child import SENTENCE
from virtual import VirtualClock

from desk.app import open_app
from desk.demo.session import demo_actor
from desk.ui.incidents.forms import ReportDialog
from desk.ui.window import MainWindow

HERE = Path(__file__).parent


def test_a_killed_program_comes_back_with_the_report(
    qtbot: QtBot, demo_folder: Path, demo_clock: VirtualClock
) -> None:
    """kill -9 half-way; the next start has the step's time and the sentence."""
    paths = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parent.parent)))
    child = subprocess.Popen(
        [sys.executable, str(HERE / "reporting_child.py"), str(demo_folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "kept\n"
    finally:
        child.kill()
        child.communicate()
    window = MainWindow(lambda: open_app(demo_folder, clock=demo_clock), demo_actor)
    qtbot.addWidget(window)
    window.show()
    window.start()
    driver = Driver(qtbot, window, lambda seconds: demo_clock.advance(seconds=seconds))
    driver.until(lambda: window.shell is not None and window.shell.feed.board is not None)
    driver.press(Key.Key_F9)
    driver.until(lambda: isinstance(window.overlay.top(), ReportDialog))
    dialog = window.overlay.top()
    assert isinstance(dialog, ReportDialog)
    assert dialog.fields.text.text() == SENTENCE
    assert [step.step for step in dialog.typed().steps] == ["warn"]
    window.close()
