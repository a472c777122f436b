"""The incident log signed once a day while the window is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desk.services import entry_log
from desk.services.env import Env
from desk.ui.runner import Runner

BEGIN_MS = 15_000
"""After the window is in use: nobody waits for it, and the start stays quick."""

_ASK_MS = 10 * 60_000


class LogSigner(QObject):
    """Asks now and then whether the day's signature is missing.

    Args:
        parent: whose end is its own.
    """

    def __init__(self, runner: Runner, env: Env, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._env = runner, env
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ask)
        self._timer.start(BEGIN_MS)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def ask(self) -> None:
        """Sign, when the day's signature is missing."""
        self._timer.setInterval(_ASK_MS)
        env = self._env
        self._runner.read(
            lambda reader: entry_log.is_due(reader, env), self._sign, kind="entry_log.due"
        )

    def _sign(self, due: bool) -> None:
        if due and self._timer.isActive():
            env = self._env
            self._runner.write(lambda uow: entry_log.sign(uow, env))
