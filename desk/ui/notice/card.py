"""What a person meets before the day's work: reports to read, and news about their own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desk.domain.clock import local_day
from desk.domain.notice import NoticeLine, ReportNews
from desk.i18n import _
from desk.services import notice, notice_news
from desk.ui.context import Context
from desk.ui.followups.clock_texts import moment_text
from desk.ui.followups.news_texts import news_title, news_who
from desk.ui.notice.texts import headline, line_remark, line_title, only_here_text
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import column
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label, SectionTitle

_MOST_ROWS = 6
_MOST_NEWS = 6


class _Rows(RowList):
    """As tall as its first rows need at the width that it gets, once it has it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the words elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Take the height of the rows that are to be seen whole."""
        shown = min(self.rows.rowCount(), _MOST_ROWS)
        self.setFixedHeight(sum(map(self.sizeHintForRow, range(shown))) + px(2))


class NoticeCard(Dialog):
    """Reports one by one: Enter opens one, Ctrl+Enter says that it has been read.

    Args:
        lines: reports to be read, for head and deputy; news: of the person's own reports.
        outside: whether this PC can say something while its window is hidden.
    """

    def __init__(
        self,
        context: Context,
        lines: Sequence[NoticeLine],
        news: Sequence[ReportNews],
        *,
        outside: bool,
    ) -> None:
        title = headline(len(lines)) if lines else _("News about your reports")
        super().__init__(title, size="normal")
        self._context, self._lines = context, list(lines)
        self._told = bool(news)
        self.list = _Rows(title, number_width=14, enter_opens=True)
        self.open_it = Button(_("Open the report"), key="Enter")
        self.read = Button(_("I have read it"), kind="primary", key="Ctrl+Enter", guarded=True)
        if lines:
            self._add_lines(outside=outside)
        if news:
            self._add_news(news, alone=not lines)
        for button in (self.open_it, self.read):
            self.buttons.addWidget(button)
        self.open_it.setVisible(bool(lines))
        self._connect()

    def start_focus(self) -> QWidget:
        """The list; with news alone there is nothing to do but read."""
        return self.list if self._lines else self.read

    def left(self) -> tuple[NoticeLine, ...]:
        """What has not been read yet."""
        return tuple(self._lines)

    def say_read(self) -> None:
        """The chosen report has been read; the last one closes the card."""
        line = self._chosen()
        if line is None:
            self.finish(None)
            return
        self._mark(line)
        self._lines.remove(line)
        if not self._lines:
            self.finish(None)
            return
        self._fill()

    def finish(self, result: object) -> None:
        """News are told once, however the card is left."""
        if self._told:
            self._told = False
            self._context.write(notice_news.note_news_read)
        super().finish(result)

    def _add_lines(self, *, outside: bool) -> None:
        self.body.addWidget(Label(only_here_text(), "small", "ink2", wrap=True))
        self.body.addWidget(self.list)
        self._fill()
        self.list.choose_first()
        if not outside:
            text = _("This PC shows no notifications while the window is hidden.")
            self.body.addWidget(Label(text, "small", "dim", wrap=True))

    def _add_news(self, news: Sequence[ReportNews], *, alone: bool) -> None:
        now = self._context.env.clock()
        if not alone:
            self.body.addWidget(SectionTitle(_("News about your reports"), ""))
        for one in news[-_MOST_NEWS:]:
            parts = (one.number, news_who(one), moment_text(one.at, now))
            remark = " · ".join(part for part in parts if part)
            pair = column(gap=2)
            pair.addWidget(Label(news_title(one), "medium", wrap=True))
            pair.addWidget(Label(remark, "small", "ink2", wrap=True))
            self.body.addLayout(pair)
        more = _("All of it stands in Follow-ups.")
        self.body.addWidget(Label(more, "small", "dim", wrap=True))

    def _connect(self) -> None:
        self.list.opened.connect(self._open_by_key)
        self.open_it.clicked.connect(self._open)
        self.read.clicked.connect(self.say_read)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.say_read)

    def _fill(self) -> None:
        now = self._context.env.clock()
        self.list.set_rows([_row(line, line_remark(line, now)) for line in self._lines])
        self.list.fit()
        self.list.choose(self.list.key() or str(self._lines[0].incident_id))
        self.title.setText(headline(len(self._lines)))

    def _chosen(self) -> NoticeLine | None:
        key = self.list.key()
        return next((line for line in self._lines if str(line.incident_id) == key), None)

    def _open_by_key(self, _key: str) -> None:
        self._open()

    def _open(self) -> None:
        line = self._chosen()
        if line is None:
            return
        self._mark(line)
        self.finish(line.incident_id)
        self._context.go("incidents", f"{local_day(line.recorded_at)} {line.incident_id}")

    def _mark(self, line: NoticeLine) -> None:
        read: UUID = line.incident_id
        self._context.write(notice.seen, read)


def _row(line: NoticeLine, remark: str) -> Row:
    title = line_title(line)
    grave = line.breaks_in
    return Row(
        str(line.incident_id),
        title,
        remark,
        number="!" if grave else " ",
        tone="danger" if grave else "",
        spoken=f"{title}, {remark}",
    )
