"""A quiet line over the screens: headquarters sent something; never while a client is served."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desk.domain.board import Board
from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.i18n import _, ngettext
from desk.services import bulletins, content_store
from desk.services.bulletins import Shown
from desk.ui.context import Context
from desk.ui.shell import Shell
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row
from desk.ui.widgets.text import Label, Pill

if TYPE_CHECKING:
    from desk.ui.window import MainWindow

_UNDER_THE_TABS = 2


class BulletinNews(Surface):
    """Hidden while there is nothing new, and while somebody is served or called."""

    def __init__(self, context: Context, shell: Shell) -> None:
        super().__init__("soft")
        self._context = context
        self._count = self._must = 0
        self._rules = self._free = False
        self.mark, self.text = Pill("", "warn"), Label(wrap=True)
        self.look, self.use = Button(kind="quiet"), Button(kind="quiet")
        inside = row(self, gap=12, margins=(16, 4, 12, 4))
        inside.addWidget(self.mark)
        inside.addWidget(self.text, 1)
        inside.addWidget(self.look)
        inside.addWidget(self.use)
        self.hide()
        self.look.clicked.connect(self._open)
        context.bus.changed.connect(self._changed)
        shell.feed.changed.connect(self._look)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.look.set_text(_("Read"), _("Read the messages from headquarters"))
        self.use.set_text(_("Use it now"), _("Use the new content from headquarters now"))
        self.mark.set(_("To be read"), "warn")
        self._tell()

    def refresh(self) -> None:
        """Ask what is new."""
        ask = self._context.read
        ask(bulletins.unread, done=self._found, failed=_quiet, kind="bulletins.news")
        ask(
            content_store.is_newer_installed,
            done=self._found_rules,
            failed=_quiet,
            kind="content.news",
        )

    def _open(self) -> None:
        self._context.ask("bulletins")

    def _changed(self, topics: Set[object]) -> None:
        if {Topic.BULLETINS, Topic.CONTENT, Topic.SETTINGS} & topics:
            self.refresh()

    def _look(self, board: Board) -> None:
        self._free = board.is_free
        self._tell()

    def _found(self, new: Sequence[Shown]) -> None:
        self._count, self._must = len(new), sum(one.must_read for one in new)
        self._tell()

    def _found_rules(self, newer: bool) -> None:
        self._rules = newer
        self._tell()

    def _tell(self) -> None:
        parts = [self._of_messages()] if self._count else []
        if self._rules:
            parts.append(_("New content came from headquarters; it holds from the next sign-in."))
        self.text.setText(" ".join(parts))
        self.mark.setVisible(bool(self._must))
        self.look.setVisible(bool(self._count))
        self.use.setVisible(self._rules)
        self.setVisible(self._free and bool(parts))

    def _of_messages(self) -> str:
        text = ngettext(
            "{n} new message from headquarters.", "{n} new messages from headquarters.", self._count
        )
        return text.format(n=self._count)


def _quiet(_error: DeskError) -> None:
    """News that cannot be read now are told another time."""


def watch_bulletins(window: MainWindow, context: Context, shell: Shell) -> BulletinNews:
    """The line of a session that has just begun."""
    news = BulletinNews(context, shell)
    layout = shell.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(_UNDER_THE_TABS, news)
    window.retranslated.connect(news.retranslate)
    news.use.clicked.connect(window.renewal.now)
    news.refresh()
    return news
