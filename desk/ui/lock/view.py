"""The lock screen: who worked here today, and the PIN or password to come back with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.i18n import _, ngettext
from desk.services.pins import DayPerson
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, SearchField
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label

_MOST_ROWS = 5


class SecretField(SearchField):
    """Where PIN or password is typed; the arrows choose the person above."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.setProperty("search", False)
        self.setEchoMode(LineField.EchoMode.Password)


class LockView(QWidget):
    """A card in the middle of the window.

    Signals:
        typed(str, str): the account's id, and a PIN as long as that person's.
        entered(str, str): the account's id, and a full password.
        others: somebody who is not listed wants to sign in.
    """

    typed = Signal(str, str)
    entered = Signal(str, str)
    others = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, DayPerson] = {}
        self._here = ""
        self.product = Label("Branch Desk", role="title")
        self.place = Label(role="heading", tone="ink2", wrap=True)
        self.serving = Label(tone="ink2", wrap=True)
        self.list = RowList("", number_width=0, side=8)
        self.what = Label(role="small", tone="ink2")
        self.secret = SecretField()
        self.counter = LineField()
        self.message = Label(tone="danger", wrap=True)
        self.enter = Button(kind="primary", big=True)
        self.other = Button(kind="link")
        self._counter_name = Label(role="small", tone="ink2")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        card = Surface("panel")
        card.setFixedWidth(px(420))
        inside = column(card, gap=10, margins=(32, 28, 32, 24))
        for label in (self.product, self.place, self.serving):
            inside.addWidget(label)
        inside.addWidget(self.list)
        fields = row(gap=10)
        for name, field, share in (
            (self.what, self.secret, 3),
            (self._counter_name, self.counter, 1),
        ):
            name.setBuddy(field)
            side = column(gap=4)
            side.addWidget(name)
            side.addWidget(field)
            fields.addLayout(side, share)
        inside.addLayout(fields)
        inside.addWidget(self.message)
        inside.addWidget(self.enter)
        inside.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)
        outer = column(self, margins=(24, 24, 24, 24))
        middle = row()  # not aligned in the column: that would deny long messages their lines
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)
        self.message.hide()

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _key: self.secret.setFocus())
        self.secret.moved.connect(self.list.step)
        self.secret.textEdited.connect(self._edited)
        self.secret.returnPressed.connect(self._send)
        self.counter.returnPressed.connect(self._send)
        self.enter.clicked.connect(self._send)
        self.other.clicked.connect(self.others)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.list.setAccessibleName(_("Who worked here today"))
        self._counter_name.setText(_("Counter"))
        self.counter.describe(_("Counter"))
        self.enter.set_text(_("Continue"))
        self.other.set_text(_("Somebody else…"))
        if self._people:
            self.fill(tuple(self._people.values()), self.list.key())

    def fill(self, people: Sequence[DayPerson], chosen: str) -> None:
        """Offer these people; `chosen` is the account id of who was here last."""
        self._people = {str(person.account_id): person for person in people}
        rows = [Row(key, one.name, right=_how(one)) for key, one in self._people.items()]
        self.list.set_rows(rows)
        shown = min(max(1, len(rows)), _MOST_ROWS)
        self.list.setFixedHeight(self.list.content_height() * shown // max(1, len(rows)) + px(2))
        self.list.choose(chosen if chosen in self._people else next(iter(self._people), ""))
        self._choose(self.list.key())

    def tell(self, place: str, serving: str, counter: str) -> None:
        """Say where this is, what goes on at the counter, and which counter it is."""
        self.place.setText(place)
        self.serving.setText(serving)
        self.serving.setVisible(bool(serving))
        self._here = counter
        self.counter.setText(counter)
        self.refuse("")

    def start(self) -> None:
        """Put the focus where typing begins."""
        self.secret.clear()
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, text: str) -> None:
        """Say why it did not work, and let it be typed again; "" = nothing was wrong."""
        self.busy(False)
        self.message.setText(text)
        self.message.setAccessibleName(text)
        self.message.setVisible(bool(text))
        self.start()

    def busy(self, on: bool) -> None:
        """While a PIN or password is checked nothing else is taken."""
        self.secret.setReadOnly(on)
        self.enter.setEnabled(not on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits typed elsewhere go into the field; everything else does nothing."""
        if event.text().isdigit() and not self.secret.hasFocus():
            self.secret.setFocus()
            self.secret.insert(event.text())
            self._edited(self.secret.text())
        event.accept()

    def _choose(self, key: str) -> None:
        person = self._people.get(key)
        by_pin = person is not None and person.pin_length > 0
        name = _("PIN") if by_pin else _("Password")
        self.what.setText(name)
        self.secret.describe(name)
        self.secret.clear()
        if not self.counter.isModified():  # a PC without a counter: where this person sat
            self.counter.setText(self._here or (person.counter if person else ""))

    def _edited(self, text: str) -> None:
        """The last digit of the PIN sends it; no Enter is needed."""
        person = self._people.get(self.list.key())
        if person is not None and person.pin_length and len(text) == person.pin_length:
            self._send()

    def _send(self) -> None:
        key, secret = self.list.key(), self.secret.text()
        person = self._people.get(key)
        if person is None or not secret or self.secret.isReadOnly():
            return
        self.busy(True)
        (self.typed if person.pin_length else self.entered).emit(key, secret)


def _how(person: DayPerson) -> str:
    length = person.pin_length
    if not length:
        return _("password")
    return ngettext("PIN, {n} digit", "PIN, {n} digits", length).format(n=length)
