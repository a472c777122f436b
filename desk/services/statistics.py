"""What a branch learns from its incidents: figures of a span of days (B6).

Nothing here is personal data, so reading it is no logged look; a practice database is a file of
its own, so what was played there counts nowhere else.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from desk.domain.clock import at_local, local_day
from desk.domain.errors import DeskError
from desk.domain.hours import DayHours
from desk.domain.ladder import Path
from desk.domain.opening import spans
from desk.domain.roles import Actor, Right
from desk.domain.statistics import Before, Span, Statistics
from desk.domain.statistics_bars import days_of
from desk.domain.statistics_counting import Facts, compared, statistics
from desk.domain.statistics_facts import Report, report_of
from desk.domain.statistics_visits import Visits
from desk.services import session
from desk.services.calendar import site_hours
from desk.services.content.ladders import path_of
from desk.services.env import Env
from desk.services.hours_set import set_by_people

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_NO_PATH: Final = Path(())
LONGEST: Final = 3700
"""Days of a span at most: some ten years."""


def of_branch(
    reader: Reader,
    env: Env,
    actor: Actor,
    span: Span,
    site: str | None = None,
    *,
    compare: bool = True,
) -> Statistics:
    """The figures of a span, beside those of the span before.

    A report counts in the span in which it happened or was found, whenever it was written; voided
    ones and those that went on in another do not count.

    Args:
        span: days, both ends included; what is still to come of it counts no open hours.
        site: the branch or one of its sub-branches; None = where the person is at work.
        compare: whether the span before is wanted too.

    Raises:
        DeskError: "access.no_right", "site.not_permitted" (site), "statistics.span" (maximum)
            when it ends before it begins or is longer than ten years.
    """
    facts = counted(reader, env, actor, span, site)
    before = _before(reader, facts.site, span_before(span)) if compare else None
    return statistics(facts, before)


def read_ahead(
    reader: Reader,
    env: Env,
    actor: Actor,
    span: Span,
    site: str | None = None,
    *,
    compare: bool = True,
) -> int:
    """Read one month for a coming `of_branch` with these arguments; how many are left to read.

    A year of a large branch takes a second when it is read for the first time since the start:
    asked month by month, nobody else waits that long for the reading thread.

    Raises:
        DeskError: as `of_branch`.
    """
    actor.require(Right.READ_STATISTICS)
    meant = _site(env, actor, site)
    _require_days(span)
    first = span_before(span).first if compare else span.first
    return reader.statistics.read_ahead(meant, first, span.last)


def counted(reader: Reader, env: Env, actor: Actor, span: Span, site: str | None = None) -> Facts:
    """What the figures of a span are counted from; arguments and errors as for `of_branch`."""
    actor.require(Right.READ_STATISTICS)
    meant = _site(env, actor, site)
    _require_days(span)
    hours = _hours(reader, env, meant, span)
    ladder = env.pack.ladders[0] if env.pack.ladders else None
    return Facts(
        site=meant,
        span=span,
        reports=_reports(reader, env, meant, span),
        visits=_visits(reader, meant, span),
        open_hours=_open_hours(reader, env, meant, hours),
        calendar=env.calendar,
        path=path_of(ladder) if ladder else _NO_PATH,
        helpers=frozenset(step.id for step in ladder.steps if step.came) if ladder else frozenset(),
        closing=_closing(hours),
    )


def months(reader: Reader, env: Env, actor: Actor, site: str | None = None) -> tuple[Span, ...]:
    """The months of which a visit or a report is kept, newest first.

    Raises:
        DeskError: "access.no_right", "site.not_permitted" (site).
    """
    actor.require(Right.READ_STATISTICS)
    return tuple(_months(reader, _site(env, actor, site)))[::-1]


def month(day: date) -> Span:
    """The month of a day."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def span_before(span: Span) -> Span:
    """What a span is compared with: of whole months as many before it, else as many days."""
    last = span.first - _DAY
    if span == Span(month(span.first).first, month(span.last).last):
        count = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month
        first = last.replace(day=1)
        for _ in range(count):
            first = (first - _DAY).replace(day=1)
        return Span(first, last)
    return Span(last - (span.last - span.first), last)


def _require_days(span: Span) -> None:
    if not 0 <= (span.last - span.first).days < LONGEST:
        raise DeskError("statistics.span", maximum=LONGEST)


def _site(env: Env, actor: Actor, site: str | None) -> str:
    wanted = site or actor.site
    if wanted != actor.site and wanted not in {choice.id for choice in session.sites(env)}:
        raise DeskError("site.not_permitted", site=wanted)
    return wanted


def _months(reader: Reader, site: str) -> Iterator[Span]:
    day = reader.statistics.next_day(site, date.min)
    while day is not None:
        found = month(day)
        yield found
        day = reader.statistics.next_day(site, found.last)


def _reports(reader: Reader, env: Env, site: str, span: Span) -> tuple[Report, ...]:
    now = env.clock()
    found = reader.statistics.incidents(site, span.first, *_instants(span))
    counted = (report_of(one, env.limits, now) for one in found)
    return tuple(one for one in counted if one is not None)


def _instants(span: Span) -> tuple[datetime, datetime]:
    return at_local(span.first, time()), at_local(span.last + _DAY, time())


def _visits(reader: Reader, site: str, span: Span) -> Visits:
    return reader.statistics.visits(site, span.first, span.last)


def _before(reader: Reader, site: str, span: Span) -> Before | None:
    kinds = reader.statistics.kinds(site, span.first, *_instants(span))
    return compared(span, kinds, _visits(reader, site, span))


def _hours(reader: Reader, env: Env, site: str, span: Span) -> dict[date, DayHours]:
    overlays = set_by_people(reader, site, span.first, span.last)
    return {
        day: site_hours(env.pack, env.calendar, site, day, overlays=overlays)
        for day in days_of(span)
    }


def _open_hours(reader: Reader, env: Env, site: str, hours: dict[date, DayHours]) -> int:
    """Whole open hours since the program holds anything, up to today."""
    begun, today = reader.statistics.next_day(site, date.min), local_day(env.clock())
    if begun is None:
        return 0
    days = (found for day, found in hours.items() if begun <= day <= today)
    return round(sum((end - start for one in days for start, end in spans(one)), _DAY * 0) / _HOUR)


def _closing(hours: dict[date, DayHours]) -> Callable[[date], datetime | None]:
    def closing(day: date) -> datetime | None:
        doors = spans(hours[day]) if day in hours else ()
        return doors[-1][1] if doors else None

    return closing
