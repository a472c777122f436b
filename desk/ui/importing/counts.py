"""What an import would do, or did, in six figures."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.services.import_day import Preview
from desk.ui.importing.texts import COUNT_TEXTS
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label


class Counts(QWidget):
    """A figure over its word, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[str, Label] = {}
        flow = Flow(self, gap=8)
        for name, text in COUNT_TEXTS:
            tile = Surface("box")
            inside = column(tile, margins=(14, 8, 14, 8))
            figure = Label("0", "number")
            figure.setAccessibleName(_(text))
            inside.addWidget(figure)
            inside.addWidget(Label(_(text), "small", "ink2"))
            flow.addWidget(tile)
            self.figures[name] = figure

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show figures by the names of COUNT_TEXTS."""
        for name, figure in self.figures.items():
            number = counts[name]
            figure.setText(str(number))
            figure.set_tone("danger" if name == "cancelled" and number else "" if number else "dim")


def counts_of(shown: Preview) -> dict[str, int]:
    """The figures of a preview; the branch's own bookings count as kept."""
    plan = shown.plan
    return {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "moved": len(plan.moved),
        "cancelled": len(plan.cancelled),
        "unchanged": len(plan.unchanged),
        "kept": len(plan.kept) + len(shown.own),
    }
