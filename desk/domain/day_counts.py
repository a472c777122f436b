"""A day's figures at a site so far; of the branch, never of a person (invariant 4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from desk.domain.appointment import EXPECTED_STATES, Appointment, AppointmentState
from desk.domain.board import Counts
from desk.domain.visit import TicketState, Visit
from desk.domain.waiting import arrived_at, first_start, first_wait, minutes, started_in_time


def counts(
    visits: Collection[Visit], appointments: Collection[Appointment], now: datetime
) -> Counts:
    """The figures of a day.

    Tickets issued by mistake count nowhere, clients called without check-in are not "waiting" and
    have no wait.  A booking noted as no-show without ever being called counts as one.

    Args:
        visits, appointments: all of the site's day.
        now: the present instant (UTC), for waits that still run.
    """
    real = [visit for visit in visits if not is_mistake(visit)]
    waits = [wait for visit in real if (wait := first_wait(visit, now)) is not None]
    started = [
        wait
        for visit in real
        if first_start(visit) is not None and (wait := first_wait(visit, now)) is not None
    ]
    return Counts(
        waiting=_in(real, TicketState.WAITING) + _in(real, TicketState.TRANSFERRED),
        expected=sum(item.state in EXPECTED_STATES for item in appointments),
        served=_in(real, TicketState.SERVED),
        no_show=_in(real, TicketState.NO_SHOW) + _never_called(appointments),
        left=_in(real, TicketState.LEFT),
        stopped=_in(real, TicketState.STOPPED),
        parked=_in(real, TicketState.PARKED),
        average_wait_minutes=minutes(sum(started, timedelta(0)) / len(started)) if started else 0,
        longest_wait_minutes=minutes(max(waits, default=None)),
        started_in_time_percent=_in_time_percent(real),
    )


def is_mistake(visit: Visit) -> bool:
    """Whether the ticket was issued by mistake and taken back."""
    return visit.state is TicketState.LEFT and visit.by_mistake


def _in(visits: Collection[Visit], state: TicketState) -> int:
    unseen = state in (TicketState.WAITING, TicketState.TRANSFERRED)
    return sum(
        visit.state is state and not (unseen and arrived_at(visit) is None) for visit in visits
    )


def _never_called(appointments: Collection[Appointment]) -> int:
    return sum(
        item.state is AppointmentState.NO_SHOW and item.visit_id is None for item in appointments
    )


def _in_time_percent(visits: Collection[Visit]) -> int | None:
    answers = [answer for visit in visits if (answer := started_in_time(visit)) is not None]
    return round(100 * sum(answers) / len(answers)) if answers else None
