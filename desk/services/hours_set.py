"""Hours of single days that people have set: headquarters', and over them the branch's own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desk.domain.hours import DayException, Origin
from desk.i18n import language

if TYPE_CHECKING:
    from db.stores.from_hq import HqHours
    from db.unit_of_work import Reader


def set_by_people(reader: Reader, site: str, first: date, last: date) -> tuple[DayException, ...]:
    """What holds over the content pack's hours, headquarters' word first.

    Headquarters' word takes the place of what the branch had set before it (the line sees to
    that); a closure that the head sets afterwards holds until headquarters speak again.
    """
    by_hq = (_exception(one) for one in reader.from_hq.hours(site, first, last))
    return (*by_hq, *reader.overlays.hours(site, first, last))


def is_by_hq(reader: Reader, site: str, day: date) -> bool:
    """Whether headquarters have set a day's hours by themselves."""
    return bool(reader.from_hq.hours(site, day, day))


def _exception(one: HqHours) -> DayException:
    reason = one.reason.get(language()) or one.reason.get("lv", "")
    return DayException(one.day, one.intervals, reason, Origin.HQ_EXCEPTION)
