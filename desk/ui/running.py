"""A run of the window: the only one of its person, its report kept, ended as the system asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desk.clocks import system_clock
from desk.crash import Run
from desk.data_folder import traces_dir
from desk.domain.errors import DeskError
from desk.instance import Claim
from desk.ui.crash.ending import Ending
from desk.ui.crash.hooks import Hooks, qt_text
from desk.ways_on import WaysOn

if TYPE_CHECKING:
    from desk.ui.trouble.first_window import FirstWindow
    from desk.ui.window import MainWindow

_LISTEN_MS = 1500
"""After the window is painted; a second window waits for so long."""


class Running(QObject):
    """Made once the first frame is painted.

    Args:
        data_dir: the data folder, None for the default.
    """

    def __init__(self, data_dir: Path | None) -> None:
        super().__init__()
        self.folder = data_dir or traces_dir()
        self._claim = Claim(self.folder)
        self._run = Run(self.folder, system_clock, qt_text())
        self.ways = WaysOn(data_dir, claim=self._claim)
        self._window: MainWindow | None = None
        self._first: FirstWindow | None = None

    def may_begin(self) -> bool:
        """Whether this is the only window; another one that answers is brought to the front.

        One that does not answer is told of in the card.
        """
        if self._take():
            return True
        from desk.ui.trouble.first_window import call_first

        return not call_first(self._claim.name)

    def guarded(self, opener: Callable[[], Any]) -> Callable[[], Any]:
        """What opens the database, unless another window of the same person has it.

        Raises:
            DeskError: "app.open_already".
        """

        def open_it() -> Any:
            if not self._take():
                raise DeskError("app.open_already")
            return opener()

        return open_it

    def begin(self, window: MainWindow) -> None:
        """The window is there: from now on nothing goes wrong unheard."""
        self._window = window
        self._take_report()
        self._hooks = Hooks(self._run, window, window.runner)
        self._hooks.put_in()
        self._ending = Ending(window)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.aboutToQuit.connect(self._end)
        app.commitDataRequest.connect(self._run.end)  # the PC is switched off
        QTimer.singleShot(_LISTEN_MS, self, self._listen)

    def _take(self) -> bool:
        return not self.folder.is_dir() or self._claim.take()

    def _take_report(self) -> None:
        """Before the PC is set up there is no folder to keep it in."""
        if self.folder.is_dir():
            self._run.begin()

    def _listen(self) -> None:
        from desk.ui.trouble.first_window import FirstWindow

        self._first = FirstWindow(self._claim.name, self._to_front, self)

    def _to_front(self) -> None:
        """Whichever of its windows is shown: the strip, or the whole one."""
        if self._window is None:
            return
        shown = self._window.folding.strip or self._window
        if shown.isMinimized():
            shown.showNormal()
        shown.show()
        shown.raise_()
        shown.activateWindow()

    def _end(self) -> None:
        self._hooks.take_out()
        self._ending.stop()
        if self._first is not None:
            self._first.stop()
        self._run.end()
        self._claim.give_back()
