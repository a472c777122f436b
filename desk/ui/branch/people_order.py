"""Who stands in for the head, and in which order: simple numbers, kept at this PC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.i18n import _
from desk.services import notice_order
from desk.services.accounts import AccountLine
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.fields import Picker
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import clear, column, row
from desk.ui.widgets.text import Label

_ENOUGH = 2


class DeputyOrder(QWidget):
    """A number beside each deputy; hidden while there is nothing to order."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._names: Mapping[UUID, str] = {}
        self._order: tuple[UUID, ...] = ()
        self.pickers: dict[UUID, Picker] = {}
        self._title = Label(role="label", tone="ink2", wrap=True)
        self._note = Label(role="small", tone="dim", wrap=True)
        self._people = QWidget()
        self._flow = Flow(self._people, gap=14)
        layout = column(self, gap=6, margins=(16, 10, 16, 10))
        for part in (self._title, self._people, self._note):
            layout.addWidget(part)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self._title.setText(_("Who stands in for the head"))
        text = _("Proposed in this order to whoever has to tell somebody; who is here comes first.")
        self._note.setText(text)
        self._fill()

    def show_people(self, lines: Sequence[AccountLine]) -> None:
        """These are the branch's accounts."""
        deputies = [one for one in lines if one.role is Role.DEPUTY and not one.disabled]
        self._names = {one.account_id: one.name for one in deputies}
        self.setVisible(len(deputies) >= _ENOUGH)
        if len(deputies) >= _ENOUGH:
            read = notice_order.deputy_order
            self._context.read(read, done=self._ordered, failed=self._refused, kind="deputies")

    def _ordered(self, order: tuple[UUID, ...]) -> None:
        self._order = tuple(one for one in order if one in self._names)
        self._fill()

    def _fill(self) -> None:
        clear(self._flow)
        self.pickers = {}
        numbers = [(str(n), str(n)) for n in range(1, len(self._order) + 1)]
        for place, who in enumerate(self._order, 1):
            picker = Picker(_("Place of {name}").format(name=self._names[who]))
            picker.set_items(numbers, str(place))
            picker.setFixedWidth(px(64))
            picker.setProperty("account", str(who))
            picker.activated.connect(self._moved)
            self.pickers[who] = picker
            pair = QWidget()
            line = row(pair, gap=6)
            line.addWidget(picker)
            line.addWidget(Label(self._names[who]))
            self._flow.addWidget(pair)

    def _moved(self) -> None:
        who = UUID(str(self.sender().property("account")))
        place = int(self.pickers[who].key()) - 1
        others = [one for one in self._order if one != who]
        wanted = [*others[:place], who, *others[place:]]
        write = notice_order.set_deputy_order
        self._context.write(write, wanted, done=self._ordered, failed=self._refused)

    def _refused(self, error: DeskError) -> None:
        self._fill()
        if error.code == "access.password_needed":
            self._context.runner.problem.emit(error)
        else:
            self._context.fail(error)
