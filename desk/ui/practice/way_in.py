"""From the sign-in card into the practice and back.

The practice is a program of its own beside this one: it knows the practice folder alone, so that
nothing of the real database can be reached from it, and nothing of it ends up there.  This window
is hidden meanwhile and stands at its sign-in card again when the practice ends.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from desk.i18n import _
from desk.program import own_command, own_path
from desk.ui.window import MainWindow

SHOWN = "practice shown"
"""What the practice prints once its window is there."""


def offer_practice(window: MainWindow, data_dir: Path | None) -> WayIn:
    """Let the sign-in card of a window lead into the practice."""
    return WayIn(window, data_dir)


class WayIn(QObject):
    """Starts the practice and waits for its end.

    Args:
        data_dir: the real data folder, None for the default.
    """

    def __init__(self, window: MainWindow, data_dir: Path | None) -> None:
        super().__init__(window)
        self._window, self._data_dir = window, data_dir
        self.process: QProcess | None = None
        window.signin.offer_practice(self._begun)
        window.signin.practice_wanted.connect(self.go)

    def go(self, anew: bool) -> None:
        """Open the practice; nothing happens while it is open, or while somebody is at work."""
        if self.process is not None or self._window.context is not None:
            return
        program, *arguments = own_command(*self._arguments(anew))
        self._window.signin.say(_("The practice is being opened…"))
        process = self.process = QProcess(self)
        around = QProcessEnvironment.systemEnvironment()
        around.insert("PYTHONPATH", own_path())
        process.setProcessEnvironment(around)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._told)
        process.finished.connect(self._back)
        process.errorOccurred.connect(self._failed)
        process.start(program, arguments)

    def _arguments(self, anew: bool) -> list[str]:
        env = self._window.app.env
        looks = msgspec.json.encode(self._window.preferences).decode()
        given = ["practice", "--institution", env.institution, "--branch", env.home_branch]
        given += ["--looks", looks]
        given += ["--data-dir", str(self._data_dir)] if self._data_dir is not None else []
        return [*given, "--anew"] if anew else given

    def _begun(self) -> bool:
        from desk.practice import can_go_on, practice_dir

        return can_go_on(practice_dir(self._data_dir))

    def _told(self) -> None:
        assert self.process is not None
        if SHOWN in self.process.readAllStandardOutput().toStdString():
            self._window.hide()

    def _failed(self, problem: QProcess.ProcessError) -> None:
        if problem is QProcess.ProcessError.FailedToStart:
            self._back()
            self._window.signin.say(_("The practice could not be opened."), "danger")

    def _back(self, *_result: object) -> None:
        """At the sign-in card again, whatever became of the practice."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.deleteLater()
        self._window.signin.say("")
        self._window.signin.show_form()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
