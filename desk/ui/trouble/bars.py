"""Lines at the head of the window that stay until somebody has done something about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, clear, column, row
from desk.ui.widgets.text import Label, restyle

_SURFACES = {"warn": "warn", "danger": "danger", "calm": "soft"}
_CLOSE = "\N{MULTIPLICATION SIGN}"
Doing = tuple[str, Callable[[], None]]


class Bar(Surface):
    """A sentence and what can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("warn", parent)
        self.text = Label(role="medium", wrap=True)
        self._line = row(gap=6)
        line = row(self, gap=12, margins=(16, 6, 12, 6))
        line.addWidget(self.text, 1)
        line.addLayout(self._line)
        self.buttons: list[Button] = []
        self.hide()

    def say(self, text: str, tone: str, doings: tuple[Doing, ...]) -> None:
        """Show a sentence with its buttons; it is read aloud when it is another one."""
        another = self.isHidden() or text != self.text.text()
        self.setProperty("surface", _SURFACES[tone])
        restyle(self)
        self.text.setText(text)
        self.setAccessibleName(text)
        clear(self._line)
        self.buttons.clear()
        for name, do in doings:
            small = name == _CLOSE
            button = Button(name, kind="link" if small else "normal", name=_("Close") * small)
            button.clicked.connect(do)
            self.buttons.append(button)
            self._line.addWidget(button)
        self.show()
        if another:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class Bars(QWidget):
    """One line for each subject."""

    SUBJECTS = ("broken", "clock", "crash", "others")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = column(self)
        self.of = {subject: Bar(self) for subject in self.SUBJECTS}
        for bar in self.of.values():
            layout.addWidget(bar)

    def say(
        self,
        subject: str,
        text: str,
        tone: str,
        *doings: Doing,
        close: Callable[[], None] | None = None,
    ) -> None:
        """Show a line, "calm", "warn" or "danger"; with `close` it has a closing cross."""
        closing = ((_CLOSE, close),) if close is not None else ()
        self.of[subject].say(text, tone, (*doings, *closing))

    def forget(self, subject: str) -> None:
        """Take a line away."""
        self.of[subject].hide()

    def shown(self, subject: str) -> bool:
        """Whether a line is shown."""
        return not self.of[subject].isHidden()
