"""A layout that breaks its controls over as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desk.ui.style import air


class Flow(QLayout):
    """Controls side by side, wrapped like words.

    Controls of different heights stand on one middle line.

    Args:
        gap: distance between controls in design pixels.
        centred: each line in the middle instead of at the left.
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 6, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._centred = centred
        self._gap = air(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own hook: a control was added."""
        self._items.append(item)

    def count(self) -> int:
        """Number of controls."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The control at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a control out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at a width; Qt asks for it over and over."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """A control has changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the controls."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        gaps = self._gap * max(0, len(sizes) - 1)
        width = sum(size.width() for size in sizes) + gaps
        return self._around(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest control alone."""
        sizes = [item.minimumSize() for item in self._shown()]
        return self._around(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _around(self, width: int, height: int) -> QSize:
        return QSize(width, height).grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, whole: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        rect = whole.marginsRemoved(margins)
        y = rect.y()
        for number, line in enumerate(self._lines(rect.width())):
            y += self._gap if number else 0
            if move:
                self._place_line(line, rect, y)
            y += max(item.sizeHint().height() for item in line)
        return y + margins.bottom() - whole.y()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if not lines or wanted > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= wanted + self._gap
        return lines

    def _place_line(self, line: list[QLayoutItem], rect: QRect, y: int) -> None:
        x = rect.x()
        if self._centred:
            used = sum(item.sizeHint().width() for item in line) + self._gap * (len(line) - 1)
            x += max(0, (rect.width() - used) // 2)
        tallest = max(item.sizeHint().height() for item in line)
        for item in line:
            size = item.sizeHint()
            down = y + (tallest - size.height()) // 2
            item.setGeometry(QRect(x, down, min(size.width(), rect.width()), size.height()))
            x += size.width() + self._gap
