"""The form that drops from the strip: the same forms that stand at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.ui.today.panels.base import ActionPanel
from desk.ui.widgets.layout import column

WIDTH = 620
"""In design pixels; the rest beside it stays the other program's."""


class Drop(QWidget):
    """Holds one form at a time.

    Signals:
        changed: a form came or went.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panel: ActionPanel | None = None
        self._before: QWidget | None = None
        self._place = column(self)

    def open(self, panel: ActionPanel) -> None:
        """Show a form; it gets the focus."""
        if self.panel is None:
            self._before = self.window().focusWidget()
        self._drop()
        self.panel = panel
        panel.left.connect(self.close_panel)
        if (choices := panel.digits()) is not None:
            choices.opened.connect(panel.confirm_chosen)
        self._place.addWidget(panel)
        panel.show()
        self.changed.emit()
        panel.start_focus().setFocus()

    def close_panel(self) -> None:
        """Take the form away; the focus goes back to where it was."""
        if self.panel is None:
            return
        self._drop()
        self.changed.emit()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def _drop(self) -> None:
        if self.panel is not None:
            self._place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
