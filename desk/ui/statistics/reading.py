"""One reading of all that the page shows; on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.domain.roles import Actor
from desk.domain.statistics import Span, Statistics
from desk.services import statistics
from desk.services.env import Env
from desk.ui.statistics.spans import Unit, last_month, spans_of

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What was read.

    Args:
        months: those that hold data, newest first; span: what the figures are of; figures: None
            while nothing is kept at all.
        trend: the year up to the end of the span, for the charts over time.
    """

    months: tuple[Span, ...]
    unit: Unit
    span: Span | None = None
    figures: Statistics | None = None
    trend: Statistics | None = None


def read(reader: Any, env: Env, actor: Actor, unit: Unit, wanted: Span | None) -> Found:
    """The figures of a span; of the newest one when none is wanted, or what was wanted is gone.

    Raises:
        DeskError: "access.no_right".
    """
    months = statistics.months(reader, env, actor)
    span = _meant(months, unit, wanted)
    if span is None:
        return Found(months, unit)
    figures = statistics.of_branch(reader, env, actor, span)
    year = trend_span(span, months)
    if year == span:
        return Found(months, unit, span, figures, figures)
    trend = statistics.of_branch(reader, env, actor, year, compare=False)
    return Found(months, unit, span, figures, trend)


def read_ahead(reader: Any, env: Env, actor: Actor, unit: Unit, wanted: Span | None) -> int:
    """Some months of what `read` needs, so that nobody waits long behind it; how many are left."""
    months = statistics.months(reader, env, actor)
    span = _meant(months, unit, wanted)
    if span is None:
        return 0
    left = statistics.read_ahead(reader, env, actor, span)
    year = trend_span(span, months)
    return left or statistics.read_ahead(reader, env, actor, year, compare=False)


def _meant(months: tuple[Span, ...], unit: Unit, wanted: Span | None) -> Span | None:
    """The span that is wanted, or else the newest one; None while nothing is kept."""
    spans = spans_of(months, unit)
    return wanted if wanted in spans else next(iter(spans), None)


def trend_span(span: Span, months: tuple[Span, ...]) -> Span:
    """Twelve months up to the end of a span, as far as there is data."""
    if (span.last - span.first).days > 31 * _MONTHS:
        return span
    last = last_month(span, months)
    count = last.first.year * _MONTHS + last.first.month - _MONTHS
    begin = date(count // _MONTHS, count % _MONTHS + 1, 1)
    return Span(max(begin, min(one.first for one in months)), last.last)
