"""What happened to one visit: its periods, everything done to it, the calls that came between."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.visit_story import CallLine, EventLine, PeriodLine, VisitStory
from desk.error_texts import error_text
from desk.formats import clock_text, time_text
from desk.i18n import _
from desk.services.visit_history import history
from desk.ui.context import Context
from desk.ui.duties.sheet import Sheet
from desk.ui.style import px
from desk.ui.visit_history import words
from desk.ui.visit_history.bar import PeriodBar
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import row
from desk.ui.widgets.text import Label, Pill


class VisitHistoryDialog(Dialog):
    """Reads, then shows; opening it is in the access log."""

    def __init__(self, context: Context, visit_id: UUID) -> None:
        super().__init__(_("History of the visit"), size="full")
        self.context = context
        self.story: VisitStory | None = None
        self.sheet = Sheet(_("History of the visit"), side=12)
        self.bar = PeriodBar()
        self.sheet.setMinimumHeight(px(200))
        self.body.addWidget(self.bar)
        self.body.addWidget(self.sheet, 1)
        context.write(history, visit_id, done=self._show, failed=self._failed)

    def start_focus(self) -> QWidget:
        """The sheet, to scroll with the keys."""
        return self.sheet

    def _show(self, story: VisitStory) -> None:
        self.story = story
        self.title.setText(words.title_text(story))
        self.setAccessibleName(self.title.text())
        self.bar.show_periods(story.periods)
        sheet = self.sheet
        sheet.wipe()
        sheet.pills([(text, kind) for text, kind in _pills(story) if text])
        sheet.text(", ".join(story.services), tone="ink2")
        sheet.section(_("Periods"))
        sheet.lay(_periods(story.periods))
        sheet.section(_("What happened"))
        ticks = self.context.env.policy.ticks
        for line in story.events:
            sheet.lay(_event(line, words.event_details(line, ticks)))
        if story.calls:
            sheet.section(_("Phone calls meanwhile"))
            for call in story.calls:
                sheet.text(_call(call))
        sheet.end()

    def _failed(self, error: DeskError) -> None:
        self.sheet.wipe()
        self.sheet.text(error_text(error), tone="danger")
        self.sheet.end()


def open_history(context: Context, visit_id: UUID) -> VisitHistoryDialog:
    """Open the history of a visit of any day."""
    dialog = VisitHistoryDialog(context, visit_id)
    context.open(dialog)
    return dialog


def _pills(story: VisitStory) -> list[tuple[str, str]]:
    booked = _("booking {time}").format(time=time_text(story.slot)) if story.slot else _("walk-in")
    return [
        (words.result_text(story), "accent"),
        (booked, "neutral"),
        (_("from paper") if story.from_paper else "", "warn"),
        (_("after closing time") if story.after_hours else "", "warn"),
    ]


def _periods(lines: tuple[PeriodLine, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(4))
    grid.setColumnStretch(3, 1)
    place = 0
    for line in lines:
        if line.before_seconds:
            gap = _("{length} not in the queue").format(length=clock_text(line.before_seconds))
            grid.addWidget(Label(gap, "small", "dim"), place, 0, 1, 4)
            place += 1
        right = Qt.AlignmentFlag.AlignRight
        grid.addWidget(Label(words.span_text(line)), place, 0)
        grid.addWidget(Label(words.length_text(line), "strong"), place, 1, right)
        grid.addWidget(Label(words.period_text(line)), place, 2)
        grid.addWidget(Label(words.period_remarks(line), tone="ink2", wrap=True), place, 3)
        place += 1
    return grid


def _event(line: EventLine, details: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(12))
    grid.setVerticalSpacing(px(2))
    grid.setColumnMinimumWidth(0, px(76))
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(Label(words.moment_text(line), tone="ink2"), 0, 0, top)
    head = row(gap=8)
    head.addWidget(Label(words.event_text(line), "strong", "dim" if line.undone else ""))
    for text, kind in words.event_marks(line):
        head.addWidget(Pill(text, kind))
    head.addStretch(1)
    grid.addLayout(head, 0, 1)
    place = _("counter {counter}").format(counter=line.counter) if line.counter else ""
    under = " · ".join(part for part in (details, place, line.who) if part)
    if under:
        grid.addWidget(Label(under, "small", "ink2", wrap=True), 1, 1)
    return grid


def _call(call: CallLine) -> str:
    until = time_text(call.ended_at) if call.ended_at is not None else _("now")
    counter = _("counter {counter}").format(counter=call.counter)
    parts = (f"{time_text(call.began_at)}–{until}", counter, call.who)
    return " · ".join(part for part in parts if part)
