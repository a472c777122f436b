"""The list of rows as the screens use it: chosen by key, arrows and pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from desk.ui.style import colour
from desk.ui.turns import PAINTED_MS
from desk.ui.widgets.row_delegate import RowDelegate
from desk.ui.widgets.row_model import Row, RowModel


class RowList(QListView):
    """A list of `Row`s.

    Signals:
        chosen(str): the key of the row now current, "" for none.
        opened(str): double-clicked, or Ctrl+Enter on it; bare Enter too when `enter_opens`.

    Args:
        name: accessible name.
        enter_opens: only where opening changes nothing (never in the queue).
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self, name: str, *, number_width: int = 58, side: int = 16, enter_opens: bool = False
    ) -> None:
        super().__init__()
        self.rows = RowModel(self)
        self._enter_opens = enter_opens
        self._wanted = ""
        self.setModel(self.rows)
        self._look = RowDelegate(self, number_width=number_width, side=side)
        self.setItemDelegate(self._look)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._double)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the choice stays with its key where that is still there."""
        if self.rows.shows(rows):
            return
        key = self.key()
        self.rows.set_rows(rows)
        if key and self.key() != key:
            self.choose(key, tell=False)
            if self.key() != key:
                self.chosen.emit(self.key())
        self.doItemsLayout()

    def key(self) -> str:
        """The chosen row's key, "" for none."""
        chosen = self.selectionModel().selectedIndexes()
        row = self.rows.row_at(chosen[0]) if chosen else None
        return row.key if row is not None else ""

    def choose(self, key: str, *, tell: bool = True) -> None:
        """Make a row current; "" for none."""
        place = self.rows.place_of(key) if key else -1
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.blockSignals(not tell)
        if place < 0:
            self.selectionModel().clear()
        else:
            self.selectionModel().setCurrentIndex(self.rows.index(place), flag)
        self.blockSignals(False)
        self.viewport().update()

    def choose_first(self) -> None:
        """Make the first row that can be chosen current."""
        for row in self.rows.rows():
            if not row.heading:
                self.choose(row.key)
                return

    def choose_first_soon(self) -> None:
        """The same once the rows are painted, unless one is chosen by then."""
        QTimer.singleShot(PAINTED_MS, self, self._choose_one)

    def _choose_one(self) -> None:
        if not self.key():
            self.choose_first()

    def step(self, by: int) -> None:
        """Choose the next row (+1) or the one before (-1); the first when none is chosen."""
        keys = [row.key for row in self.rows.rows() if not row.heading]
        if keys:
            place = keys.index(self.key()) + by if self.key() in keys else 0
            self.choose(keys[max(0, min(place, len(keys) - 1))])

    def content_height(self) -> int:
        """Height of all rows at the width in force."""
        width = self.viewport().width()
        return sum(self._look.height(row, width) for row in self.rows.rows())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt's own hook: tell who listens."""
        super().selectionChanged(selected, deselected)
        if not self.signalsBlocked():
            self.chosen.emit(self.key())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here chooses nothing; the first arrow does."""
        super().focusInEvent(event)
        if not self.key():
            self.selectionModel().clearCurrentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter opens; letters are left to others (no search by typing in a queue)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if (strong or self._enter_opens) and self.key():
                self.opened.emit(self.key())
            event.accept()
            return
        moving = event.key() in _MOVES
        if moving:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows; a ring around them while the focus is here and no row is chosen."""
        super().paintEvent(event)
        if self.hasFocus() and not self.key():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrapped rows are measured again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        """Takes what it is given."""
        return QSize(120, 120)

    def _double(self, _index: QModelIndex) -> None:
        if self.key():
            self.opened.emit(self.key())


_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
