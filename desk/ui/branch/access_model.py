"""The access log as a table that reads on when one scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desk.domain.clock import local_day
from desk.domain.own_record import OwnRecord
from desk.formats import seconds_text, short_day_text
from desk.i18n import _
from desk.services.access_list import LogLine
from desk.ui.branch.access_texts import own_text, subject_text, what_text
from desk.ui.style import colour, font

Index = QModelIndex | QPersistentModelIndex
TIME, WHO, WHAT, RECORD, OWN = range(5)
_NONE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class AccessModel(QAbstractTableModel):
    """The lines read so far, the newest first.

    Signals:
        wanted: the end is near; older lines are asked for.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[LogLine] = []
        self._more = False

    def start(self, lines: Sequence[LogLine], *, more: bool) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines, self._more = list(lines), more
        self.endResetModel()

    def add(self, lines: Sequence[LogLine], *, more: bool) -> None:
        """Show older lines under those shown."""
        first = len(self._lines)
        self.beginInsertRows(_NONE, first, first + len(lines) - 1)
        self._lines += lines
        self._more = more
        self.endInsertRows()

    def last(self) -> LogLine | None:
        """The oldest line shown."""
        return self._lines[-1] if self._lines else None

    def say_again(self) -> None:
        """Another language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, OWN)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, OWN))

    def rowCount(self, parent: Index = _NONE) -> int:
        """Lines read so far."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Time, person, what, record, own record."""
        return 0 if parent.isValid() else OWN + 1

    def canFetchMore(self, parent: Index = _NONE) -> bool:
        """Whether there are older lines."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index = _NONE) -> None:
        """Ask for them once; they come by `add`."""
        if self.canFetchMore(parent):
            self._more = False
            self.wanted.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        names = (_("Time"), _("Person"), _("What"), _("Record"), _("Own record"))
        return names[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """One cell by role; one's own record is told by a word and by colour."""
        line = self._lines[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return _cell(line, index.column())
        own = line.access.own
        if role == Qt.ItemDataRole.ForegroundRole:
            if own and index.column() == OWN:
                return colour("red" if own == OwnRecord.OWN.value else "amber")
            return colour("ink" if index.column() in (WHO, WHAT) else "ink2")
        if role == Qt.ItemDataRole.FontRole and index.column() == OWN:
            return font("strong")
        return None


def _cell(line: LogLine, column: int) -> str:
    if column == TIME:
        return f"{short_day_text(local_day(line.at))} {seconds_text(line.at)}"
    if column == WHO:
        return line.who or _("this PC")
    if column == WHAT:
        return what_text(line.access.what)
    return subject_text(line) if column == RECORD else own_text(line.access.own)
