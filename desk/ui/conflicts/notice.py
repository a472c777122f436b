"""The notice on the Schedule that bookings wait for a decision, with their number."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.i18n import _
from desk.services import conflicts
from desk.ui.conflicts.dialog import open_conflicts
from desk.ui.conflicts.texts import count_text
from desk.ui.context import Context
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label


class ConflictNotice(QWidget):
    """One line with a button; nothing is left of it while there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._count = 0
        self.title = Label(role="strong", tone="danger", wrap=True)
        self.open = Button(kind="primary")
        self._place = QWidget()
        box = Surface("danger")
        column(self).addWidget(self._place)
        column(self._place, margins=(12, 4, 12, 8)).addWidget(box)
        line = row(box, margins=(12, 8, 12, 8))
        line.addWidget(self.title, 1)
        line.addWidget(self.open)
        self._place.hide()
        self.open.clicked.connect(self._open)

    def refresh(self) -> None:
        """Count again."""
        self._context.read(conflicts.count, done=self._show, kind="conflicts.count")

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.open.set_text(_("Compare and decide…"))
        self.title.setText(count_text(self._count))

    def _show(self, count: int) -> None:
        self._count = count
        self.retranslate()
        self._place.setVisible(count > 0)

    def _open(self) -> None:
        open_conflicts(self._context)
