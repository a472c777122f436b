"""F4: how serving ended.  What a refusal lacks may be filled in by day close (RF-01)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.visit import Outcome
from desk.i18n import _, marked
from desk.ui.context import Context
from desk.ui.today.panels.base import ActionPanel
from desk.ui.today.words import outcome_text
from desk.ui.widgets.button import Button
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label

_SLIPS = {
    Outcome.INCOMPLETE: marked("Slip for the next time…"),
    Outcome.REFERRED: marked("Slip: where to turn…"),
}
"""Outcomes after which the client takes a paper home."""


class FinishPanel(ActionPanel):
    """Gives (outcome, reason, legal basis, complaint explained).

    Args:
        number: of the ticket; refusing: opened to refuse.
        explained: the tick "explained how to complain" was made already.

    Signals:
        slip_wanted(str): the slip that belongs to an outcome, before it is confirmed.
    """

    slip_wanted = Signal(str)

    def __init__(
        self, context: Context, number: str, *, refusing: bool = False, explained: bool = False
    ) -> None:
        title = _("Finish {number}: how did it end?").format(number=number)
        super().__init__(title, _("Finish"), action="finish", key=context.key("finish"))
        self.outcomes = ChoiceList(title)
        texts = {outcome: outcome_text(outcome) for outcome in Outcome}
        choices = [Choice(o.value, text, right=remark) for o, (text, remark) in texts.items()]
        chosen = Outcome.REFUSED if refusing else Outcome.SOLVED
        self.outcomes.set_choices(choices, chosen=chosen.value)
        self.reason = LineField(_("Reason"), _("Reason, as told to the client"))
        self.basis = LineField(_("Legal basis"), _("Legal basis: act, section"))
        self.complaint = CheckRow(_("Explained how to complain"), guarded=True)
        self.complaint.setChecked(explained)
        self._refusal = QWidget()
        inside = column(self._refusal, gap=8)
        later = _("What you leave empty waits under Follow-ups, to be filled in by day close.")
        note = Label(later, role="small", tone="ink2", wrap=True)
        for widget in (self.reason, self.basis, self.complaint, note):
            inside.addWidget(widget)
        self.slip = Button(kind="link")
        self.slip.clicked.connect(self._slip)
        self.content.addWidget(self.outcomes)
        self.content.addWidget(self.slip, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(self._refusal)
        self.outcomes.chosen.connect(self._chosen)
        self._chosen(chosen.value)

    def start_focus(self) -> QWidget:
        """The outcomes, or the reason when a refusal is meant."""
        return self.reason if self._outcome() is Outcome.REFUSED else self.outcomes

    def digits(self) -> ChoiceList:
        """The outcomes."""
        return self.outcomes

    def values(self) -> object:
        """Nothing is demanded while the client is there; gaps become a follow-up."""
        outcome = self._outcome()
        if outcome is not Outcome.REFUSED:
            return outcome, "", "", False
        reason, basis = self.reason.text().strip(), self.basis.text().strip()
        return outcome, reason, basis, self.complaint.isChecked()

    def _slip(self) -> None:
        self.slip_wanted.emit(self._outcome().value)

    def _outcome(self) -> Outcome:
        return Outcome(self.outcomes.key() or Outcome.SOLVED)

    def _chosen(self, _key: str) -> None:
        refusing = self._outcome() is Outcome.REFUSED
        self._refusal.setVisible(refusing)
        slip = _SLIPS.get(self._outcome(), "")
        self.slip.set_text(_(slip) if slip else "")
        self.slip.setVisible(bool(slip))
        if refusing and self.isVisible() and not self.outcomes.underMouse():
            self.reason.setFocus()
