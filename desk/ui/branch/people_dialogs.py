"""Forms of the People page: a new person, another role, a password to hand over."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFormLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import accounts, staff
from desk.services.accounts import AccountLine
from desk.sync.down import StaffMember
from desk.ui.branch.people_texts import role_text
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.text import Label

_ORDER = (Role.CLERK, Role.DEPUTY, Role.HEAD, Role.OFFICER, Role.IT)
_SYLLABLES = [first + second for first in "bdgklmnprstvz" for second in "aeiou"]
_IN_WORD, _WORDS = 3, 4


def proposed_password() -> str:
    """Four invented words, about 73 random bits: easy to read out, good for one sign-in."""
    return " ".join(
        "".join(secrets.choice(_SYLLABLES) for _ in range(_IN_WORD)) for _ in range(_WORDS)
    )


class PersonDialog(Dialog):
    """A form about a person: fields, one button, the refusal in it.

    Args:
        done: what is said afterwards; values: first arguments of the use case.
    """

    def __init__(self, context: Context, title: str, done: str, *values: Any) -> None:
        super().__init__(title, size="normal")
        self.context, self._values, self._said = context, values, done
        self.form = QFormLayout()
        self.form.setVerticalSpacing(px(6))
        self.advice = Label(tone="ink2", wrap=True)
        self.refusal = Label(tone="danger", wrap=True)
        self.save = Button(_("Save"), kind="primary", key="Ctrl+Enter", guarded=True)
        self.body.addWidget(self.advice)
        self.body.addLayout(self.form)
        self.body.addWidget(self.refusal)
        self.buttons.addWidget(self.save)
        self.refusal.hide()
        self.save.clicked.connect(self.send)

    def send(self) -> None:
        """Do it; subclasses say what."""

    def run(self, use_case: Callable[..., Any], **named: Any) -> None:
        """Run a use case; a refusal is said here and nothing typed is lost."""
        self.save.setEnabled(False)
        values = self._values
        self.context.write(use_case, *values, done=self._done, failed=self._refused, **named)

    def _done(self, result: object) -> None:
        self.context.say(self._said)
        self.finish(result)

    def _refused(self, error: DeskError) -> None:
        self.save.setEnabled(True)
        self.refusal.setText(error_text(error))
        self.refusal.show()
        if error.code == "access.password_needed":
            self.context.runner.problem.emit(error)


class AddPerson(PersonDialog):
    """Name, login, role, position, a password to hand over."""

    def __init__(self, context: Context, gives: frozenset[Role]) -> None:
        super().__init__(context, _("A new person"), _("The account is made."))
        self.name, self.login, self.position = LineField(), LineField(), LineField()
        self.role = role_picker(gives, Role.CLERK)
        self.password = LineField()
        self.password.setText(proposed_password())
        self.advice.setText(_hand_over())
        self.listed, self._members = Picker(), tuple[StaffMember, ...]()
        self._listed_name = field_row(self.form, _("From the list of headquarters"), self.listed)
        self._offer(())
        for text, field in (
            (_("Name"), self.name),
            (_("Login"), self.login),
            (_("Role"), self.role),
            (_("Position"), self.position),
            (_("Password for the first sign-in"), self.password),
        ):
            field_row(self.form, text, field)
        self.login.setPlaceholderText(_("small letters, e.g. anna.b"))
        self.listed.activated.connect(self._take)
        context.read(staff.without_account, done=self._offer, failed=_without, kind="staff")

    def _offer(self, members: tuple[StaffMember, ...]) -> None:
        """Those on headquarters' list who have no account; without any, nothing is offered."""
        self._members = members
        names = [(str(n), one.name) for n, one in enumerate(members)]
        self.listed.set_items([("", _("somebody else")), *names], "")
        for part in (self._listed_name, self.listed):
            self.form.setRowVisible(part, bool(members))

    def _take(self) -> None:
        if key := self.listed.key():
            chosen = self._members[int(key)]
            self.name.setText(chosen.name)
            self.position.setText(chosen.position)

    def start_focus(self) -> QWidget:
        """The name comes first."""
        return self.name

    def send(self) -> None:
        """Make the account."""
        self.run(
            accounts.add,
            login=self.login.text(),
            name=self.name.text(),
            role=Role(self.role.key()),
            position=self.position.text(),
            password=self.password.text(),
        )


class ChangePerson(PersonDialog):
    """Another role or position."""

    def __init__(self, context: Context, line: AccountLine, gives: frozenset[Role]) -> None:
        super().__init__(context, line.name, _("Saved."), line.account_id)
        self.role = role_picker(gives | {line.role}, line.role)
        self.position = LineField()
        self.position.setText(line.position)
        own = line.account_id == context.actor.account_id
        self.role.setEnabled(line.manageable and not own)
        self.advice.setText(
            _("With another role the person signs in anew. Heads are told of new rights.")
        )
        field_row(self.form, _("Role"), self.role)
        field_row(self.form, _("Position"), self.position)

    def send(self) -> None:
        """Change the account."""
        role, position = Role(self.role.key()), self.position.text()
        self.run(accounts.change, role=role, position=position)


class GivePassword(PersonDialog):
    """A password for one sign-in."""

    def __init__(self, context: Context, line: AccountLine) -> None:
        title = _("New password for {name}").format(name=line.name)
        super().__init__(context, title, _("The password is set."), line.account_id)
        self.password = LineField()
        self.password.setText(proposed_password())
        self.advice.setText(_hand_over())
        field_row(self.form, _("Password for the next sign-in"), self.password)

    def send(self) -> None:
        """Set the password."""
        self.run(accounts.change_password, new=self.password.text())


def _without(_error: DeskError) -> None:
    """A list that cannot be read now is no help; everything can be typed."""


def role_picker(gives: frozenset[Role], chosen: Role) -> Picker:
    """The roles that may be given."""
    picker = Picker()
    items = [(role.value, role_text(role)) for role in _ORDER if role in gives]
    picker.set_items(items, chosen.value)
    return picker


def _hand_over() -> str:
    return _(
        "Tell the person the password face to face. It works once: at the next sign-in they choose"
        " their own."
    )
