"""A day in figures for the closing report: of the branch and its services, never of a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.appointment import Appointment
from desk.domain.board import Counts
from desk.domain.clock import local
from desk.domain.day_counts import counts, is_mistake
from desk.domain.phone_call import CallState, PhoneCall
from desk.domain.visit import Outcome, TicketState, Visit
from desk.domain.waiting import arrived_at, minutes, served


@dataclass(frozen=True, slots=True)
class ServiceFigure:
    """How often a service was the first one of a visit, and how long that took on average."""

    service: str
    visits: int
    average_minutes: int


@dataclass(frozen=True, slots=True)
class HourFigure:
    """An hour of the day: how many clients came, how many were done."""

    hour: int
    came: int
    done: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The figures of a day.

    Args:
        outcomes: how serving ended, by outcome.
        after_hours: tickets given out after closing; interrupted: visits that a call interrupted.
        calls: telephone calls that were noted, call_minutes: their time together.
    """

    counts: Counts
    tickets: int
    walk_ins: int
    outcomes: tuple[tuple[Outcome, int], ...]
    after_hours: int
    interrupted: int
    calls: int
    call_minutes: int
    hours: tuple[HourFigure, ...]
    services: tuple[ServiceFigure, ...]


def day_figures(
    visits: Collection[Visit],
    appointments: Collection[Appointment],
    calls: Iterable[PhoneCall],
    now: datetime,
) -> DayFigures:
    """All figures of a site's day; tickets issued by mistake and calls taken back count nowhere."""
    real = [visit for visit in visits if not is_mistake(visit)]
    outcomes = Counter(visit.outcome for visit in real if visit.outcome is not None)
    held = [call for call in calls if call.state is not CallState.WITHDRAWN]
    on_phone = sum(((call.ended_at or now) - call.began_at for call in held), timedelta(0))
    return DayFigures(
        counts=counts(visits, appointments, now),
        tickets=len(real),
        walk_ins=sum(visit.slot is None for visit in real),
        outcomes=tuple((outcome, outcomes[outcome]) for outcome in Outcome if outcomes[outcome]),
        after_hours=sum(visit.after_hours for visit in real),
        interrupted=len({call.visit_id for call in held if call.visit_id}),
        calls=len(held),
        call_minutes=minutes(on_phone),
        hours=_by_hour(real),
        services=_by_service(real, now),
    )


def _by_hour(visits: Iterable[Visit]) -> tuple[HourFigure, ...]:
    came: Counter[int] = Counter()
    done: Counter[int] = Counter()
    for visit in visits:
        arrived = arrived_at(visit)
        if arrived is not None:
            came[local(arrived).hour] += 1
        if visit.state is TicketState.SERVED and visit.periods and visit.periods[-1].end:
            done[local(visit.periods[-1].end).hour] += 1
    hours = range(min(came | done, default=0), max(came | done, default=-1) + 1)
    return tuple(HourFigure(hour, came[hour], done[hour]) for hour in hours)


def _by_service(visits: Iterable[Visit], now: datetime) -> tuple[ServiceFigure, ...]:
    times: defaultdict[str, list[timedelta]] = defaultdict(list)
    for visit in visits:
        spent = served(visit, now) if visit.state is TicketState.SERVED else None
        if spent is not None:
            times[visit.services[0]].append(spent)
    figures = [
        ServiceFigure(service, len(spent), minutes(sum(spent, timedelta(0)) / len(spent)))
        for service, spent in times.items()
    ]
    return tuple(sorted(figures, key=lambda figure: (-figure.visits, figure.service)))
