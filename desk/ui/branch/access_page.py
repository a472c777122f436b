"""The access log: who looked at what, and when; reading it is written down too."""

from __future__ import annotations

from collections.abc import Set
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desk.domain.clock import local_day
from desk.i18n import _
from desk.services import access_list
from desk.services.access_list import LogFilter, LogPage
from desk.ui.branch.access_model import RECORD, AccessModel
from desk.ui.branch.access_texts import WHAT_TEXTS
from desk.ui.branch.news_banner import NewsBanner
from desk.ui.context import Context
from desk.ui.preview.files import ask_save, write_file
from desk.ui.screen import Screen
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import Chip
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import ScrollColumn, column
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_PERIODS = (1, 7, 30, 365)
"""Days back from today, today included."""


class AccessPage(Screen):
    """Filters, the table, and a file of it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.news = NewsBanner(context)
        self.panel = Panel(" ")
        self.who, self.what, self.period = Picker(), Picker(), Picker()
        self.own = Chip("")
        self.count = Label(tone="ink2")
        self.save = Button()
        self.model = AccessModel(self)
        self.table = QTableView()
        self._wanted: LogFilter | None = None
        self._build()
        for picker in (self.who, self.what, self.period):
            picker.activated.connect(self.read_anew)
        self.own.toggled.connect(self.read_anew)
        self.save.clicked.connect(self._ask_save)
        self.model.wanted.connect(self._read_on)
        self.retranslate()

    def _build(self) -> None:
        flow = Flow(gap=8)
        flow.setContentsMargins(px(16), 0, px(12), px(8))
        for control in (self.period, self.who, self.what, self.own):
            flow.addWidget(control)
        self.panel.body.addLayout(flow)
        self.panel.body.addWidget(self.table, 1)
        bar = self.panel.add_bar()
        bar.addWidget(self.count, 1)
        bar.addWidget(self.save)
        scroll = ScrollColumn(gap=12)
        scroll.column.addWidget(self.news)
        scroll.column.addWidget(self.panel, 1)
        column(self).addWidget(scroll)
        self.table.setMinimumHeight(px(200))
        for picker in (self.who, self.what, self.period):
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToContents)
        self._dress_table()

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        down, across = table.verticalHeader(), table.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(px(32))
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setMinimumSectionSize(px(96))
        across.setSectionResizeMode(RECORD, QHeaderView.ResizeMode.Stretch)

    def title(self) -> str:
        """The page's name for screen readers."""
        return _("Access log")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read names and the log again."""
        self.news.refresh()
        self.context.read(access_list.people_of_log, done=self._show_people, kind="log_people")
        self.read_anew()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.news.retranslate()
        self.panel.set_title(_("Access log"), _("Reading it is written down too."))
        names = (_("Today"), _("Last 7 days"), _("Last 30 days"), _("Last year"))
        periods = [(str(n), name) for n, name in zip(_PERIODS, names, strict=True)]
        self.period.set_items(periods, self.period.key() or "7")
        whats = [(look.value, _(text)) for look, text in WHAT_TEXTS.items()]
        self.what.set_items([("", _("Everything")), *whats], self.what.key())
        if not self.who.count():
            self.who.set_items([("", _("Everybody"))])
        self.who.setItemText(0, _("Everybody"))
        self.own.setText(_("Own record or same surname"))
        self.save.set_text(_("Save as a file…"))
        for control, name in (
            (self.who, _("Person")),
            (self.what, _("What")),
            (self.period, _("Period")),
            (self.own, _("Own record or same surname")),
            (self.table, _("Access log")),
        ):
            control.setAccessibleName(name)
        self.model.say_again()
        self._tell_count()

    def arrive(self, search: str = "") -> None:
        """The table is where reading begins."""
        self.table.setFocus()

    def wanted(self) -> LogFilter:
        """The filter as chosen."""
        today, days = local_day(self.context.env.clock()), int(self.period.key())
        who = self.who.key()
        return LogFilter(
            first=today - timedelta(days=days - 1),
            last=today,
            account_id=UUID(who) if who else None,
            what=self.what.key(),
            own=self.own.isChecked(),
        )

    def read_anew(self) -> None:
        """Another filter: another look at the log."""
        self._wanted = self.wanted()
        self.context.write(access_list.open_log, self._wanted, done=self._show)

    def _show(self, page: LogPage) -> None:
        self.model.start(page.lines, more=page.more)
        self.table.scrollToTop()
        self._tell_count()

    def _read_on(self) -> None:
        last = self.model.last()
        if last is not None and self._wanted is not None:
            self.context.read(
                access_list.more_log, self._wanted, last, done=self._add, kind="more_log"
            )

    def _add(self, page: LogPage) -> None:
        self.model.add(page.lines, more=page.more)
        self._tell_count()

    def _tell_count(self) -> None:
        more = self.model.canFetchMore()
        text = _("{n} lines, scroll for older ones") if more else _("{n} lines")
        self.count.setText(text.format(n=self.model.rowCount()))

    def _show_people(self, people: tuple[tuple[UUID, str], ...]) -> None:
        items = [(str(account_id), name) for account_id, name in people]
        self.who.set_items([("", _("Everybody")), *items], self.who.key())

    def _ask_save(self) -> None:
        wanted = self.wanted()
        name = f"access-{wanted.first:%Y-%m-%d}-{wanted.last:%Y-%m-%d}.csv"
        kinds = [_("Table (*.csv)")]
        ask_save(self, _("Save the access log"), name, kinds, partial(self.save_to, wanted))

    def save_to(self, wanted: LogFilter, path: Path) -> None:
        """Write what a filter lets through to a file; logged as an export."""
        self.context.write(access_list.export_log, wanted, done=partial(self._write, path))

    def _write(self, path: Path, data: bytes) -> None:
        self.context.runner.work(
            lambda: write_file(path, data),
            lambda _none: self.context.say(_("Saved: {name}").format(name=path.name)),
            self.context.fail,
        )
