"""How figures read: a decimal comma where the language has one, no more digits than are known."""

from __future__ import annotations

from desk.domain.statistics import Rate, Share
from desk.i18n import _, language, ngettext
from desk.services.statistics_words import NOTHING, count_text, percent_text

_HOURS_SAID, _DAY = 48, 24
_WHOLE = 100
"""From here on decimals say nothing."""


def number_text(value: float | None, digits: int = 1) -> str:
    """A measured number: "1,4", in English "1.4"; a dash for None, "0" for nothing at all."""
    if value is None:
        return NOTHING
    if not value:
        return "0"
    if 0 < value < 0.5 * 10**-digits:
        return f"<{number_text(10**-digits, digits)}"
    if abs(value) >= _WHOLE:
        return count_text(round(value))
    text = f"{value:.{digits}f}"
    return text if language() == "en" else text.replace(".", ",")


def interval_text(low: float, high: float) -> str:
    """From where to where: "0,9–2,1"."""
    return f"{number_text(low)}–{number_text(high)}"


def share_interval(share: Share) -> str:
    """From where to where a share lies: "41–79 %"."""
    if not share.whole:
        return NOTHING
    return f"{round(share.low * 100)}–{percent_text(share.high)}"


def rate_interval(rate: Rate) -> str:
    """From where to where a rate lies."""
    return interval_text(rate.low, rate.high) if rate.base else NOTHING


def hours_text(hours: float | None) -> str:
    """A duration: "35 min", "5 h", "3 days"; a dash for None."""
    if hours is None:
        return NOTHING
    if hours < 1:
        return minutes_text(hours * 60)
    if hours < _HOURS_SAID:
        return _("{hours} h").format(hours=round(hours))
    days = round(hours / _DAY)
    return ngettext("{n} day", "{n} days", days).format(n=days)


def days_text(days: float | None) -> str:
    """A duration known in days: "20 h", "9 days"; a dash for None."""
    return hours_text(None if days is None else days * _DAY)


def minutes_text(minutes: float | None) -> str:
    """Minutes: "12 min"; a dash for None."""
    if minutes is None:
        return NOTHING
    if 0 < minutes < 1:
        return _("<1 min")
    return _("{minutes} min").format(minutes=round(minutes))
