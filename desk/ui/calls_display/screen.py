"""What hangs in the waiting room: numbers and counters, the hours, the time.

Dark on light, no motion: a new call is told by its colour, its mark and its place at the top.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from desk.domain.clock import local_day
from desk.formats import day_text, time_text
from desk.i18n import _, speaking
from desk.services.call_display import Called, Calls
from desk.ui.calls_display.measures import Lines, lines_for
from desk.ui.hours_text import doors
from desk.ui.style import colour, font

OFFICIAL = "lv"
_MARK = "◀"
_HEAD, _FOOT = 0.16, 0.11
"""Parts of the height."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CallsScreen(QWidget):
    """The whole of one monitor.

    Signals:
        left: Esc was pressed on it.
    """

    left = Signal()

    def __init__(self, branch: str) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("calls")
        self.setWindowTitle(_("Call numbers"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._branch = branch
        self._calls: Calls | None = None
        self._now: datetime | None = None

    def lie_on(self, screen: QScreen) -> None:
        """Fill a monitor."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def show_calls(self, calls: Calls) -> None:
        """Show the newest calls."""
        self._calls = calls
        self.show_time(calls.now)
        with speaking(OFFICIAL):
            spoken = [_line_text(line) for line in calls.lines]
            self.setAccessibleName(_("Call numbers"))
        self.setAccessibleDescription("; ".join(spoken))

    def show_time(self, now: datetime) -> None:
        """Bring clock and hours up to date."""
        self._now = now
        self.update()

    def lines(self) -> Lines:
        """How many lines there are, and how large their letters."""
        free = self.height() * (1 - _HEAD - _FOOT)
        return lines_for(int(free), self.screen().physicalDotsPerInch())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The system closed it: the same."""
        event.accept()
        self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Head, lines, foot; in Latvian, whatever the clerk's window speaks."""
        with speaking(OFFICIAL):
            self._paint(QPainter(self))

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), colour("panel"))
        head, foot = int(self.height() * _HEAD), int(self.height() * _FOOT)
        self._paint_head(painter, QRect(0, 0, self.width(), head))
        free = QRect(0, head, self.width(), self.height() - head - foot)
        self._paint_lines(painter, free)
        self._paint_foot(painter, QRect(0, self.height() - foot, self.width(), foot))

    def _paint_head(self, painter: QPainter, box: QRect) -> None:
        painter.fillRect(box, colour("accent"))
        painter.setPen(colour("panel"))
        inside = _inside(box)
        painter.setFont(_sized(box.height() * 0.55))
        if self._now is not None:
            painter.drawText(inside, _RIGHT, time_text(self._now))
        painter.setFont(_sized(box.height() * 0.32, strong=False))
        painter.drawText(inside, _LEFT, self._branch)

    def _paint_lines(self, painter: QPainter, box: QRect) -> None:
        lines = self.lines()
        high = box.height() // lines.count
        shown = self._calls.lines[: lines.count] if self._calls is not None else ()
        for place, line in enumerate(shown):
            self._paint_line(painter, QRect(0, box.top() + place * high, box.width(), high), line)
        if not shown:
            painter.setFont(_sized(lines.size * 0.6, strong=False))
            painter.setPen(colour("ink2"))
            text = _("Numbers that are called appear here")
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(_inside(box), int(flags), text)

    def _paint_line(self, painter: QPainter, box: QRect, line: Called) -> None:
        if line.now:
            painter.fillRect(box, colour("amber_soft"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 2), colour("line"))
        size, inside = self.lines().size, _inside(box)
        painter.setPen(colour("ink") if line.now else colour("ink2"))
        painter.setFont(_sized(size, strong=line.now))
        painter.drawText(inside, _LEFT, line.number)
        counter = _("counter {counter}").format(counter=line.counter)
        mark = f" {_MARK}" if line.now else ""
        painter.drawText(inside, _RIGHT, counter + mark)

    def _paint_foot(self, painter: QPainter, box: QRect) -> None:
        painter.fillRect(box, colour("bg"))
        if self._calls is None or self._now is None:
            return
        painter.setPen(colour("ink"))
        painter.setFont(_sized(box.height() * 0.42, strong=False))
        state = doors(self._calls.hours, self._now)
        text = f"{state.text}. {state.tip}" if state.shut else state.text
        painter.drawText(_inside(box), _LEFT, text)
        day = day_text(local_day(self._now))
        painter.drawText(_inside(box), _RIGHT, day)


def _line_text(line: Called) -> str:
    return f"{line.number}, " + _("counter {counter}").format(counter=line.counter)


def _inside(box: QRect) -> QRect:
    side = box.width() // 28
    return box.adjusted(side, 0, -side, 0)


def _sized(pixels: float, *, strong: bool = True) -> QFont:
    made = QFont(font("huge"))
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight.Bold if strong else QFont.Weight.Medium)
    return made
