"""Asking for the full password of somebody who came back with a PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.domain.topics import Topic
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import session
from desk.services.session import Verified
from desk.ui.annex.giving import give_of_annex
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, field_row
from desk.ui.widgets.text import Label


def ask_password(context: Context) -> None:
    """Open the question, once."""
    if not context.overlay.holds(ConfirmPassword):
        context.open(ConfirmPassword(context))


class ConfirmPassword(Dialog):
    """One field; with the right password the session is a full one until it is locked again."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Your full password, please"), size="narrow")
        self._context = context
        advice = _("You came back with the PIN. What you asked for needs the password once.")
        self.password = LineField(secret=True)
        self.refusal = Label(tone="danger", wrap=True)
        self.go = Button(_("Continue"), kind="primary")
        form = QFormLayout()
        field_row(form, _("Password"), self.password)
        self.body.addWidget(Label(advice, wrap=True))
        self.body.addLayout(form)
        self.body.addWidget(self.refusal)
        self.buttons.addWidget(self.go)
        self.refusal.hide()
        self.go.clicked.connect(self._check)
        self.password.returnPressed.connect(self._check)

    def start_focus(self) -> QWidget:
        """Typing begins at once."""
        return self.password

    def _check(self) -> None:
        self.go.setEnabled(False)
        self._context.read(
            session.check_own, self.password.text(), done=self._checked, failed=self._refused
        )

    def _checked(self, verified: Verified) -> None:
        self._context.write(session.confirm, verified, done=self._confirmed, failed=self._refused)

    def _confirmed(self, actor: Actor) -> None:
        context = self._context
        context.actor = actor
        give_of_annex(context.runner, context, context.env, actor, self.password.text())
        self.finish(actor)
        self._context.bus.changed.emit(frozenset({Topic.ACCOUNTS}))

    def _refused(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self.refusal.setText(error_text(error))
        self.refusal.show()
        self.password.clear()
        self.password.setFocus()
