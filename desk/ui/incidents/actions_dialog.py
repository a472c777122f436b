"""Everything that can be done with a report now, by number."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.domain.incident import IncidentAction
from desk.i18n import _
from desk.services.incidents import IncidentDetail
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.incidents.next_steps import next_step, others
from desk.ui.incidents.review_texts import ACTIONS
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.dialog import Dialog


class ActionsDialog(Dialog):
    """Closes with the `IncidentAction` chosen."""

    def __init__(self, detail: IncidentDetail) -> None:
        number = detail.incident.number
        title = _("What to do with {number}").format(number=number)
        super().__init__(title, size="narrow", allowed=frozenset({"card"}))
        self.list = ChoiceList(title, many=True)
        offered = others(detail, next_step(detail))
        self.list.set_choices([Choice(one.value, _(ACTIONS[one])) for one in offered])
        self.yes = Button(_("Choose"), kind="primary", key="Ctrl+Enter", guarded=True)
        self.body.addWidget(self.list)
        self.buttons.addWidget(self.yes)
        self.list.opened.connect(self._choose)
        confirm_with_ctrl_enter(self, self.yes)
        self.yes.clicked.connect(lambda: self._choose(self.list.key()))

    def start_focus(self) -> QWidget:
        """The list; arrows and digits choose."""
        return self.list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses."""
        if not self.list.take_digit(event):
            super().keyPressEvent(event)

    def _choose(self, key: str) -> None:
        if key:
            self.finish(IncidentAction(key))
