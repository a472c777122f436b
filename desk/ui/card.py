"""F12, the action card: what to do when it is dangerous, and whom to call.  Nothing is typed."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desk.i18n import _, language
from desk.services.content.schema import Emergency, Script
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.style import px, tokens
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label, SectionTitle

_CARD = "action-card"
_LARGE = 1.25
"""From a larger text on two numbers stand side by side."""


class ActionCard(Dialog):
    """Script and emergency numbers.  It calls nobody, and says so."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Action card"), size="wide")
        pack = context.pack
        script = next((item for item in pack.scripts if item.id == _CARD), None)
        if script is not None:
            self.body.addWidget(_steps(script))
        numbers = pack.policy.emergency if pack.policy is not None else []
        self.body.addWidget(SectionTitle(_("Numbers to ring")))
        self.body.addWidget(_numbers(numbers))
        note = _("This card calls nobody. Call by phone or out loud.")
        self.body.addWidget(Label(note, role="strong", tone="danger", wrap=True))
        self._close = Button(_("Close"), kind="primary", key="Esc")
        self._close.clicked.connect(self.leave)
        self.buttons.addWidget(self._close)

        self._said = [script.title.get(language())] if script is not None else [self.title.text()]
        self._said += [step.text.get(language()) for step in script.steps] if script else []

    def say(self) -> None:
        """Let a screen reader say at once what to do; the card is shown by now."""
        announce(self, ". ".join(self._said), urgent=True)

    def start_focus(self) -> QWidget:
        """There is nothing to do but read."""
        return self._close


def _steps(script: Script) -> QWidget:
    box = QWidget()
    layout = QGridLayout(box)
    layout.setContentsMargins(0, 0, 0, px(8))
    layout.setHorizontalSpacing(px(14))
    layout.setVerticalSpacing(px(10))
    layout.setColumnStretch(1, 1)
    for place, step in enumerate(script.steps):
        layout.addWidget(Label(str(place + 1), role="number", tone="danger"), place, 0)
        words = column(gap=4)
        words.addWidget(Label(step.text.get(language()), role="heading", wrap=True))
        if step.say is not None:
            words.addWidget(Label(step.say.lv, role="say", tone="danger", wrap=True))
        layout.addLayout(words, place, 1)
    return box


def _numbers(numbers: list[Emergency]) -> QWidget:
    box = QWidget()
    layout = QGridLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(8))
    across = 2 if tokens().scale > _LARGE else 3
    for place, item in enumerate(numbers):
        card = Surface("danger")
        inside = column(card, gap=2, margins=(14, 10, 14, 10))
        inside.addWidget(Label(item.number or "—", role="number", tone="danger"))
        inside.addWidget(Label(item.label.get(language()), wrap=True))
        if not item.confirmed:
            unsure = _("not confirmed by headquarters")
            inside.addWidget(Label(unsure, role="small", tone="dim", wrap=True))
        layout.addWidget(card, place // across, place % across)
    return box
