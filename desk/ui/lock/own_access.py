"""Everybody's own way in: PIN, password, and signing out for the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services import accounts, pins
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.fields import LineField, field_row
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label, SectionTitle


class OwnAccess(Dialog):
    """The password once, then what it permits.

    Signals:
        sign_out_wanted: end the day's session at this PC.
    """

    sign_out_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("My password and PIN"), size="wide")
        self._context = context
        self.password = LineField(secret=True)
        self.pin, self.pin_again = LineField(secret=True), LineField(secret=True)
        self.new, self.new_again = LineField(secret=True), LineField(secret=True)
        self.set_pin = Button(_("Use this PIN"), kind="primary")
        self.drop_pin = Button(_("Do without a PIN"))
        self.set_password = Button(_("Use this password"))
        self.sign_out = Button(_("Sign out for today"), kind="quiet")
        self.said = Label(wrap=True)
        self._news = ""
        self._build()
        self.set_pin.clicked.connect(self._set_pin)
        self.drop_pin.clicked.connect(self._drop_pin)
        self.set_password.clicked.connect(self._set_password)
        self.sign_out.clicked.connect(self._sign_out)

    def start_focus(self) -> QWidget:
        """The password comes first."""
        return self.password

    def _build(self) -> None:
        for field in (self.pin, self.pin_again):
            field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        top = QFormLayout()
        field_row(top, _("Password that you have now"), self.password)
        self.body.addLayout(top)
        sides = row(gap=28)
        for side in (self._pin_side(), self._password_side()):
            holder = QWidget()  # Tab goes through one side, then through the other
            holder.setLayout(side)
            sides.addWidget(holder, 1)
        self.body.addLayout(sides)
        self.body.addWidget(self.said)
        self.buttons.insertWidget(0, self.sign_out)
        close = Button(_("Close"), kind="normal", key="Esc")
        close.clicked.connect(self.leave)
        self.buttons.addWidget(close)

    def _pin_side(self) -> QVBoxLayout:
        advice = _(
            "4 to 8 digits bring you back to this PC within the day after it was locked. Not"
            " 1234, not a date, not a year. Three wrong ones, and only the password helps."
        )
        names = (_("New PIN"), _("New PIN again"))
        buttons = (self.set_pin, self.drop_pin)
        return _side(_("PIN"), advice, names, (self.pin, self.pin_again), buttons)

    def _password_side(self) -> QVBoxLayout:
        advice = _("10 characters at least: a few unrelated words are easy to keep.")
        names = (_("New password"), _("New password again"))
        fields = (self.new, self.new_again)
        return _side(_("Password"), advice, names, fields, (self.set_password,))

    def _set_pin(self) -> None:
        if self._differ(self.pin, self.pin_again, _("The two PINs differ.")):
            return
        pin, password = self.pin.text(), self.password.text()
        self._news = _("The PIN is set. It works on this PC today, and after each sign-in.")
        self._context.read(
            pins.ready_pin,
            pin,
            password,
            done=lambda ready: self._write(pins.set_pin, pin, password, ready),
            failed=self._refused,
        )

    def _drop_pin(self) -> None:
        own = self._context.actor.account_id
        self._news = _("The PIN is forgotten.")
        self._context.write(pins.drop_pin, own, done=self._done, failed=self._refused)

    def _set_password(self) -> None:
        if self._differ(self.new, self.new_again, _("The two passwords differ.")):
            return
        self._news = _("The password is changed.")
        own, typed = self._context.actor.account_id, {"new": self.new.text()}
        typed["old"] = self.password.text()
        self._context.read(
            accounts.ready_password,
            done=lambda ready: self._write(accounts.change_password, own, ready=ready, **typed),
            failed=self._refused,
            **typed,
        )

    def _write(self, use_case: Callable[..., Any], *values: object, **named: object) -> None:
        """The slow part was done on the reading side: only keeping it is left."""
        self._context.write(use_case, *values, done=self._done, failed=self._refused, **named)

    def _sign_out(self) -> None:
        self.finish(None)
        self.sign_out_wanted.emit()

    def _differ(self, one: LineField, again: LineField, text: str) -> bool:
        if one.text() == again.text():
            return False
        self._say(text, "danger")
        again.clear()
        again.setFocus()
        return True

    def _done(self, _result: object) -> None:
        for field in (self.password, self.pin, self.pin_again, self.new, self.new_again):
            field.clear()
        self._say(self._news, "ok")

    def _refused(self, error: DeskError) -> None:
        self._say(error_text(error), "danger")
        if error.code.startswith("session."):
            self.password.clear()
            self.password.setFocus()

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.set_tone(tone)


def _side(
    title: str,
    advice: str,
    names: tuple[str, ...],
    fields: tuple[LineField, ...],
    buttons: tuple[Button, ...],
) -> QVBoxLayout:
    side = column(gap=8)
    side.addWidget(SectionTitle(title))
    side.addWidget(Label(advice, role="small", tone="ink2", wrap=True))
    form = QFormLayout()
    form.setVerticalSpacing(px(6))
    for name, field in zip(names, fields, strict=True):
        field_row(form, name, field)
    side.addLayout(form)
    line = row(gap=8)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    side.addLayout(line)
    side.addStretch(1)
    return side
