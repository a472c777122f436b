"""Content that headquarters sent is taken over while the program runs.

Whoever signs in works with the newest pack.  Who is at work is told of it and takes it over with a
press, when nobody is at the counter and no form is open: the screens are then built anew, as in
another size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.i18n import _
from desk.services import content_store
from desk.services.env import Env

if TYPE_CHECKING:
    from desk.ui.window import MainWindow


class Renewal(QObject):
    """One for each window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.workplace.left.connect(self._look)

    def now(self) -> None:
        """The person at work wants it."""
        context = self._window.context
        if context is not None:
            env = context.env
            self._window.runner.read(
                lambda reader: content_store.renewed(reader, env), self._rebuild, kind="content.new"
            )

    def _look(self) -> None:
        """Nobody is at work: the next one begins with what is newest."""
        app = self._window.app
        if app is not None:
            env = app.env
            self._window.runner.read(
                lambda reader: content_store.renewed(reader, env),
                self._use,
                _quiet,
                kind="content.next",
            )

    def _use(self, env: Env | None) -> None:
        if env is not None and self._window.app is not None:
            self._window.app.env = env

    def _rebuild(self, env: Env | None) -> None:
        if env is None or self._window.context is None:
            return
        if not self._is_free():
            self._window.tell(_("Close what is open and finish with the client first."), "warn")
            return
        self._use(env)
        self._window.dressing.use_env(env)
        self._window.tell(_("The new content is in force now."), "ok")

    def _is_free(self) -> bool:
        window, shell = self._window, self._window.shell
        board = shell.feed.board if shell is not None else None
        free = board is not None and board.is_free
        return free and window.overlay.top() is None and window.overlay.at_rest()


def _quiet(_error: DeskError) -> None:
    """The database is being closed, say: whoever opens it reads the newest by itself."""
