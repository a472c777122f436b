"""The calendar of an institution and the hours of its sites, out of its content pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from desk.domain.deadlines import Term, Unit
from desk.domain.errors import DeskError
from desk.domain.hours import DayException, DayHours, Origin
from desk.domain.opening import day_hours
from desk.domain.workdays import MovedDay, WorkCalendar
from desk.i18n import catalogue, marked
from desk.services.content.hours_of import exceptions, weekly_versions
from desk.services.content.schema import Pack
from desk.services.holiday_source import latvian_holidays

_MOVED_OFF = marked("Day off: the working day is moved to {date}")


def work_calendar(pack: Pack, language: str = "lv") -> WorkCalendar:
    """The institution's working days, with the holidays' names in a language."""
    moved = (MovedDay(move.off, move.worked) for move in pack.moved_days)
    follows = pack.info.follows_moved_days
    return WorkCalendar(latvian_holidays(language), moved, follows_moved=follows)


def site_hours(
    pack: Pack,
    calendar: WorkCalendar,
    site: str,
    day: date,
    *,
    overlays: Iterable[DayException] = (),
    language: str = "lv",
) -> DayHours:
    """The hours of a site on a day: the pack's, under what the branch has set over them.

    Args:
        site: a branch's id, or the phone line's.
        overlays: the branch's own exceptions and closures, of any days.
        language: of HQ's reasons and of the note on a day off, whatever the calendar's own is.
    """
    set_by_people = (*exceptions(pack, site, language), *overlays)
    hours = day_hours(day, weekly_versions(pack, site), set_by_people, calendar)
    if hours.origin is not Origin.HOLIDAY:
        return hours
    return replace(hours, note=_day_off(calendar, day, language))


def terms(pack: Pack) -> tuple[Term, ...]:
    """The pack's terms as the domain's.

    Raises:
        DeskError: "deadline.unknown_unit" (term, unit).
    """
    return tuple(
        Term(term.id, term.valid_from, term.amount, _unit(term.id, term.unit))
        for term in pack.terms
    )


def _day_off(calendar: WorkCalendar, day: date, language: str) -> str:
    for holiday in latvian_holidays(language)(day.year):
        if holiday.day == day:
            return holiday.name
    move = calendar.moved_off(day)
    assert move is not None  # a day off is a holiday or moved
    return catalogue(language).gettext(_MOVED_OFF).format(date=f"{move.worked:%d.%m.%Y}")


def _unit(term: str, unit: str) -> Unit:
    try:
        return Unit(unit)
    except ValueError:
        raise DeskError("deadline.unknown_unit", term=term, unit=unit) from None
