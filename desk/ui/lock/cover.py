"""The privacy cover: one key, and nothing of anybody is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desk.domain.clock import local_day
from desk.formats import day_text, time_text
from desk.i18n import _
from desk.ui.widgets.button import Button
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class PrivacyCover(QWidget):
    """Branch, day and time, calm and full.

    Signals:
        left: whoever covered the window is back.
    """

    left = Signal()

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self.place = Label(role="title", tone="ink2")
        self.day = Label(role="heading", tone="ink2")
        self.time = Label(role="huge")
        self.back = Button(kind="quiet", key="Esc")
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tell_time)
        self.back.clicked.connect(self.left)
        layout = column(self, gap=8, margins=(24, 24, 24, 24))
        layout.addStretch(2)
        for part in (self.place, self.time, self.day):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def tell(self, place: str) -> None:
        """Say which branch this is, in the language in force."""
        self.place.setText(place)
        self.back.set_text(_("Show the window again"))
        self._tell_time()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc uncovers; nothing else does anything."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """The time goes on."""
        super().showEvent(event)
        self._timer.start()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at it."""
        super().hideEvent(event)
        self._timer.stop()

    def _tell_time(self) -> None:
        now = self._clock()
        self.time.setText(time_text(now))
        self.day.setText(day_text(local_day(now)))
