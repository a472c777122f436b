"""People: who may sign in at this branch, in what role; for the head and IT."""

from __future__ import annotations

from collections.abc import Set
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Right
from desk.domain.topics import Topic
from desk.error_texts import error_text
from desk.i18n import _, ngettext
from desk.services import accounts, annex_holders, annex_keys, auto_lock, pins, staff
from desk.services.accounts import AccountLine, People
from desk.services.annex_holders import Holders
from desk.ui.annex.waiting import WaitingDialog
from desk.ui.branch.news_banner import NewsBanner
from desk.ui.branch.people_annex import annex_summary, is_well
from desk.ui.branch.people_detail import PersonPane
from desk.ui.branch.people_dialogs import AddPerson, ChangePerson, GivePassword
from desk.ui.branch.people_order import DeputyOrder
from desk.ui.branch.people_texts import role_text, state_text, state_tone
from desk.ui.context import Context
from desk.ui.screen import Screen
from desk.ui.style import px
from desk.ui.sync.as_of import AsOf
from desk.ui.widgets.button import Button
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.layout import ScrollColumn, column, row
from desk.ui.widgets.panel import Panel
from desk.ui.widgets.row_list import RowList
from desk.ui.widgets.row_model import Row
from desk.ui.widgets.text import Label

_WIDE_ENOUGH = 600
"""Width in design pixels from which the account lies beside the list."""
_USE_CASES = {
    "disable": accounts.disable,
    "enable": accounts.enable,
    "end_lockout": accounts.end_lockout,
    "drop_pin": pins.drop_pin,
}


