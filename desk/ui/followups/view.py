"""The Follow-ups screen: overdue, today, later, done today; one of them beside the list."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpDetail, FollowUpKind, FollowUpLine
from desk.domain.incident import Incident, IncidentKind
from desk.domain.incident_clocks import ClockKind
from desk.domain.notice import ReportNews
from desk.domain.topics import Topic
from desk.i18n import _, ngettext
from desk.services import (
    follow_ups,
    hq_answers,
    incident_clocks,
    incident_remedy,
    incident_review,
    notice_news,
    queue,
    session,
)
from desk.services.follow_up_list import FollowUps
from desk.ui.context import Context
from desk.ui.followups.detail_pane import FollowUpPane
from desk.ui.followups.dialogs import (
    AssignDialog,
    People,
    PostponeDialog,
    RefusalDialog,
    TaskDialog,
    WhyDialog,
)
from desk.ui.followups.rows import key_of, news_key, rows_of
from desk.ui.followups.texts import title_text, what_text
from desk.ui.screen import Screen
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import Chip
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList


class FollowUpsScreen(Screen):
    """The site's follow-ups; everybody sees all of them, some may settle more than others."""

    topics = frozenset(
        {
            Topic.FOLLOW_UPS,
            Topic.QUEUE,
            Topic.CALLS,
            Topic.INCIDENTS,
            Topic.APPOINTMENTS,
            Topic.HOURS,
            Topic.CONTENT,
            Topic.DRAFTS,
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: dict[str, FollowUpLine] = {}
        self.detail: FollowUpDetail | None = None
        self.news: dict[str, ReportNews] = {}
        self._found = FollowUps((), ())
        self._wanted, self._arriving = "", False
        self.mine = Chip("")
        self.new = Button()
        self.list = RowList("", number_width=14, enter_opens=True)
        self.pane = FollowUpPane(context)
        self._nothing = EmptyState()
        self._build()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The screen's name."""
        return _("Follow-ups")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read the list again."""
        self.context.read(
            follow_ups.lines, mine=self.mine.isChecked(), done=self._show, kind="follow_ups.lines"
        )
        self.context.read(notice_news.recent_news, done=self._show_news, kind="report_news.recent")

    def retranslate(self) -> None:
        """Say everything again."""
        self.list.setAccessibleName(_("Follow-ups"))
        self.mine.setText(_("Only mine"))
        self.mine.setAccessibleName(_("Only mine"))
        self.new.set_text(_("New task…"))
        self.pane.retranslate()
        self._nothing.set(
            _("Nothing is left to do"),
            _("Promises, gaps and reports appear here by themselves; a task can be added."),
        )
        self._show(self._found)
        if self.detail is not None:
            self.pane.show_detail(self.detail)
        elif self.lines:
            self._choose(self.list.key())

    def arrive(self, search: str = "") -> None:
        """The list is in use; `search` is the key of a line to choose."""
        self._wanted, self._arriving = search, True
        self.refresh()
        (self.list if self.lines else self.new).setFocus()

    def _build(self) -> None:
        outer = row(self, gap=12, margins=(12, 12, 12, 12))
        self._panel = Panel(_("Follow-ups"))
        self._panel.heading.add(self.mine)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self.list)
        inside = column()
        inside.addWidget(holder, 1)
        self._panel.body.addLayout(inside, 1)
        self._panel.add_flow_bar().addWidget(self.new)
        outer.addWidget(self._panel, 6)
        outer.addWidget(self.pane, 5)

    def _connect(self) -> None:
        self.mine.toggled.connect(self.refresh)
        self.new.clicked.connect(self._new)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._opened_by_key)
        self.pane.wanted.connect(self._do)

    def _show_news(self, found: tuple[ReportNews, ...]) -> None:
        known = {news_key(one): one for one in found}
        if known != self.news:
            self.news = known
            self._show(self._found)

    def _show(self, found: FollowUps) -> None:
        before = self.lines
        self._found = found
        self.lines = {key_of(line): line for line in (*found.open, *found.done)}
        env, news = self.context.env, tuple(self.news.values())
        self.list.set_rows(rows_of(found, env, env.clock(), news))
        many = ngettext("{n} open", "{n} open", len(found.open)).format(n=len(found.open))
        self._panel.set_title(_("Follow-ups"), many if found.open else "")
        anything = bool(self.lines or self.news)
        self._pages.setCurrentWidget(self.list if anything else self._nothing)
        if self._wanted in self.lines:
            self.list.choose(self._wanted)
            self._wanted = ""
        if self._arriving and self.new.hasFocus() and self.lines:
            self.list.setFocus()
        self._arriving = False
        key = self.list.key()
        if not key and anything:
            self.list.choose_first_soon()
        elif self.lines.get(key) != before.get(key) or not anything:
            self._choose(key)

    def _line(self) -> FollowUpLine | None:
        return self.lines.get(self.list.key())

    def _choose(self, key: str) -> None:
        line = self.lines.get(key)
        self.detail = None
        if key in self.news:
            self.pane.show_news(self.news[key])
        elif line is None:
            self.pane.show_nothing()
        else:
            self.pane.show_line(line)

    def _opened_by_key(self, _key: str) -> None:
        offered = self.pane.buttons
        if offered["open"].isVisible():
            self._do("open")
        elif offered["jump"].isVisible():
            self._do("jump")

    def _do(self, what: str) -> None:
        line, news = self._line(), self.news.get(self.list.key())
        if news is not None:
            self.context.go(
                "incidents", f"{local_day(self.context.env.clock())} {news.incident_id}"
            )
        if line is None:
            return
        steps: dict[str, Callable[[FollowUpLine], None]] = {
            "open": self._open,
            "jump": self._jump,
            "done": self._done,
            "postpone": self._postpone,
            "assign": self._assign,
            "undo": self._undo,
            "why": self._why,
        }
        steps[what](line)

    def _open(self, line: FollowUpLine) -> None:
        self.context.write(follow_ups.detail, line.ref, done=self._opened, failed=self._refused)

    def _opened(self, detail: FollowUpDetail) -> None:
        if key_of(detail.line) == self.list.key():
            self.detail = detail
            self.pane.show_detail(detail)

    def _jump(self, line: FollowUpLine) -> None:
        kind, subject, part = line.ref
        match kind:
            case FollowUpKind.REFUSAL:
                self._fill_in(line)
            case FollowUpKind.TICKET:
                self.context.go("today", f"visit:{subject}")
            case FollowUpKind.BOOKING:
                self.context.go("schedule", f"{local_day(line.since)} {subject}")
            case FollowUpKind.DRAFT:
                from desk.ui.incidents.forms import open_first_report

                open_first_report(self.context, IncidentKind(part))
            case FollowUpKind.TREND if line.clock is None:
                self.context.go("incidents")
            case FollowUpKind.ANSWER:
                self.context.read(hq_answers.report_of, subject, done=self._show_report)
            case _:
                self.context.go("incidents", f"{local_day(line.since)} {subject}")

    def _show_report(self, incident: Incident) -> None:
        self.context.go("incidents", f"{incident.day} {incident.id}")

    def _fill_in(self, line: FollowUpLine) -> None:
        dialog = RefusalDialog(line.number, told="complaint" not in line.gaps)
        self.context.open(dialog)

        def given(values: Any) -> None:
            if values is not None:
                reason, basis, told = values
                self._write(queue.complete, line.ref.id, reason, basis, complaint_told=told)

        dialog.closed.connect(given)

    def _done(self, line: FollowUpLine) -> None:
        said = _("Done: {what}").format(what=title_text(self.context.env, line))
        clock, report = line.clock, line.ref.id
        if clock is not None and clock.kind is ClockKind.TASK:
            task = UUID(clock.id.partition(":")[2])
            self._write(incident_remedy.task_done, report, task, said=said)
        elif clock is not None and clock.kind is ClockKind.CARE:
            day = date.fromisoformat(clock.id.partition(":")[2])
            self._write(incident_clocks.looked_after, report, day, said=said)
        else:
            self._write(follow_ups.done, line.ref, said=said)

    def _why(self, line: FollowUpLine) -> None:
        clock = line.clock
        assert clock is not None
        dialog = WhyDialog(what_text(self.context.env, line))
        self.context.open(dialog)

        def given(values: Any) -> None:
            if values is not None:
                self._write(incident_review.missed, line.ref.id, clock.id, *values)

        dialog.closed.connect(given)

    def _undo(self, line: FollowUpLine) -> None:
        self._write(follow_ups.undo_done, line.ref)

    def _postpone(self, line: FollowUpLine) -> None:
        title = title_text(self.context.env, line)
        dialog = PostponeDialog(title, self.context.env.clock())
        self.context.open(dialog)

        def given(values: Any) -> None:
            if values is not None:
                self._write(follow_ups.postpone, line.ref, *values)

        dialog.closed.connect(given)

    def _assign(self, line: FollowUpLine) -> None:
        def ask(people: People) -> None:
            dialog = AssignDialog(title_text(self.context.env, line), people)
            self.context.open(dialog)
            dialog.closed.connect(given)

        def given(values: Any) -> None:
            if values is not None:
                self._write(follow_ups.assign, line.ref, *values)

        self.context.runner.read(lambda reader: _people(reader), ask)

    def _new(self) -> None:
        def ask(people: People) -> None:
            dialog = TaskDialog(people, self.context.env.clock())
            self.context.open(dialog)
            dialog.closed.connect(given)

        def given(values: Any) -> None:
            if values is not None:
                kind, text, due, who = values
                self._write(follow_ups.add, kind, text, due_at=due, assignee_id=who)

        self.context.runner.read(lambda reader: _people(reader), ask)

    def _write(self, use_case: Any, *values: Any, said: str = "", **options: Any) -> None:
        def done(_result: object) -> None:
            if said:
                self.context.say(said)

        self.context.write(use_case, *values, done=done, failed=self._refused, **options)

    def _refused(self, error: DeskError) -> None:
        """Somebody was faster, or the term is over: say so and show how it stands."""
        self.context.fail(error)
        self.refresh()


def _people(reader: Any) -> People:
    return [(card.account_id, card.name) for card in session.people(reader)]
