"""What a chart shows, without saying how it is painted: title, points, and every exact figure.

The painted chart, the table in its place, what a screen reader hears and what is copied are all
made of the same points, so that none can say another thing than the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How a picture is painted."""

    BARS = "bars"
    PARETO = "pareto"
    COLUMNS = "columns"
    HEAT = "heat"
    LADDER = "ladder"


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, cell or step.

    Args:
        cells: the exact figures, one for each of the picture's columns; the first one names it.
        value: its length or height; None paints no bar, only its figures.
        figures: what is painted beside it, one for each of the picture's heads.
        low, high: the ends of its 95 % interval on the same scale.
        few: too few to compare; painted hatched.
        part: a second value: the cumulative share of a Pareto, the share calmed at a step.
        at: column and row of a cell.
        short: its name where there is little room.
    """

    id: str
    cells: tuple[str, ...]
    value: float | None = None
    figures: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    few: bool = False
    part: float | None = None
    at: tuple[int, int] = (0, 0)
    short: str = ""

    @property
    def label(self) -> str:
        """Its name."""
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart.

    Args:
        title: says what it shows; note: how to read it, or what to think of.
        columns: headings of the exact figures; heads: of those painted.
        nothing: what is said when there are no points.
        most: the end of the scale; None takes it from the values.
        wide: it needs the whole width.
    """

    id: str
    look: Look
    title: str
    columns: tuple[str, ...]
    points: tuple[Point, ...]
    note: str = ""
    heads: tuple[str, ...] = ()
    nothing: str = ""
    most: float | None = None
    wide: bool = False

    def say(self, point: Point) -> str:
        """A point in words: "November: incidents 3, per 1,000 visits 1.2"."""
        pairs = zip(self.columns[1:], point.cells[1:], strict=True)
        figures = ", ".join(f"{name}: {cell}" for name, cell in pairs if cell)
        return f"{point.label} – {figures}"

    def summary(self) -> str:
        """Everything in words, for who does not see it."""
        if not self.points:
            return self.nothing
        return ". ".join((self.note.rstrip("."), *(self.say(point) for point in self.points)))

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The headings, then a row for each point; columns without any figure are left out."""
        rows = [point.cells for point in self.points]
        kept = [
            place
            for place in range(len(self.columns))
            if not rows or any(row[place] for row in rows)
        ]
        return tuple(tuple(row[place] for place in kept) for row in (self.columns, *rows))

    def lines(self) -> str:
        """The table as text, to be copied into a spreadsheet."""
        return "\n".join("\t".join(row) for row in self.table())
