"""What a new report does while it happens: kept at once, ticket and counter follow the ladder."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desk.domain.incident import FirstReport
from desk.domain.visit import TicketState, Visit
from desk.i18n import _
from desk.services import incident_moment
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.widgets.text import Label


class Live(QObject):
    """The writes of one form, and the line that says what became of the ticket.

    Signals:
        kept: what was typed is on the disk.
        turned: the draft is one of an aggression now.

    Args:
        visit_id: whom it is about; its ticket stops when serving was ended.
    """

    kept = Signal()
    turned = Signal()

    def __init__(self, context: Context, visit_id: UUID | None, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self.visit_id = context, visit_id
        self.said = Label(role="medium", tone="accent", wrap=True)
        self.said.hide()

    def keep(self, draft: FirstReport) -> None:
        """Keep what was typed."""
        self._context.write(incident_moment.keep, draft, self.visit_id, done=self._kept)

    def stamped(self, draft: FirstReport) -> None:
        """A step was stamped."""
        self._context.write(incident_moment.stamped, draft, self.visit_id, done=self._followed)

    def taken_back(self, draft: FirstReport, step: str) -> None:
        """A stamp was taken back."""
        use_case = incident_moment.taken_back
        self._context.write(use_case, draft, self.visit_id, step, done=self._followed)

    def as_aggression(self, draft: FirstReport) -> None:
        """The clerk reports it as aggression instead."""
        use_case = incident_moment.as_aggression
        self._context.write(use_case, draft, self.visit_id, done=self._turned)

    def _kept(self, _nothing: object) -> None:
        self.kept.emit()

    def _turned(self, _nothing: object) -> None:
        self.turned.emit()

    def _followed(self, visit: Visit | None) -> None:
        self.kept.emit()
        if visit is None:
            return
        texts = {
            TicketState.STOPPED: _("{number}: serving has ended. The client may be served later."),
            TicketState.SERVING: _("{number} is being served again."),
            TicketState.CALLED: _("{number} is called to this counter again."),
        }
        back = _("{number} waits again in the same place")
        text = texts.get(visit.state, back).format(number=visit.number)
        self.said.setText(text)
        self.said.show()
        announce(self.said, text)
