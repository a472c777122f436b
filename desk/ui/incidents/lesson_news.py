"""A quiet line over the screens: a lesson was shared; never while a client is served."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desk.domain.board import Board
from desk.domain.errors import DeskError
from desk.domain.statistics import Lesson
from desk.domain.topics import Topic
from desk.i18n import _, ngettext
from desk.services import lessons
from desk.ui.context import Context
from desk.ui.shell import Shell
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row
from desk.ui.widgets.text import Label

if TYPE_CHECKING:
    from desk.ui.window import MainWindow

LESSONS = "lessons"
"""What the Incidents screen is asked for: `context.go("incidents", LESSONS)`."""
_UNDER_THE_TABS = 2


class LessonNews(Surface):
    """Hidden while there is nothing new, and while somebody is served or called."""

    def __init__(self, context: Context, shell: Shell) -> None:
        super().__init__("soft")
        self._context = context
        self._count, self._free = 0, False
        self.text, self.look = Label(wrap=True), Button(kind="quiet")
        inside = row(self, gap=12, margins=(16, 4, 12, 4))
        inside.addWidget(self.text, 1)
        inside.addWidget(self.look)
        self.hide()
        self.look.clicked.connect(self._open)
        context.bus.changed.connect(self._changed)
        shell.feed.changed.connect(self._look)
        shell.shown.connect(self._shown)
        self._shell = shell
        self._joined = False
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.look.set_text(_("Read"), _("Read the lessons that are new"))
        text = ngettext(
            "{n} new lesson from a review: what we can do better.",
            "{n} new lessons from reviews: what we can do better.",
            self._count,
        )
        self.text.setText(text.format(n=self._count))

    def refresh(self) -> None:
        """Ask what is new."""
        self._context.read(lessons.unread, done=self._found, failed=_quiet, kind="lessons.news")

    def _open(self) -> None:
        self._context.go("incidents", LESSONS)

    def _changed(self, topics: Set[object]) -> None:
        if Topic.INCIDENTS in topics:
            self.refresh()

    def _shown(self, name: str) -> None:
        """Whoever reads them on the Incidents screen has no need of the line."""
        if name != "incidents":
            return
        from desk.ui.incidents.view import IncidentsScreen  # it is shown: built by now

        screen = self._shell.screens.get(name)
        if not self._joined and isinstance(screen, IncidentsScreen):
            self._joined = True
            screen.lessons_seen.connect(self._read)

    def _read(self) -> None:
        self._found(())

    def _look(self, board: Board) -> None:
        self._free = board.is_free
        self._tell()

    def _found(self, new: Sequence[Lesson]) -> None:
        self._count = len(new)
        self.retranslate()
        self._tell()

    def _tell(self) -> None:
        self.setVisible(self._free and bool(self._count))


def _quiet(_error: DeskError) -> None:
    """News that cannot be read now are told another time."""


def watch_lessons(window: MainWindow, context: Context, shell: Shell) -> LessonNews | None:
    """The line of a session that has just begun; None for who has no Incidents screen."""
    if "incidents" not in shell.names:
        return None
    news = LessonNews(context, shell)
    layout = shell.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(_UNDER_THE_TABS, news)
    window.retranslated.connect(news.retranslate)
    news.refresh()
    return news
