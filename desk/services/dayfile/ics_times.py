"""Times of iCalendar: floating (the branch's wall clock), with a named zone, or UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk.domain.clock import RIGA
from desk.domain.errors import DeskError
from desk.services.dayfile.ics_lines import Block, Property
from desk.services.dayfile.starts import to_instant

_ONE_MINUTE = timedelta(minutes=1)


def read_time(found: Property) -> datetime:
    """The instant (UTC) of DTSTART or DTEND.

    Raises:
        DeskError: "dayfile.bad_start", "dayfile.no_such_time", "dayfile.no_time" for a whole
            day, "dayfile.unknown_zone" for a zone that no table knows by its name.
    """
    value = _value(found.value)
    if isinstance(value, datetime):
        zone = value.tzinfo or _zone(found.param("TZID"))
        return to_instant(value.replace(tzinfo=None), zone)
    if isinstance(value, date):
        raise DeskError("dayfile.no_time")
    raise DeskError("dayfile.bad_start")


def minutes_text(event: Block) -> str:
    """The planned length in minutes, "" when not given, "?" when it makes no sense."""
    end, length, start = (event.first(name) for name in ("DTEND", "DURATION", "DTSTART"))
    try:
        if end is not None and start is not None:
            return _whole(read_time(end) - read_time(start))
        if length is not None:
            return _whole(_value(length.value))
    except DeskError:
        return "?"
    return ""


def _whole(length: object) -> str:
    if isinstance(length, timedelta) and length % _ONE_MINUTE == timedelta():
        return str(length // _ONE_MINUTE)
    return "?"


def _value(text: str) -> object:
    from icalendar.prop import vDDDTypes  # large, and needed only while a file is read

    read: Callable[[str], object] = vDDDTypes.from_ical
    try:
        return read(text)
    except (ValueError, TypeError, OverflowError):
        raise DeskError("dayfile.bad_start") from None


def _zone(name: str) -> tzinfo:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    if not name:
        return RIGA
    bare = name.strip("/")
    short = "/".join(bare.split("/")[-2:])  # "/vendor/Europe/Riga"
    for candidate in (WINDOWS_TO_OLSON.get(bare, bare), short):
        try:
            return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise DeskError("dayfile.unknown_zone")
