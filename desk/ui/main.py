"""The window's entry: painted first, the program next, data last."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desk.ui.first_frame import FirstFrame

if TYPE_CHECKING:
    from desk.domain.roles import Actor
    from desk.services.env import Env
    from desk.ui.window import MainWindow
    from desk.ui.wizard.starting import SetUp

_SWITCH_SECONDS = 0.0005
"""After so long a thread that works gives way to the window's: a key press is not to wait."""
_AT_LATEST_MS = 1000
_SETTLED_MS = 10_000
"""By then everything is loaded, or there is no database to load it for."""


def run_window(data_dir: Path | None) -> int:
    """Open the window and give the exit code when it is closed.

    Args:
        data_dir: the database's folder, None for the default.
    """
    put_window_first()
    gc.disable()  # until everything is loaded; see `_settled`
    app = _bare_application()
    start = _Start(data_dir)
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

    def __init__(self, data_dir: Path | None) -> None:
        super().__init__()
        self._data_dir = data_dir
        self.first = FirstFrame()
        self.window: MainWindow | None = None
        self._begun = False
        self.first.painted.connect(self._load)
        QTimer.singleShot(_AT_LATEST_MS, self._load)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """The window is painting itself for the first time."""
        if event.type() == QEvent.Type.Paint and not self._begun:
            QTimer.singleShot(0, self._begin)
        return False

    def _load(self) -> None:
        if self.first.closed or self.window is not None:
            return
        make_application()
        window = make_window(self._data_dir)
        _say_bugs(window)
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
    gc.enable()


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
    from desk.ui.style import apply_style

    app = _bare_application()
    app.setApplicationName("Branch Desk")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "branch-desk.svg")))
    QLocale.setDefault(QLocale(QLocale.Language.Latvian, QLocale.Country.Latvia))
    use_qt_texts(language())
    apply_style(app)
    return app


def make_window(data_dir: Path | None) -> MainWindow:
    """The window of a database, not yet shown or opened."""
    from desk.ui.window import MainWindow

    return MainWindow(opener(data_dir), _as_demo, lambda: _set_up(data_dir))


def opener(data_dir: Path | None) -> Callable[[], Any]:
    """What opens the database, on the window's writing lane."""

    def open_it() -> Any:
        from desk.app import open_app

        return open_app(data_dir)

    return open_it


def _set_up(data_dir: Path | None) -> SetUp:
    from desk.first_start import FirstSteps

    return FirstSteps(data_dir)


def _as_demo(uow: Any, env: Env) -> Actor:
    from desk.demo.session import demo_actor

    return demo_actor(uow, env)


def _say_bugs(window: MainWindow) -> None:
    """A bug is logged and said in one line; the window stays."""
    import logging

    from PySide6.QtCore import QThread

    from desk.domain.errors import DeskError

    log = logging.getLogger(__name__)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("unexpected", exc_info=(kind, error, trace))
        if QThread.currentThread() is window.thread():
            window.runner.problem.emit(DeskError("ui.unexpected"))

    sys.excepthook = hook
