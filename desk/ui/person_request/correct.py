"""Putting right one row of personal data."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.held import HeldField
from desk.domain.person import Person, Purpose
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import person_request_grant
from desk.services.person_request import NAMED
from desk.services.retention_table import purpose_name
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, TextArea
from desk.ui.widgets.text import Label

_LINES = 5


class CorrectDialog(Dialog):
    """Name, phone and e-mail, or the text: as it should be; closes with True when it is kept."""

    def __init__(self, context: Context, field: HeldField) -> None:
        super().__init__(_("Put right"), size="narrow")
        self.context, self.field = context, field
        named = field.purpose in {purpose.value for purpose in NAMED}
        self.named = named
        self.texted = not named or field.purpose == Purpose.CALL_NOTE.value
        person = field.person
        self.name, self.phone = LineField(_("Name")), LineField(_("Phone"))
        self.email, self.text = LineField(_("E-mail")), TextArea(lines=_LINES)
        self.refused = Label(tone="danger", wrap=True)
        self.keep = Button(_("Keep as it stands here"), kind="primary", guarded=True, key="Ctrl+↵")
        self.name.setText(person.name)
        self.phone.setText(person.phone)
        self.email.setText(person.email)
        self.text.setPlainText(person.text)
        self._build()
        self.keep.clicked.connect(self._keep)

    def _build(self) -> None:
        self.body.addWidget(Label(purpose_name(self.field.purpose), tone="ink2", wrap=True))
        for label, control in self._controls():
            self.body.addWidget(Label(label, role="small", tone="ink2"))
            control.setAccessibleName(label)
            self.body.addWidget(control)
        what = _(
            "What stood here before can be read no more. A booking from a day file has to be put"
            " right in the booking system too, else the next file brings it back."
        )
        self.body.addWidget(Label(what, role="small", tone="ink2", wrap=True))
        self.refused.hide()
        self.body.addWidget(self.refused)
        self.buttons.addWidget(self.keep)

    def _controls(self) -> list[tuple[str, QWidget]]:
        controls: list[tuple[str, QWidget]] = []
        if self.named:
            controls += [
                (_("Name"), self.name),
                (_("Phone"), self.phone),
                (_("E-mail"), self.email),
            ]
        if self.texted:
            controls.append((_("Text"), self.text))
        return controls

    def _keep(self) -> None:
        right = Person(
            self.name.text(), self.phone.text(), self.email.text(), self.text.toPlainText()
        )
        self.context.write(
            person_request_grant.correct,
            self.field.row_id,
            right,
            done=self._kept,
            failed=self._failed,
        )

    def _kept(self, _none: object) -> None:
        self.context.say(_("Put right"))
        self.finish(True)

    def _failed(self, error: DeskError) -> None:
        self.refused.setText(error_text(error))
        self.refused.show()
