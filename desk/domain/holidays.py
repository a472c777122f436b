"""Public holidays: what is known of one, who tells them, and the rule of the day off instead."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by law.

    Args:
        name: in the language that its source was made for.
        statutory: a holiday itself; a day off *instead* of one is not, and the working day
            before it is not shortened (Labour Law 135).
    """

    day: date
    name: str
    statutory: bool


HolidaySource = Callable[[int], tuple[Holiday, ...]]
"""Gives a year's holidays in order of days, those of the Monday rule included.

It knows nothing of moved working days: those are Cabinet orders, kept in the content pack.
Raises DeskError "calendar.year_unknown" (year, first, last) outside the years that it knows.
"""


def is_weekend(day: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def day_off_instead(holiday: date, holidays: Collection[date]) -> date | None:
    """The day off for a holiday of the Monday rule that falls on a weekend.

    The law has the rule for 4 May, 18 November and the closing day of the Song and Dance
    Festival alone: the next working day is free.

    Args:
        holidays: all holidays around it; the day off is none of them.

    Returns:
        None when the holiday is on a weekday, so that nobody loses it.
    """
    if not is_weekend(holiday):
        return None
    day = holiday + timedelta(days=1)
    while is_weekend(day) or day in holidays:
        day += timedelta(days=1)
    return day
