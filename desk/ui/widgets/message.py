"""One line of news at the foot of the window: no box, no sound, nothing to click away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from desk.ui.announce import announce
from desk.ui.icons import sign
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import Surface, row
from desk.ui.widgets.text import Label, restyle

_SECONDS = {"ok": 5, "warn": 12, "danger": 20}
_TONES = {"ok": "green", "warn": "amber", "danger": "red"}
_SIGN = 18
_CLOSE = "\N{MULTIPLICATION SIGN}"
HEIGHT = 38
"""Footer and bottom margin of the window together: it covers nothing that can be clicked."""


class MessageBar(Surface):
    """Shows a sentence for some seconds: "ok" (done), "warn" (look), "danger" (it did not work)."""

    def __init__(self, host: QWidget) -> None:
        super().__init__("message", host)
        self._host = host
        self._sign = QLabel()
        self._text = Label(role="medium")
        self._close = Button(_CLOSE, kind="link")
        layout = row(self, gap=10, margins=(16, 0, 12, 0))
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._close.clicked.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, tone: str = "ok", close_name: str = "") -> None:
        """Show a sentence; an earlier one gives way."""
        self.setProperty("tone", tone)
        restyle(self)
        self._text.set_tone(tone)
        self._sign.setPixmap(sign(tone, _TONES[tone], px(_SIGN), self.devicePixelRatioF()))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._close.set_text(_CLOSE, close_name)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(_SECONDS[tone] * 1000)
        announce(self, text, urgent=tone == "danger")

    def forget(self) -> None:
        """Hide, and keep nothing of what was said."""
        self.hide()
        self._text.setText("")
        self.setAccessibleName("")

    def text(self) -> str:
        """The sentence now shown, "" when none is."""
        return self._text.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the window changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        return False

    def _place(self) -> None:
        height = px(HEIGHT)
        self.setGeometry(0, self._host.height() - height, self._host.width(), height)
