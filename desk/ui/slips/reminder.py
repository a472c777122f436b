"""The reminder slip of a booking: with the client's name or without."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.appointment import Appointment
from desk.domain.clock import local_day
from desk.domain.roles import Actor
from desk.domain.slips import PaperSize
from desk.formats import day_text, time_text
from desk.i18n import _
from desk.services import paper_slips
from desk.services.env import Env
from desk.ui.context import Context
from desk.ui.slips.common import GatherSized, SlipDialog
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.text import Label


class ReminderDialog(SlipDialog):
    """For one booking."""

    def __init__(self, context: Context, booking: Appointment) -> None:
        super().__init__(context, _("Reminder of the booking"), booking.reference)
        self._booking = booking.id
        when = f"{day_text(local_day(booking.start))}, {time_text(booking.start)}"
        self.named = CheckRow(_("Put the client's name on it"))
        about = _("When, where, what to bring, and a code for the client's calendar.")
        self.body.addWidget(Label(when, "title", wrap=True))
        self.body.addWidget(Label(about, tone="ink2", wrap=True))
        self.body.addWidget(self.named)
        self.body.addWidget(self.problem)
        self.named.setVisible(booking.person_id is not None)

    def start_focus(self) -> QWidget:
        """Printing it."""
        return self.print_now

    def gatherer(self) -> GatherSized:
        """The slip."""
        return partial(_gather, self._booking, self.named.isChecked())


def open_reminder(context: Context, booking: Appointment) -> ReminderDialog:
    """Open the form for a booking."""
    dialog = ReminderDialog(context, booking)
    context.open(dialog)
    return dialog


def _gather(booking: UUID, named: bool, uow: Any, env: Env, actor: Actor, size: PaperSize) -> Any:
    return paper_slips.reminder_slip(uow, env, actor, booking, size=size, named=named)
