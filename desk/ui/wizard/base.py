"""What all pages of the wizard have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.services.first_start import FirstStart
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import field_row
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label


class WizardPage(QWidget):
    """A page: advice, fields, and what is wrong with them.

    Signals:
        forward: Enter in a field.
    """

    forward = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.advice = Label(tone="ink2", wrap=True)
        self.problem = Label(tone="danger", wrap=True)
        self.content = column(self, gap=12)
        self.content.addWidget(self.advice)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(px(6))
        self.content.addLayout(self.form)
        self._fields: list[tuple[Label, QWidget]] = []
        self.problem.hide()

    def add_field(self, field: QWidget) -> None:
        """A field under its name; `texts` names it."""
        self._fields.append((field_row(self.form, "", field), field))

    def add_button(self, button: Button) -> None:
        """A button under the field before it."""
        line = row()
        line.addWidget(button)
        line.addStretch(1)
        self.form.addRow(line)

    def end(self) -> None:
        """Call at the end of the constructor: room, and the line that says what is wrong."""
        self.content.addWidget(self.problem)
        self.content.addStretch(1)
        self.retranslate()

    def title(self) -> str:
        """The page's heading."""
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        """The fields' names, in order."""
        return ()

    def say_texts(self) -> None:
        """Whatever else the page says."""

    def retranslate(self) -> None:
        """Say it in the language in force."""
        for (label, field), name in zip(self._fields, self.names(), strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.say_texts()
        self.advice.setVisible(bool(self.advice.text()))

    def start_focus(self) -> QWidget:
        """Where typing begins."""
        return self._fields[0][1]

    def fill(self, start: FirstStart) -> FirstStart:
        """What was asked for, with this page's answers."""
        return start

    def wrong(self) -> bool:
        """Whether something is missing; the page says what by `need`."""
        return False

    def need(self, text: str, field: QWidget | None = None) -> bool:
        """Say what is missing and go there; gives True, for `wrong` to return."""
        self.problem.setText(text)
        self.problem.setAccessibleName(text)
        self.problem.setVisible(bool(text))
        if field is not None:
            field.setFocus()
        return True
