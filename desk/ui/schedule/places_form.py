"""How many bookings may run at once on a day: fewer while a counter is out of use."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QFormLayout, QWidget

from desk.domain.board import DaySchedule
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.formats import date_text
from desk.i18n import _
from desk.services import capacity, schedule
from desk.ui.booking.parsing import parse_day
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import LineField, field_row
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.text import Label


class PlacesForm(QWidget):
    """Day, number, reason; and back to headquarters' figure."""

    def __init__(self, context: Context, day: date) -> None:
        super().__init__()
        self.context = context
        self._today = local_day(context.env.clock())
        self.day, self.places, self.reason = LineField(), LineField(), LineField()
        self.problem = Label(tone="danger", wrap=True)
        self.state = Label(wrap=True)
        self.back = Button(_("Back to headquarters' figure"), guarded=True)
        form = QFormLayout()
        form.setVerticalSpacing(px(6))
        field_row(form, _("Day"), self.day)
        field_row(form, _("Bookings at once"), self.places)
        field_row(form, _("Why, e.g. counter 4 is out of use"), self.reason)
        form.addRow(self.problem)
        left, right = column(), column(gap=8)
        left.addLayout(form)
        left.addStretch(1)
        right.addWidget(self.state)
        note = _("Bookings that are made already stay. More of them is a warning, never a refusal.")
        right.addWidget(Label(note, "small", "ink2", wrap=True))
        line = row()
        line.addWidget(self.back)
        line.addStretch(1)
        right.addLayout(line)
        right.addStretch(1)
        sides = row(self, gap=20)
        sides.addLayout(left, 2)
        sides.addLayout(right, 3)
        self.problem.hide()
        self.back.hide()
        self.day.setText(date_text(max(day, self._today)))
        self.day.textChanged.connect(self.look)
        self.back.clicked.connect(self._withdraw)
        self.look()

    def look(self) -> None:
        """Read what holds on the day typed."""
        day = parse_day(self.day.text(), self._today)
        if day is not None:
            self.context.read(schedule.day, day, done=self._show, kind="places.day")

    def save(self) -> None:
        """Set what is filled in."""
        day = parse_day(self.day.text(), self._today)
        text = self.places.text().strip()
        self.day.set_wrong(day is None)
        self.places.set_wrong(not text.isdecimal())
        if day is None or not text.isdecimal():
            self._refuse(_("A day like 24.11. and a number are needed."))
            return
        self.context.write(
            capacity.set_places,
            day,
            int(text),
            self.reason.text(),
            done=self._saved,
            failed=self._failed,
        )

    def _withdraw(self) -> None:
        day = parse_day(self.day.text(), self._today)
        if day is not None:
            self.context.write(capacity.withdraw_places, day, done=self._saved, failed=self._failed)

    def _show(self, plan: DaySchedule) -> None:
        usual = self.context.env.policy.capacity
        own = plan.own_places
        parts = [_("Headquarters' figure: {n} bookings at once.").format(n=usual)]
        if own is not None:
            parts.append(_("Set here: {n}. {reason}").format(n=own.places, reason=own.reason))
        busiest = max((slot.taken for slot in plan.slots), default=0)
        parts.append(_("At the busiest time {n} are booked at once.").format(n=busiest))
        self.state.setText("\n".join(parts))
        self.back.setVisible(own is not None)
        if not self.places.text():
            self.places.setText(str(plan.places))

    def _saved(self, _result: object) -> None:
        self._refuse("")
        self.context.say(_("Saved: it is in force now."))
        self.look()

    def _failed(self, error: DeskError) -> None:
        self._refuse(error_text(error))

    def _refuse(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
