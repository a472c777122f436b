"""The doors in words: open and for how long, lunch, closed, and what is not certain about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.clock import at_local
from desk.domain.hours import DayHours, Origin
from desk.formats import duration_text, intervals_text, time_text
from desk.i18n import _

_SOON = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Doors:
    """What the header says of the hours; kind as of a Pill.

    Args:
        shut: lunch, or closed for today, while people may still wait; `tip` says what of them.
    """

    text: str
    kind: str = "neutral"
    tip: str = ""
    shut: bool = False

    def short(self) -> str:
        """Without how long still."""
        return self.text.partition(" · ")[0]


def doors(hours: DayHours, now: datetime) -> Doors:
    """The state of the doors at an instant (UTC)."""
    if hours.origin is Origin.NONE:
        return Doors(_("Hours not known"), "warn")
    if not hours.intervals:
        return Doors(_("Closed today"), "warn", hours.note)
    starts = [at_local(hours.day, part.start) for part in hours.intervals]
    ends = [at_local(hours.day, part.end) for part in hours.intervals]
    if now < starts[0]:
        return Doors(_("Opens at {time}").format(time=time_text(starts[0])), tip=hours.note)
    if now >= ends[-1]:
        text = _("Closed since {time}").format(time=time_text(ends[-1]))
        return Doors(text, "warn", _("Those who are waiting are still served."), shut=True)
    for start, end in zip(starts, ends, strict=True):
        if start <= now < end:
            return _open(hours, end, now, last=end == ends[-1])
    back = min(start for start in starts if start > now)
    text = _("Lunch break until {time}").format(time=time_text(back))
    tip = _("Those who are waiting are served or told when work resumes.")
    return Doors(text, "warn", tip, shut=True)


def doubt(hours: DayHours) -> Doors:
    """What is not certain about the hours; an empty text when nothing is."""
    if not hours.confirmed and hours.origin is not Origin.NONE:
        tip = _("Headquarters has not confirmed these hours. Nothing is refused because of them.")
        return Doors(_("hours not confirmed"), "warn", tip)
    if hours.proposed is not None:
        shorter = intervals_text(hours.proposed)
        tip = _("The day before a holiday. The branch head confirms it.")
        return Doors(_("perhaps {hours}").format(hours=shorter), "warn", tip)
    return Doors("")


def _open(hours: DayHours, end: datetime, now: datetime, *, last: bool) -> Doors:
    minutes = -(-(end - now) // timedelta(minutes=1))
    left = duration_text(int(minutes))
    text = _("Open {hours} · {left} left") if last else _("Open {hours} · lunch in {left}")
    kind = "warn" if last and end - now <= _SOON else "neutral"
    return Doors(text.format(hours=intervals_text(hours.intervals), left=left), kind, hours.note)
