"""What was wrong in a file: line, field, what became of it, why.  Never a cell's content."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desk.domain.errors import DeskError
from desk.error_texts import error_text
from desk.i18n import _
from desk.services.dayfile.model import Field, Problem
from desk.ui.importing.texts import FIELD_TEXTS
from desk.ui.style import colour, px

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_NONE = QModelIndex()
_FATE, _WRONG = 2, 3


def problem_text(problem: Problem) -> str:
    """The sentence of a problem."""
    return error_text(DeskError(problem.message_code, **problem.params))


class ProblemModel(QAbstractTableModel):
    """Problems in the order of lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems."""
        self.beginResetModel()
        self._problems = tuple(problems)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of problems."""
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Line, field, what becomes of the line, what is wrong."""
        return 0 if parent.isValid() else _WRONG + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != _DISPLAY:
            return None
        return (_("Line"), _("Field"), _("The line is"), _("What is wrong"))[section]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """One cell."""
        problem = self._problems[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return (
                str(problem.line) if problem.line else _("file"),
                field_text(problem.field),
                _("taken in") if problem.warning else _("left out"),
                problem_text(problem),
            )[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            said = "ink2" if problem.warning else "red"
            return colour(said if index.column() >= _FATE else "ink")
        return None


class ProblemTable(QTableView):
    """The table of problems; sentences take as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.problems = ProblemModel(self)
        self.setModel(self.problems)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Problems in the file"))
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setDefaultSectionSize(px(44))
        self.setMinimumHeight(px(160))
        across.setSectionsClickable(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(_WRONG, QHeaderView.ResizeMode.Stretch)


def field_text(name: str) -> str:
    """What a column holds, in words; "" for none of ours."""
    return _(FIELD_TEXTS[Field(name)]) if name in list(Field) else ""
