"""Turning the window to the client and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.ui.actions import ALWAYS
from desk.ui.turns import LatePaint, Steps, Turns

if TYPE_CHECKING:
    from desk.domain.board import Board
    from desk.services.content.schema_client import ClientPhrase
    from desk.ui.client_view.view import ClientView
    from desk.ui.context import Context
    from desk.ui.widgets.dialog import Overlay


WHILE_TURNED = ALWAYS | {"show_client", "lock"}
"""Keys that work while a client has the screen."""


class Turning(QObject):
    """Lays the client's page over everything else, names of others included.

    Signals:
        changed: the window was turned, or turned back.
    """

    changed = Signal()

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._pages, self._paint = pages, LatePaint(pages)
        self._turns = Turns(self)
        self._before: QWidget | None = None
        self._overlay: Overlay | None = None
        self._focus: QWidget | None = None
        self.view: ClientView | None = None

    def turn(self, context: Context, board: Board | None) -> None:
        """Show the sentences of the present phase to the client."""
        from desk.domain.visit import TicketState
        from desk.services.show_client import phrases

        serving = board.serving if board is not None else None
        served = serving is not None and serving.visit.state is TicketState.SERVING
        phase = "serving" if served else "greeting"
        self._lay(phrases(context.env, phase))

    def turn_over(self, overlay: Overlay, said: tuple[ClientPhrase, ...]) -> None:
        """Show the sentences of a form; the form lies hidden meanwhile."""
        self._overlay, self._focus = overlay, overlay.window().focusWidget()
        self._lay(said)

    def _lay(self, said: tuple[ClientPhrase, ...]) -> None:
        from desk.ui.client_view.view import ClientView

        self._before = self._pages.currentWidget()
        view = ClientView(said)
        view.left.connect(self.back)
        self._turns.run(self._laying(view))

    def _laying(self, view: ClientView) -> Steps:
        """The page was made; it is laid out in the next turn, and painted in one more."""
        yield
        self.view = view
        self._paint.wait()
        if self._overlay is not None:
            self._overlay.hide()
        self._pages.addWidget(view)
        self._pages.setCurrentWidget(view)
        view.setFocus()
        self.changed.emit()

    def take(self, action: str) -> bool:
        """Whatever is asked for while it is turned, turns it back first.

        Returns:
            whether that was all that was asked for.
        """
        self._turns.finish()
        if self.view is None:
            return False
        self.back()
        return action == "show_client"

    def back(self) -> None:
        """Throw the page away with its words."""
        self._turns.finish()
        if self.view is None:
            return
        view, self.view = self.view, None
        self._paint.wait()
        self._pages.removeWidget(view)
        view.typed.clear()
        view.answer.field.clear()
        view.hide()
        view.deleteLater()
        if self._before is not None:
            self._pages.setCurrentWidget(self._before)
        overlay, self._overlay = self._overlay, None
        if overlay is not None and overlay.top() is not None:
            overlay.show()
            overlay.raise_()
            if self._focus is not None:
                self._focus.setFocus()
        self.changed.emit()
