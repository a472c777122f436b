"""F12, the action card: whom to call and what to do when it is dangerous.  Nothing is typed.

The numbers come first: they are seen without scrolling in the smallest window and largest text.
"""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.i18n import _, language
from desk.services.content.schema import Emergency, Script
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label

_CARD = "action-card"


class ActionCard(Dialog):
    """Emergency numbers and script.  It calls nobody, and says so."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Action card"), size="wide")
        pack = context.pack
        script = next((item for item in pack.scripts if item.id == _CARD), None)
        numbers = pack.policy.emergency if pack.policy is not None else []
        self.numbers = _numbers(numbers)
        self.body.addWidget(self.numbers)
        note = _("This card calls nobody. Call by phone or out loud.")
        self.body.addWidget(Label(note, role="strong", tone="danger", wrap=True))
        branch = context.env.branch(context.actor.site)
        where = ", ".join(part for part in (branch.name, branch.address) if part)
        self.body.addWidget(Label(_("Say where you are: {place}").format(place=where), wrap=True))
        if script is not None:
            self.body.addWidget(_steps(script))
        self._close = Button(_("Close"), kind="primary", key="Esc")
        self._close.clicked.connect(self.leave)
        self.buttons.addWidget(self._close)

        self._said = [script.title.get(language())] if script is not None else [self.title.text()]
        self._said += [f"{item.number} {item.label.get(language())}" for item in numbers]
        self._said += [step.text.get(language()) for step in script.steps] if script else []

    def showEvent(self, event: QShowEvent) -> None:
        """Let a screen reader say at once what to do."""
        super().showEvent(event)
        announce(self, ". ".join(self._said), urgent=True)

    def start_focus(self) -> QWidget:
        """There is nothing to do but read."""
        return self._close


def _steps(script: Script) -> QWidget:
    box = QWidget()
    layout = QGridLayout(box)
    layout.setContentsMargins(0, px(4), 0, 0)
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
    """Side by side, each number large with its name beside it."""
    box = QWidget()
    flow = Flow(box, gap=8)
    for item in numbers:
        card = Surface("danger")
        inside = row(card, gap=10, margins=(14, 6, 14, 6))
        inside.addWidget(Label(item.number or "—", role="display", tone="danger"))
        words = column(gap=0)
        words.addWidget(Label(item.label.get(language())))
        if not item.confirmed:
            unsure = _("not confirmed by headquarters")
            words.addWidget(Label(unsure, role="small", tone="dim"))
        inside.addLayout(words)
        flow.addWidget(card)
    return box
