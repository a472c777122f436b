"""Personal data: what is kept for how long, what was erased, and what a person may ask."""

from __future__ import annotations

from collections.abc import Set

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.erasure import ErasureLine
from desk.domain.roles import RIGHTS, Right
from desk.domain.topics import Topic
from desk.formats import date_text, datetime_text
from desk.i18n import _, ngettext
from desk.services import retention_clock, retention_table
from desk.services.retention_table import (
    PurposeRow,
    RetentionState,
    RetentionTable,
    period_text,
    purpose_name,
)
from desk.ui.context import Context
from desk.ui.erasing import eraser_of
from desk.ui.person_request.texts import GROUNDS, WHYS
from desk.ui.screen import Screen
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import ScrollColumn, Surface, column, row
from desk.ui.widgets.nav import TabBar
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label

PERIODS, ERASED = "periods", "erased"

_LEAST = 180
"""The height of the lists below which the page scrolls."""


class RetentionPage(Screen):
    """Two lists, periods and erasures, and what can be done about them."""

    topics = frozenset({Topic.PERSONAL, Topic.CONTENT, Topic.DRAFTS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state: RetentionState | None = None
        self.panel = Panel(" ")
        self.tabs = TabBar("", (PERIODS, ERASED))
        self.periods, self.log = RowList("", number_width=0), RowList("", number_width=0)
        self.warning = Surface("warn")
        self.date, self.date_is_right = Label(wrap=True), Button("", guarded=True)
        self.status = Label(tone="ink2", wrap=True)
        self.ask, self.run = Button(kind="primary"), Button()
        self._build()
        self.tabs.chosen.connect(self._turn)
        self.ask.clicked.connect(self._ask_request)
        self.run.clicked.connect(self._run_now)
        self.date_is_right.clicked.connect(self._confirm_date)
        eraser_of(context).changed.connect(self._ran)
        self.retranslate()

    def _build(self) -> None:
        box = column(self.warning, gap=8, margins=(16, 10, 16, 10))
        box.addWidget(self.date)
        box.addWidget(self.date_is_right, 0, Qt.AlignmentFlag.AlignLeft)
        self.warning.hide()
        self.panel.body.addWidget(self.warning)
        tabs = row(margins=(8, 0, 16, 4))
        tabs.addWidget(self.tabs, 1)
        status = row(margins=(16, 8, 16, 8))
        status.addWidget(self.status, 1)
        self.panel.body.addLayout(tabs)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.periods)
        self._stack.addWidget(self.log)
        self.panel.body.addWidget(holder, 1)
        self.panel.body.addLayout(status)
        bar = self.panel.add_flow_bar()
        bar.addWidget(self.ask)
        bar.addWidget(self.run)
        holder.setMinimumHeight(px(_LEAST))
        scroll = ScrollColumn()
        scroll.column.addWidget(self.panel, 1)
        column(self).addWidget(scroll)
        may_answer = Right.ANSWER_PERSON in RIGHTS[self.context.actor.role]
        self.ask.setVisible(may_answer)
        self.tabs.turn_on(PERIODS)

    def title(self) -> str:
        """The page's name for screen readers."""
        return _("Personal data")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read the table and the log again."""
        self.context.read(retention_table.state, done=self._show, kind="retention.state")

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.panel.set_title(_("Personal data"))
        self.tabs.set_texts({PERIODS: _("How long"), ERASED: _("What was erased")})
        self.tabs.setAccessibleName(_("Lists"))
        self.periods.setAccessibleName(_("How long personal data is kept"))
        self.log.setAccessibleName(_("What was erased"))
        self.ask.set_text(_("A person asks…"))
        self.run.set_text(_("Erase what is due now"))
        self.date_is_right.set_text(_("The date is right"))
        if self.state is not None:
            self._say(self.state)
            self.refresh()

    def arrive(self, search: str = "") -> None:
        """The list in front is where reading begins."""
        (self.log if self._stack.currentIndex() else self.periods).setFocus()

    def _turn(self, key: str) -> None:
        self._stack.setCurrentIndex(1 if key == ERASED else 0)

    def _show(self, state: RetentionState) -> None:
        self.state = state
        self._say(state)

    def _say(self, state: RetentionState) -> None:
        table = state.table
        rows = [_period_row(one) for one in table.rows]
        rows.append(Row("others", _("What else is kept"), heading=True))
        rows += [Row(what, what, rule) for what, rule in table.others]
        self.periods.set_rows(rows)
        lines = [_erased_row(n, line, who) for n, (line, who) in enumerate(state.log)]
        self.log.set_rows(lines or [Row("none", _("Nothing has been erased yet"), tone="dim")])
        self.status.setText(_status(table))
        self.warning.setVisible(not table.date.believed)
        self.date.setText(_date_text(table))

    def _ask_request(self) -> None:
        from desk.ui.person_request.dialog import RequestDialog

        self.context.open(RequestDialog(self.context))

    def _run_now(self) -> None:
        self.context.write(retention_table.run_anew, done=self._begin)

    def _begin(self, _none: object) -> None:
        self.context.say(_("Erasing what is due…"))
        eraser_of(self.context).run()

    def _confirm_date(self) -> None:
        self.context.write(retention_clock.confirm_date, done=self._begin)

    def _ran(self) -> None:
        if self.state is not None:
            self.refresh()


def _period_row(one: PurposeRow) -> Row:
    period = period_text(one.days, one.counted_from)
    if one.default:
        period = _("{period} (our own, until headquarters says)").format(period=period)
    return Row(
        one.purpose,
        one.name,
        "\n".join(part for part in (period, one.basis) if part),
        right=_held_text(one),
        tone="warn" if one.days is None or one.overdue else "",
    )


def _held_text(one: PurposeRow) -> str:
    if one.rows is None:
        return ""
    if one.overdue:
        text = ngettext("{n} held, {overdue} overdue", "{n} held, {overdue} overdue", one.rows)
        return text.format(n=one.rows, overdue=one.overdue)
    text = ngettext("{n} held", "{n} held", one.rows).format(n=one.rows)
    if one.next_expiry is None:
        return text
    return _("{held}, next {day}").format(held=text, day=date_text(one.next_expiry))


def _erased_row(number: int, line: ErasureLine, who: str) -> Row:
    why = _(WHYS[line.why])
    if line.ground is not None:
        why = f"{why}: {_(GROUNDS[line.ground])}"
    return Row(
        str(number),
        f"{purpose_name(line.purpose)} · {line.rows}",
        f"{why} · {who}" if who else why,
        right=datetime_text(line.at),
    )


def _status(table: RetentionTable) -> str:
    if table.last_run is None:
        return _("The erasure job has not run yet; it runs every day by itself.")
    ran = datetime_text(table.last_run)
    return _("The erasure job ran {when}; it runs every day by itself.").format(when=ran)


def _date_text(table: RetentionTable) -> str:
    return _(
        "Nothing is erased now: by this PC's date it is {today}, and the last day with a run was"
        " {seen}. Was the PC off so long? Then confirm the date; else have it put right."
    ).format(today=date_text(table.date.today), seen=date_text(table.date.seen))