class PeoplePage(Screen):
    """The list of accounts, one of them beside it, and what others did to them."""

    topics = frozenset({Topic.ACCOUNTS, Topic.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._people: People | None = None
        self._unlisted: frozenset[UUID] = frozenset()
        self.news = NewsBanner(context)
        self.panel = Panel(" ")
        self.list = RowList("", number_width=0)
        self.add = Button(kind="primary")
        self.order = DeputyOrder(context)
        self.minutes = Picker()
        self._minutes_name = Label(tone="ink2")
        self.pane = PersonPane(may_name=Right.OPEN_ANNEX in RIGHTS[context.actor.role])
        self.annex = Label(tone="ink2", wrap=True)
        self.keys = Button(kind="link")
        self.as_of = AsOf(context, inset=True)
        self.refusal = Label(tone="ink2", wrap=True)
        self.confirm = Button(kind="primary")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.panel.body.addWidget(self.as_of)
        self.panel.body.addWidget(self.refusal)
        self.panel.body.addWidget(self.confirm)
        self.panel.body.addWidget(self.list, 1)
        self.panel.body.addWidget(self.order)
        self.panel.body.addWidget(self.annex)
        self.panel.body.addWidget(self.keys)
        self.keys.hide()
        self.annex.setContentsMargins(px(16), px(4), px(16), px(8))
        bar = self.panel.add_flow_bar()
        for control in (self.add, self._minutes_name, self.minutes):
            bar.addWidget(control)
        self.minutes.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToContents)
        self._sides: QBoxLayout = row(gap=12)
        self._sides.addWidget(self.panel, 3)
        self._sides.addWidget(self.pane, 2)
        scroll = ScrollColumn(gap=12)
        scroll.column.addWidget(self.news)
        scroll.column.addLayout(self._sides, 1)
        column(self).addWidget(scroll)
        self.list.setMinimumHeight(px(160))
        self.refusal.setContentsMargins(px(16), px(8), px(16), px(8))
        for part in (self.refusal, self.confirm):
            part.hide()

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._change)
        self.add.clicked.connect(self._add)
        self.confirm.clicked.connect(self._ask_password)
        self.minutes.activated.connect(self._set_minutes)
        self.pane.wanted.connect(self._act)
        self.keys.clicked.connect(self._look_at_keys)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the account lies under the list."""
        super().resizeEvent(event)
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(beside if self.width() >= px(_WIDE_ENOUGH) else under)

    def title(self) -> str:
        """The page's name for screen readers."""
        return _("People")

    def refresh(self, topics: Set[object] = frozenset()) -> None:
        """Read accounts, news and the setting again."""
        context = self.context
        context.read(accounts.people, done=self._show, failed=self._refused, kind="people")
        context.read(annex_holders.overview, done=self._show_annex, kind="annex_holders")
        context.read(staff.not_listed, done=self._show_unlisted, failed=_untold, kind="staff.flags")
        self.news.refresh()
        context.runner.read(auto_lock.lock_minutes, self._show_minutes, kind="lock_setting")

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.panel.set_title(_("People"))
        self.list.setAccessibleName(_("People"))
        self.add.set_text(_("Add a person"))
        self.keys.set_text(_("Look at who waits for keys…"))
        self.news.retranslate()
        self.as_of.retranslate()
        self.order.retranslate()
        self.confirm.set_text(_("Type your password"))
        self._minutes_name.setText(_("This PC locks after"))
        self.minutes.setAccessibleName(_("This PC locks after"))
        minutes = [(str(n), _minutes_text(n)) for n in auto_lock.CHOICES]
        self.minutes.set_items(minutes, self.minutes.key())
        self.pane.retranslate()
        if self._people is not None:
            self._show(self._people)

    def arrive(self, search: str = "") -> None:
        """The list is where work begins."""
        self.list.setFocus()

    def _show(self, people: People) -> None:
        self._people = people
        self.refusal.hide()
        self.confirm.hide()
        self.list.show()
        self.add.setEnabled(True)
        self.minutes.setEnabled(True)
        self.list.set_rows([_row(line, self._unlisted) for line in people.lines])
        self.order.show_people(people.lines)
        if not self.list.key():
            self.list.choose_first()
        self._choose(self.list.key())

    def _show_unlisted(self, found: frozenset[UUID]) -> None:
        """Who works here and is not on headquarters' list; a person looks at each."""
        if found != self._unlisted:
            self._unlisted = found
            if self._people is not None:
                self._show(self._people)

    def _show_annex(self, found: Holders) -> None:
        text = annex_summary(found, self.context.actor.account_id)
        asked = bool(found.health.waiting or found.health.doubtful)
        self.keys.setVisible(asked and Right.OPEN_ANNEX in RIGHTS[self.context.actor.role])
        self.annex.setText(text)
        self.annex.set_tone("ink2" if is_well(found) else "warn")
        self.annex.setVisible(bool(text))

    def _refused(self, error: DeskError) -> None:
        """After a PIN the list waits for the password."""
        self._people = None
        self.refusal.setText(error_text(error))
        self.refusal.show()
        self.confirm.setVisible(error.code == "access.password_needed")
        self.list.set_rows([])
        self.list.hide()
        self.add.setEnabled(False)
        self.minutes.setEnabled(False)
        self.pane.show_person(None)

    def _ask_password(self) -> None:
        self.context.runner.problem.emit(DeskError("access.password_needed"))

    def _show_minutes(self, minutes: int) -> None:
        self.minutes.setCurrentIndex(self.minutes.findData(str(minutes)))

    def _set_minutes(self) -> None:
        minutes = int(self.minutes.key())
        self.context.write(auto_lock.set_lock_minutes, minutes, done=self._minutes_set)

    def _minutes_set(self, _nothing: object) -> None:
        self.context.say(_("It holds from the next sign-in on this PC."))

    def _line(self) -> AccountLine | None:
        lines = self._people.lines if self._people else ()
        key = self.list.key()
        return next((line for line in lines if str(line.account_id) == key), None)

    def _choose(self, _key: str) -> None:
        line = self._line()
        own = line is not None and line.account_id == self.context.actor.account_id
        self.pane.show_person(line, own=own)

    def _add(self) -> None:
        if self._people is not None:
            self.context.open(AddPerson(self.context, self._people.gives))

    def _change(self, _key: str) -> None:
        line = self._line()
        if line is not None and self._people is not None:
            self.context.open(ChangePerson(self.context, line, self._people.gives))

    def _act(self, action: str) -> None:
        line = self._line()
        if line is None:
            return
        if action == "change":
            self._change("")
        elif action == "password":
            self.context.open(GivePassword(self.context, line))
        elif action in ("leave_out", "let_open"):
            opens = action == "let_open"
            name_deputy = annex_keys.name_deputy
            self.context.write(name_deputy, line.account_id, opens, done=self._acted)
        else:
            self.context.write(_USE_CASES[action], line.account_id, done=self._acted)

    def _look_at_keys(self) -> None:
        self.context.open(WaitingDialog(self.context))

    def _acted(self, _result: object) -> None:
        self.context.say(_("Saved."))


def _untold(_error: DeskError) -> None:
    """Without the list nobody is marked."""


def _row(line: AccountLine, unlisted: frozenset[UUID]) -> Row:
    mark = _("not on the list of headquarters") if line.account_id in unlisted else ""
    parts = (role_text(line.role), line.position, line.login, mark)
    return Row(
        key=str(line.account_id),
        title=line.name,
        subtitle=" · ".join(part for part in parts if part),
        right=state_text(line),
        tone=state_tone(line),
    )


def _minutes_text(minutes: int) -> str:
    if not minutes:
        return _("never by itself")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
