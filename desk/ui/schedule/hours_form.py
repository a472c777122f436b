"""Other hours or a closure for a day or several: what HQ says, what would be, who is affected."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFormLayout, QGridLayout, QWidget

from desk.domain.board import DayPlan, OutsideBooking
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import DayHours, Interval
from desk.error_texts import error_text
from desk.formats import date_text, short_day_text, time_text
from desk.i18n import _, language, ngettext
from desk.services import opening
from desk.ui.booking.parsing import parse_day, parse_time
from desk.ui.context import Context
from desk.ui.schedule.hours_line import hours_text
from desk.ui.style import px
from desk.ui.widgets.fields import LineField, Picker, field_row
from desk.ui.widgets.layout import ScrollColumn, clear, column, row
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.text import Label, SectionTitle

CLOSED, OTHER = "closed", "other"
_TYPED = "typed"
_PAUSE = 200
_DASH = re.compile(r"\s*[-–—]\s*")
_SHOWN = 12


def parse_intervals(text: str) -> tuple[Interval, ...] | None:
    """Hours as people type them: "8.30–12, 13-17.30"; None when they are none."""
    found = []
    for part in re.split(r"[,;]", text):
        ends = _DASH.split(part.strip())
        walls = [parse_time(end) for end in ends]
        if len(walls) != 2 or walls[0] is None or walls[1] is None or walls[1] <= walls[0]:
            return None
        found.append(Interval(walls[0], walls[1]))
    return tuple(found)


class HoursForm(QWidget):
    """The fields at the left, what they would mean at the right.

    Signals:
        set_done(object): days were set: (first, last).
    """

    set_done = Signal(object)

    def __init__(self, context: Context, day: date) -> None:
        super().__init__()
        self.context = context
        self._today = local_day(context.env.clock())
        self.first, self.last = LineField(), LineField()
        self.kind = TabBar(_("Closed or other hours"), (CLOSED, OTHER))
        self.hours = LineField(_("Opening hours"), "8.30–12.00, 13.00–15.00")
        self.reason, self.typed = Picker(), LineField(_("Reason, as on the door"))
        self.problem = Label(tone="danger", wrap=True)
        self.plan = ScrollColumn(gap=8)
        self._reasons = {one.id: one.text for one in context.env.policy.hours_reasons}
        self._closed = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._build()
        self.use_day(day)
        self._connect()
        self._use_kind(CLOSED)

    def use_day(self, day: date) -> None:
        """Fill in a day."""
        for field in (self.first, self.last):
            field.setText(date_text(max(day, self._today)))

    def save(self) -> None:
        """Set what is filled in."""
        span, intervals = self._span(), self._intervals()
        reason = self._reason()
        self._mark()
        if span is None or intervals is None:
            self.refuse(_("Days like 24.11. and hours like 8.30–12.00, 13.00–15.00 are needed."))
            return
        self.refuse("")
        self.context.write(
            opening.set_days, *span, intervals, reason, done=self._set, failed=self._failed
        )

    def refuse(self, text: str) -> None:
        """Say what is wrong."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def look(self) -> None:
        """Read what the hours typed would mean."""
        span, intervals = self._span(), self._intervals()
        if span is None or intervals is None:
            clear(self.plan.column)
            return
        self.context.read(
            opening.plan,
            *span,
            intervals,
            done=self._show_plan,
            failed=self._failed,
            kind="hours.plan",
        )

    def _build(self) -> None:
        sides = row(self, gap=20)
        form = QFormLayout()
        form.setVerticalSpacing(px(6))
        field_row(form, _("First day"), self.first)
        field_row(form, _("Last day"), self.last)
        form.addRow(self.kind)
        field_row(form, _("Opening hours"), self.hours)
        field_row(form, _("Reason"), self.reason)
        form.addRow(self.typed)
        form.addRow(self.problem)
        holder = column()
        holder.addLayout(form)
        holder.addStretch(1)
        sides.addLayout(holder, 2)
        right = column(gap=6)
        right.addWidget(SectionTitle(_("What it would mean")))
        self.plan.setMinimumHeight(px(280))
        right.addWidget(self.plan, 1)
        sides.addLayout(right, 3)
        self.kind.set_texts({CLOSED: _("Closed all day"), OTHER: _("Other hours")})
        items = [(key, text.get(language())) for key, text in self._reasons.items()]
        self.reason.set_items([*items, (_TYPED, _("Another reason, typed"))])
        self.typed.setPlaceholderText(_("Reason, as on the door"))
        self.problem.hide()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.look)
        self.kind.chosen.connect(self._use_kind)
        self.reason.currentIndexChanged.connect(self._use_reason)
        for field in (self.first, self.last, self.hours):
            field.textChanged.connect(self._timer.start)
        self._use_reason()

    def _use_kind(self, kind: str) -> None:
        self._closed = kind == CLOSED
        self.kind.turn_on(kind)
        self.hours.setEnabled(not self._closed)
        self.look()

    def _use_reason(self, _index: int = 0) -> None:
        self.typed.setVisible(self.reason.key() == _TYPED)

    def _span(self) -> tuple[date, date] | None:
        first = parse_day(self.first.text(), self._today)
        last = parse_day(self.last.text(), self._today)
        return (first, last) if first and last and first <= last else None

    def _intervals(self) -> tuple[Interval, ...] | None:
        return () if self._closed else parse_intervals(self.hours.text())

    def _reason(self) -> str:
        """The door speaks Latvian, so the pack's Latvian words are kept."""
        known = self._reasons.get(self.reason.key())
        return known.lv if known is not None else self.typed.text()

    def _mark(self) -> None:
        for field in (self.first, self.last):
            field.set_wrong(self._span() is None)
        self.hours.set_wrong(self._intervals() is None)

    def _failed(self, error: DeskError) -> None:
        self.refuse(error_text(error))

    def _set(self, days: tuple[DayHours, ...]) -> None:
        self.set_done.emit((days[0].day, days[-1].day))

    def _show_plan(self, days: tuple[DayPlan, ...]) -> None:
        self.refuse("")
        clear(self.plan.column)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column_at, text in enumerate((_("Day"), _("By headquarters"), _("In force now"))):
            grid.addWidget(Label(text, "small", "dim"), 0, column_at)
        for place, day in enumerate(days[:_SHOWN], 1):
            grid.addWidget(Label(short_day_text(day.day), "strong"), place, 0)
            grid.addWidget(Label(hours_text(day.usual), wrap=True), place, 1)
            same = day.now.intervals == day.usual.intervals
            now = Label(hours_text(day.now), tone="dim" if same else "warn", wrap=True)
            grid.addWidget(now, place, 2)
        self.plan.column.addLayout(grid)
        if len(days) > _SHOWN:
            more = _("and {n} days more").format(n=len(days) - _SHOWN)
            self.plan.column.addWidget(Label(more, "small", "dim"))
        self._show_outside([one for day in days for one in day.outside])
        self.plan.column.addStretch(1)

    def _show_outside(self, outside: list[OutsideBooking]) -> None:
        count = len(outside)
        if not count:
            self.plan.column.addWidget(Label(_("No booking falls outside."), tone="ok"))
            return
        text = ngettext("{n} booking falls outside.", "{n} bookings fall outside.", count)
        self.plan.column.addWidget(Label(text.format(n=count), "strong", "warn", wrap=True))
        kept = _("None of them is dropped: call the clients, or serve them nevertheless.")
        self.plan.column.addWidget(Label(kept, "small", "ink2", wrap=True))
        for one in outside[: 3 * _SHOWN]:
            when = f"{short_day_text(local_day(one.start))} {time_text(one.start)}"
            line = Label(f"{when} · {one.service} · {one.reference}", wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.plan.column.addWidget(line)
