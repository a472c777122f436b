"""The monthly sheet as frozen values: a branch's figures in words, no person in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Lines = tuple[tuple[str, str], ...]
"""Label and value, already in words."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure one asks for first.

    Args:
        number: printed large; lines: how sure it is, out of what, and how it was before.
    """

    name: str
    number: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarLine:
    """A bar with its number.

    Args:
        length: 0 to 1, of the longest; number: as printed beside it.
    """

    name: str
    length: float
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a heading.

    Args:
        remark: what the bars need to be read, "" for nothing; shown without bars too.
    """

    title: str
    bars: tuple[BarLine, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Incidents by weekday and hour.

    Args:
        days, hours: names of rows and columns, none without visits; counts: row by row.
        shades: 0 to 1 for each count, how dark: the rate, where there were visits.
    """

    title: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    shades: tuple[tuple[float, ...], ...]
    remark: str


@dataclass(frozen=True, slots=True)
class StatisticsPaper:
    """A month of a branch.

    Args:
        period, compared: the month, and the one it is compared with, in words.
        charts: in two columns, row by row; ladder: how far it went.
        lessons: what it was about, and the lesson.
        counted: how it was counted, a sentence each.
    """

    institution: str
    branch: str
    site: str
    period: str
    compared: str
    key: tuple[KeyFigure, ...]
    charts: tuple[Chart, ...]
    heat: HeatMap
    ladder: Chart
    sections: tuple[tuple[str, Lines], ...]
    lessons: Lines
    counted: tuple[str, ...]
    printed_at: datetime
    printed_by: str
