"""A real notification over a real session bus, where there is no tray: the desktop's portal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTENER = Path(__file__).with_name("portal_listener.py")
PYTHON = Path("/usr/bin/python3")
_PATIENCE = 20
_SAY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desk.ui.notice.outside import Portal, system_outside
app = QApplication([])
found = system_outside(app)
assert isinstance(found, Portal) is {there}, found
if found is not None:
    found.show("Ziņojums riga-2-2026-0042")
QTimer.singleShot(500, app.quit)
app.exec()
"""
_SCRIPT = """
{python} {listener} {patience} > "$SAID" &
until grep -q ready "$SAID"; do sleep 0.05; done
"$@"; wait
"""


def _missing() -> str:
    lacking = [] if shutil.which("dbus-run-session") else ["dbus-daemon"]
    asks = [str(PYTHON), "-c", "from gi.repository import Gio"]
    if not PYTHON.exists() or subprocess.run(asks, capture_output=True, check=False).returncode:
        lacking.append("python3-gi")
    return f"not installed: {' '.join(lacking)}" if lacking else ""


pytestmark = pytest.mark.skipif(bool(_missing()), reason=_missing() or "everything is there")


def _surroundings(said: Path) -> dict[str, str]:
    plain = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "SAID": str(said)}
    return {**os.environ, **plain}


def _say(*, there: bool) -> list[str]:
    return [sys.executable, "-c", _SAY.format(there=there)]


def test_it_is_said_through_the_portal(tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.touch()
    script = _SCRIPT.format(python=PYTHON, listener=LISTENER, patience=_PATIENCE)
    run = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, "sh", *_say(there=True)],
        env=_surroundings(said),
        capture_output=True,
        text=True,
        timeout=2 * _PATIENCE,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert said.read_text().splitlines() == ["ready", "Branch Desk: Ziņojums riga-2-2026-0042"]


def test_without_tray_and_portal_there_is_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        ["dbus-run-session", "--", *_say(there=False)],
        env=_surroundings(tmp_path / "said"),
        capture_output=True,
        text=True,
        timeout=2 * _PATIENCE,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
