"""The first account of a new database: someone who can add the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.domain.roles import Role
from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class FirstAccountForm(QWidget):
    """Name, login, role, password twice.

    Signals:
        wanted(str, str, str, str): name, login, role, password.
    """

    wanted = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.name, self.login = LineField(), LineField()
        self.role = Picker()
        self.password, self.again = LineField(secret=True), LineField(secret=True)
        self.advice = Label(tone="ink2", wrap=True)
        self.differ = Label(tone="danger", wrap=True)
        self.save = Button(kind="primary", big=True)
        layout = column(self, gap=12)
        layout.addWidget(self.advice)
        form = QFormLayout()
        form.setVerticalSpacing(px(6))
        self._fields: tuple[QWidget, ...] = (
            self.name,
            self.login,
            self.role,
            self.password,
            self.again,
        )
        self._labels = [field_row(form, "", field) for field in self._fields]
        layout.addLayout(form)
        layout.addWidget(self.differ)
        layout.addWidget(self.save)
        self.differ.hide()
        self.save.clicked.connect(self._send)
        self.again.returnPressed.connect(self._send)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.advice.setText(
            _("Nobody can sign in yet. The first account adds the others: the branch head or IT.")
        )
        names = (_("Name"), _("Login"), _("Role"), _("Password"), _("Password again"))
        for label, field, name in zip(self._labels, self._fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        roles = [(Role.HEAD.value, _("Branch head")), (Role.IT.value, _("IT"))]
        self.role.set_items(roles, self.role.key())
        self.differ.setText(_("The two passwords differ."))
        self.save.set_text(_("Make the account"))

    def start(self) -> None:
        """Put the focus where typing begins."""
        self.name.setFocus()

    def _send(self) -> None:
        same = self.password.text() == self.again.text()
        self.differ.setVisible(not same)
        if same:
            self.wanted.emit(
                self.name.text(), self.login.text(), self.role.key(), self.password.text()
            )
