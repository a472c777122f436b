"""Day close: who is still here, what is left to do, the figures; then the head closes the day."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from desk.domain.day_record import DayRecord
from desk.domain.errors import DeskError
from desk.domain.follow_up import FollowUpLine
from desk.domain.topics import Topic
from desk.error_texts import error_text
from desk.formats import short_day_text
from desk.i18n import _, ngettext
from desk.services import day_close
from desk.ui.branch.day_texts import (
    closed_text,
    day_name,
    end_pairs,
    figure_pairs,
    here_line,
    here_title,
)
from desk.ui.context import Context
from desk.ui.duties.sheet import Sheet
from desk.ui.followups.rows import key_of
from desk.ui.followups.texts import about_text, due_text, title_text
from desk.ui.preview.papers import open_closing_paper
from desk.ui.screen import Screen
from desk.ui.today.closing_words import closing_said
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.text import Label

_MOST = 12
_LONG = 48


class DayPage(Screen):
    """One page from top to bottom: what speaks against closing comes first."""

    topics = frozenset(
        {
            Topic.QUEUE,
            Topic.DAY_RECORD,
            Topic.FOLLOW_UPS,
            Topic.INCIDENTS,
            Topic.HOURS,
            Topic.CALLS,
            Topic.APPOINTMENTS,
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.page: day_close.DayPage | None = None
        self.day: date | None = None
        self.sheet = Sheet()
        self.reason = LineField()
        self.problem = Label(tone="danger", wrap=True)
        self.close_day = Button(kind="primary", guarded=True)
        self.reopen = Button(guarded=True)
        self.report = Button()
        self.other = Button(kind="link")
        self._panel = Panel(_("The day"))
        self._build()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("The day")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read the day again."""
        self.context.read(day_close.page, self.day, done=self._show, kind="day_close.page")

    def retranslate(self) -> None:
        """Say everything again."""
        self._panel.set_title(_("The day"))
        self.sheet.setAccessibleName(_("The day"))
        self.close_day.set_text(_("Close the day"))
        self.reopen.set_text(_("Open the day again"))
        self.report.set_text(_("Closing report…"))
        if self.page is not None:
            self._show(self.page)

    def arrive(self, search: str = "") -> None:
        """The page is read anew, from the top."""
        self.refresh()
        self.sheet.setFocus()

    def _build(self) -> None:
        column(self).addWidget(self._panel)
        self._panel.heading.add(self.other)
        self._panel.body.addWidget(self.sheet, 1)
        foot = column(gap=6, margins=(16, 0, 16, 10))
        foot.addWidget(self.problem)
        foot.addWidget(self.reason)
        self._panel.body.addLayout(foot)
        bar = self._panel.add_flow_bar()
        for button in (self.close_day, self.reopen, self.report):
            bar.addWidget(button)
        self.problem.hide()
        self.close_day.clicked.connect(self._close)
        self.reopen.clicked.connect(self._reopen)
        self.report.clicked.connect(self._report)
        self.other.clicked.connect(self._other)

    def _show(self, page: day_close.DayPage) -> None:
        self.page = page
        sheet = self.sheet
        sheet.wipe()
        sheet.text(day_name(page), "heading")
        if page.closed:
            sheet.pills([(_("Closed"), "ok")])
            sheet.text(closed_text(page))
        self._say_reopened(page)
        self._say_here(page)
        self._say_end(page)
        self._say_due(page)
        sheet.section(_("Figures"))
        sheet.pairs(figure_pairs(page))
        sheet.end()
        self._offer(page)

    def _say_reopened(self, page: day_close.DayPage) -> None:
        record = page.record
        if record is None or not record.reopened or page.closed:
            return
        text = page.reopen_reason or _("The reason is not kept any more.")
        self.sheet.box(_("The day was opened again"), text, "soft")

    def _say_here(self, page: day_close.DayPage) -> None:
        """Tickets by number; each leads to its line on Today."""
        if not page.here:
            return
        text = _("Serve them, or record that they have left. A day is never closed on people.")
        self.sheet.box(here_title(len(page.here)), text, "warn")
        flow = Flow(gap=6)
        for line in page.here[:_MOST]:
            button = Button(here_line(line))
            button.setProperty("line", f"visit:{line.visit_id}")
            button.clicked.connect(self._to_ticket)
            flow.addWidget(button)
        self.sheet.lay(flow)
        self._say_more(len(page.here))

    def _say_end(self, page: day_close.DayPage) -> None:
        self.sheet.section(_("The end of the day"))
        said = closing_said(page.closing if page.here or page.counts.expected else None)
        if said.text and not page.closed:
            self.sheet.text(said.text, tone=said.tone)
        self.sheet.pairs(list(end_pairs(page)))

    def _say_due(self, page: day_close.DayPage) -> None:
        title = ngettext("{n} follow-up is due", "{n} follow-ups are due", len(page.due))
        self.sheet.section(_("Follow-ups"), title.format(n=len(page.due)) if page.due else "")
        if not page.due:
            self.sheet.text(_("Nothing is due by the end of this day."), tone="ink2")
        for line in page.due[:_MOST]:
            title = title_text(self.context.env, line)
            shown = title if len(title) <= _LONG else title[:_LONG] + "…"
            button = Button(shown, kind="link", name=title)
            button.setProperty("line", key_of(line))
            button.clicked.connect(self._to_follow_up)
            self.sheet.add(button)
            self.sheet.text(self._about(line), "small", "dim")
        self._say_more(len(page.due))

    def _say_more(self, count: int) -> None:
        if count > _MOST:
            self.sheet.text(_("and {n} more").format(n=count - _MOST), "small", "dim")

    def _about(self, line: FollowUpLine) -> str:
        parts = [due_text(line.due_at, self.context.env.clock()), about_text(line)]
        return " · ".join(part for part in parts if part)

    def _offer(self, page: day_close.DayPage) -> None:
        over = bool(page.overtime)
        self.close_day.setVisible(not page.closed)
        self.close_day.setEnabled(not page.here)
        self.reopen.setVisible(page.closed)
        self.reason.setVisible(page.closed or over)
        if page.closed:
            self.reason.describe(_("Reason"), _("Why the day is opened again"))
        else:
            self.reason.describe(_("Reason"), _("Why there was overtime, if you want to say"))
        if self.day is not None:
            self.other.set_text(_("Back to today"))
        elif page.unclosed is not None:
            last = short_day_text(page.unclosed)
            self.other.set_text(_("{day} is not closed yet").format(day=last))
        self.other.setVisible(self.day is not None or page.unclosed is not None)

    def _close(self) -> None:
        self._write(day_close.close, self.day, self.reason.text())

    def _reopen(self) -> None:
        self._write(day_close.reopen, self.day, self.reason.text())

    def _report(self) -> None:
        if self.page is not None:
            open_closing_paper(self.context, self.page.day)

    def _other(self) -> None:
        """To the last day that nobody closed, and back."""
        unclosed = self.page.unclosed if self.page else None
        self.day = unclosed if self.day is None else None
        self.refresh()

    def _to_ticket(self) -> None:
        self.context.go("today", str(self.sender().property("line")))

    def _to_follow_up(self) -> None:
        self.context.go("follow_ups", str(self.sender().property("line")))

    def _write(self, use_case: Any, *values: Any) -> None:
        self.problem.hide()
        self.context.write(use_case, *values, done=self._written, failed=self._refused)

    def _written(self, record: DayRecord) -> None:
        self.reason.clear()
        if record.closed_at is not None:
            self.context.say(_("The day is closed."))

    def _refused(self, error: DeskError) -> None:
        self.problem.setText(error_text(error))
        self.problem.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()
