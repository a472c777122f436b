"""A chart under its title, or the table in its place; a key figure; a heading."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.statistics.bars import Bars
from desk.ui.statistics.chart import Chart
from desk.ui.statistics.columns import Columns
from desk.ui.statistics.heat import Heat
from desk.ui.statistics.key_figures import KeyFigure
from desk.ui.statistics.ladder import LadderChart
from desk.ui.statistics.picture import Look, Picture
from desk.ui.statistics.table import FigureTable
from desk.ui.widgets.layout import column
from desk.ui.widgets.text import Label, line, set_role

_OTHER = Qt.FocusReason.OtherFocusReason
_KINDS: dict[Look, type[Chart]] = {
    Look.BARS: Bars,
    Look.PARETO: Bars,
    Look.COLUMNS: Columns,
    Look.HEAT: Heat,
    Look.LADDER: LadderChart,
}


class Card(QWidget):
    """One picture.

    Args:
        picture: which kind it is; another of the same kind may be shown later.
    """

    def __init__(self, picture: Picture, *, as_table: bool) -> None:
        super().__init__()
        self.wide = picture.wide
        self.picture = picture
        self.title = Label(role="strong", wrap=True)
        self.chart = _KINDS[picture.look]()
        self.table: FigureTable | None = None
        self._box = column(self, gap=2)
        head = column(margins=(6, 0, 6, 0))
        head.addWidget(self.title)
        self._box.addLayout(head)
        self._box.addWidget(self.chart)
        self.show_picture(picture, as_table=as_table)

    def show_picture(self, picture: Picture, *, as_table: bool) -> None:
        """Show other figures."""
        self.picture = picture
        self.title.setText(picture.title)
        self.chart.show_picture(picture)
        self.use_table(as_table)

    def use_table(self, on: bool) -> None:
        """The figures as a table, or painted; with nothing to show the chart says so.

        Whoever was at them stays at them.
        """
        on = on and bool(self.picture.points)
        here = self.chart.hasFocus() or (self.table is not None and self.table.hasFocus())
        if on:
            if self.table is None:
                self.table = FigureTable()
                self._box.addWidget(self.table)
            self.table.show_picture(self.picture)
        if self.table is not None:
            self.table.setVisible(on)
        self.chart.setVisible(not on)
        if here:
            (self.table if on and self.table else self.chart).setFocus(_OTHER)


class Tile(QWidget):
    """A key figure: its name, the number, how sure it is and how it was."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Label(role="label", tone="ink2", wrap=True)
        self.number = Label(role="display")
        self.lines = Label(role="small", tone="ink2", wrap=True)
        box = column(self, gap=2)
        for part in (self.name, self.number, self.lines):
            box.addWidget(part)
        box.addStretch(1)

    def show_figure(self, figure: KeyFigure) -> None:
        """Another figure."""
        self.name.setText(figure.name)
        self.number.setText(figure.number)
        set_role(self.number, "display" if len(figure.number) < 8 else "title")
        self.lines.setText("\n".join(figure.lines))
        self.setAccessibleName(figure.say())


class Heading(QWidget):
    """The name of a part of the page, under a thin line."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role="heading")
        box = column(self, gap=10, margins=(6, 4, 6, 0))
        box.addWidget(line())
        box.addWidget(self.title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
