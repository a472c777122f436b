"""The first thing painted: the program's name and a card to sign in at, before any data is read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.i18n import LANGUAGES, _, language
from desk.ui.practice.door import PracticeDoor
from desk.ui.signin.first_account import FirstAccountForm
from desk.ui.signin.form import SignInForm
from desk.ui.signin.lost import LostPasswordForm
from desk.ui.signin.new_password import NewPasswordForm
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label


class SignInView(QWidget):
    """A card in the middle of the window.

    Signals:
        language_chosen(str); back_wanted: to the lock screen.
        practice_wanted(bool): into the practice; true = from the beginning.
        lost_wanted: the password is lost.
    """

    language_chosen = Signal(str)
    back_wanted = Signal()
    practice_wanted = Signal(bool)
    lost_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form, self.first, self.fresh = SignInForm(), FirstAccountForm(), NewPasswordForm()
        self.lost, self.lose = LostPasswordForm(), Button(kind="link")
        self._is_lost_offered = False
        self.back = Button(kind="link")
        self.practise, self.door = Button(kind="link"), PracticeDoor()
        self._practice_begun: Callable[[], bool] | None = None
        self.product = Label("Branch Desk", role="title")
        self.place = Label(role="heading", tone="ink2", wrap=True)
        self.message = Label(tone="ink2", wrap=True)
        self.languages = {name: Button(name.upper(), kind="link") for name in LANGUAGES}
        self._waiting = True
        self._build()
        self.retranslate()

    def _build(self) -> None:
        card = Surface("panel")
        card.setFixedWidth(px(400))
        inside = column(card, gap=12, margins=(32, 28, 32, 28))
        for widget in (self.product, self.place, self.message, *self._forms()):
            inside.addWidget(widget)
        inside.addWidget(self.lose, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.practise, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (*self._forms(), self.lose, self.back, self.practise):
            widget.hide()
        self.back.clicked.connect(self.back_wanted)
        self.lose.clicked.connect(self.lost_wanted)
        self.lost.back.connect(self.show_form)
        self.practise.clicked.connect(self._show_door)
        self.door.back.connect(self.show_form)
        self.door.wanted.connect(self.practice_wanted)
        line = row(gap=2)
        line.addStretch(1)
        for name, button in self.languages.items():
            button.setProperty("language", name)
            button.clicked.connect(self._language)
            line.addWidget(button)
        line.addStretch(1)
        outer = column(self, margins=(24, 24, 24, 24))
        middle = row()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addLayout(line)
        outer.addStretch(3)

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.form.retranslate()
        self.first.retranslate()
        self.fresh.retranslate()
        self.lost.retranslate()
        self.door.retranslate()
        self.lose.set_text(_("I lost my password"))
        self.back.set_text(_("Back"))
        self.practise.set_text(_("Practise"), _("Practise with invented clients"))
        for name, button in self.languages.items():
            button.set_kind("link" if name == language() else "faint")
        if self._waiting:
            self.say(_("Opening the day…"))

    def say(self, text: str, tone: str = "ink2") -> None:
        """One sentence above the form: what is going on, or why it was refused."""
        self.message.setText(text)
        self.message.setAccessibleName(text)
        self.message.set_tone(tone)
        self.message.setVisible(bool(text))

    def show_form(self) -> None:
        """Someone may sign in."""
        self._show(self.form)
        self.form.start()

    def show_first_account(self) -> None:
        """Nobody has an account yet."""
        self._show(self.first)
        self.first.start()

    def show_new_password(self) -> None:
        """The password was handed over: its owner chooses another."""
        self._show(self.fresh)
        self.fresh.start()

    def _forms(self) -> tuple[QWidget, ...]:
        return (self.form, self.first, self.fresh, self.lost, self.door)

    def show_lost(self, name: str, code: str) -> None:
        """The password is lost: what to read to headquarters."""
        self._show(self.lost)
        self.lost.start(name, code)

    def choose_password(self) -> None:
        """Headquarters' answer was right."""
        self.say("")
        self.lost.choose()

    def offer_lost(self, offered: bool) -> None:
        """Whether headquarters can help with a lost password."""
        self._is_lost_offered = offered

    def offer_practice(self, begun: Callable[[], bool]) -> None:
        """From now on one can practise from here.

        Args:
            begun: whether there is a practice that one can go on with.
        """
        self._practice_begun = begun

    def _show_door(self) -> None:
        if self._practice_begun is not None:
            self._show(self.door)
            self.door.start(begun=self._practice_begun())

    def _show(self, page: QWidget) -> None:
        self._waiting = False
        self.say("")
        for other in self._forms():
            other.setVisible(other is page)
        self.product.setVisible(page is not self.lost)  # with large letters it needs the room
        if page is not self.lost:
            self.lost.forget()
        self.lose.setVisible(page is self.form and self._is_lost_offered)
        self.practise.setVisible(page is self.form and self._practice_begun is not None)

    def _language(self) -> None:
        self.language_chosen.emit(str(self.sender().property("language")))
