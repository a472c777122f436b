"""Whatever goes wrong unexpectedly is logged and kept in the run's report; the window stays."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtWidgets import QMainWindow

from desk.crash import Run
from desk.domain.errors import DeskError
from desk.ui.runner import Runner

log = logging.getLogger(__name__)

ALIVE_MS = 60_000


def qt_text() -> str:
    """The version of Qt, as the report's head has it."""
    return f", Qt {qVersion()}"


class Hooks:
    """Put in for as long as a window runs.

    Args:
        runner: says in the window that something unexpected happened.
    """

    def __init__(self, run: Run, window: QMainWindow, runner: Runner) -> None:
        self._run, self._window, self._runner = run, window, runner
        self._timer = QTimer(window)
        self._timer.setInterval(ALIVE_MS)
        self._timer.timeout.connect(run.alive)

    def put_in(self) -> None:
        """From now on nothing goes wrong unheard."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(self._qt)
        self._timer.start()

    def take_out(self) -> None:
        """The window is closed."""
        self._timer.stop()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        here = QThread.currentThread() is self._window.thread()
        self._keep("the window" if here else "a thread", error)
        if here:
            self._runner.problem.emit(DeskError("ui.unexpected"))

    def _in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._keep("a thread", caught.exc_value)

    def _unraisable(self, caught: sys.UnraisableHookArgs) -> None:
        if caught.exc_value is not None:
            self._keep("cleaning up", caught.exc_value)

    def _keep(self, where: str, error: BaseException) -> None:
        log.error("unexpected in %s", where, exc_info=error)
        self._run.note(where, error)

    def _qt(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        """Qt's own complaint may quote a text: of a fatal one only the place is kept."""
        if kind is QtMsgType.QtFatalMsg:
            self._run.write(f"Qt gave up ({context.category or 'no category'})")
        sys.stderr.write(f"{text}\n") if sys.stderr is not None else None
