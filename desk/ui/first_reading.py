"""A screen's first reading: a quiet word when it takes long, a way on when it fails.

Without it a screen would say "nothing is here" before anybody has looked.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.screen import Screen
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import Surface, column

_PATIENCE = 300
"""Milliseconds that nobody notices; only then is anything said."""
_ASKED_FOR = "access.password_needed"
"""The window asks for the password by itself, and then all goes on."""


class FirstReading(QObject):
    """Watches over a screen from its first `refresh` until all that it asked for is there.

    Reads are answered in the order asked, so the answer to an empty one comes last.
    """

    def __init__(self, context: Context, screen: Screen) -> None:
        super().__init__(screen)
        self._context, self._screen = context, screen
        self._cover: _Cover | None = None
        self._failed = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(self._say_reading)
        context.runner.problem.connect(self._say_problem)
        self._begin()

    def _begin(self) -> None:
        self._failed = False
        self._screen.refresh()
        self._slow.start(_PATIENCE)
        self._context.runner.read(lambda reader: None, self._answered)

    def _answered(self, _nothing: object) -> None:
        self._slow.stop()
        if self._failed:
            return
        self._context.runner.problem.disconnect(self._say_problem)
        if self._cover is not None:
            self._cover.deleteLater()
        self.deleteLater()

    def _is_of_inner(self) -> bool:
        """A page inside that is read for the first time too says by itself how it is."""
        return any(one is not self for one in self._screen.findChildren(FirstReading))

    def _say_reading(self) -> None:
        if not self._failed and not self._is_of_inner():
            self._covered().say(_("Reading…"))

    def _say_problem(self, error: DeskError) -> None:
        if error.code == _ASKED_FOR or self._is_of_inner():
            return
        self._failed = True
        self._slow.stop()
        self._covered().say(error_text(error), _("If it stays so, tell IT."), again=True)

    def _covered(self) -> _Cover:
        if self._cover is None:
            self._cover = _Cover(self._screen)
            self._cover.again.clicked.connect(self._begin)
        return self._cover


class _Cover(Surface):
    """Lies over the screen and says how things are."""

    def __init__(self, screen: QWidget) -> None:
        super().__init__("ground", screen)
        self._screen = screen
        self.again = Button(kind="primary")
        self._words = EmptyState("", "", self.again)
        column(self).addWidget(self._words)
        screen.installEventFilter(self)
        self.setGeometry(screen.rect())

    def say(self, title: str, advice: str = "", *, again: bool = False) -> None:
        """Show other words; `again` offers to try once more."""
        self._words.set(title, advice, mark="danger" if again else "empty")
        self.again.set_text(_("Try again"))
        self.again.setVisible(again)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the screen."""
        if watched is self._screen and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._screen.rect())
        return False
