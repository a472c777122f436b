"""Taking a session's content out of sight and of screen readers' reach, without ending it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid


class Veil(QObject):
    """Puts a page before the content and gives the content back as it was, focus included.

    A page that is only hidden stays in the accessible tree with all its texts.  So the content is
    no page of the stack meanwhile: screen readers are told of a stack's pages alone.  It remains
    the stack's child, because moving hundreds of widgets to another parent dresses each anew.

    Args:
        front: the stack that fills the window; content: the page that is taken away.
    """

    def __init__(self, front: QStackedWidget, content: QWidget) -> None:
        super().__init__(front)
        self._front, self._content = front, content
        self._focus: QWidget | None = None
        self._drawn = False

    @property
    def drawn(self) -> bool:
        """Whether the content is away."""
        return self._drawn

    def draw(self, page: QWidget) -> None:
        """Show a page of the stack instead of the content; another page may follow it."""
        if not self._drawn:
            self._focus = self._front.window().focusWidget()
            self._front.removeWidget(self._content)
            self._drawn = True
        self._front.setCurrentWidget(page)

    def lift(self) -> None:
        """Show the content again."""
        if self._drawn:
            self._front.addWidget(self._content)
            self._drawn = False
        self._front.setCurrentWidget(self._content)
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus) and self._content.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
