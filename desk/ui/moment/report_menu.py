"""Everything that can be reported, in one menu; a digit opens its form."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.domain.incident import IncidentKind
from desk.i18n import _
from desk.ui.context import Context
from desk.ui.widgets.choice import Choice, ChoiceList
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.text import Label

TALLY = "tally"


class _Kinds(ChoiceList):
    """A digit or a click opens at once: nothing is changed by opening."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.clicked.connect(self._clicked)

    def take_digit(self, event: QKeyEvent) -> bool:
        """Choose and open."""
        taken = super().take_digit(event)
        if taken:
            self.opened.emit(self.key())
        return taken

    def _clicked(self) -> None:
        self.opened.emit(self.key())


class ReportMenu(Dialog):
    """Closes with the id of what was chosen: an `IncidentKind` or "tally"."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Report"), allowed=frozenset({"card"}))
        self.choices = _Kinds(_("What happened?"))
        self.choices.set_choices(_choices(context))
        remark = _("Nothing is demanded: one key opens the form, Ctrl+Enter reports.")
        self.body.addWidget(Label(remark, "small", "ink2", wrap=True))
        self.body.addWidget(self.choices)
        self.choices.opened.connect(self.finish)

    def start_focus(self) -> QWidget:
        """The list: digits open, arrows and Ctrl+Enter too."""
        return self.choices


def _choices(context: Context) -> list[Choice]:
    kind, key = IncidentKind, context.key
    return [
        Choice(kind.FILMING.value, _("A client films or takes pictures")),
        Choice(kind.GIFT.value, _("A gift was offered or left behind")),
        Choice(kind.DATA.value, _("Personal data: papers seen, sent or lost")),
        Choice(kind.NEAR_MISS.value, _("Near miss: noticed in time")),
        Choice(kind.SAFETY.value, _("Safety: fire, illness, premises")),
        Choice(kind.AGGRESSION.value, _("Aggressive client"), right=key("aggression")),
        Choice(kind.ERROR.value, _("Our own error"), right=key("error")),
        Choice(TALLY, _("A heated talk: only count it"), _("nobody is named"), key("tally")),
    ]
