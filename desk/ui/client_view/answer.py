"""Where a client who does not hear types back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from desk.ui.style import font, px
from desk.ui.widgets.layout import Surface, column
from desk.ui.widgets.text import Label

_PROMPTS = {
    "": "Lūdzu, rakstiet šeit",
    "en": "Lūdzu, rakstiet šeit · Please write here",
    "ru": "Lūdzu, rakstiet šeit · Пожалуйста, пишите здесь",
    "uk": "Lūdzu, rakstiet šeit · Будь ласка, пишіть тут",
}
"""Said to the client, whatever the window speaks."""


class Answer(Surface):
    """A large field under a prompt.

    Signals:
        left: Esc.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__("soft")
        self._prompt = Label(role="heading", tone="accent")
        self.field = _Field()
        self.field.left.connect(self.left)
        layout = column(self, gap=8, margins=(32, 16, 32, 16))
        layout.addWidget(self._prompt)
        layout.addWidget(self.field, 1)

    def begin(self, helper: str) -> None:
        """Ask in Latvian and the client's language."""
        prompt = _PROMPTS[helper]
        self._prompt.setText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.setFocus()

    def text(self) -> str:
        """What the client typed."""
        return self.field.toPlainText()


class _Field(QPlainTextEdit):
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        large = QFont(font("display"))
        large.setPixelSize(px(40))
        self.setStyleSheet(f"font-size: {px(40)}px; font-weight: 600;")
        self.setFont(large)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the keyboard back to the clerk."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The program's keys are the program's: F12 works while the client types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return True
        return super().event(event)
