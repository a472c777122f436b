"""Opening hours: when the doors are open on a day, and by which word of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of a day with open doors, on the wall clock; end is the first closed minute."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A version of a branch's weekly hours, in force from a date on.

    Args:
        week: seven tuples of intervals, Monday first; an empty tuple = closed.
        confirmed: by HQ; unconfirmed hours warn and never refuse (invariant 6).
    """

    id: str
    valid_from: date
    week: tuple[tuple[Interval, ...], ...]
    confirmed: bool
    document: str = ""


class Origin(StrEnum):
    """Who set the hours of a day."""

    VERSION = "version"  # a weekly version of the content pack
    HQ_EXCEPTION = "hq_exception"
    BRANCH_EXCEPTION = "branch_exception"  # overlay by the branch head
    CLOSURE = "closure"
    HOLIDAY = "holiday"
    NONE = "none"  # no hours are known for this branch


@dataclass(frozen=True, slots=True)
class DayException:
    """A dated exception: these intervals instead of the weekly ones; empty = closed all day.

    Args:
        reason: shown to the clerk; already in the user's language or typed by the head.
        origin: HQ_EXCEPTION, BRANCH_EXCEPTION or CLOSURE; of several the branch's is in force.
    """

    day: date
    intervals: tuple[Interval, ...]
    reason: str
    origin: Origin
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class DayPlaces:
    """How many bookings may run at once on a day, by the branch's own word.

    Args:
        reason: shown to colleagues, e.g. that a counter is out of use; no personal data.
    """

    day: date
    places: int
    reason: str


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day at one site.

    Args:
        proposed: a shorter day before a holiday that a person still has to confirm (OH-20).
        note: why the day differs, e.g. the holiday's name.
        overridden: the exception that another one displaced (both are shown).
    """

    day: date
    intervals: tuple[Interval, ...]
    confirmed: bool
    origin: Origin
    version_id: str = ""
    note: str = ""
    proposed: tuple[Interval, ...] | None = None
    overridden: DayException | None = None

    @property
    def open(self) -> bool:
        """Whether the doors open at all that day."""
        return bool(self.intervals)
