"""Messages that must be read open by themselves, at a quiet moment and once for each arrival.

Quiet is: nobody is called or served at this PC, no dialog is open or coming, the window is whole
and unlocked, and nothing is half-typed in a field.  Who closes them unread finds the line over the
screens, and is asked again when they next sign in or come back.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.i18n import _
from desk.services import bulletins
from desk.services.bulletins import Shown
from desk.ui.bulletins.dialog import BulletinCard, BulletinsDialog
from desk.ui.context import Context
from desk.ui.shell import Shell

if TYPE_CHECKING:
    from desk.ui.notice.keeper import NoticeKeeper
    from desk.ui.window import MainWindow

LOOK_AGAIN_MS: Final = 4000
"""A moment that was not quiet may be so now, though nothing was saved: typing ended."""


class MustReadDialog(BulletinsDialog):
    """What this person has still to read; it goes when the last one was."""

    def __init__(self, context: Context, found: tuple[Shown, ...]) -> None:
        super().__init__(context, found, title=_("Please read this"))
        self.close_button.set_text(_("Later"))

    def _next(self, card: BulletinCard) -> None:
        super()._next(card)
        if not any(one.button for one in self.cards):
            self.finish(None)


class MustRead(QObject):
    """One for each session."""

    def __init__(
        self, window: MainWindow, context: Context, shell: Shell, notices: NoticeKeeper
    ) -> None:
        super().__init__(shell)
        self._window, self._context, self._shell = window, context, shell
        self._notices = notices
        self._waiting: tuple[Shown, ...] = ()
        self._put_off = window.workplace.put_off  # screens are built anew; the person stays
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._offer)
        context.bus.changed.connect(self._changed)
        context.overlay.changed.connect(self._later)
        shell.feed.changed.connect(self._later)
        notices.arrived.connect(self._arrived)
        self._ask()

    def _arrived(self) -> None:
        """Somebody signed in, or is back: what was put off is asked once more."""
        self._put_off.clear()
        self._ask()

    def _changed(self, topics: Set[object]) -> None:
        if Topic.BULLETINS in topics:
            self._ask()

    def _ask(self) -> None:
        self._context.read(
            bulletins.unread, done=self._found, failed=_quiet, kind="bulletins.must_read"
        )

    def _found(self, unread: Sequence[Shown]) -> None:
        self._waiting = tuple(one for one in unread if one.must_read)
        self._later()

    def _later(self) -> None:
        """A turn later: whoever else waited for the same moment goes first."""
        if self._open_to_offer():
            QTimer.singleShot(0, self, self._offer)

    def _open_to_offer(self) -> tuple[Shown, ...]:
        return tuple(one for one in self._waiting if self._mark(one) not in self._put_off)

    def _mark(self, one: Shown) -> tuple[UUID, UUID, int]:
        return self._context.actor.account_id, one.id, one.version

    def _offer(self) -> None:
        found = self._open_to_offer()
        if not found:
            return
        if not self._is_quiet():
            self._again.start()
            return
        self._put_off |= set(map(self._mark, found))
        self._context.open(MustReadDialog(self._context, found))

    def _is_quiet(self) -> bool:
        window, overlay, board = self._window, self._context.overlay, self._shell.feed.board
        free = board is not None and board.is_free
        alone = overlay.top() is None and overlay.at_rest() and not overlay.making()
        veiled = window.guard.covered or window.guard.locked
        here = window.isVisible() and not veiled and not window.folding.is_folded()
        return free and alone and here and not self._notices.is_greeting and not self._is_typing()

    def _is_typing(self) -> bool:
        focus = self._window.focusWidget()
        if isinstance(focus, QLineEdit):
            return bool(focus.text())
        return isinstance(focus, QPlainTextEdit | QTextEdit) and bool(focus.toPlainText())


def _quiet(_error: DeskError) -> None:
    """What cannot be read now is asked for another time."""
