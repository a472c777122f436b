"""The Incidents screen: the list, what is new first, and one report."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.board import IncidentRow
from desk.domain.clock import local_day
from desk.domain.incident import IncidentAction
from desk.domain.roles import RIGHTS, Right
from desk.domain.topics import Topic
from desk.i18n import _, ngettext
from desk.services import incidents, notice
from desk.services.incident_list import gathered
from desk.services.incidents import IncidentDetail
from desk.ui.context import Context
from desk.ui.incidents.actions_dialog import ActionsDialog
from desk.ui.incidents.annex import open_annex_of
from desk.ui.incidents.detail_pane import IncidentPane
from desk.ui.incidents.filters import IncidentFilters
from desk.ui.incidents.forms import open_amend
from desk.ui.incidents.lesson_news import LESSONS
from desk.ui.incidents.lessons import LessonsView
from desk.ui.incidents.next_steps import next_step
from desk.ui.incidents.review_actions import ReviewActions
from desk.ui.incidents.rows import rows_of
from desk.ui.preview.papers import open_incident_paper
from desk.ui.screen import Screen
from desk.ui.style import air, px
from desk.ui.sync.as_of import AsOf
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, at_once, column, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from desk.ui.attachments.dialog import FilesDialog

_TALL_ENOUGH = 400


class IncidentsScreen(Screen):
    """Reports and what became of them: a clerk's own, all of the site for the head.

    Signals:
        lessons_seen: the shared lessons were shown to this person.
    """

    lessons_seen = Signal()
    topics = frozenset({Topic.INCIDENTS, Topic.CONTENT})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        rights = RIGHTS[context.actor.role]
        self._reads_all = Right.READ_ALL_INCIDENTS in rights
        self.rows: dict[str, IncidentRow] = {}
        self.detail: IncidentDetail | None = None
        self._wanted, self._count = "", ""
        self.filters = IncidentFilters(reads_all=self._reads_all)
        self.list = RowList("", number_width=34, enter_opens=True)
        self.pane, self.as_of = IncidentPane(context.env), AsOf(context, inset=True)
        self.pane.body.addWidget(self.as_of)
        self.actions_ = ReviewActions(context, self)
        self._nothing = EmptyState()
        self.aggression = context.keyed(Button(kind="danger-outline"), "aggression")
        self.error = context.keyed(Button(), "error")
        self.learnt = context.keyed(Button(kind="link"), LESSONS)
        self.lessons: LessonsView | None = None
        self._build()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The screen's name."""
        return _("Incidents")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read the list again."""
        today = local_day(self.context.env.clock())
        self.context.read(
            incidents.rows, self.filters.chosen(today), done=self._show, kind="incidents.rows"
        )

    def retranslate(self) -> None:
        """Say everything again."""
        self._head()
        self.list.setAccessibleName(_("Incidents"))
        self.filters.retranslate()
        self.pane.retranslate()
        self.as_of.retranslate()
        self.aggression.set_text(_("Report aggression"))
        self.error.set_text(_("Report an error"))
        self.learnt.set_text(_("Lessons learnt"))
        if self.lessons is not None:
            self.lessons.retranslate()
        self._nothing.set(
            _("Nothing is reported here"),
            _("Reporting an aggressive client or an error of our own takes under a minute."),
        )
        if self.rows:
            self._show(tuple(self.rows.values()))
        self._say_again()

    def arrive(self, search: str = "") -> None:
        """The list is in use.

        Args:
            search: a report to open, as "2026-11-24 <id>"; or "lessons".
        """
        self.turn(lessons=search == LESSONS)
        if search == LESSONS:
            return
        day, _space, self._wanted = search.partition(" ")
        if self._wanted:
            self.filters.show_until(date.fromisoformat(day))
            self.refresh()
        self.list.setFocus()

    def act(self, action: str) -> None:
        """The key of the lessons shows them, and the reports again."""
        if action == LESSONS:
            self.turn(lessons=self.lessons is None or not self.lessons.isVisible())

    def turn(self, *, lessons: bool) -> None:
        """Show the shared lessons in place of the reports, or the reports again."""
        if lessons and self.lessons is None:
            self.lessons = LessonsView(self.context)
            self._outer.addWidget(self.lessons)
            self.lessons.left.connect(lambda: self.turn(lessons=False))
            self.lessons.seen.connect(self.lessons_seen)
        if self.lessons is None:
            return
        for part in (self._panel, self.pane):
            part.setVisible(not lessons)
        self.lessons.setVisible(lessons)
        if lessons:
            self.lessons.refresh()
            self.lessons.start_focus()
        else:
            self.list.setFocus()

    def _build(self) -> None:
        outer = self._outer = row(self, gap=12, margins=(12, 12, 12, 12))
        self._panel = Panel()
        self._panel.heading.add(self.learnt)
        top = column(margins=(12, 0, 12, 8))
        top.addWidget(self.filters)
        self._panel.body.addLayout(top)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.list)
        self._panel.body.addWidget(holder, 1)
        bar = Surface("bar")
        flow = Flow(bar, gap=6)
        flow.setContentsMargins(air(16), air(12), air(16), air(12))
        flow.addWidget(self.aggression)
        flow.addWidget(self.error)
        self._panel.add_foot(bar)
        outer.addWidget(self._panel, 6)
        outer.addWidget(self.pane, 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list needs the place of its heading."""
        super().resizeEvent(event)
        self._head()

    def _head(self) -> None:
        tall = self.height() >= px(_TALL_ENOUGH)
        self._panel.set_title(_("Incidents") if tall else "", self._count)
        self.filters.set_compact(not tall)

    def _connect(self) -> None:
        self.filters.changed.connect(self.refresh)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _key: self._do("open"))
        self.pane.wanted.connect(self._do)
        self.pane.given.connect(self._given)
        self.actions_.done.connect(self._read_again)
        self.aggression.clicked.connect(lambda: self.context.ask("aggression"))
        self.error.clicked.connect(lambda: self.context.ask("error"))
        self.learnt.clicked.connect(lambda: self.turn(lessons=True))

    def _show(self, found: tuple[IncidentRow, ...]) -> None:
        before = self.rows
        self.rows = {str(one.incident_id): one for one in found}
        self.actions_.use_others(found)
        self.list.set_rows(rows_of(found, self.context.env))
        count = ngettext("{n} report", "{n} reports", len(found)).format(n=len(found))
        self._count = count
        self._head()
        focused = self._nothing.isVisible()
        self._pages.setCurrentWidget(self.list if found else self._nothing)
        if self._wanted in self.rows:
            self.list.choose(self._wanted)
            self._wanted = ""
            self._do("open")
        elif found and not self.list.key():
            self.list.choose_first_soon()
        elif self.rows.get(self.list.key()) != before.get(self.list.key()):
            self._choose(self.list.key(), again=True)
        if focused and found and self.context.overlay.top() is None:
            self.list.setFocus()
        if not found:
            self.pane.show_nothing()

    def _choose(self, key: str, *, again: bool = False) -> None:
        """Show what the list knows; a report that was open is read again when it changed."""
        found = self.rows.get(key)
        opened = self.detail is not None and str(self.detail.incident.id) == key
        if found is None:
            self.pane.show_nothing()
        elif opened and again:
            self._read_again()
        else:
            self.detail = None
            with at_once(self.pane):
                self.pane.show_row(found)

    def _say_again(self) -> None:
        """The report shown, in the language in force."""
        found = self.rows.get(self.list.key())
        if self.detail is not None:
            self.pane.show_detail(self.detail)
        elif found is not None:
            self.pane.show_row(found)

    def _do(self, what: str) -> None:
        found, detail = self.rows.get(self.list.key()), self.detail
        if found is None:
            return
        if what == "open":
            self.context.write(incidents.open, found.incident_id, done=self._opened)
        elif what == "print":
            open_incident_paper(self.context, found.incident_id, found.number)
        elif detail is not None:
            self._do_with(what, detail)

    def _do_with(self, what: str, detail: IncidentDetail) -> None:
        """Something with the report that is open."""
        if what == "amend":
            open_amend(self.context, detail).closed.connect(self._amended)
        elif what == "files":
            self._files(detail)
        elif what == "annex":
            open_annex_of(self.context, detail.incident.id)
        elif what == "more":
            dialog = ActionsDialog(detail)
            self.context.open(dialog)
            dialog.closed.connect(self._act)  # once it has gone: the form opens in its place
        else:
            self._act(next_step(detail))

    def _act(self, action: object) -> None:
        if isinstance(action, IncidentAction) and self.detail is not None:
            self.actions_.do(action, self.detail)

    def _files(self, detail: IncidentDetail) -> FilesDialog:
        from desk.ui.attachments.dialog import open_files

        dialog = open_files(self.context, detail)
        dialog.closed.connect(lambda _result: self._read_again())
        return dialog

    def _given(self, source: Path | None) -> None:
        """A file was dropped on the report, or something pasted."""
        if self.detail is not None:
            dialog = self._files(self.detail)
            if source is None:
                dialog.paste()
            else:
                dialog.add(source)

    def _amended(self, result: object) -> None:
        """The report was put right: what is shown of it is read again."""
        if result is not None:
            self._read_again()

    def _read_again(self) -> None:
        """The report that is open was changed here: that is no new look at it."""
        detail, actor = self.detail, self.context.actor
        if detail is not None:
            key = detail.incident.id
            self.context.runner.read(
                lambda reader: gathered(reader, actor, key), self._opened, kind="incidents.again"
            )

    def _opened(self, detail: IncidentDetail) -> None:
        if str(detail.incident.id) == self.list.key():
            self.detail = detail
            self.pane.show_detail(detail)
            self.context.read(
                notice.seen_by,
                detail.incident.id,
                done=self.pane.show_seen,
                kind="incidents.seen",
            )
