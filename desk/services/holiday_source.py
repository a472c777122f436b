"""Latvian public holidays out of the shipped table, as the calendar wants them.

`packaging/dev/holiday_table.py` writes the table out of the `holidays` package, and a test holds
the two equal: reading the package takes a third of a second at every start.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from desk.domain.errors import DeskError
from desk.domain.holidays import Holiday, HolidaySource
from desk.resources import resources_dir

FIRST_YEAR: Final = 1991  # the package's first year for Latvia
LAST_YEAR: Final = 2100
LANGUAGES: Final = ("lv", "en", "ru")
TABLE: Final = resources_dir() / "calendar" / "latvia.txt"
_STATUTORY, _INSTEAD = "holiday", "instead"


@cache
def latvian_holidays(language: str = "lv") -> HolidaySource:
    """The source of Latvian holidays with their names in a language.

    Args:
        language: "lv", "en" or "ru"; Latvian for anything else.
    """
    column = LANGUAGES.index(language) if language in LANGUAGES else 0

    @cache
    def of_year(year: int) -> tuple[Holiday, ...]:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise DeskError("calendar.year_unknown", year=year, first=FIRST_YEAR, last=LAST_YEAR)
        return tuple(_holiday(line, column) for line in _lines()[year])

    return of_year


def line_of(one: tuple[Holiday, ...]) -> str:
    """A holiday as a line of the table.

    Args:
        one: the same day in each of LANGUAGES.
    """
    kind = _STATUTORY if one[0].statutory else _INSTEAD
    return "\t".join([one[0].day.isoformat(), kind, *(holiday.name for holiday in one)]) + "\n"


@cache
def _lines() -> dict[int, list[str]]:
    """The table's lines by year."""
    found: dict[int, list[str]] = {year: [] for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        found[int(line[:4])].append(line)
    return found


def _holiday(line: str, column: int) -> Holiday:
    day, kind, *names = line.split("\t")
    return Holiday(date.fromisoformat(day), names[column], kind == _STATUTORY)
