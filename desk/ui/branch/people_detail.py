"""One account, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desk.domain.roles import Role
from desk.i18n import _
from desk.services.accounts import AccountLine
from desk.services.annex_holders import HolderState
from desk.ui.branch.people_texts import annex_text, role_text, state_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_ACTIONS = (
    "change",
    "password",
    "drop_pin",
    "end_lockout",
    "leave_out",
    "let_open",
    "disable",
    "enable",
)


class PersonPane(Panel):
    """Name, role, state and buttons.

    Signals:
        wanted(str): "change", "password", "drop_pin", "end_lockout", "leave_out" (of sealed
            annexes), "let_open", "disable" or "enable".

    Args:
        may_name: whether the reader says which deputies open sealed annexes.
    """

    wanted = Signal(str)

    def __init__(self, *, may_name: bool = False) -> None:
        super().__init__(" ", gap=6, margins=(16, 4, 16, 12))
        self._may_name = may_name
        self.name = Label(role="heading", wrap=True)
        self.what, self.state = Label(tone="ink2", wrap=True), Label(tone="warn", wrap=True)
        self.pin, self.hint = Label(tone="ink2", wrap=True), Label(tone="dim", wrap=True)
        self.annex = Label(tone="ink2", wrap=True)
        self._labels = (self.name, self.what, self.state, self.pin, self.annex, self.hint)
        for label in self._labels:
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
            "leave_out": _("Leave out of sealed parts"),
            "let_open": _("Let open sealed parts"),
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
            button.setVisible(line is not None and self._fits(name, line))
        if line is None:
            for label in self._labels:
                label.setText("")
            return
        self.name.setText(line.name)
        parts = (role_text(line.role), line.position, line.login)
        self.what.setText(" · ".join(part for part in parts if part))
        self.state.setText(state_text(line).capitalize())
        self.state.setVisible(bool(self.state.text()))
        self.pin.setText(_("Has a PIN") if line.has_pin else _("No PIN"))
        self.annex.setText(annex_text(line))
        self.annex.set_tone("ink2" if line.annex is HolderState.OPENS else "warn")
        self.annex.setVisible(line.annex is not None)
        self.hint.setText(_hint(line, own=own))

    def _fits(self, name: str, line: AccountLine) -> bool:
        own, deputy = self._own, self._may_name and line.role is Role.DEPUTY
        fits = {
            "change": line.manageable or own,
            "password": line.manageable and not own and not line.disabled,
            "drop_pin": line.has_pin and not own,
            "end_lockout": line.manageable and line.minutes > 0,
            "leave_out": deputy and line.annex not in (None, HolderState.LEFT_OUT),
            "let_open": deputy and line.annex is HolderState.LEFT_OUT,
            "disable": not own and not line.disabled,
            "enable": line.manageable and line.disabled,
        }
        return fits[name]

    def _ask(self) -> None:
        self.wanted.emit(str(self.sender().property("action")))


def _hint(line: AccountLine, *, own: bool) -> str:
    if own:
        return _("This is you. Password and PIN: your name at the top of the window.")
    if not line.manageable:
        return _("Accounts of IT are managed by IT. You can close it.")
    return ""
