"""The table of a day's bookings: a row is chosen whole, the choice follows its booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desk.domain.board import ScheduleEntry
from desk.ui.schedule.model import CLIENT, ENTRY, SERVICE, DayFilter, DayModel, cell
from desk.ui.style import colour, px

_ROW, _LOW_ROW = 34, 28
"""Heights of a row in design pixels; the lower in a low window."""
_CELL_MARGIN = 3
"""What Qt's style leaves free at a cell's left besides the padding."""
_RIGHT_DOTS = Qt.TextElideMode.ElideRight
_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class DayTable(QTableView):
    """Signals:
    chosen(ScheduleEntry | None): another booking is current.
    opened(ScheduleEntry): Ctrl+Enter or a double click on one.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.days = DayModel(self)
        self.filter = DayFilter(self)
        self.filter.setSourceModel(self.days)
        self.setModel(self.filter)
        self.setItemDelegate(_RowLook(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._double)
        self._dress_headers()

    def use_room(self, *, tall: bool) -> None:
        """Lower rows in a low window, so that more of them are seen."""
        self.verticalHeader().setDefaultSectionSize(px(_ROW if tall else _LOW_ROW))

    def set_entries(self, entries: Sequence[ScheduleEntry]) -> None:
        """Show a day's bookings; the chosen one stays chosen where it is still there."""
        before = self.entry()
        self.days.set_entries(entries)
        if before is not None and not self.choose(before.appointment.id):
            self.chosen.emit(None)

    def search(self, text: str) -> None:
        """Show only what fits; the first fitting one is chosen when the chosen one does not."""
        before = self.entry()
        self.filter.search(text)
        kept = before is not None and self.choose(before.appointment.id)
        if kept or not text:
            return
        if self.filter.rowCount():
            self.selectRow(0)
        else:
            self.chosen.emit(None)

    def entry(self) -> ScheduleEntry | None:
        """The chosen booking."""
        rows = self.selectionModel().selectedRows()
        entry = rows[0].data(ENTRY) if rows else None
        return entry if isinstance(entry, ScheduleEntry) else None

    def choose(self, appointment_id: UUID) -> bool:
        """Choose a booking; False when it is not shown."""
        place = self.filter.mapFromSource(self.days.index_of(appointment_id)).row()
        if place >= 0:
            self.selectRow(place)
        return place >= 0

    def choose_at(self, moment: datetime) -> None:
        """Choose the first booking that begins at an instant or later, else the last one."""
        last = self.filter.rowCount() - 1
        for place in range(last + 1):
            entry: ScheduleEntry = self.filter.index(place, 0).data(ENTRY)
            if entry.appointment.start >= moment or place == last:
                self.selectRow(place)
                self.scrollTo(self.currentIndex(), self.ScrollHint.PositionAtCenter)
                return

    def sizeHintForColumn(self, column: int) -> int:
        """Room for the longest text of the day; Qt asks often and would measure every row."""
        widest = self.days.widest(column)
        if widest is None:
            return super().sizeHintForColumn(column)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        hint = self.itemDelegate().sizeHint(option, self.days.index(widest, column))
        return hint.width()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt's own hook: tell who listens."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.entry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter opens; letters find nothing by accident."""
        entry = self.entry()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if strong and entry is not None:
                self.opened.emit(entry)
            return
        if event.text() and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)

    def _double(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if entry is not None:
            self.opened.emit(entry)

    def _dress_headers(self) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(px(_ROW))
        across.setHighlightSections(False)
        across.setStyleSheet(f"QHeaderView::section {{ padding-left: {px(8) + _CELL_MARGIN}px; }}")
        across.setSectionsClickable(False)
        across.setMinimumSectionSize(px(56))
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (CLIENT, SERVICE):
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


class _RowLook(QStyledItemDelegate):
    """A bar at the left of the chosen row instead of Qt's frame around a cell.

    Painted here, as the style sheet takes its time for every cell.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell, then the line under it, then the bar."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        text, ink, face = cell(index.data(ENTRY), index.column())
        painter.save()
        if chosen:
            painter.fillRect(rect, colour("accent_soft"))
        painter.setFont(face)
        painter.setPen(colour("ink") if chosen else ink)
        side = px(8) + _CELL_MARGIN
        words = rect.adjusted(side, 0, -side, 0)
        shown = painter.fontMetrics().elidedText(text, _RIGHT_DOTS, words.width())
        painter.drawText(words, _MIDDLE, shown)
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and index.column() == 0:
            painter.fillRect(rect.adjusted(0, 0, px(4) - rect.width(), 0), colour("accent"))
        painter.restore()
