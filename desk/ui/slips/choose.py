"""Which slip for a ticket: from the row's button."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.slips import open_next_time, open_referral
from desk.ui.slips.ticket import TicketPrinter
from desk.ui.widgets.button import Button
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.dialog import Dialog


class SlipsDialog(Dialog):
    """Digits choose, Ctrl+Enter goes on."""

    def __init__(self, context: Context, visit_id: UUID, number: str) -> None:
        super().__init__(_("Slips for {number}").format(number=number), size="narrow")
        self.context, self._visit, self._number = context, visit_id, number
        self.kinds = ChoiceList(_("Which slip"))
        self.kinds.set_choices(
            [
                Choice("ticket", _("The ticket, once more")),
                Choice("next_time", _("For the next time: what was missing")),
                Choice("referral", _("Where to turn instead")),
            ],
            chosen="ticket",
        )
        self.body.addWidget(self.kinds)
        self.settings = Button(_("Settings…"), kind="quiet")
        self.go_on = Button(_("Go on"), kind="primary", key="Ctrl+Enter")
        self.buttons.insertWidget(0, self.settings)
        self.buttons.addWidget(self.go_on)
        self.settings.clicked.connect(self._settings)
        self.go_on.clicked.connect(self._go)
        self.kinds.opened.connect(self._go)
        confirm_with_ctrl_enter(self, self.go_on)

    def start_focus(self) -> QWidget:
        """The slips."""
        return self.kinds

    def _go(self, _key: object = None) -> None:
        kind = self.kinds.key()
        self.finish(True)
        if kind == "ticket":
            TicketPrinter(self.context, self.context).print_ticket(self._visit, self._number)
        elif kind == "next_time":
            open_next_time(self.context, self._visit, self._number)
        else:
            open_referral(self.context)

    def _settings(self) -> None:
        self.finish(None)
        self.context.go("branch", "device")
