"""The main screens look as they did: where their parts lie, and a coarse picture.

Made anew, after a change that is meant and was looked at, with

    UPDATE_OUTLINES=1 .venv/bin/python -m pytest tests/ui/test_everyone_outlines.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from driver import Driver
from everywhere import calm, resize, with_every_right
from outlines import Outline
from PySide6.QtWidgets import QApplication

from desk.ui.branch.view import BranchScreen
from desk.ui.style import apply_style

KEPT = Path(__file__).parent / "snapshots"
SCREENS = ("today", "schedule", "duties", "incidents", "follow_ups", "branch/people", "branch/day")
DIALOGS = ("aggression", "card", "keys")


@pytest.fixture
def outlined(driver: Driver, qapp: QApplication) -> Driver:
    """The demo in Latvian, light, 1366x768, with everything to be seen."""
    driver.window.use_theme("light")
    driver.window.use_language("lv")
    with_every_right(driver)
    resize(driver.window, 1366, 768)
    return driver


def test_the_main_screens_keep_their_outlines(outlined: Driver) -> None:
    found = {}
    for name in (*SCREENS, *DIALOGS):
        _show(outlined, name)
        path = KEPT / f"{name.replace('/', '-')}.json"
        outline = Outline.of(outlined.window)
        if os.environ.get("UPDATE_OUTLINES"):
            outline.write(path)
        elif wrong := outline.differences(Outline.read(path)):
            found[name] = wrong
    assert found == {}


def test_a_broken_layout_is_caught(outlined: Driver) -> None:
    """A pane that has lost its place, as one wrong line of a layout does it."""
    _show(outlined, "today")
    before = Outline.of(outlined.window)
    assert before.differences(before) == []
    outlined.today.queue.setFixedWidth(250)
    calm(outlined)
    resize(outlined.window, 1366, 768)
    assert Outline.of(outlined.window).differences(before)
    outlined.today.queue.hide()
    assert Outline.of(outlined.window).differences(before)


def test_another_font_is_forgiven(outlined: Driver, qapp: QApplication) -> None:
    _show(outlined, "duties")
    before = Outline.of(outlined.window)
    sheet = qapp.styleSheet()
    qapp.setStyleSheet(sheet + "\nQWidget { letter-spacing: 0.4px; }")
    resize(outlined.window, 1366, 768)
    assert Outline.of(outlined.window).differences(before) == []
    apply_style(qapp)


def _show(driver: Driver, name: str) -> None:
    window = driver.window
    window.overlay.close_all()
    if name in DIALOGS:
        driver.shell.go("today")
        window.do(name)
        driver.dialog()
        driver.until(window.overlay.at_rest)
    else:
        screen, _slash, page = name.partition("/")
        driver.shell.go(screen)
        shown = driver.shell.current()
        if isinstance(shown, BranchScreen):
            shown.arrive(page)
    calm(driver)
    window.messages.hide()
    resize(window, 1366, 768)
