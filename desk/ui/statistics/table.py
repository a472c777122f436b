"""The same figures as a plain table: for screen readers, and to be copied."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desk.ui.statistics.chart import text_height
from desk.ui.statistics.picture import Picture
from desk.ui.style import colour, px

Index = QModelIndex | QPersistentModelIndex
_ROW, _SIDE = 28, 9


class FigureModel(QAbstractTableModel):
    """The exact figures of a picture."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()

    def show_picture(self, picture: Picture) -> None:
        """Other figures."""
        self.beginResetModel()
        self._heads, *rows = picture.table()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each point."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The name and its figures."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """A figure; a screen reader hears its heading too."""
        text = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if index.column() == 0 else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[index.column()]}: {text}" if index.column() else text
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The headings."""
        if side is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            flow = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(flow | Qt.AlignmentFlag.AlignVCenter)
        return None


class FigureTable(QTableView):
    """As tall as its rows: the page scrolls, not the table."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = FigureModel(self)
        self.setModel(self.figures)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(off)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(_ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.sectionResized.connect(self._resized)

    def show_picture(self, picture: Picture) -> None:
        """Show other figures."""
        self.setAccessibleName(picture.title)
        self.setAccessibleDescription(picture.note)
        self.figures.show_picture(picture)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit(self.columnWidth(0))

    def _resized(self, column: int, _before: int, width: int) -> None:
        """Long names wrap; their column is told its width after the table has got its own."""
        if column == 0:
            self._fit(width)

    def _fit(self, width: int) -> None:
        room = width - px(2 * _SIDE)
        least = tall = px(_ROW)
        whole = self.horizontalHeader().sizeHint().height() + 2
        for row in range(self.figures.rowCount()):
            name = str(self.figures.index(row, 0).data())
            tall = max(least, text_height(name, "body", room) + px(_SIDE))
            if self.rowHeight(row) != tall:
                self.setRowHeight(row, tall)
            whole += tall
        if self.height() != whole:
            self.setFixedHeight(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies all of it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows, columns = self.figures.rowCount(), self.figures.columnCount()
            heads = [
                str(self.figures.headerData(place, Qt.Orientation.Horizontal))
                for place in range(columns)
            ]
            lines = [heads]
            for row in range(rows):
                lines.append([str(self.figures.index(row, n).data()) for n in range(columns)])
            QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.figures.rowCount():
            self.selectRow(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The table, and the frame of the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
