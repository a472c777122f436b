"""Real windows without a display: the demo's morning, keys pressed as a clerk presses them."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from driver import Driver
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from virtual import VirtualClock

from desk.app import open_app
from desk.demo.make import make_demo
from desk.demo.session import demo_actor
from desk.domain.clock import RIGA
from desk.ui.main import make_application
from desk.ui.style import apply_style
from desk.ui.widgets.discard import discard
from desk.ui.window import MainWindow


def pytest_configure(config: pytest.Config) -> None:
    """The platform without a display says what it cannot do: sizes, raising, popups."""
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support ")


MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=RIGA).astimezone(UTC)
"""A Tuesday; the demo made then shows 10.51 of the same day."""


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application in our look."""
    return make_application()


@pytest.fixture(autouse=True)
def _usual_look(qapp: QApplication) -> Iterator[None]:
    """Whatever a test does to the text scale ends with it."""
    yield
    apply_style(qapp)


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, made once."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder, clock=VirtualClock(MORNING), small=True)
    return folder


@pytest.fixture
def demo_folder(demo_template: Path, tmp_path: Path) -> Path:
    """A copy of the demo for one test."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_template, folder)
    return folder


@pytest.fixture
def demo_clock() -> VirtualClock:
    """The clock under the demo's own; `advance` moves it."""
    return VirtualClock(MORNING)


@pytest.fixture
def window(qtbot: QtBot, demo_folder: Path, demo_clock: VirtualClock) -> Iterator[MainWindow]:
    """The demo's window, signed in as the clerk of counter 3, the board shown."""

    def opener() -> Any:
        return open_app(demo_folder, clock=demo_clock)

    made = MainWindow(opener, demo_actor)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.shell is not None and made.shell.feed.board is not None)
    yield made
    made.close()
    discard(made)  # whole until it is deleted, whatever the garbage collector does in between


@pytest.fixture
def driver(qtbot: QtBot, window: MainWindow, demo_clock: VirtualClock) -> Driver:
    """Hands on the keyboard of the demo's window."""
    return Driver(qtbot, window, lambda seconds: demo_clock.advance(seconds=seconds))
