"""Statistics: key figures, charts or tables of the same, a sheet to print, a file to send."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desk.domain.errors import DeskError
from desk.domain.topics import Topic
from desk.i18n import _, ngettext
from desk.services.statistics_words import count_text
from desk.ui.context import Context
from desk.ui.schedule.reading import Pages
from desk.ui.screen import Screen
from desk.ui.statistics.board import Board
from desk.ui.statistics.chooser import Chooser
from desk.ui.statistics.giving import ask_csv, open_month_sheet
from desk.ui.statistics.reading import Found, read, read_ahead
from desk.ui.statistics.spans import last_month
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Elided, line

TABLE_KEY = "Ctrl+T"


class StatisticsPage(Screen):
    """For head and deputy: their branch in figures, never a person."""

    topics = frozenset({Topic.INCIDENTS, Topic.CONTENT})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: Found | None = None
        self.panel = Panel(" ")
        self.chooser = Chooser(self)
        self.tables = Button(kind="quiet", key=TABLE_KEY)
        self.board = Board(context.env)
        self.nothing = EmptyState()
        self.pages = Pages(self.board, self.nothing)
        self.sheet, self.csv = Button(), Button()
        self.remark = Elided("small", "dim")
        self._build()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Statistics")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read the figures of the chosen span again."""
        shown = self.found is not None and self.found.span == self.chooser.span
        known = shown and self.found is not None and self.found.unit is self.chooser.unit
        wanted = self.board if self.found is None or self.found.figures else self.nothing
        self.pages.ask(wanted, known=known and self.found is not None)
        self._read_ahead(1)

    def _read_ahead(self, left: int) -> None:
        """Month by month, with others between, and the figures when all of them are in mind."""
        work, done = (read_ahead, self._read_ahead) if left else (read, self._show)
        span = self.chooser.span
        self.context.read(
            work, self.chooser.unit, span, done=done, failed=self._failed, kind="statistics"
        )

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.chooser.retranslate()
        self.pages.retranslate()
        self.sheet.set_text(_("Monthly sheet…"))
        self.csv.set_text(_("Save as CSV…"))
        self.remark.set_whole(_("In the file numbers under 5 are hidden; it names nobody."))
        self._name()
        if self.found is not None:
            self._show(self.found)

    def arrive(self, search: str = "") -> None:
        """The span first."""

    def _build(self) -> None:
        column(self).addWidget(self.panel)
        head = row(gap=8, margins=(16, 0, 12, 8))
        head.addWidget(self.chooser, 1)
        head.addWidget(self.tables, 0, Qt.AlignmentFlag.AlignTop)
        self.panel.body.addLayout(head)
        self.panel.body.addWidget(self.pages, 1)
        self.panel.body.insertWidget(1, line())
        bar = self.panel.add_bar()
        bar.addWidget(self.sheet)
        bar.addWidget(self.csv)
        bar.addSpacing(px(8))
        bar.addWidget(self.remark, 1)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self.refresh)
        self.pages.again.connect(self.refresh)
        self.tables.clicked.connect(self.turn)
        self.sheet.clicked.connect(self._sheet)
        self.csv.clicked.connect(self._csv)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its own key, from anywhere in the page; an action given the same key goes before."""
        if QKeySequence(event.keyCombination()).toString() == TABLE_KEY:
            self.tables.click()
        else:
            super().keyPressEvent(event)

    def turn(self) -> None:
        """Charts as tables, and back."""
        self.board.use_tables(not self.board.as_tables)
        self._name()

    def _name(self) -> None:
        tables = self.board.as_tables
        self.tables.set_text(_("As charts") if tables else _("As tables"))
        figures = self.found.figures if self.found else None
        remark = ""
        if figures is not None:
            visits = ngettext("{n} visit", "{n} visits", figures.visits)
            reports = ngettext("{n} report", "{n} reports", figures.reports)
            counts = (
                visits.format(n=count_text(figures.visits)),
                reports.format(n=count_text(figures.reports)),
            )
            remark = " · ".join((self.chooser.text(), *counts))
        self.panel.set_title(_("Statistics"), remark)

    def _show(self, found: Found) -> None:
        self.found = found
        self.chooser.set_months(found.months, found.span)
        self.sheet.setEnabled(found.span is not None)
        self.csv.setEnabled(found.span is not None)
        self.tables.setEnabled(found.span is not None)
        self._name()
        figures = found.figures
        if figures is None or found.trend is None:
            self._say_nothing()
            self.pages.ask(self.nothing, known=True)
        else:
            self.board.show_figures(figures, found.trend)
            self.pages.ask(self.board, known=True)
        self.pages.show_page()

    def _say_nothing(self) -> None:
        self.nothing.set(
            _("There are no figures yet"),
            _("They come by themselves: with the first visits taken in and the first reports."),
        )

    def _failed(self, error: DeskError) -> None:
        if not self.pages.refuse(error):
            self.context.fail(error)

    def _sheet(self) -> None:
        if self.found is not None and self.found.span is not None:
            open_month_sheet(self.context, last_month(self.found.span, self.found.months))

    def _csv(self) -> None:
        if self.found is not None and self.found.span is not None:
            ask_csv(self, self.context, self.found.span, self.chooser.unit)
