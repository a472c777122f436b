"""The window's entry: painted first, the program next, data last."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desk.ui.first_frame import FirstFrame

if TYPE_CHECKING:
    from desk.domain.roles import Actor
    from desk.services.env import Env
    from desk.ui.running import Running
    from desk.ui.window import MainWindow
    from desk.ui.wizard.starting import SetUp

    MakeWindow = Callable[[Path | None, Running | None], MainWindow]

_SWITCH_SECONDS = 0.0005
"""After so long a thread that works gives way to the window's: a key press is not to wait."""
_AT_LATEST_MS = 1000
_SETTLED_MS = 10_000
"""By then everything is loaded, or there is no database to load it for."""


def run_window(data_dir: Path | None, make: MakeWindow | None = None) -> int:
    """Open the window and give the exit code when it is closed.

    Args:
        data_dir: the database's folder, None for the default.
        make: gives the window, None = the usual one.
    """
    put_window_first()
    gc.disable()  # `desk.ui.tidying` does its work, on this thread alone
    app = _bare_application()
    start = _Start(data_dir, make or make_window)
    start.first.show()
    return app.exec()


def put_window_first() -> None:
    """Let a thread that works give way to the window's at once."""
    sys.setswitchinterval(_SWITCH_SECONDS)


class _Start(QObject):
    """From the first frame to the window in its place.

    The frame stays until the window has painted itself over it, so that nothing flickers; where
    nothing is painted (started minimised) each step comes by itself after a while.
    """

    def __init__(self, data_dir: Path | None, make: MakeWindow) -> None:
        super().__init__()
        self._data_dir, self._make = data_dir, make
        self.first = FirstFrame()
        self.window: MainWindow | None = None
        self.running: Running | None = None
        self._begun = False
        self.first.painted.connect(self._load)
        QTimer.singleShot(_AT_LATEST_MS, self._load)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """The window is painting itself for the first time."""
        if event.type() == QEvent.Type.Paint and not self._begun:
            QTimer.singleShot(0, self._begin)
        return False

    def _load(self) -> None:
        if self.first.closed or self.running is not None:
            return
        from desk.ui.running import Running

        running = self.running = Running(self._data_dir)
        if not running.may_begin():
            self.first.close()
            return
        make_application()
        window = self._make(self._data_dir, running)
        running.begin(window)
        window.move(self.first.pos())
        window.resize(self.first.size())
        window.setWindowState(self.first.windowState())
        window.warmed.connect(_settled)
        window.installEventFilter(self)
        self.window = window
        window.show()
        QTimer.singleShot(_AT_LATEST_MS, self._begin)

    def _begin(self) -> None:
        if self._begun or self.window is None:
            return
        self._begun = True
        self.window.removeEventFilter(self)
        self.first.close()
        self.window.start()
        QTimer.singleShot(_SETTLED_MS, _settled)


def _settled() -> None:
    """What is loaded by now stays: the collector, which halts everything, need not look at it."""
    gc.freeze()


def _bare_application() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(sys.argv[:1])


def make_application() -> QApplication:
    """The Qt application in our look; the one that already runs, if any."""
    from PySide6.QtCore import QLocale
    from PySide6.QtGui import QIcon

    from desk.i18n import language
    from desk.resources import resources_dir
    from desk.ui.qt_texts import use_qt_texts
    from desk.ui.scrolled_access import use_safe_scroll_areas
    from desk.ui.style import apply_style
    from desk.ui.tidying import tidy_here

    app = _bare_application()
    tidy_here(app)
    use_safe_scroll_areas()
    app.setApplicationName("Branch Desk")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "branch-desk.svg")))
    QLocale.setDefault(QLocale(QLocale.Language.Latvian, QLocale.Country.Latvia))
    use_qt_texts(language())
    apply_style(app)
    return app


def make_window(data_dir: Path | None, running: Running | None = None) -> MainWindow:
    """The window of a database, not yet shown or opened.

    Args:
        running: keeps second windows away and has ways on; None where nobody sits before it.
    """
    from desk.ui.practice.way_in import offer_practice
    from desk.ui.window import MainWindow

    opening, ways = opener(data_dir), None
    if running is not None:
        opening, ways = running.guarded(opening), running.ways
    window = MainWindow(opening, as_demo, lambda: _set_up(data_dir), ways)
    offer_practice(window, data_dir)
    return window


def opener(data_dir: Path | None) -> Callable[[], Any]:
    """What opens the database, on the window's writing lane."""

    def open_it() -> Any:
        from desk.app import open_app

        return open_app(data_dir)

    return open_it


def _set_up(data_dir: Path | None) -> SetUp:
    from desk.first_start import FirstSteps

    return FirstSteps(data_dir)


def as_demo(uow: Any, env: Env) -> Actor:
    from desk.demo.session import demo_actor

    return demo_actor(uow, env)
