"""A line of the list of keys: what is done, and by which key; pressed, it waits for another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy

from desk.ui.style import px
from desk.ui.widgets.button import Button

_HELD = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


class KeyLine(Button):
    """While it waits, every key is its own; Esc, and leaving it, let it be.

    Signals:
        waits(bool): it began or ceased to wait; pressed_keys(str): the sequence pressed meanwhile.
    """

    waits = Signal(bool)
    pressed_keys = Signal(str)

    waiting = False

    def __init__(self, text: str, prompt: str) -> None:
        super().__init__(text, kind="quiet")
        self._line, self._prompt = text, prompt
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._begin)

    def wait(self, on: bool) -> None:
        """Begin or cease to wait."""
        if on != self.waiting:
            self.waiting = on
            self.set_kind("primary" if on else "quiet")
            self.set_text(self._prompt if on else self._line)
            self.waits.emit(on)

    def event(self, event: QEvent) -> bool:
        """A waiting line keeps the window's own keys from doing their work."""
        if self.waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The new key, once it is not only a held one."""
        if not self.waiting:
            super().keyPressEvent(event)
            return
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.wait(False)
        elif event.key() not in _HELD:
            self.pressed_keys.emit(QKeySequence(event.keyCombination()).toString())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Gone elsewhere."""
        self.wait(False)
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        """Lines stand close to each other."""
        return QSize(super().sizeHint().width(), px(30))

    def _begin(self) -> None:
        self.wait(True)
