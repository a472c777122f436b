"""Rows of a list as plain values, in a model that changes only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list.

    Args:
        key: stable identity (an id as text); the selection follows it.
        number: at the left, strong; "" leaves the column out.
        title, subtitle: the words; the subtitle is small and may take two lines.
        right: at the right, e.g. minutes or a time.
        tone: "", "warn", "dim", "danger", "accent" for number and right text.
        heading: not a row but a small heading between rows (cannot be chosen).
        mark: a tick at the right ("tick") or nothing.
        spoken: what a screen reader says instead of the parts one after another.
    """

    key: str
    title: str
    subtitle: str = ""
    number: str = ""
    right: str = ""
    tone: str = ""
    heading: bool = False
    mark: str = ""
    spoken: str = ""

    def say(self) -> str:
        """The row in words."""
        return self.spoken or ", ".join(
            part for part in (self.number, self.title, self.subtitle, self.right) if part
        )


class RowModel(QAbstractListModel):
    """A list of rows; `set_rows` tells views only about what really changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def rows(self) -> tuple[Row, ...]:
        """The rows as they stand."""
        return tuple(self._rows)

    def row_at(self, index: Index) -> Row | None:
        """The row of an index."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def place_of(self, key: str) -> int:
        """The position of a key, -1 when it is not there."""
        return next((i for i, row in enumerate(self._rows) if row.key == key), -1)

    def shows(self, rows: Sequence[Row]) -> bool:
        """Whether these are the rows that are shown already."""
        return list(rows) == self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        new = list(rows)
        if [row.key for row in new] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        for place, row in enumerate(new):
            if row != self._rows[place]:
                self._rows[place] = row
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """A row's words by role."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.number} {row.title}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.say()
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.subtitle or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        row = self.row_at(index)
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
