"""Lines at the head of the window that stay until somebody has done something about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, restyle

_TONES = {"warn": "warn", "danger": "danger", "calm": "soft"}
Doing = tuple[str, Callable[[], None]]


class Bar(Surface):
    """A sentence and what can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("warn", parent)
        self.text = Label(role="medium", wrap=True)
        self._buttons = row(gap=6)
        line = row(self, gap=12, margins=(16, 6, 12, 6))
        line.addWidget(self.text, 1)
        line.addLayout(self._buttons)
        self.buttons: list[Button] = []
        self.hide()

    def say(self, text: str, tone: str, *doings: Doing, close: Callable[[], None]) -> None:
        """Show a sentence with its buttons, and one that takes it away."""
        self.setProperty("surface", _TONES[tone])
        restyle(self)
        self.text.setText(text)
        self.setAccessibleName(text)
        self._clear()
        for name, do in doings:
            self._add(Button(name), do)
        self._add(Button("\N{MULTIPLICATION SIGN}", kind="link", name=_("Close")), close)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _add(self, button: Button, do: Callable[[], None]) -> None:
        button.clicked.connect(do)
        self.buttons.append(button)
        self._buttons.addWidget(button)

    def _clear(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons.clear()


class Bars(QWidget):
    """One line for each subject: "broken", "clock", "crash", "others"."""

    SUBJECTS = ("broken", "clock", "crash", "others")

    def __init__(self) -> None:
        super().__init__()
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
        """Show a line; closing it takes it away and calls `close`."""

        def gone() -> None:
            self.forget(subject)
            if close is not None:
                close()

        self.of[subject].say(text, tone, *doings, close=gone)

    def forget(self, subject: str) -> None:
        """Take a line away."""
        self.of[subject].hide()

    def shown(self, subject: str) -> bool:
        """Whether a line is shown."""
        return not self.of[subject].isHidden()
