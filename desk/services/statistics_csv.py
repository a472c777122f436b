"""The figures as a file for others: aggregated, anonymised, small counts hidden (B6).

Whole months alone, each by itself: of two spans that overlap, what is hidden in one could be worked
out of the other.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.domain.statistics import Span
from desk.domain.statistics_counting import statistics
from desk.domain.statistics_tables import Known, Row
from desk.domain.statistics_tables import rows as rows_of
from desk.services.env import Env
from desk.services.statistics import counted, month, months

if TYPE_CHECKING:
    from db.unit_of_work import Reader

COLUMNS: Final = (
    "site",
    "month",
    "figure",
    "value",
    "unit",
    "count",
    "of",
    "result",
    "low",
    "high",
    "hidden",
)
"""Of the file: a row with hidden = 1 is smaller than five, or would give another away."""

_DIGITS: Final = 4


def rows(
    reader: Reader, env: Env, actor: Actor, span: Span, site: str | None = None
) -> tuple[tuple[Span, tuple[Row, ...]], ...]:
    """The rows of each month of a span of which anything is kept, the oldest first.

    Args:
        span: whole months; site: as for `statistics.of_branch`.

    Raises:
        DeskError: "access.no_right", "site.not_permitted" (site), "statistics.whole_months".
    """
    actor.require(Right.READ_STATISTICS)
    if span.first.day != 1 or span != Span(span.first, month(span.last).last):
        raise DeskError("statistics.whole_months")
    known = months(reader, env, actor, site)[::-1]
    meant = [one for one in known if span.first <= one.first <= span.last]
    return tuple((one, _month(reader, env, actor, one, site)) for one in meant)


def export(reader: Reader, env: Env, actor: Actor, span: Span, site: str | None = None) -> bytes:
    """The same as a file: semicolons, CRLF and a byte order mark, decimals with a point.

    Raises:
        DeskError: as `rows`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one, found in rows(reader, env, actor, span, site):
        writer.writerows([site or actor.site, f"{one.first:%Y-%m}", *_cells(row)] for row in found)
    return BOM_UTF8 + text.getvalue().encode()


def _month(reader: Reader, env: Env, actor: Actor, span: Span, site: str | None) -> tuple[Row, ...]:
    facts = counted(reader, env, actor, span, site)
    policy = env.pack.policy
    known = Known(
        services={one: facts.visits.by_service.get(one, 0) for one in env.services}
        | dict(facts.visits.by_service),
        triggers=[option.id for ladder in env.pack.ladders[:1] for option in ladder.triggers],
        types=[option.id for option in policy.error_types] if policy else [],
    )
    return rows_of(statistics(facts, None), known)


def _cells(row: Row) -> Iterator[str]:
    yield row.figure
    yield row.value
    yield row.unit
    for number in (row.count, row.of, row.result, row.low, row.high):
        yield _number(number)
    yield str(int(row.hidden))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.{_DIGITS}f}"
