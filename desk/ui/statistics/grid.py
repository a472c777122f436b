"""A layout of columns of one width: cards side by side where there is room, wide ones alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desk.ui.style import air, px


@dataclass(slots=True)
class _Place:
    item: QLayoutItem
    wide: bool


class Grid(QLayout):
    """Cards in rows.

    Args:
        least: the least width of a column in design pixels; most: so many columns at most.
        gaps: between columns, and between rows, in design pixels.
    """

    def __init__(
        self, parent: QWidget, *, least: int, most: int, gaps: tuple[int, int] = (24, 20)
    ) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._wide_next = False
        self._least, self._most = px(least), most
        self._across, self._down = air(gaps[0]), air(gaps[1])
        self._heights: dict[int, int] = {}
        self._alone = False
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget, *, wide: bool = False) -> None:
        """Add a card; a wide one takes a row of its own."""
        self._wide_next = wide
        self.addWidget(widget)

    def set_alone(self, alone: bool) -> None:
        """Give every card a row of its own."""
        self._alone = alone
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own hook."""
        self._places.append(_Place(item, self._wide_next))

    def count(self) -> int:
        """Number of cards."""
        return len(self._places)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The card at a place, or None."""
        return self._places[index].item if 0 <= index < len(self._places) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a card out."""
        return self._places.pop(index).item if 0 <= index < len(self._places) else None

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The narrower, the taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows."""
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """A card has changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the cards."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """One column beside another."""
        width = self._least * self._most + self._across * (self._most - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """One narrow column."""
        return QSize(px(160), px(40))

    def columns(self, width: int) -> int:
        """How many columns have room."""
        return max(1, min(self._most, (width + self._across) // (self._least + self._across)))

    def _rows(self, columns: int) -> list[list[_Place]]:
        rows: list[list[_Place]] = []
        open_ = False
        for place in self._places:
            if place.item.isEmpty():
                continue
            wide = place.wide or self._alone
            if wide or not open_ or len(rows[-1]) == columns:
                rows.append([])
            rows[-1].append(place)
            open_ = not wide
        return rows

    def _lay(self, rect: QRect, *, move: bool) -> int:
        columns = self.columns(rect.width())
        shown = sum(not place.item.isEmpty() for place in self._places)
        if columns > 2:  # key figures: rows of nearly one length
            columns = -(-shown // -(-shown // columns)) if shown else columns
        one = (rect.width() - self._across * (columns - 1)) // columns
        top = rect.top()
        for place, cards in enumerate(self._rows(columns)):
            top += self._down if place else 0
            top += self._lay_row(cards, QRect(rect.left(), top, rect.width(), 0), one, move=move)
        return top - rect.top()

    def _lay_row(self, cards: list[_Place], rect: QRect, one: int, *, move: bool) -> int:
        alone = cards[0].wide or self._alone
        width = rect.width() if alone else one
        heights = [_height(card.item, width) for card in cards]
        if move:
            left = rect.left()
            for card, height in zip(cards, heights, strict=True):
                card.item.setGeometry(QRect(left, rect.top(), width, height))
                left += one + self._across
        return max(heights)


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
