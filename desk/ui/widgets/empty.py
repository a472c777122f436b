"""What a pane says when it has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desk.ui.icons import sign
from desk.ui.style import px
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class EmptyState(QWidget):
    """A calm sentence in the middle, and under it what to do about it."""

    def __init__(self, title: str = "", advice: str = "", *controls: QWidget) -> None:
        super().__init__()
        self._sign = QLabel()
        self._shown = ""
        self._title = Label(role="heading", tone="ink2", wrap=True)
        self._advice = Label(tone="dim", wrap=True)
        layout = column(self, gap=8, margins=(24, 24, 24, 24))
        layout.addStretch(2)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        for control in controls:
            layout.addWidget(control, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.set(title, advice)

    def set(self, title: str, advice: str = "", *, mark: str = "empty") -> None:
        """Change the words; `mark` is the sign over them, one of `icons.SIGNS`."""
        if mark != self._shown:
            self._shown = mark
            self._sign.setPixmap(sign(mark, "ink3", px(32), self.devicePixelRatioF()))
        self._title.setText(title)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
