"""Months, quarters and years that hold data; one of them is looked at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from desk.domain.statistics import Span
from desk.formats import month_text
from desk.i18n import _

_QUARTER, _YEAR = 3, 12
_ROMAN = ("I", "II", "III", "IV")


class Unit(StrEnum):
    """How long a span is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_LENGTHS = {Unit.MONTH: 1, Unit.QUARTER: _QUARTER, Unit.YEAR: _YEAR}


def span_of(day: date, unit: Unit) -> Span:
    """The month, quarter or year of a day."""
    months = _LENGTHS[unit]
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    last = monthrange(day.year, ends)[1]
    return Span(date(day.year, begins, 1), date(day.year, ends, last))


def spans_of(months: Iterable[Span], unit: Unit) -> tuple[Span, ...]:
    """All spans of a length that hold data, newest first."""
    found = {span_of(month.first, unit) for month in months}
    return tuple(sorted(found, key=lambda span: span.first, reverse=True))


def span_key(span: Span) -> str:
    """A span as the key of a list."""
    return span.first.isoformat()


def span_text(span: Span, unit: Unit) -> str:
    """A span by its name: "November 2026", "IV quarter 2026", "2026"."""
    if unit is Unit.MONTH:
        return month_text(span.first)
    if unit is Unit.YEAR:
        return str(span.first.year)
    number = _ROMAN[(span.first.month - 1) // _QUARTER]
    return _("{number} quarter {year}").format(number=number, year=span.first.year)


def last_month(span: Span, months: Iterable[Span]) -> Span:
    """The last month of a span that holds data: its sheet is meant."""
    inside = [one for one in months if span.first <= one.first <= span.last]
    newest = max(inside, key=lambda one: one.first, default=span)
    return span_of(newest.first, Unit.MONTH)
