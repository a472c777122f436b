"""Pieces of the ladder: the round number of a step, the sentence to say."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.i18n import _
from desk.services.content.schema import Helper
from desk.ui.duties.texts import HELPER_LANGUAGES
from desk.ui.style import colour, font, px
from desk.ui.widgets.check import paint_tick
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label


class Dot(QWidget):
    """The step's number, or a tick when it is stamped."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self.done, self.now, self.urgent = number, False, False, True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A circle."""
        return QSize(px(26), px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circle, then number or tick."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        turn = "red" if self.urgent else "accent"
        painter.setBrush(colour("accent" if self.done else turn if self.now else "bg"))
        painter.drawEllipse(box)
        painter.setPen(QPen(colour("panel" if self.done or self.now else "ink2"), 1.8))
        if self.done:
            paint_tick(painter, box.adjusted(3, 3, -3, -3))
            return
        painter.setFont(font("label"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


def quoted(sentence: str) -> str:
    """A Latvian sentence between its quotation marks."""
    return f"\N{DOUBLE LOW-9 QUOTATION MARK}{sentence}\N{RIGHT DOUBLE QUOTATION MARK}"


def sentence(say: Helper | None) -> QWidget:
    """What to say, and unofficial helper phrases."""
    holder = QWidget()
    words = column(holder, gap=2)
    if say is None:
        return holder
    words.addWidget(Label(say.lv, "say", "danger", wrap=True))
    for key, mark in HELPER_LANGUAGES:
        helper = getattr(say, key)
        if helper:
            words.addWidget(Label(f"{mark}  {helper}", "small", "ink2", wrap=True))
    words.addWidget(Label(_("Helper phrases are unofficial."), "small", "dim"))
    return holder
