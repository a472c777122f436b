"""A small form: a title, fields under their names, one confirming button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.domain.personal_code import findings
from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, TextArea, field_row
from desk.ui.widgets.length import LengthNote
from desk.ui.widgets.text import Label


class FormDialog(Dialog):
    """Confirmed by its button or by Ctrl+Enter from anywhere in it.

    Args:
        verb: what the button does, e.g. "Keep".
        size: as of a `Dialog`.
    """

    def __init__(self, title: str, verb: str, *, size: str = "narrow") -> None:
        super().__init__(title, size=size, allowed=frozenset({"card"}))
        self.form = QFormLayout()
        self.form.setVerticalSpacing(px(6))
        self.problem = Label(tone="danger", wrap=True)
        self.problem.hide()
        self.warning = Label(role="small", tone="warn", wrap=True)
        self.warning.hide()
        self.length = LengthNote()
        self.yes = Button(verb, kind="primary", key="Ctrl+Enter", guarded=True)
        self.body.addLayout(self.form)
        self.body.addWidget(self.length)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.problem)
        self.buttons.addWidget(self.yes)
        self._worded: list[LineField | TextArea] = []
        self.yes.clicked.connect(self.confirm)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.confirm)

    def field(self, text: str, field: QWidget) -> None:
        """A field under its name; typed words are looked through for personal codes."""
        field_row(self.form, text, field)
        if isinstance(field, LineField | TextArea):
            self._worded.append(field)
            field.textChanged.connect(self._warn)

    def values(self) -> object:
        """What is asked for; None when something is missing."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Close with the values, once they are there and none is too long to be kept."""
        too_long = next((one for one in self._worded if not self.length.look(text_in(one))), None)
        if too_long is not None:
            too_long.setFocus()
            return
        values = self.values()
        if values is not None:
            self.finish(values)

    def need(self, text: str, field: QWidget) -> object:
        """Say what is missing, and go there; gives None, for `values` to return."""
        self.problem.setText(text)
        self.problem.show()
        field.setFocus()
        return None

    def _warn(self) -> None:
        self.length.look(max(map(text_in, self._worded), key=len))
        found = any(findings(text_in(field)) for field in self._worded)
        text = _("This looks like a personal code or document number: leave it out.")
        self.warning.setText(text if found else "")
        self.warning.setVisible(found)


def text_in(field: LineField | TextArea) -> str:
    """What was typed, without air around it."""
    text = field.toPlainText() if isinstance(field, TextArea) else field.text()
    return text.strip()
