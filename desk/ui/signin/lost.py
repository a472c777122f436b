"""A lost password: the code to read to headquarters and their answer, then a new password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.i18n import _
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, field_row
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class LostPasswordForm(QWidget):
    """Two steps: the code with its answer; once that is right, the new password twice.

    Signals:
        answered(str): the answer, to be looked at.
        wanted(str, str): the answer, the new password.
        back: to the sign-in form.
    """

    answered = Signal(str)
    wanted = Signal(str, str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.who, self.advice = Label(role="strong", wrap=True), Label(tone="ink2", wrap=True)
        self.code = Label(role="title")
        self.answer = LineField()
        self.password, self.again = LineField(secret=True), LineField(secret=True)
        self.differ = Label(tone="danger", wrap=True)
        self.save, self.leave = Button(kind="primary", big=True), Button(kind="link")
        self._fields = (self.answer, self.password, self.again)
        self._chooses = False
        self._build()

    def _build(self) -> None:
        layout = column(self, gap=10)
        layout.addWidget(self.who)
        layout.addWidget(self.advice)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        form = QFormLayout()
        form.setVerticalSpacing(px(6))
        self._labels = [field_row(form, "", field) for field in self._fields]
        layout.addLayout(form)
        layout.addWidget(self.differ)
        layout.addWidget(self.save)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignHCenter)
        self.save.clicked.connect(self._send)
        self.answer.returnPressed.connect(self._send)
        self.again.returnPressed.connect(self._send)
        self.leave.clicked.connect(self.back)
        self._step(chooses=False)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        names = (_("Their answer"), _("New password"), _("New password again"))
        for label, field, name in zip(self._labels, self._fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.differ.setText(_("The two passwords differ."))
        self.leave.set_text(_("Back"))
        if self._chooses:
            self.advice.setText(
                _(
                    "The answer is right. Choose a password: a few unrelated words are easy to"
                    " keep and hard to guess."
                )
            )
            self.save.set_text(_("Use this password and sign in"))
        else:
            self.advice.setText(
                _(
                    "Call headquarters, at a number that you know, and read this code to them."
                    " They answer with another one; it counts once, at this PC, for half an hour."
                )
            )
            self.save.set_text(_("Next"))

    def start(self, name: str, code: str) -> None:
        """Show whose password it is and the code; the focus where the answer is typed."""
        self.forget()
        self.who.setText(name)
        self.code.setText(code)
        self.code.setAccessibleName(" ".join(code))
        self._step(chooses=False)
        self.answer.setFocus()

    def choose(self) -> None:
        """The answer was right."""
        self._step(chooses=True)
        self.password.setFocus()

    def forget(self) -> None:
        """Nothing of it stays on the screen."""
        self.code.clear()
        self.code.setAccessibleName("")
        for field in self._fields:
            field.clear()

    def refused(self, code: str) -> None:
        """Let what was wrong be typed again."""
        if code.startswith("password."):
            self.save.setEnabled(True)
            self.password.clear()
            self.again.clear()
            self.password.setFocus()
            return
        self._step(chooses=False)
        self.answer.setFocus()
        self.answer.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, *, chooses: bool) -> None:
        self._chooses = chooses
        self.code.setVisible(not chooses)
        self.differ.hide()
        for label, field in zip(self._labels, self._fields, strict=True):
            visible = chooses is (field is not self.answer)
            label.setVisible(visible)
            field.setVisible(visible)
        self.save.setEnabled(True)
        self.retranslate()

    def _send(self) -> None:
        if not self._chooses:
            self.save.setEnabled(False)
            self.answered.emit(self.answer.text())
            return
        same = self.password.text() == self.again.text()
        self.differ.setVisible(not same)
        if same:
            self.save.setEnabled(False)
            self.wanted.emit(self.answer.text(), self.password.text())
