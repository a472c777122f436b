"""Counting a span: pure figures of reports and visits (B6).

What counts stands in `desk.domain.statistics_facts`: a voided or merged report does not, level 0
is a tally beside the reports of aggression, near misses one beside the errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk.domain import statistics_bars as bars
from desk.domain.incident import IncidentKind
from desk.domain.incident_handling import Before as Situation
from desk.domain.incident_handling import Circumstance
from desk.domain.incident_levels import erred
from desk.domain.ladder import LadderState, Path
from desk.domain.statistics import (
    Aggression,
    Before,
    Harm,
    Mistakes,
    Process,
    Share,
    Span,
    Statistics,
)
from desk.domain.statistics_facts import Report, is_aggression
from desk.domain.statistics_ladder import Climbs
from desk.domain.statistics_rates import middle, middle_of, rate, share
from desk.domain.statistics_visits import Visits
from desk.domain.workdays import WorkCalendar

LEVELS: Final = ("0", "1", "2", "3")
GRADES: Final = ("E0", "E1", "E2", "E3", "E4")


@dataclass(frozen=True)
class Facts:
    """What is counted.

    Args:
        reports, visits: of the span; open_hours: of the doors, whole hours.
        path, helpers: the institution's ladder, and its steps whose coming is stamped.
        closing: when the doors shut on a day; None where that is not known.
    """

    site: str
    span: Span
    reports: Sequence[Report]
    visits: Visits
    open_hours: int
    calendar: WorkCalendar
    path: Path
    helpers: frozenset[str]
    closing: Callable[[date], datetime | None]


def statistics(facts: Facts, before: Before | None) -> Statistics:
    """All figures of a span.

    Args:
        before: the span before, in the figures that are compared.
    """
    reports, visits = facts.reports, facts.visits
    other = [one for one in reports if not (one.aggression or one.tally or one.error or one.near)]
    return Statistics(
        site=facts.site,
        span=facts.span,
        visits=visits.total,
        services=sum(visits.given.values()),
        open_hours=facts.open_hours,
        reports=len(reports),
        other=bars.ranked((one.kind.value for one in other), visits.total),
        causes=bars.ranked(bars.several(reports, lambda one: one.causes), visits.total),
        aggression=_aggression(facts),
        harm=_harm(reports),
        mistakes=_mistakes(facts),
        process=_process(reports),
        before=before,
    )


def compared(
    span: Span, kinds: Mapping[tuple[IncidentKind, str], int], visits: Visits
) -> Before | None:
    """A span before in the figures that are compared; None when nothing is known of it.

    Args:
        kinds: how many reports of each kind and level are counted.
    """
    if not kinds and not visits.total:
        return None
    aggression = sum(number for one, number in kinds.items() if is_aggression(*one))
    errors = sum(number for one, number in kinds.items() if erred(*one))
    return Before(
        span=span,
        visits=visits.total,
        aggression=rate(aggression, visits.total),
        mistakes=rate(errors, sum(visits.given.values())),
    )


def _aggression(facts: Facts) -> Aggression:
    visits, all_visits = facts.visits, facts.visits.total
    reports = [one for one in facts.reports if one.aggression]
    talks = [one for one in facts.reports if one.tally]
    climbs, climbed = Climbs(facts.path, facts.helpers, reports), len(reports)
    warned = climbs.reaching(LadderState.WARNED)
    waits = (one.waited_minutes for one in reports)
    return Aggression(
        per_visits=rate(len(reports), all_visits),
        per_hours=rate(len(reports), facts.open_hours),
        tally=len(talks),
        levels=bars.fixed(LEVELS, (one.level for one in (*reports, *talks)), all_visits),
        triggers=bars.ranked(bars.several(reports, lambda one: one.triggers), all_visits),
        acts=bars.ranked(bars.several(reports, lambda one: one.acts), all_visits),
        services=bars.ranked((one.service for one in reports), visits.by_service),
        channels=bars.ranked((one.channel for one in reports), all_visits),
        months=bars.by_month(reports, facts.span, visits.by_month),
        holidays=bars.by_holiday(reports, visits, facts.calendar),
        heat=bars.heat(reports, visits),
        after_refusal=_detailed(reports, Situation.REFUSAL, lambda one: one.before),
        alone=_detailed(reports, Circumstance.ALONE, lambda one: one.circumstances),
        after_closing=_after_closing(reports, facts.closing),
        repeated=_repeated(reports),
        wait_before=middle(wait for wait in waits if wait is not None),
        wait_usual=middle_of(visits.waits),
        warned=share(len(warned), climbed),
        calmed=share(climbs.calmed_after_warning(), len(warned)),
        stopped=share(len(climbs.reaching(LadderState.STOPPED)), climbed),
        helped=share(len(climbs.reaching(LadderState.HELPER_CALLED)), climbed),
        police=share(climbs.with_police(), climbed),
        ladder=climbs.rungs(),
    )


def _detailed(
    reports: Iterable[Report], wanted: str, values: Callable[[Report], Sequence[str]]
) -> Share:
    """The share with a value among the reports in which somebody told any."""
    told = [found for one in reports if (found := values(one))]
    return share(sum(wanted in found for found in told), len(told))


def _after_closing(reports: Iterable[Report], closing: Callable[[date], datetime | None]) -> Share:
    ends = ((one.at, closing(one.day)) for one in reports if one.at is not None)
    known = [at >= end for at, end in ends if end is not None]
    return share(sum(known), len(known))


def _repeated(reports: Iterable[Report]) -> Share:
    known = [one.repeated for one in reports if one.repeated is not None]
    return share(sum(known), len(known))


def _harm(reports: Sequence[Report]) -> Harm:
    affected = [one for one in reports if one.affected]
    offered = [one for one in affected if one.support_offered]
    return Harm(
        injured=sum(one.injured for one in reports),
        psychological=sum(one.psychological for one in reports),
        lost_days=sum(one.lost_days for one in reports),
        accident_records=sum(one.accident_record for one in reports),
        support_offered=share(len(offered), len(affected)),
        support_taken=share(sum(one.support_taken for one in offered), len(offered)),
    )


def _mistakes(facts: Facts) -> Mistakes:
    errors = [one for one in facts.reports if one.error]
    near = [one for one in facts.reports if one.near]
    both = (*errors, *near)
    services = sum(facts.visits.given.values())
    found_by = (one.found_by for one in both if one.found_by)
    return Mistakes(
        per_services=rate(len(errors), services),
        near=len(near),
        grades=bars.fixed(GRADES, (one.level for one in both), services),
        types=bars.ranked(bars.several(both, lambda one: one.triggers), services),
        causes=bars.ranked(bars.several(both, lambda one: one.causes), services),
        months=bars.by_month(errors, facts.span, facts.visits.given_by_month),
        found_by=bars.ranked(found_by, services),
        found=middle(one.found_hours for one in both if one.found_hours is not None),
        told=middle(one.told_hours for one in errors if one.told_hours is not None),
        mended=middle(one.mended_hours for one in errors if one.mended_hours is not None),
        apologised=share(sum(one.apologised for one in errors), len(errors)),
        complaint_told=share(sum(one.complaint_told for one in errors), len(errors)),
        breaches=sum(one.breach for one in facts.reports),
    )


def _process(reports: Sequence[Report]) -> Process:
    days = (one.days_to_close for one in reports)
    done = sum(one.tasks_done for one in reports)
    return Process(
        told=_kept([one.told for one in reports]),
        acknowledged=_kept([one.acknowledged for one in reports]),
        overdue_tasks=sum(one.tasks_overdue for one in reports),
        days_to_close=middle(one for one in days if one is not None),
        reopened=sum(one.reopened for one in reports),
        checked=share(sum(one.tasks_checked for one in reports), done),
    )


def _kept(limits: Iterable[bool | None]) -> Share:
    """The share of limits that were kept; those that still run are not counted."""
    over = [one for one in limits if one is not None]
    return share(sum(over), len(over))
