"""What others did to accounts with more rights, until it has been seen."""

from __future__ import annotations

from desk.domain.roles import RIGHTS, Right
from desk.i18n import _
from desk.services import account_news
from desk.services.account_news import AccountNews
from desk.ui.branch.people_texts import news_text
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row
from desk.ui.widgets.text import Label


class NewsBanner(Surface):
    """A line for each; hidden when there is nothing, or for who is not told."""

    def __init__(self, context: Context) -> None:
        super().__init__("warn")
        self._context = context
        self.lines, self.seen = Label(wrap=True), Button()
        inside = row(self, gap=12, margins=(16, 10, 12, 10))
        inside.addWidget(self.lines, 1)
        inside.addWidget(self.seen)
        self.seen.clicked.connect(self._note_seen)
        self.hide()

    def refresh(self) -> None:
        """Read again."""
        if Right.READ_ACCESS_LOG in RIGHTS[self._context.actor.role]:
            self._context.read(account_news.news, done=self._show, kind="account_news")

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.seen.set_text(_("Seen"))
        self.refresh()

    def _show(self, news: tuple[AccountNews, ...]) -> None:
        self.lines.setText("\n".join(news_text(item) for item in news))
        self.setVisible(bool(news))

    def _note_seen(self) -> None:
        self._context.write(account_news.note_seen, done=self._hide)

    def _hide(self, _nothing: object) -> None:
        self.hide()
