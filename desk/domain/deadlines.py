"""Deadlines: when something is due, by terms that change with the law (dated parameters)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desk.domain.clock import at_local, local_day
from desk.domain.errors import DeskError
from desk.domain.workdays import WorkCalendar

_MONTHS_IN_YEAR = 12


class Unit(StrEnum):
    """What a term is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"  # of the calendar; 0 = the day itself
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline's length, in force from a date on."""

    id: str
    valid_from: date
    amount: int
    unit: Unit


def term_in_force(terms: Iterable[Term], id: str, on: date) -> Term:
    """The version of a term that holds for what was received on a day.

    Raises:
        DeskError: "deadline.no_term" (term, day) when none is in force yet.
    """
    begun = [term for term in terms if term.id == id and term.valid_from <= on]
    if not begun:
        raise DeskError("deadline.no_term", term=id, day=on)
    return max(begun, key=lambda term: term.valid_from)


def due(start: datetime, term: Term, calendar: WorkCalendar) -> datetime:
    """The last instant that is still in time.

    Minutes and hours are counted by the clock, whatever the day; days, working days and months
    are counted from the local day of `start`, which is not counted itself, and run to the end of
    the last day.  A month that ends on a day off is not prolonged: early is always in time.

    Args:
        start: the instant of receipt, of the promise, of becoming aware.
    """
    if term.unit is Unit.MINUTES:
        return start + timedelta(minutes=term.amount)
    if term.unit is Unit.HOURS:
        return start + timedelta(hours=term.amount)
    return end_of_day(due_day(local_day(start), term, calendar))


def due_day(received: date, term: Term, calendar: WorkCalendar) -> date:
    """The last day of a term that is counted in days, working days or months.

    Raises:
        DeskError: "deadline.not_in_days" (term) for a term in minutes or hours.
    """
    if term.unit is Unit.DAYS:
        return received + timedelta(days=term.amount)
    if term.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(received, term.amount)
    if term.unit is Unit.MONTHS:
        return add_months(received, term.amount)
    raise DeskError("deadline.not_in_days", term=term.id)


def promised(day: date) -> datetime:
    """When an answer promised for a day is due: at the end of that day."""
    return end_of_day(day)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it has no such day."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_of_day(day: date) -> datetime:
    """The first instant of a local day (UTC)."""
    return at_local(day, time.min)


def end_of_day(day: date) -> datetime:
    """The last instant of a local day (UTC); days of clock changes have 23 and 25 hours."""
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)
