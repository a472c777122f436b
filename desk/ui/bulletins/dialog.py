"""The messages of headquarters, those to be read first; some ask that one says so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.formats import date_text, datetime_text
from desk.i18n import _
from desk.services import bulletins
from desk.services.bulletins import Shown
from desk.ui.context import Context
from desk.ui.sync.as_of import AsOf
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, Pill


class BulletinsDialog(Dialog):
    """Everything that is in force; what needs no answer is read once it was shown here."""

    def __init__(self, context: Context, found: tuple[Shown, ...], *, title: str = "") -> None:
        super().__init__(title or _("Messages from headquarters"))
        self._context = context
        self.cards = [BulletinCard(one) for one in found]
        self.body.addWidget(AsOf(context))
        for card in self.cards:
            self.body.addWidget(card)
            card.said.connect(self._say_read)
        if not found:
            self.body.addWidget(EmptyState(_("There are no messages"), _("New ones appear here.")))
        self.body.addStretch(1)
        self.close_button = Button(_("Close"))
        self.close_button.clicked.connect(self.leave)
        self.buttons.addWidget(self.close_button)
        context.write(bulletins.note_shown, failed=_nothing_lost)

    def start_focus(self) -> QWidget | None:
        """The first message that asks for an answer."""
        return next((card.button for card in self.cards if card.button), self.close_button)

    def _say_read(self, card: BulletinCard) -> None:
        one = card.shown
        self._context.write(bulletins.read, one.id, one.version, done=lambda _: self._next(card))

    def _next(self, card: BulletinCard) -> None:
        """It was said: the next one that asks is in use."""
        card.show_read()
        if focus := self.start_focus():
            focus.setFocus()


def open_bulletins(context: Context) -> None:
    """Read them, and put them before the person, unless some opened by themselves meanwhile."""

    def show(found: tuple[Shown, ...]) -> None:
        if not context.overlay.holds(BulletinsDialog):
            context.open(BulletinsDialog(context, found))

    context.read(bulletins.shown, done=show, kind="bulletins.shown")


class BulletinCard(Surface):
    """One message.

    Attributes:
        button: by which one says that it was read; None where that was done, or need not be.

    Signals:
        said(BulletinCard): somebody says that they have read it.
    """

    said = Signal(object)

    def __init__(self, shown: Shown) -> None:
        super().__init__("box")
        self.shown = shown
        self.button: Button | None = None
        self.pill = Pill("", "warn")
        inside = column(self, gap=8, margins=(16, 12, 16, 12))
        head = row(gap=8)
        head.addWidget(Label(_about(shown), role="small", tone="ink2", wrap=True), 1)
        head.addWidget(self.pill)
        inside.addLayout(head)
        inside.addWidget(Label(shown.text, wrap=True))
        if shown.in_latvian:
            note = _("It was written in Latvian only.")
            inside.addWidget(Label(note, role="small", tone="dim", wrap=True))
        if not shown.must_read:
            self.pill.hide()
        elif shown.read:
            self.show_read()
        else:
            self.pill.set(_("To be read"), "warn")
            self._ask(inside)

    def show_read(self) -> None:
        """It was said."""
        self.pill.set(_("You have read it"), "ok")
        if self.button is not None:
            self.button.hide()
            self.button = None

    def _ask(self, inside: QVBoxLayout) -> None:
        spoken = _("I have read the message of {when}").format(when=datetime_text(self.shown.at))
        self.button = Button(_("I have read it"), kind="primary", guarded=True, name=spoken)
        self.button.clicked.connect(lambda: self.said.emit(self))
        foot = row()
        foot.addStretch(1)
        foot.addWidget(self.button)
        inside.addLayout(foot)


def _about(shown: Shown) -> str:
    """When, by whom, how long: "23 November, 9:30 · Duty officer · until 30 November"."""
    until = _("until {when}").format(when=date_text(shown.until)) if shown.until else ""
    return " · ".join(part for part in (datetime_text(shown.at), shown.office, until) if part)


def _nothing_lost(_error: DeskError) -> None:
    """Not noted as shown: they are new once more next time."""
