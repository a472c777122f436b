"""Whom to call in danger: numbers large, and what this PC does not do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.i18n import _, language
from desk.services.content.schema import Emergency, LadderStep
from desk.ui.announce import announce
from desk.ui.context import Context
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label

_GUARD = "call_guard"
"""Step of a pack that calls the branch's own guard."""


class HelpBox(Surface):
    """Opened by the jump key; it calls nobody and says so."""

    def __init__(self, context: Context) -> None:
        super().__init__("danger")
        self._numbers = emergency_of(context)
        inside = column(self, gap=4, margins=(12, 8, 12, 10))
        numbers = QWidget()
        flow = Flow(numbers, gap=24)
        for item in self._numbers:
            flow.addWidget(_number(item))
        inside.addWidget(numbers)
        note = _("Ring, or call out loud. This PC calls nobody.")
        inside.addWidget(Label(note, "strong", "danger", wrap=True))

    def say(self) -> None:
        """Let a screen reader say the numbers at once."""
        said = ", ".join(f"{item.number} {item.label.get(language())}" for item in self._numbers)
        announce(self, said, urgent=True)


def helper_line(context: Context, step: LadderStep) -> Label:
    """The numbers of those whom a step calls, and whether the branch has them at all."""
    known = {item.id: item for item in emergency_of(context)}
    parts = [f"{known[name].number} {known[name].label.get(language())}" for name in step.numbers]
    if step.id == _GUARD and context.env.branch(context.actor.site).guard is False:
        parts.append(_("this branch has no guard"))
    label = Label(" · ".join(parts), "medium", "danger", wrap=True)
    if not parts:
        label.hide()
    return label


def emergency_of(context: Context) -> list[Emergency]:
    """The numbers to ring; none when the pack has no policy."""
    policy = context.pack.policy
    return policy.emergency if policy is not None else []


def _number(item: Emergency) -> QWidget:
    box = QWidget()
    lines = column(box, gap=0)
    lines.addWidget(Label(item.number or "—", "number", "danger"))
    lines.addWidget(Label(item.label.get(language()), "small", "ink2"))
    return box
