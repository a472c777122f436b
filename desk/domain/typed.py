"""Days and times as people type them: "10.45", "1045", "9", "24.11.", "24.11.2026"."""

from __future__ import annotations

import re
from datetime import date, time

_TIME = re.compile(r"\s*(\d{1,2})(?:\s*[.:,\s]\s*(\d{2}))?\s*")
_FOUR = re.compile(r"\s*(\d{1,2})(\d{2})\s*")
_DAY = re.compile(r"\s*(\d{1,2})\s*[./\s]\s*(\d{1,2})\s*(?:[./\s]\s*(\d{2,4})\s*\.?)?\s*\.?\s*")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")
_CENTURY = 2000
_HALF_YEAR = 183


def parse_time(text: str) -> time | None:
    """A time of day, None when it is none."""
    found = _FOUR.fullmatch(text) or _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


def parse_day(text: str, today: date) -> date | None:
    """A day, None when it is none; without a year the one nearest to today is meant."""
    found = _ISO.fullmatch(text)
    if found is not None:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    number, month = int(found[1]), int(found[2])
    if found[3]:
        year = int(found[3])
        return _day(year if year > 99 else _CENTURY + year, month, number)
    years = (today.year, today.year + 1, today.year - 1)
    near = [day for year in years if (day := _day(year, month, number)) is not None]
    return next((day for day in near if abs((day - today).days) <= _HALF_YEAR), None)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
