"""The window's entry: painted first, data next."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QLocale, QThread, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.i18n import language
from desk.resources import resources_dir
from desk.services.env import Env
from desk.ui.qt_texts import use_qt_texts
from desk.ui.style import apply_style
from desk.ui.window import MainWindow

log = logging.getLogger(__name__)


def run_window(data_dir: Path | None) -> int:
    """Open the window and give the exit code when it is closed.

    Args:
        data_dir: the database's folder, None for the default.
    """
    app = make_application()
    window = make_window(data_dir)
    _say_bugs(window)
    window.show()
    QTimer.singleShot(0, window.start)
    return app.exec()


def make_application() -> QApplication:
    """The Qt application in our look; the one that already runs, if any."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Branch Desk")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "branch-desk.svg")))
    QLocale.setDefault(QLocale(QLocale.Language.Latvian, QLocale.Country.Latvia))
    use_qt_texts(language())
    apply_style(app)
    return app


def make_window(data_dir: Path | None) -> MainWindow:
    """The window of a database, not yet shown or opened."""

    def opener() -> Any:
        from desk.app import open_app

        return open_app(data_dir)

    return MainWindow(opener, _as_demo)


def _as_demo(uow: Any, env: Env) -> Actor:
    from desk.demo.session import demo_actor

    return demo_actor(uow, env)


def _say_bugs(window: MainWindow) -> None:
    """A bug is logged and said in one line; the window stays."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("unexpected", exc_info=(kind, error, trace))
        if QThread.currentThread() is window.thread():
            window.runner.problem.emit(DeskError("ui.unexpected"))

    sys.excepthook = hook
