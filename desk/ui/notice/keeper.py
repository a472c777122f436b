"""Tells head and deputy of reports at this PC, and reporters of what was done with theirs.

Nothing opens by itself over a client's data: the card comes when a session begins and nobody is at
the counter; afterwards a line over the screens.  While somebody is served only what is grave is
said, by number; everything else waits until the counter is free.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from desk.domain.board import Board
from desk.domain.notice import NoticeLine, ReportNews
from desk.domain.roles import RIGHTS, Right
from desk.services import notice, notice_news
from desk.ui.bulletins.must_read import MustRead
from desk.ui.bulletins.news import watch_bulletins
from desk.ui.context import Context
from desk.ui.incidents.lesson_news import watch_lessons
from desk.ui.notice.banner import NoticeBanner
from desk.ui.notice.card import NoticeCard
from desk.ui.notice.outside import Outside, Tray, is_seen, system_outside
from desk.ui.notice.texts import headline, outside_text, short_text
from desk.ui.shell import Shell

if TYPE_CHECKING:
    from desk.ui.window import MainWindow

_UNDER_THE_TABS = 2


class NoticeKeeper(QObject):
    """One for each session.

    Args:
        seen: whether somebody can see the window, or its strip.
        bring: brings the window to the front.

    Signals:
        arrived: somebody signed in, or is back at this PC.
    """

    arrived = Signal()

    def __init__(
        self,
        context: Context,
        shell: Shell,
        seen: Callable[[], bool],
        bring: Callable[[], None],
    ) -> None:
        super().__init__(shell)
        rights = RIGHTS[context.actor.role]
        self._reads = Right.ACKNOWLEDGE_INCIDENT in rights
        self._context, self._shell, self._seen, self._bring = context, shell, seen, bring
        self._outside: Outside | None = None
        self._asked_system = False
        self.banner = NoticeBanner()
        self.lines: tuple[NoticeLine, ...] = ()
        self._told: set[UUID] = set()
        self._news: tuple[ReportNews, ...] = ()
        self._arriving, self._first = False, True
        layout = shell.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(_UNDER_THE_TABS, self.banner)
        self.banner.wanted.connect(self.show_card)
        self._greets = Right.REPORT_INCIDENT in rights
        if self._greets:
            shell.feed.changed.connect(self._look)

    def outside(self) -> Outside | None:
        """How to say something outside the window; asked of the system once, when needed."""
        if not self._asked_system:
            self._asked_system = True
            found = system_outside(self)
            if isinstance(found, Tray):
                found.wanted.connect(self._bring)
            self._outside = found
        return self._outside

    def use_outside(self, outside: Outside | None) -> None:
        """Say it in this way, whatever the system has."""
        self._outside, self._asked_system = outside, True

    def arrive(self) -> None:
        """Somebody signed in, or is back at this PC: what came meanwhile stands first."""
        self._arriving = True
        self.arrived.emit()

    @property
    def is_greeting(self) -> bool:
        """Whether it is still to be seen what came before this person did."""
        return self._arriving and self._greets

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.banner.retranslate()

    def show_card(self) -> None:
        """Open the card, unless there is nothing to show or it is open already."""
        if self._context.overlay.holds(NoticeCard) or not (self.lines or self._news):
            return
        can_say = self.outside() is not None
        card = NoticeCard(self._context, self.lines, self._news, outside=can_say)
        self._news = ()
        self._context.open(card)

    def _look(self, _board: Board) -> None:
        if self._reads:
            self._context.read(notice.unseen, done=self._found, kind="notice.unseen")
        elif self._arriving:
            self._ask_news()

    def _found(self, lines: tuple[NoticeLine, ...]) -> None:
        free = self._free()
        self.lines = lines
        shown = tuple(line for line in lines if free or line.breaks_in)
        fresh = tuple(line for line in shown if line.incident_id not in self._told)
        self._told |= {line.incident_id for line in shown}
        self.banner.tell(shown)
        if self._arriving:
            self._ask_news()
        elif fresh and not self._first:
            self._tell(fresh)
        self._first = False

    def _ask_news(self) -> None:
        self._context.read(notice_news.report_news, done=self._greet, kind="report_news")

    def _greet(self, news: tuple[ReportNews, ...]) -> None:
        """Before the day's work, unless a client is at the counter already."""
        if not self._arriving:
            return
        self._arriving = False
        self._news = news
        if self._free():
            self.show_card()

    def _tell(self, fresh: tuple[NoticeLine, ...]) -> None:
        first = fresh[0]
        text = short_text(first) if len(fresh) == 1 else headline(len(fresh))
        self._context.say(text, "danger" if first.breaks_in else "warn")
        if self._seen():
            return
        outside = self.outside()
        if outside is not None:
            outside.show(outside_text(first) if len(fresh) == 1 else headline(len(fresh)))

    def _free(self) -> bool:
        board = self._shell.feed.board
        return board is None or board.is_free


def keep_notices(window: MainWindow, context: Context, shell: Shell) -> NoticeKeeper:
    """The notices of a session that has just begun in a window."""

    def bring() -> None:
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    keeper = NoticeKeeper(context, shell, lambda: is_seen(window, window.folding.strip), bring)
    window.retranslated.connect(keeper.retranslate)
    watch_lessons(window, context, shell)
    watch_bulletins(window, context, shell)
    MustRead(window, context, shell, keeper)
    return keeper
