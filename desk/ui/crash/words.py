"""How the end of an earlier run is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.crash import CrashReport
from desk.domain.clock import local_day
from desk.formats import datetime_text, time_text
from desk.i18n import _


def when_text(report: CrashReport, now: datetime) -> str:
    """ "today 8.12", "yesterday 16.42", or date and time."""
    day, today = local_day(report.at), local_day(now)
    if day == today:
        return _("today {time}").format(time=time_text(report.at))
    if day == today - timedelta(days=1):
        return _("yesterday {time}").format(time=time_text(report.at))
    return datetime_text(report.at)


def line_text(report: CrashReport, now: datetime) -> str:
    """The calm line: what was, and that nothing is lost."""
    text = (
        _("The program ended unexpectedly {when}. What was saved is there.")
        if report.ended
        else _("Something in the program went wrong {when}. What was saved is there.")
    )
    return text.format(when=when_text(report, now))
