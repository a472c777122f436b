"""What was done about an error since it was reported."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from desk.domain.incident import Channel
from desk.i18n import _
from desk.services.incident_error import remedy, remedy_of
from desk.services.incidents import IncidentDetail
from desk.ui.booking.confirm import confirm_with_ctrl_enter
from desk.ui.context import Context
from desk.ui.incidents.remedy_pane import EMAIL_ERROR, RemedyPane
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog


class RemedyDialog(Dialog):
    """Contact, apology, the right to complain, an e-mail's correction; gives what was kept."""

    def __init__(self, context: Context, detail: IncidentDetail) -> None:
        number = detail.incident.number
        title = _("Putting it right: {number}").format(number=number)
        super().__init__(title, size="normal", allowed=frozenset({"card"}))
        self.context = context
        self._id: UUID = detail.incident.id
        self._before = remedy_of(detail.handling, detail.texts)
        self.pane = RemedyPane(context.env, context.env.clock, whole=False)
        email = detail.incident.channel is Channel.EMAIL
        self.pane.use(self._before, email=email or EMAIL_ERROR in detail.incident.triggers)
        self.save = Button(_("Keep"), kind="primary", key="Ctrl+Enter", guarded=True)
        self.save.clicked.connect(self._save)
        self.body.addWidget(self.pane)
        self.buttons.addWidget(self.save)
        confirm_with_ctrl_enter(self, self.save)

    def start_focus(self) -> QWidget:
        """Whether the client is told."""
        return self.pane.contact.button(self.pane.contact.key())

    def _save(self) -> None:
        done = self.pane.remedy()
        self.context.write(remedy, self._id, done, self._before, done=self.finish)
