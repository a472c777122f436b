"""Choices as chips, folded to those that are on until the others are asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.ui.widgets.button import Button
from desk.ui.widgets.check import Chip, switch_on
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class ChipBox(QWidget):
    """Chips in a wrapping row.

    Signals:
        changed(tuple): the keys that are on, after the user flipped one.

    Args:
        keys: the choices; single: at most one may be on; guarded: see `Button`.
    """

    changed = Signal(object)

    def __init__(
        self, keys: Collection[str], *, single: bool = False, guarded: bool = False
    ) -> None:
        super().__init__()
        self._single, self._open = single, False
        self.heading = Label(role="small", tone="dim", wrap=True)
        self.more = Button(kind="link")
        self.chips = {key: Chip("", guarded=guarded) for key in keys}
        layout = column(self, gap=4)
        layout.addWidget(self.heading)
        flow = Flow()
        for key, chip in self.chips.items():
            chip.setProperty("chip", key)
            chip.toggled.connect(self._flipped)
            flow.addWidget(chip)
        flow.addWidget(self.more)
        layout.addLayout(flow)
        self.more.clicked.connect(self._unfold)
        self._fold()

    def set_texts(self, more: str, heading: str, texts: Mapping[str, str]) -> None:
        """Name the chips, what opens them, and the heading over them when open."""
        self.more.set_text("+ " + more, more)
        self.heading.setText(heading)
        for key, chip in self.chips.items():
            chip.setText(texts[key])
            chip.setAccessibleName(texts[key])
            chip.updateGeometry()

    def chosen(self) -> tuple[str, ...]:
        """The keys that are on."""
        return tuple(key for key, chip in self.chips.items() if chip.isChecked())

    def show_chosen(self, keys: Collection[str]) -> None:
        """Turn these on and the others off, telling nobody."""
        for key, chip in self.chips.items():
            switch_on(chip, key in keys)
        self._fold()

    def fold(self) -> None:
        """Show only those that are on."""
        self._open = False
        self._fold()

    def _unfold(self) -> None:
        self._open = True
        self._fold()
        next(iter(self.chips.values())).setFocus()

    def _fold(self) -> None:
        for chip in self.chips.values():
            chip.setVisible(self._open or chip.isChecked())
        self.more.setVisible(not self._open)
        self.heading.setVisible(self._open)

    def _flipped(self, on: bool) -> None:
        sender = self.sender()
        if on and self._single:
            for chip in self.chips.values():
                if chip is not sender:
                    switch_on(chip, False)
                    chip.update()
        self.changed.emit(self.chosen())
