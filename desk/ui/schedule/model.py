"""A day's bookings as a table, and a filter by the beginnings of words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics

from desk.domain.appointment import AppointmentState
from desk.domain.board import ScheduleEntry
from desk.domain.text import fold, words
from desk.domain.visit import ArrivalClass
from desk.formats import time_text
from desk.i18n import _
from desk.ui.schedule.texts import arrival_text, state_text
from desk.ui.style import colour, font

Index = QModelIndex | QPersistentModelIndex
ENTRY = int(Qt.ItemDataRole.UserRole) + 1
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TIME, CLIENT, SERVICE, STATE, TICKET, ARRIVAL = range(6)
_OVER = frozenset(
    {
        AppointmentState.CANCELLED,
        AppointmentState.CANCELLED_NOTIFIED,
        AppointmentState.NO_SHOW,
        AppointmentState.SERVED,
    }
)
_NONE = QModelIndex()


class DayModel(QAbstractTableModel):
    """The bookings of a day, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[ScheduleEntry] = []
        self._widest: dict[int, int] = {}

    def set_entries(self, entries: Sequence[ScheduleEntry]) -> None:
        """Show other bookings; rows that stayed the same bookings are only repainted."""
        same = [one.appointment.id for one in self._entries] == [
            one.appointment.id for one in entries
        ]
        if not same:
            self.beginResetModel()
        self._entries = list(entries)
        self._widest.clear()
        if not same:
            self.endResetModel()
        elif entries:
            last = self.index(len(self._entries) - 1, ARRIVAL)
            self.dataChanged.emit(self.index(0, 0), last)

    def say_again(self) -> None:
        """Another language."""
        self._widest.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, ARRIVAL)

    def index_of(self, appointment_id: UUID) -> QModelIndex:
        """Where a booking stands; an invalid index when it is not of the day."""
        for row, entry in enumerate(self._entries):
            if entry.appointment.id == appointment_id:
                return self.index(row, 0)
        return QModelIndex()

    def widest(self, column: int) -> int | None:
        """The row with the longest text in a column, None for a day without bookings."""
        if column not in self._widest and self._entries:
            metrics = QFontMetrics(_face(column) or font("body"))
            rows = {_cell(entry, column): row for row, entry in enumerate(self._entries)}
            longest = max(rows, key=metrics.horizontalAdvance)
            self._widest[column] = rows[longest]
        return self._widest.get(column)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of bookings."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Time, client, service, state, ticket, arrival."""
        return 0 if parent.isValid() else ARRIVAL + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != _DISPLAY:
            return None
        names = (_("Time"), _("Client"), _("Service"), _("State"), _("Ticket"), _("Arrival"))
        return names[section]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """One cell by role."""
        entry = self._entries[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return _cell(entry, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return _ink(entry, index.column())
        if role == Qt.ItemDataRole.FontRole:
            return _face(index.column())
        return entry if role == ENTRY else None


class DayFilter(QSortFilterProxyModel):
    """Lets through bookings of which every typed word begins some word."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: list[str] = []

    def search(self, text: str) -> None:
        """Filter by what was typed; "" shows everything."""
        wanted = words(text)
        if wanted != self._wanted:
            self._wanted = wanted
            self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Qt's own hook."""
        if not self._wanted:
            return True
        model = self.sourceModel()
        entry: ScheduleEntry = model.index(source_row, 0, source_parent).data(ENTRY)
        known = _words_of(entry)
        return all(any(word.startswith(part) for word in known) for part in self._wanted)


def _words_of(entry: ScheduleEntry) -> list[str]:
    item = entry.appointment
    person = entry.person
    parts = (
        person.name if person else "",
        entry.service,
        item.reference,
        entry.ticket,
        time_text(item.start),
        state_text(item, provisional=entry.provisional),
    )
    return [*words(" ".join(parts)), fold(item.reference), fold(entry.ticket)]


def cell(entry: ScheduleEntry, column: int) -> tuple[str, QColor, QFont]:
    """Words, ink and face of a cell."""
    ink = _ink(entry, column)
    return _cell(entry, column), ink or colour("ink"), _face(column) or font("body")


def _cell(entry: ScheduleEntry, column: int) -> str:
    item = entry.appointment
    if column == TIME:
        return time_text(item.start)
    if column == CLIENT:
        return entry.person.name if entry.person else ""
    if column == SERVICE:
        return entry.service
    if column == STATE:
        return state_text(item, provisional=entry.provisional)
    return entry.ticket if column == TICKET else arrival_text(entry.arrival)


def _ink(entry: ScheduleEntry, column: int) -> QColor | None:
    item = entry.appointment
    if item.state in _OVER:
        return colour("ink3")
    if item.state is AppointmentState.CONFLICT and column == STATE:
        return colour("red")
    late = item.state is AppointmentState.LATE_NOTIFIED or entry.provisional
    late = late and column == STATE
    if late or (entry.arrival is ArrivalClass.LATE and column == ARRIVAL):
        return colour("amber")
    if entry.outside_hours and column == TIME:
        return colour("amber")
    return colour("ink" if column in (TIME, CLIENT, TICKET) else "ink2")


def _face(column: int) -> QFont | None:
    if column not in (TIME, TICKET):
        return None
    return font("strong", tabular=True)
