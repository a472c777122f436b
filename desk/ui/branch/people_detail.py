"""One account, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desk.i18n import _
from desk.services.accounts import AccountLine
from desk.ui.branch.people_texts import role_text, state_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_ACTIONS = ("change", "password", "drop_pin", "end_lockout", "disable", "enable")


class PersonPane(Panel):
    """Name, role, state and buttons.

    Signals:
        wanted(str): "change", "password", "drop_pin", "end_lockout", "disable" or "enable".
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(" ", gap=6, margins=(16, 4, 16, 12))
        self.name = Label(role="heading", wrap=True)
        self.what, self.state = Label(tone="ink2", wrap=True), Label(tone="warn", wrap=True)
        self.pin, self.hint = Label(tone="ink2", wrap=True), Label(tone="dim", wrap=True)
        for label in (self.name, self.what, self.state, self.pin, self.hint):
            self.body.addWidget(label)
        self.body.addStretch(1)
        bar = self.add_flow_bar()
        self.buttons = {name: Button(guarded=True) for name in _ACTIONS}
        for name, button in self.buttons.items():
            button.setProperty("action", name)
            button.clicked.connect(self._ask)
            bar.addWidget(button)
        self._line: AccountLine | None = None
        self._own = False
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        texts = {
            "change": _("Role, position…"),
            "password": _("New password…"),
            "drop_pin": _("Forget the PIN"),
            "end_lockout": _("Let try again"),
            "disable": _("Close the account"),
            "enable": _("Open again"),
        }
        for name, button in self.buttons.items():
            button.set_text(texts[name])
        self.show_person(self._line, own=self._own)

    def show_person(self, line: AccountLine | None, *, own: bool = False) -> None:
        """Show an account; None for none.

        Args:
            own: it is the reader's own account.
        """
        self._line, self._own = line, own
        self.set_title(_("Account"))
        for name, button in self.buttons.items():
            button.setVisible(line is not None and _fits(name, line, own=own))
        if line is None:
            for label in (self.name, self.what, self.state, self.pin, self.hint):
                label.setText("")
            return
        self.name.setText(line.name)
        parts = (role_text(line.role), line.position, line.login)
        self.what.setText(" · ".join(part for part in parts if part))
        self.state.setText(state_text(line).capitalize())
        self.state.setVisible(bool(self.state.text()))
        self.pin.setText(_("Has a PIN") if line.has_pin else _("No PIN"))
        self.hint.setText(_hint(line, own=own))

    def _ask(self) -> None:
        self.wanted.emit(str(self.sender().property("action")))


def _fits(name: str, line: AccountLine, *, own: bool) -> bool:
    fits = {
        "change": line.manageable or own,
        "password": line.manageable and not own and not line.disabled,
        "drop_pin": line.has_pin and not own,
        "end_lockout": line.manageable and line.minutes > 0,
        "disable": not own and not line.disabled,
        "enable": line.manageable and line.disabled,
    }
    return fits[name]


def _hint(line: AccountLine, *, own: bool) -> str:
    if own:
        return _("This is you. Password and PIN: your name at the top of the window.")
    if not line.manageable:
        return _("Accounts of IT are managed by IT. You can close it.")
    return ""
