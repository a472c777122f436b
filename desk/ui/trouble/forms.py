"""The two forms of the card: the recovery code, and which copy to restore by whose right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.formats import datetime_text
from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label

if TYPE_CHECKING:
    from desk.ways_on import Copy


class _Form(QWidget):
    """Fields under an advice; one button does it, one goes back.

    Signals:
        wanted: do it; left: back to the ways.
    """

    wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.advice = Label(tone="ink2", wrap=True)
        self.fields = QFormLayout()
        self.fields.setVerticalSpacing(px(6))
        self.do, self.back = Button(kind="primary"), Button()
        buttons = row(gap=8)
        buttons.addWidget(self.do)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        layout = column(self, gap=12)
        layout.addWidget(self.advice)
        layout.addLayout(self.fields)
        layout.addLayout(buttons)
        self.do.clicked.connect(self.wanted)
        self.back.clicked.connect(self.left)

    def add(self, field: QWidget) -> Label:
        """A field, and its name to be said later."""
        if isinstance(field, LineField):
            field.returnPressed.connect(self.wanted)
            field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        return field_row(self.fields, "", field)


class CodeForm(_Form):
    """The recovery code."""

    def __init__(self) -> None:
        super().__init__()
        self.code = LineField()
        self._name = self.add(self.code)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.advice.setText(
            _(
                "Type the code as it was printed when this PC was set up. Capitals, spaces and"
                " hyphens do not matter."
            )
        )
        self._name.setText(_("Recovery code"))
        self.code.setAccessibleName(_("Recovery code"))
        self.do.set_text(_("Open the data"))
        self.back.set_text(_("Back"))


class RestoreForm(_Form):
    """A copy; then a head's or IT's password, or the recovery code."""

    def __init__(self) -> None:
        super().__init__()
        self.copies: tuple[Copy, ...] = ()
        self.copy, self.login = Picker(), LineField()
        self.password, self.code = LineField(secret=True), LineField()
        widgets: tuple[QWidget, ...] = (self.copy, self.login, self.password, self.code)
        self._names = [self.add(field) for field in widgets]

    def show_copies(self, copies: tuple[Copy, ...]) -> None:
        """Offer them, the newest first."""
        self.copies = copies
        items = [(str(place), _copy_text(copy)) for place, copy in enumerate(copies)]
        self.copy.set_items(items)
        self.do.setEnabled(bool(copies))
        self.retranslate()

    def chosen(self) -> Copy:
        """The copy to be restored."""
        return self.copies[int(self.copy.key())]

    def forget(self) -> None:
        """No secret stays on the screen."""
        self.password.clear()
        self.code.clear()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.advice.setText(
            _(
                "The branch head or IT signs in as they did when the copy was made, or gives the"
                " recovery code. What was entered after the copy has to be entered again; the"
                " present database stays in a folder beside it, for IT."
            )
            if self.copies
            else _("No copy was found on this PC or in the second place. IT may have one.")
        )
        names = (_("Copy"), _("Login"), _("Password"), _("Or the recovery code"))
        fields: tuple[QWidget, ...] = (self.copy, self.login, self.password, self.code)
        for label, field, name in zip(self._names, fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.do.set_text(_("Restore this copy"))
        self.back.set_text(_("Back"))


def _copy_text(copy: Copy) -> str:
    when = datetime_text(copy.made)
    if copy.mirror:
        return _("{when}, second place").format(when=when)
    return _("{when}, backup on this PC").format(when=when)
