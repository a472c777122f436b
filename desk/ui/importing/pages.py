"""The pages of the import: choose a file, look at what it would do, what was done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.services.import_day import Preview
from desk.ui.importing.columns import ColumnChoices
from desk.ui.importing.counts import Counts, counts_of
from desk.ui.importing.cover import CoverChoice
from desk.ui.importing.problems import ProblemTable
from desk.ui.style import px
from desk.ui.widgets.button import Button
from desk.ui.widgets.empty import EmptyState
from desk.ui.widgets.fields import LineField
from desk.ui.widgets.layout import Surface, column, row
from desk.ui.widgets.text import Label, SectionTitle

_WIDE_ENOUGH = 860
"""Width in design pixels from which problems lie beside the figures."""


class ChoosePage(QWidget):
    """Drop a file, choose one, or type its place.

    Signals:
        chosen(Path): a file to look at.
        browse: the system's file dialog is wanted.
    """

    chosen = Signal(object)
    browse = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path = LineField(_("Place of the file"), _("or type where the file lies"))
        self.path.setMinimumWidth(px(420))
        self.choose = Button(_("Choose a file…"), kind="primary")
        self.refusal = Label(tone="danger", wrap=True)
        advice = _("Export the day from the booking system as a table (CSV) or calendar (ICS).")
        layout = column(self, gap=12)
        title = _("Drop the day file here")
        layout.addWidget(EmptyState(title, advice, self.choose, self.path), 1)
        layout.addWidget(self.refusal)
        self.refusal.hide()
        self.choose.clicked.connect(self.browse)
        self.path.returnPressed.connect(self._typed)

    def _typed(self) -> None:
        text = self.path.text().strip().strip('"')
        if text:
            self.chosen.emit(Path(text))


class PreviewPage(QWidget):
    """Figures, the whole-day choice and columns at the left, problems at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.counts, self.cover = Counts(), CoverChoice()
        self.columns, self.problems = ColumnChoices(), ProblemTable()
        self._columns_title = SectionTitle(_("Columns of the file"))
        self._problems_title = SectionTitle(_("Problems"))
        self._clean = EmptyState()
        self.refusal = Label(tone="danger", wrap=True)
        self._sides: QBoxLayout = row(self, gap=20)
        left, right = column(gap=10), column(gap=8)
        left.addWidget(SectionTitle(_("What would happen to the bookings")))
        left.addWidget(self.counts)
        left.addWidget(self.cover)
        left.addWidget(self._columns_title)
        left.addWidget(self.columns)
        left.addWidget(self.refusal)
        left.addStretch(1)
        box = Surface("box")
        inside = column(box, margins=(1, 1, 1, 1))
        inside.addWidget(self.problems, 1)
        inside.addWidget(self._clean, 1)
        right.addWidget(self._problems_title)
        right.addWidget(box, 1)
        self._sides.addLayout(left, 1)
        self._sides.addLayout(right, 1)
        self.refusal.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the problems lie under the figures."""
        super().resizeEvent(event)
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(beside if self.width() >= px(_WIDE_ENOUGH) else under)

    def show_preview(self, shown: Preview) -> None:
        """Fill the page."""
        self.counts.show_counts(counts_of(shown))
        self.columns.show_columns(shown.columns, shown.unmapped)
        table = bool(self.columns.pickers)
        self._columns_title.setVisible(table)
        self.columns.setVisible(table)
        self.show_problems(shown)

    def show_problems(self, shown: Preview) -> None:
        """List what is wrong, or say that nothing is."""
        found = shown.problems
        left_out = sum(not problem.warning for problem in found)
        text = ngettext("{n} line is left out", "{n} lines are left out", left_out)
        self._problems_title.set(_("Problems"), text.format(n=left_out) if left_out else "")
        self.problems.problems.set_problems(found)
        self.problems.setVisible(bool(found))
        self._clean.setVisible(not found)
        self._clean.set(_("Every line could be read"))


class ResultPage(QWidget):
    """What was done."""

    def __init__(self, shown: Preview) -> None:
        super().__init__()
        counts = Counts()
        counts.show_counts(counts_of(shown))
        layout = column(self, gap=12)
        layout.addWidget(Label(_("The day file is imported"), "title"))
        layout.addWidget(counts)
        if shown.problems:
            title = _("Lines with problems, to be put right in the booking system")
            table = ProblemTable()
            table.problems.set_problems(shown.problems)
            layout.addWidget(SectionTitle(title))
            layout.addWidget(table, 1)
        else:
            layout.addStretch(1)
