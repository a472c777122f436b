"""The visit as one bar: a stretch for each period, as long as it lasted."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.domain.visit import PeriodKind
from desk.domain.visit_story import PeriodLine
from desk.formats import time_text
from desk.i18n import _
from desk.ui.style import colour, font, px
from desk.ui.visit_history.words import length_text, period_text

_INKS = {
    PeriodKind.WAITING: ("amber_soft", "amber"),
    PeriodKind.CALLED: ("shade", "ink2"),
    PeriodKind.SERVING: ("accent_soft", "accent"),
    PeriodKind.PARKED: ("shade", "ink3"),
    PeriodKind.INTERRUPTED: ("green_soft", "green"),
}
_LEAST = 3


class PeriodBar(QWidget):
    """Painted, with the words in the table beneath: colour is never the only sign."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PeriodLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The visit's periods"))

    def show_periods(self, lines: tuple[PeriodLine, ...]) -> None:
        """Show other periods."""
        self._lines = lines
        said = [f"{period_text(line)} {length_text(line)}" for line in lines]
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """A bar and the times under it."""
        return QSize(px(300), px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Stretches, then the first and the last time."""
        if not self._lines:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = self._lines[0].start
        last = self._end(self._lines[-1])
        whole = max((last - first).total_seconds(), 1.0)
        box = QRectF(0, 0, self.width(), px(24))
        for line in self._lines:
            left = (line.start - first).total_seconds() / whole * box.width()
            wide = max(line.seconds / whole * box.width() - 1, float(_LEAST))
            self._stretch(painter, QRectF(left, box.top(), wide, box.height()), line)
        painter.setFont(font("small"))
        painter.setPen(colour("ink2"))
        under = QRectF(0, px(26), self.width(), px(18))
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, time_text(first))
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, time_text(last))

    @staticmethod
    def _stretch(painter: QPainter, box: QRectF, line: PeriodLine) -> None:
        ground, ink = _INKS[line.kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(box, px(3), px(3))
        painter.setBrush(colour(ink))
        painter.drawRect(QRectF(box.left(), box.bottom() - px(3), box.width(), px(3)))
        painter.setFont(font("small"))
        text = f"{period_text(line)} {length_text(line)}"
        if painter.fontMetrics().horizontalAdvance(text) + px(8) <= box.width():
            painter.setPen(colour("ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _end(line: PeriodLine) -> datetime:
        return line.end or line.start + timedelta(seconds=line.seconds)
