"""How dates, times and durations read in the language in force.  The one place that decides it."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

from desk.domain.clock import local
from desk.domain.hours import Interval
from desk.i18n import _, language

_KILOBYTE = 1024
_MEGABYTE = 1024 * _KILOBYTE


def time_text(moment: datetime | time) -> str:
    """A time of day: "8.30" in Latvian, "8:30" in English and Russian; local to the branch."""
    wall = local(moment).time() if isinstance(moment, datetime) else moment
    separator = "." if language() == "lv" else ":"
    return f"{wall.hour}{separator}{wall.minute:02}"


def seconds_text(moment: datetime) -> str:
    """A time of day with seconds, for stamped steps: "10.48:02"."""
    return f"{time_text(moment)}:{local(moment).second:02}"


def day_text(day: date) -> str:
    """A day in full: "otrdiena, 24. novembris"."""
    pattern = {"lv": "EEEE, d. MMMM", "ru": "EEEE, d MMMM"}.get(language(), "EEEE, d MMMM")
    return _formatted(day, pattern, language())


def short_day_text(day: date) -> str:
    """A day for columns: "ot. 24.11."."""
    return _formatted(day, "ccc d.MM.", language())


def month_text(day: date) -> str:
    """A month: "2026. gada oktobris"."""
    pattern = "y. 'gada' LLLL" if language() == "lv" else "LLLL y"
    return _formatted(day, pattern, language())


@lru_cache(maxsize=1024)
def _formatted(day: date, pattern: str, locale: str) -> str:
    return str(format_date(day, pattern, locale=locale))


def date_text(day: date) -> str:
    """A date with its year: "24.11.2026."."""
    return f"{day.day:02}.{day.month:02}.{day.year}" + ("." if language() == "lv" else "")


def datetime_text(moment: datetime) -> str:
    """A date and time: "24.11.2026. 10.45"."""
    return f"{date_text(local(moment).date())} {time_text(moment)}"


def minutes_text(minutes: int) -> str:
    """A short duration: "18 min"."""
    return _("{minutes} min").format(minutes=minutes)


def duration_text(minutes: int) -> str:
    """A longer duration: "3 h 12 min", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return minutes_text(rest)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def clock_text(seconds: int) -> str:
    """A running clock: "06:13", "1:02:07"."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def size_text(size: int) -> str:
    """How large something is: "340 KB", "2,1 MB"; size in bytes."""
    if size < _MEGABYTE:
        return _("{n} KB").format(n=max(-(-size // _KILOBYTE), 1))
    shown = f"{size / _MEGABYTE:.1f}"
    return _("{n} MB").format(n=shown if language() == "en" else shown.replace(".", ","))


def intervals_text(intervals: tuple[Interval, ...]) -> str:
    """Opening hours of a day: "8.30–12.00, 13.00–17.30"; empty when closed."""
    return ", ".join(f"{time_text(part.start)}–{time_text(part.end)}" for part in intervals)
