"""What the card's ways do: each off the window's thread, each can be repeated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.ui.runner import Runner
from desk.ui.trouble.card import TroubleCard
from desk.ui.trouble.texts import Way
from desk.ui.trouble.ways import Ways

if TYPE_CHECKING:
    from desk.ways_on import Copy


class CardControl(QObject):
    """One card, from its trouble to an opened database.

    Args:
        front: the stack that takes the card.
        let_go: ends the session and closes the database, if it is open; then calls what it is
            given.

    Signals:
        again: open the database (again); language_chosen(str).
    """

    again = Signal()
    language_chosen = Signal(str)

    def __init__(
        self,
        ways: Ways,
        runner: Runner,
        front: QStackedWidget,
        let_go: Callable[[Callable[[Any], None]], None],
    ) -> None:
        super().__init__(front)
        self._ways, self._runner, self._front, self._let_go = ways, runner, front, let_go
        self._before: QWidget | None = None
        self.card = TroubleCard()
        front.addWidget(self.card)
        self.card.wanted.connect(self.do)
        self.card.go_on.connect(self._go_on)
        self.card.language_chosen.connect(self.language_chosen)
        self.card.code.wanted.connect(self._recover)
        self.card.restore.wanted.connect(self._restore)

    def show_trouble(self, error: DeskError, *, at_work: bool) -> None:
        """Show the card, instead of whatever is in front."""
        if self._front.currentWidget() is not self.card:
            self._before = self._front.currentWidget()
        self.card.set_busy(False)
        details = self._ways.details(error)
        self._front.setCurrentWidget(self.card)
        self.card.show_trouble(error, self._ways.helpers(), details, at_work=at_work)

    def end(self) -> None:
        """The database is open: take the card away."""
        self._front.removeWidget(self.card)
        self.card.hide()
        self.card.deleteLater()
        self.deleteLater()

    def do(self, way: Way) -> None:
        """Go a way."""
        if way is Way.AGAIN:
            self.try_again()
        elif way is Way.CODE:
            self.card.show_code()
        elif way is Way.RESTORE:
            self._busy(_("Looking for copies…"))
            self._runner.work(self._ways.copies, self._offer, self._refused)
        else:
            self._busy(_("Laying out the paper…"))
            self._runner.work(self._ways.paper, self._print, self._refused)

    def try_again(self) -> None:
        """Open the database once more."""
        self._busy(_("Opening the day…"))
        self._let_go(self._open)

    def _open(self, _none: object) -> None:
        self.again.emit()

    def _go_on(self) -> None:
        if self._before is not None:
            self._front.setCurrentWidget(self._before)

    def _offer(self, copies: tuple[Copy, ...]) -> None:
        self.card.set_busy(False)
        self.card.restore.show_copies(copies)
        self.card.show_restore()

    def _print(self, pdf: bytes) -> None:
        from desk.ui.trouble.paper import hand_over

        self.card.set_busy(False)
        self.card.say("")
        hand_over(self.card, self._runner, pdf, self.card.say)

    def _recover(self) -> None:
        code = self.card.code.code.text()
        self._alone(_("Opening with the code…"), lambda: self._ways.recover(code))

    def _restore(self) -> None:
        form = self.card.restore
        if not form.copies:
            return
        copy, login = form.chosen(), form.login.text().strip()
        password, code = form.password.text(), form.code.text().strip()
        self._alone(
            _("Restoring… The copy is checked to its last page."),
            lambda: self._ways.restore(copy, login, password, code),
        )

    def _alone(self, text: str, work: Callable[[], None]) -> None:
        """Do what nobody else may have the database open for."""
        self._busy(text)
        self.card.back.hide()
        self._let_go(lambda _none: self._runner.work(work, self._mended, self._refused))

    def _mended(self, _none: object) -> None:
        self.card.forget()
        self.try_again()

    def _busy(self, text: str) -> None:
        self.card.say(text)
        self.card.set_busy(True)

    def _refused(self, error: DeskError) -> None:
        self.card.set_busy(False)
        self.card.say(error_text(error), "danger")
