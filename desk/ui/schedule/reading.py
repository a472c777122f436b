"""What the Schedule shows while a day or week is being read, and when it cannot be read.

Under the name of one day never lie the bookings of another: after a moment they are covered.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState

PATIENCE = 150
"""Milliseconds that nobody notices."""


class Pages(QWidget):
    """Two pages, of which one is shown once it holds what is asked for.

    Signals:
        again: read once more; covered: what was shown is not what is asked for.
    """

    again = Signal()
    covered = Signal()

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        self.retry = Button(kind="primary")
        self.words = EmptyState("", "", self.retry)
        self._stack = QStackedLayout(self)
        for page in (*pages, self.words):
            self._stack.addWidget(page)
        self._wanted = pages[0]
        self._error: DeskError | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE)
        self._late.timeout.connect(self._cover)
        self.retry.clicked.connect(self.again)

    def ask(self, page: QWidget, *, known: bool) -> None:
        """A page is being read anew.

        Args:
            known: it still shows the same day or week, only older: it stays in sight.
        """
        self._wanted, self._error = page, None
        if known:
            self._late.stop()
            self._stack.setCurrentWidget(page)
        elif not self._late.isActive():
            self._late.start()

    def show_page(self) -> None:
        """What was asked for is there."""
        self._late.stop()
        self._error = None
        self._stack.setCurrentWidget(self._wanted)

    def refuse(self, error: DeskError) -> bool:
        """It cannot be read; False when the same, only older, is in sight and may stay."""
        if self._stack.currentWidget() is self._wanted and not self._late.isActive():
            return False
        self._late.stop()
        self._error = error
        self._cover()
        return True

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.retry.set_text(_("Try again"))
        if self._error is not None:
            self.words.set(error_text(self._error), _("If it stays so, tell IT."), mark="danger")
        else:
            self.words.set(_("Reading…"))
        self.retry.setVisible(self._error is not None)

    def _cover(self) -> None:
        self.retranslate()
        self._stack.setCurrentWidget(self.words)
        self.covered.emit()
