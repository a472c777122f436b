"""Writes the table of Latvian public holidays that the program reads.

Usage: holiday_table.py [FILE]   (default: resources/calendar/latvia.txt)

It is made out of the `holidays` package, of which only the public holidays are used.  The moved
working days are left out (the content pack has a table of its own, which HQ can correct), and the
days off instead of a holiday are worked out here, so that they can be told from the holidays
themselves.  The program does not import the package itself: that reads every country of the world,
which takes a third of a second.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from holidays.countries.latvia import Latvia, LatviaStaticHolidays

from desk.domain.holidays import Holiday, day_off_instead
from desk.services.holiday_source import FIRST_YEAR, LANGUAGES, LAST_YEAR, TABLE, line_of

MONDAY_RULE_SINCE = 2007  # Law of 24 May 2007
_MONDAY_RULE_DAYS = ((5, 4), (11, 18))
_LOCALES = {"lv": "lv", "en": "en_US", "ru": "ru"}
_INSTEAD = {"lv": "{name} (brīvdiena)", "en": "{name} (day off)", "ru": "{name} (выходной)"}
_NAMED = 3  # the package writes a named day as (month, day, name), a moved one with four parts


def table() -> str:
    """The whole table, a line for each holiday."""
    return "".join(map(line_of, days()))


def days() -> Iterator[tuple[Holiday, ...]]:
    """Every holiday in all languages, in the order of days."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        yield from zip(*(of_year(year, language) for language in LANGUAGES), strict=True)


def of_year(year: int, language: str) -> tuple[Holiday, ...]:
    """A year's holidays as the package has them, the Monday rule's days off beside them."""
    make: Callable[..., dict[date, str]] = Latvia
    package = make(years=year, language=_LOCALES[language], observed=False)
    named = {day: name for day, name in package.items() if day not in set(_moved_off(year))}
    festivals = _festivals(year)
    for shown, held in festivals.items():
        named[held] = named.pop(shown)
    found = [Holiday(day, name, statutory=True) for day, name in named.items()]
    if year >= MONDAY_RULE_SINCE:
        moving = {date(year, *day) for day in _MONDAY_RULE_DAYS} | set(festivals.values())
        found += _days_off_instead(named, moving, _INSTEAD[language])
    return tuple(sorted(found, key=lambda holiday: holiday.day))


def _days_off_instead(named: dict[date, str], moving: set[date], label: str) -> Iterator[Holiday]:
    for holiday in moving:
        day = day_off_instead(holiday, named)
        if day is not None:
            yield Holiday(day, label.format(name=named[holiday]), statutory=False)


def _moved_off(year: int) -> Iterator[date]:
    return (date(year, item[0], item[1]) for item in _special(year) if len(item) > _NAMED)


def _festivals(year: int) -> dict[date, date]:
    """The festival's closing day in the package, and the day that it was held on.

    For a festival that ends on a Sunday the package has the free Monday alone.
    """
    name = LatviaStaticHolidays.song_and_dance_festival_final_day
    days = (date(year, item[0], item[1]) for item in _special(year) if item[2] == name)
    return {day: day - timedelta(days=1) if day.weekday() == 0 else day for day in days}


def _special(year: int) -> tuple[tuple[Any, ...], ...]:
    days: tuple[Any, ...] = LatviaStaticHolidays.special_public_holidays.get(year, ())
    single = bool(days) and not isinstance(days[0], tuple)
    return (days,) if single else days


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else TABLE).write_text(table(), encoding="utf-8")
