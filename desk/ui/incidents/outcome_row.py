"""How it ended: one of a few, by Alt and a digit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.i18n import _, language
from desk.services.content.schema import Option
from desk.ui.widgets.button import Button
from desk.ui.widgets.flow import Flow


class OutcomeRow(QWidget):
    """Buttons side by side; the chosen one is filled.

    Signals:
        chosen(str): a person chose one.
    """

    chosen = Signal(str)

    def __init__(self, outcomes: Sequence[Option]) -> None:
        super().__init__()
        self.setAccessibleName(_("How it ended"))
        flow = Flow(self, gap=6)
        self.buttons: dict[str, Button] = {}
        for place, outcome in enumerate(outcomes, 1):
            button = Button(outcome.text.get(language()), key=f"Alt+{place}", guarded=True)
            button.setProperty("outcome", outcome.id)
            button.clicked.connect(self._clicked)
            flow.addWidget(button)
            self.buttons[outcome.id] = button

    def take(self, place: int) -> bool:
        """Choose by its place; False when there is none there."""
        if not 0 <= place < len(self.buttons):
            return False
        list(self.buttons.values())[place].click()
        return True

    def show_outcome(self, chosen: str, allowed: Collection[str]) -> None:
        """Fill the chosen one; the others rest while they cannot be."""
        for key, button in self.buttons.items():
            button.set_kind("primary" if key == chosen else "normal")
            button.setEnabled(key in allowed)
            on = _("{outcome}, chosen").format(outcome=button.text())
            button.setAccessibleName(on if key == chosen else button.text())

    def _clicked(self) -> None:
        self.chosen.emit(str(self.sender().property("outcome")))
