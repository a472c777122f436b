"""What all these forms have in common: a title, the confirming key, Esc to go back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label

STRONG_ENTER = "Ctrl+Enter"


class ActionPanel(Surface):
    """A form that changes one visit when it is confirmed.

    Signals:
        confirmed(object): the values asked for; left: Esc.

    Args:
        action: the action of the key table whose key confirms, "" = Ctrl+Enter alone.
        key: that key; verb: what the confirming button says.
    """

    confirmed = Signal(object)
    left = Signal()

    def __init__(self, title: str, verb: str, *, action: str = "", key: str = "") -> None:
        super().__init__("sheet")
        self.action = action
        self.setAccessibleName(title)
        outer = column(self, gap=8, margins=(16, 12, 16, 12))
        self.heading = Label(title, role="heading", wrap=True)
        outer.addWidget(self.heading)
        self.content: QVBoxLayout = column(gap=8)
        outer.addLayout(self.content)
        self.problem = Label(tone="danger", wrap=True)
        self.problem.hide()
        outer.addWidget(self.problem)
        self.yes = Button(verb, kind="primary", key=key or STRONG_ENTER, guarded=True)
        self.yes.setProperty("key_of", action)
        self.no = Button(_("Back"), kind="quiet", key="Esc")
        line = row(gap=8)
        line.addWidget(self.yes)
        line.addWidget(self.no)
        line.addStretch(1)
        outer.addLayout(line)
        self.yes.clicked.connect(self.confirm)
        self.no.clicked.connect(self.left)

    def start_focus(self) -> QWidget:
        """The control that has the focus first."""
        return self.yes

    def digits(self) -> ChoiceList | None:
        """The list that digits choose from."""
        return None

    def values(self) -> object:
        """What is asked for, None when something is missing (say what by `need`)."""
        return ()

    def confirm(self) -> None:
        """Ask for it, once everything is there."""
        values = self.values()
        if values is not None:
            self.problem.hide()
            self.confirmed.emit(values)

    def confirm_chosen(self, _key: str) -> None:
        """Ctrl+Enter in the panel's list, or a double click, confirms what is chosen there."""
        self.confirm()

    def need(self, text: str, field: QWidget | None = None) -> object:
        """Say what is missing and go there; gives None, for `values` to return."""
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.show()
        if field is not None:
            field.setFocus()
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Ctrl+Enter confirms, digits choose unless a text is being typed."""
        strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and strong:
            self.confirm()
        elif not (self._digit(event)):
            event.ignore()
            return
        event.accept()

    def _digit(self, event: QKeyEvent) -> bool:
        choices = self.digits()
        typing = isinstance(self.window().focusWidget(), QLineEdit | QPlainTextEdit)
        return choices is not None and not typing and choices.take_digit(event)


class ChoosePanel(ActionPanel):
    """One of a list, the first one proposed; gives the chosen id."""

    def __init__(
        self,
        title: str,
        verb: str,
        choices: list[tuple[str, str]],
        *,
        action: str = "",
        key: str = "",
        advice: str = "",
    ) -> None:
        super().__init__(title, verb, action=action, key=key)
        if advice:
            self.content.addWidget(Label(advice, tone="ink2", wrap=True))
        self.choices = ChoiceList(title)
        first = choices[0][0] if choices else ""
        self.choices.set_choices([Choice(*choice) for choice in choices], chosen=first)
        self.content.addWidget(self.choices)

    def start_focus(self) -> QWidget:
        """The list."""
        return self.choices

    def digits(self) -> ChoiceList | None:
        """The list."""
        return self.choices

    def values(self) -> object:
        """The chosen id."""
        return self.choices.key()
