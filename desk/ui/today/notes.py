"""Notes of the visit: saved by themselves, with a word when they hold a personal code."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.personal_code import findings
from desk.i18n import _
from desk.ui.widgets.fields import TextArea
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label

_PAUSE = 1200
"""Typing paused for so long (milliseconds): save."""


class Notes(QWidget):
    """A text area bound to one visit.

    Signals:
        changed(UUID, str): the visit's note as it should be kept.
    """

    changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.area = TextArea(lines=4)
        self.warning = Label(role="small", tone="warn", wrap=True)
        self.warning.hide()
        self._visit: UUID | None = None
        self._kept = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.keep)
        layout = column(self, gap=4)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.warning)
        self.area.textChanged.connect(self._typed)
        self.area.left.connect(self.keep)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in force."""
        self.area.describe(_("Notes for this visit"), _("Notes for this visit…"))
        self._warn()

    def show_note(self, visit: UUID, text: str) -> None:
        """Bind to a visit; what is being typed is never replaced by what was kept."""
        if visit != self._visit:
            self.keep()
            self._visit, self._kept = visit, text
            self._show(text)
        elif self.area.toPlainText() == self._kept:
            self._kept = text
            self._show(text)

    def keep(self) -> None:
        """Save what was typed, if anything."""
        self._timer.stop()
        text = self.area.toPlainText()
        if self._visit is not None and text != self._kept:
            self._kept = text
            self.changed.emit(self._visit, text)

    def _show(self, text: str) -> None:
        if self.area.toPlainText() != text:
            self.area.blockSignals(True)
            self.area.setPlainText(text)
            self.area.blockSignals(False)
        self._warn()

    def _typed(self) -> None:
        self._timer.start()
        self._warn()

    def _warn(self) -> None:
        found = bool(findings(self.area.toPlainText()))
        if found:
            self.warning.setText(
                _("This looks like a personal code or document number: leave it out.")
            )
        self.warning.setVisible(found)
