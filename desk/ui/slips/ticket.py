"""The ticket slip: printed when a client is taken in, as this PC is set, or on request."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk.domain.roles import Actor
from desk.domain.slips import PaperSize, TicketSlip
from desk.domain.visit import Visit
from desk.i18n import _
from desk.services.device_settings import SlipPrinting, device_setting
from desk.services.env import Env
from desk.services.paper_slips import ticket_slip
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.text import Label


class TicketPrinter(QObject):
    """Follows the take-ins of a screen."""

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context

    def taken_in(self, visit: Visit) -> None:
        """A client has a ticket: print it, ask, or leave it, as this PC is set."""
        self._context.read(_with_setting, visit, done=self._decide)

    def print_ticket(self, visit_id: UUID, number: str) -> None:
        """Print a ticket now, for the first time or once more."""
        from desk.ui.slips.printer import SlipPrinter

        def gather(uow: Any, env: Env, actor: Actor, setting: SlipPrinting) -> TicketSlip:
            return ticket_slip(uow, env, actor, visit_id, size_of(setting))

        SlipPrinter(self._context, self).send(gather, number)

    def _decide(self, found: tuple[Visit, SlipPrinting]) -> None:
        visit, setting = found
        if setting.tickets == "always":
            self.print_ticket(visit.id, visit.number)
        elif setting.tickets == "ask":
            dialog = AskDialog(visit.number)
            dialog.closed.connect(partial(self._answered, visit))
            self._context.open(dialog)

    def _answered(self, visit: Visit, answer: object) -> None:
        if answer is True:
            self.print_ticket(visit.id, visit.number)


class AskDialog(Dialog):
    """Shall the ticket be printed?  Ctrl+Enter prints, Esc does not."""

    def __init__(self, number: str) -> None:
        super().__init__(_("Print the ticket {number}?").format(number=number), size="narrow")
        self.body.addWidget(Label(number, "display"))
        self.no = Button(_("Not this time"))
        self.yes = Button(_("Print"), kind="primary", key="Ctrl+Enter", guarded=True)
        for button in (self.no, self.yes):
            self.buttons.addWidget(button)
        self.no.clicked.connect(self.leave)
        self.yes.clicked.connect(self._print)
        confirm_with_ctrl_enter(self, self.yes)

    def start_focus(self) -> QWidget:
        """Printing is the expected answer; a scanner's Enter presses nothing."""
        return self.yes

    def _print(self) -> None:
        self.finish(True)


def size_of(setting: SlipPrinting) -> PaperSize:
    """The paper that this PC's slip printer holds; an odd setting is taken as an 80 mm roll."""
    try:
        return PaperSize(setting.size)
    except ValueError:
        return PaperSize.ROLL_80


def _with_setting(
    reader: Any, _env: Env, _actor: Actor, visit: Visit
) -> tuple[Visit, SlipPrinting]:
    return visit, device_setting(reader, SlipPrinting)
