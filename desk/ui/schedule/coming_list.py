"""The days to come with other hours than the week's: withdraw one, or print its notice."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.hours import DayHours, Origin
from desk.formats import day_text
from desk.i18n import _
from desk.services import opening
from desk.ui.context import Context
from desk.ui.schedule.hours_line import hours_text, remark
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.layout import column, row
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row

OURS = frozenset({Origin.BRANCH_EXCEPTION, Origin.CLOSURE})


class ComingList(QWidget):
    """Signals:
    notice(date): print the notice of a day; changed: a day's hours were withdrawn.
    """

    notice = Signal(object)
    changed = Signal()

    def __init__(self, context: Context, *, may_set: bool) -> None:
        super().__init__()
        self.context = context
        self._may = may_set
        self._days: dict[str, DayHours] = {}
        self.days = RowList(_("Days with other hours"), number_width=0)
        self.days.setMinimumHeight(px(280))
        self.nothing = EmptyState(
            _("No other hours are coming"), _("Every day follows headquarters' weekly hours.")
        )
        self.print = Button(_("Notice on the door…"))
        self.withdraw = Button(_("Withdraw"), kind="danger-outline", guarded=True)
        layout = column(self, gap=8)
        layout.addWidget(self.days, 1)
        layout.addWidget(self.nothing, 1)
        line = row(gap=8)
        line.addWidget(self.print)
        line.addWidget(self.withdraw)
        line.addStretch(1)
        layout.addLayout(line)
        self.nothing.hide()
        self.days.chosen.connect(self._chosen)
        self.print.clicked.connect(self._notice)
        self.withdraw.clicked.connect(self._withdraw)
        self.look()

    def look(self) -> None:
        """Read them anew."""
        self.context.read(opening.coming, done=self._show, kind="hours.coming")

    def _show(self, days: tuple[DayHours, ...]) -> None:
        self._days = {one.day.isoformat(): one for one in days}
        self.days.set_rows([_row(key, one) for key, one in self._days.items()])
        self.days.setVisible(bool(days))
        self.nothing.setVisible(not days)
        if self.days.key() not in self._days:
            self.days.choose_first()
        self._chosen(self.days.key())

    def _chosen(self, key: str) -> None:
        one = self._days.get(key)
        self.print.setVisible(one is not None)
        ours = one is not None and one.origin in OURS
        self.withdraw.setVisible(self._may and ours)

    def _day(self) -> date | None:
        one = self._days.get(self.days.key())
        return one.day if one is not None else None

    def _notice(self) -> None:
        if (day := self._day()) is not None:
            self.notice.emit(day)

    def _withdraw(self) -> None:
        if (day := self._day()) is not None:
            self.context.write(opening.withdraw, day, done=self._withdrawn)

    def _withdrawn(self, hours: DayHours) -> None:
        text = _("Withdrawn. {day}: {hours}")
        said = text.format(day=day_text(hours.day), hours=hours_text(hours))
        self.context.say(said)
        self.look()
        self.changed.emit()


def _row(key: str, hours: DayHours) -> Row:
    who = _("set here") if hours.origin in OURS else _("by headquarters")
    parts = (hours_text(hours), who, remark(hours))
    name = day_text(hours.day)
    doubt = _("not confirmed") if not hours.confirmed else ""
    return Row(
        key,
        name[:1].upper() + name[1:],
        " · ".join(part for part in parts if part),
        right=doubt,
        tone="warn" if not hours.intervals else "",
    )
