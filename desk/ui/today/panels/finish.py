"""F4: how serving ended.  A refusal asks for its reason and legal basis (RF-01)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.visit import Outcome
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.today.panels.base import ActionPanel
from desk.ui.today.words import outcome_text
from desk.ui.widgets.check import CheckRow
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import column


class FinishPanel(ActionPanel):
    """Gives (outcome, reason, legal basis, complaint explained).

    Args:
        number: of the ticket; refusing: opened to refuse.
        explained: the tick "explained how to complain" was made already.
    """

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
        for widget in (self.reason, self.basis, self.complaint):
            inside.addWidget(widget)
        self.content.addWidget(self.outcomes)
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
        """Everything of a refusal has to be there."""
        outcome = self._outcome()
        reason, basis = self.reason.text().strip(), self.basis.text().strip()
        if outcome is not Outcome.REFUSED:
            return outcome, "", "", False
        if not reason:
            return self.need(_("A refusal needs its reason."), self.reason)
        if not basis:
            return self.need(_("A refusal needs its legal basis."), self.basis)
        if not self.complaint.isChecked():
            return self.need(_("Explain how to complain, then tick it."), self.complaint)
        return outcome, reason, basis, True

    def _outcome(self) -> Outcome:
        return Outcome(self.outcomes.key() or Outcome.SOLVED)

    def _chosen(self, _key: str) -> None:
        refusing = self._outcome() is Outcome.REFUSED
        self._refusal.setVisible(refusing)
        if refusing and self.isVisible() and not self.outcomes.underMouse():
            self.reason.setFocus()
