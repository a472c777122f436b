"""Dates and times as day files write them, on the branch's wall clock unless a zone is named."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from desk.domain.clock import RIGA
from desk.domain.errors import DeskError

FIRST_YEAR, LAST_YEAR = 2000, 2100
_DATE = r"(?:(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
_DATE += r"|(?P<day2>\d\d?)[./](?P<month2>\d\d?)[./](?P<year2>\d{4})\.?)"
_TIME = r"(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d{1,9})?)?"
_ZONE = r"\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d)?"
_ONLY_DATE = re.compile(_DATE, re.ASCII)
_ONLY_TIME = re.compile(_TIME, re.ASCII)
_WHOLE = re.compile(rf"{_DATE}(?:[Tt]|,?\s+)(?:plkst\.?\s*)?{_TIME}{_ZONE}", re.ASCII)


def read_start(text: str, day_text: str = "") -> datetime:
    """The instant (UTC) that a cell names.

    Args:
        text: "2026-11-24 10:45", "24.11.2026. 10.45", "24/11/2026 10:45", ISO 8601 with a zone,
            or a time alone.
        day_text: the cell of the date column, when the file has one.

    Raises:
        DeskError: "dayfile.bad_start"; "dayfile.no_such_time" for a time in the hour that
            spring's clock change leaves out.
    """
    if day_text and _ONLY_TIME.fullmatch(text):
        day = _ONLY_DATE.match(day_text)
        text = f"{day.group()} {text}" if day else ""
    found = _WHOLE.fullmatch(text or day_text)
    if found is None:
        raise DeskError("dayfile.bad_start")
    parts = found.groupdict()
    try:
        wall = datetime.combine(_day(parts), _time(parts))
        return to_instant(wall, _zone(parts["zone"]))
    except ValueError:
        raise DeskError("dayfile.bad_start") from None


def to_instant(wall: datetime, zone: tzinfo) -> datetime:
    """The UTC instant of a wall-clock time in a zone; of a doubled hour the first.

    Raises:
        DeskError: "dayfile.bad_start" for years out of reason; "dayfile.no_such_time".
    """
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise DeskError("dayfile.bad_start")
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if isinstance(zone, ZoneInfo) and instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise DeskError("dayfile.no_such_time")
    return instant


def read_day(text: str) -> date:
    """The day that a cell names.

    Raises:
        DeskError: "dayfile.bad_start".
    """
    found = _ONLY_DATE.fullmatch(text)
    try:
        if found:
            return _day(found.groupdict())
    except ValueError:
        pass
    raise DeskError("dayfile.bad_start")


def _day(parts: dict[str, str | None]) -> date:
    named = (parts[key] or parts[f"{key}2"] or "" for key in ("year", "month", "day"))
    year, month, day = (int(part) for part in named)
    return date(year, month, day)


def _time(parts: dict[str, str | None]) -> time:
    hour, minute, second = (int(parts[key] or 0) for key in ("hour", "minute", "second"))
    return time(hour, minute, second)


def _zone(text: str | None) -> tzinfo:
    if text is None:
        return RIGA
    if text in "Zz":
        return UTC
    away = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-away if text[0] == "-" else away)
