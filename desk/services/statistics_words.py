"""Figures in words: names of what is counted, and numbers as the language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from babel.dates import get_day_names

from desk.domain.incident import IncidentKind
from desk.domain.incident_handling import Cause, FoundBy
from desk.domain.statistics import Rate, Share
from desk.i18n import _, language, marked
from desk.services.content.schema_base import Option
from desk.services.env import Env

NOTHING: Final = "–"
"""Where there is nothing to count against."""

_WHOLE: Final = 100
_TWO_DAYS: Final = 48
_CAUSES: Final[Mapping[str, str]] = {
    Cause.PROCEDURE: marked("Procedure"),
    Cause.TRAINING: marked("Training"),
    Cause.STAFFING: marked("Staffing"),
    Cause.LAYOUT: marked("Rooms, furniture"),
    Cause.INFORMATION: marked("Information for clients"),
    Cause.IT: marked("Computers, systems"),
    Cause.OTHER_INSTITUTION: marked("Another institution"),
    Cause.CLIENT: marked("The client's conduct"),
}
_FOUND_BY: Final[Mapping[str, str]] = {
    FoundBy.CLERK: marked("Whoever made it"),
    FoundBy.COLLEAGUE: marked("A colleague"),
    FoundBy.CLIENT: marked("The client"),
    FoundBy.HEADQUARTERS: marked("Headquarters"),
    FoundBy.AUDIT: marked("An audit"),
}
_KINDS: Final[Mapping[str, str]] = {
    IncidentKind.AGGRESSION: marked("Aggression"),
    IncidentKind.ERROR: marked("Error of our own"),
    IncidentKind.NEAR_MISS: marked("Near miss"),
    IncidentKind.FILMING: marked("Filming"),
    IncidentKind.GIFT: marked("Gift"),
    IncidentKind.DATA: marked("Personal data"),
    IncidentKind.SAFETY: marked("Safety"),
}


def level_name(env: Env, level: str) -> str:
    """A level or grade: its number, and the first words of what it means."""
    policy = env.policy
    words = _option([*policy.levels, *policy.grades], level).partition(":")[0]
    return words if words in (level, "") else f"{level} · {words}"


def trigger_name(env: Env, trigger: str) -> str:
    """What set a client off."""
    return _option([one for ladder in env.pack.ladders for one in ladder.triggers], trigger)


def error_name(env: Env, kind: str) -> str:
    """A type of error."""
    return _option(env.policy.error_types, kind)


def cause_name(cause: str) -> str:
    """A cause that a review found."""
    return _said(_CAUSES, cause)


def finder_name(found_by: str) -> str:
    """Who found an error."""
    return _said(_FOUND_BY, found_by)


def kind_name(kind: str) -> str:
    """A kind of report."""
    return _said(_KINDS, kind)


def day_names() -> tuple[str, ...]:
    """The days of the week in short, Monday first."""
    names = get_day_names("abbreviated", "stand-alone", language())
    return tuple(str(names[day]) for day in range(7))


def number_text(value: float | None, digits: int = 1) -> str:
    """A measured number: "1,4", in English "1.4"; a dash for None."""
    if value is None:
        return NOTHING
    text = f"{value:,.{0 if abs(value) >= _WHOLE else digits}f}"
    if language() == "en":
        return text
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def count_text(count: int) -> str:
    """A number of things: "12 345", in English "12,345"."""
    return number_text(count, 0)


def percent_text(value: float | None) -> str:
    """A share: "37 %"; a dash for None."""
    return NOTHING if value is None else f"{round(value * 100)}\N{NO-BREAK SPACE}%"


def interval_text(rate: Rate) -> str:
    """From where to where a rate can lie: "3,6–6,8"."""
    return f"{number_text(rate.low)}–{number_text(rate.high)}"


def of_text(share: Share) -> str:
    """A share with what it is of: "37 % (3 of 8)"; of too few without the percentage."""
    if not share.whole:
        return NOTHING
    part, whole = count_text(share.part), count_text(share.whole)
    if not share.enough:
        return _("{n} of {base}").format(n=part, base=whole)
    percent = percent_text(share.value)
    return _("{percent} ({part} of {whole})").format(percent=percent, part=part, whole=whole)


def hours_text(hours: float | None) -> str:
    """A time between: in hours, from two days on in days."""
    if hours is None:
        return NOTHING
    if hours >= _TWO_DAYS:
        return _("{n} days").format(n=number_text(hours / 24))
    return _("{n} h").format(n=number_text(hours))


def _said(texts: Mapping[str, str], key: str) -> str:
    return _(texts[key]) if key in texts else key or _("Not noted")


def _option(options: list[Option], key: str) -> str:
    found = next((one for one in options if one.id == key), None)
    return found.text.get(language()) if found else key or _("Not noted")
