"""Putting right what can no longer be undone: another outcome or state, with why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.visit import Outcome, TicketState
from desk.i18n import _
from desk.ui.today.panels.base import ActionPanel
from desk.ui.today.words import outcome_text, state_text
from desk.ui.widgets.fields import LineField, Picker
from desk.ui.widgets.text import Label

_STATES = (TicketState.WAITING, TicketState.NO_SHOW, TicketState.LEFT, TicketState.STOPPED)


class CorrectPanel(ActionPanel):
    """Gives (outcome or None, state or None, why, reason, legal basis)."""

    def __init__(self, number: str) -> None:
        super().__init__(_("Correct {number}").format(number=number), _("Correct"))
        self.result = Picker(_("What is right"))
        items = [
            (f"outcome:{item.value}", _("Served: {outcome}").format(outcome=outcome_text(item)[0]))
            for item in Outcome
        ]
        items += [(f"state:{item.value}", state_text(item)) for item in _STATES]
        self.result.set_items(items)
        self.why = LineField(_("Why"), _("Why it is corrected"))
        self.reason = LineField(_("Reason"), _("Reason, as told to the client"))
        self.basis = LineField(_("Legal basis"), _("Legal basis: act, section"))
        for widget in (self.result, self.reason, self.basis, self.why):
            self.content.addWidget(widget)
        note = _("The earlier record stays in the history.")
        self.content.addWidget(Label(note, tone="ink2", wrap=True))
        self.result.currentIndexChanged.connect(self._chosen)
        self._chosen(0)

    def start_focus(self) -> QWidget:
        """What is right."""
        return self.result

    def values(self) -> object:
        """Why is needed."""
        why = self.why.text().strip()
        if not why:
            return self.need(_("Say why it is corrected."), self.why)
        kind, _colon, value = self.result.key().partition(":")
        outcome = Outcome(value) if kind == "outcome" else None
        state = TicketState(value) if kind == "state" else None
        return outcome, state, why, self.reason.text().strip(), self.basis.text().strip()

    def _chosen(self, _index: int) -> None:
        refused = self.result.key() == f"outcome:{Outcome.REFUSED.value}"
        self.reason.setVisible(refused)
        self.basis.setVisible(refused)
