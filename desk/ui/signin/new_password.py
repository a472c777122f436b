"""The first sign-in with a password that was handed over: choosing one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, field_row
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class NewPasswordForm(QWidget):
    """The new password twice.

    Signals:
        wanted(str): the new password.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.advice = Label(tone="ink2", wrap=True)
        self.password, self.again = LineField(secret=True), LineField(secret=True)
        self.differ = Label(tone="danger", wrap=True)
        self.save = Button(kind="primary", big=True)
        layout = column(self, gap=12)
        layout.addWidget(self.advice)
        form = QFormLayout()
        form.setVerticalSpacing(px(6))
        self._labels = [field_row(form, "", field) for field in (self.password, self.again)]
        layout.addLayout(form)
        layout.addWidget(self.differ)
        layout.addWidget(self.save)
        self.differ.hide()
        self.save.clicked.connect(self._send)
        self.again.returnPressed.connect(self._send)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.advice.setText(
            _(
                "The password you typed was handed over to you. Choose one of your own: a few"
                " unrelated words are easy to keep and hard to guess."
            )
        )
        names = (_("New password"), _("New password again"))
        for label, field, name in zip(
            self._labels, (self.password, self.again), names, strict=True
        ):
            label.setText(name)
            field.setAccessibleName(name)
        self.differ.setText(_("The two passwords differ."))
        self.save.set_text(_("Use this password and sign in"))

    def start(self) -> None:
        """Empty, with the focus where typing begins."""
        self.password.clear()
        self.again.clear()
        self.differ.hide()
        self.password.setFocus()

    def _send(self) -> None:
        same = self.password.text() == self.again.text()
        self.differ.setVisible(not same)
        if same:
            self.wanted.emit(self.password.text())
