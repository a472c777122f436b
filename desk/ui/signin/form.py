"""The sign-in form: one card, five fields at most."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desk.i18n import _
from desk.services.session import AccountCard, SiteChoice
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label

_OF_COUNTER = ("session.counter_missing", "session.counter_form")


class SignInForm(QWidget):
    """Site, name, password, counter.

    Signals:
        wanted(str, str, str, str): login, password, site, counter.
    """

    wanted = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.site, self.person = Picker(), Picker()
        self.password, self.counter = LineField(secret=True), LineField()
        self.enter = Button(kind="primary", big=True)
        layout = column(self, gap=16)
        form = QFormLayout()
        form.setVerticalSpacing(px(6))
        fields = (self.site, self.person, self.password, self.counter)
        self._labels: list[Label] = [_labelled(form, field) for field in fields]
        layout.addLayout(form)
        layout.addWidget(self.enter)
        self.enter.clicked.connect(self._send)
        self.password.returnPressed.connect(self._send)
        self.counter.returnPressed.connect(self._send)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        names = (_("Branch"), _("Name"), _("Password"), _("Counter"))
        fields = (self.site, self.person, self.password, self.counter)
        for label, field, name in zip(self._labels, fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.counter.setPlaceholderText(_("as painted on it, e.g. 3"))
        self.enter.set_text(_("Sign in"))

    def fill(
        self, people: tuple[AccountCard, ...], sites: tuple[SiteChoice, ...], counter: str
    ) -> None:
        """Offer these people and sites."""
        proposed = next((site.id for site in sites if site.proposed), "")
        self.site.set_items([(site.id, site.name) for site in sites], proposed)
        several = len(sites) > 1
        self.site.setVisible(several)
        self._labels[0].setVisible(several)
        self.person.set_items([(card.login, card.name) for card in people], self.person.key())
        self.counter.setText(counter)

    def start(self) -> None:
        """Put the focus where typing begins."""
        self.password.clear()
        (self.person if self.person.count() > 1 else self.password).setFocus()

    def forget(self) -> None:
        """Somebody signed in: what was typed and who was offered is kept nowhere."""
        self.hide()
        self.password.clear()
        self.person.clear()

    def refused(self, code: str) -> None:
        """Let what was wrong be typed again."""
        if code in _OF_COUNTER:
            self.counter.setFocus()
            return
        self.password.clear()
        self.password.setFocus()

    def typed(self) -> tuple[str, str, str, str]:
        """Login, password, site and counter as they stand."""
        counter = self.counter.text().strip()
        return self.person.key(), self.password.text(), self.site.key(), counter

    def _send(self) -> None:
        self.wanted.emit(*self.typed())


def _labelled(form: QFormLayout, field: QWidget) -> Label:
    return field_row(form, "", field)
