"""The first person: who can add the others."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.text import fold
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import passwords
from desk.services.first_start import FirstStart
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.text import Label
from desk.ui.wizard.base import WizardPage

_LONG = 16
"""From so many signs on a password is called strong."""


class PersonPage(WizardPage):
    """Name, login, role, password twice; the password's strength in words."""

    def __init__(self) -> None:
        super().__init__()
        self._branch = ""
        self.name, self.login = LineField(), LineField()
        self.role = Picker()
        self.password, self.again = LineField(secret=True), LineField(secret=True)
        self.strength = Label(role="small", tone="ink2", wrap=True)
        for field in (self.name, self.login, self.role, self.password, self.again):
            self.add_field(field)
        self.form.addRow(self.strength)
        self.name.editingFinished.connect(self._propose)
        for field in (self.password, self.login, self.name):
            field.textChanged.connect(self._judge)
        for field in (self.name, self.login, self.password, self.again):
            field.returnPressed.connect(self.forward)
        self.end()

    def show_branch(self, name: str) -> None:
        """Say which branch this PC is of; "" where that was asked."""
        self._branch = name
        self.say_texts()

    def title(self) -> str:
        """The page's heading."""
        return _("Who are you?")

    def names(self) -> tuple[str, ...]:
        """Five fields."""
        return _("Name"), _("Login"), _("Role"), _("Password"), _("Password again")

    def say_texts(self) -> None:
        """Advice, roles, strength."""
        first = _("The first account adds the others: the branch head or IT.")
        here = _("IT has set this PC up for {branch}.").format(branch=self._branch)
        self.advice.setText(f"{here} {first}" if self._branch else first)
        roles = [(Role.HEAD.value, _("Branch head")), (Role.IT.value, _("IT"))]
        self.role.set_items(roles, self.role.key())
        self._judge()

    def fill(self, start: FirstStart) -> FirstStart:
        """The first account."""
        return replace(
            start,
            name=self.name.text().strip(),
            login=self.login.text().strip(),
            role=Role(self.role.key()),
            password=self.password.text(),
        )

    def wrong(self) -> bool:
        """Everything is needed, and the passwords are the same."""
        if not self.name.text().strip():
            return self.need(_("Type your name."), self.name)
        if not self.login.text().strip():
            return self.need(_("Type a login."), self.login)
        if (fault := self._fault()) is not None:
            return self.need(error_text(fault), self.password)
        if self.password.text() != self.again.text():
            return self.need(_("The two passwords differ."), self.again)
        return False

    def _propose(self) -> None:
        """ "Ilze Rozīte" -> "ilze", until something else is typed."""
        if not self.login.text() and (words := fold(self.name.text()).split()):
            self.login.setText(words[0])

    def _fault(self) -> DeskError | None:
        login, name = self.login.text().strip(), self.name.text().strip()
        try:
            passwords.require_good(self.password.text(), login=login, name=name)
        except DeskError as fault:
            return fault
        return None

    def _judge(self) -> None:
        typed = self.password.text()
        if not typed:
            text, tone = _("A long sentence is easy to remember and hard to guess."), "ink2"
        elif (fault := self._fault()) is not None:
            text, tone = error_text(fault), "warn"
        elif len(typed) < _LONG:
            text, tone = _("Good; a longer one is better."), "ink2"
        else:
            text, tone = _("Strong."), "ok"
        self.strength.setText(text)
        self.strength.set_tone(tone)
