"""The names of what the statistics count, by id, in the language in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from babel.dates import get_day_names, get_month_names

from desk.domain.ladder import called
from desk.formats import month_text
from desk.i18n import _, language, marked
from desk.services.env import Env
from desk.ui.incidents.texts import CHANNEL_TEXTS, KIND_TEXTS, ladder_of

K = TypeVar("K", bound=str)

HOLIDAYS: Mapping[str, str] = {
    "before": marked("The day before a holiday"),
    "after": marked("The day after a holiday"),
    "other": marked("Other days"),
}


def known(texts: Mapping[K, str], key: str) -> str:
    """A word of a table; what nobody chose is said so, an unknown id as it stands."""
    if not key:
        return _("Not noted")
    return next((_(text) for one, text in texts.items() if one == key), key)


def service_name(env: Env, key: str) -> str:
    """A service of the pack."""
    service = env.services.get(key)
    return service.name.get(language()) if service else key or _("Not noted")


def channel_name(key: str) -> str:
    """How the client was in contact."""
    return known(CHANNEL_TEXTS, key)


def kind_name(key: str) -> str:
    """A kind of report."""
    return known(KIND_TEXTS, key)


def step_name(env: Env, key: str) -> str:
    """A step of the institution's ladder, or the coming of whom it called."""
    ladder = ladder_of(env)
    caller = called(key)
    for step in ladder.steps if ladder else ():
        if step.id == key:
            return step.text.get(language())
        if step.id == caller and step.came is not None:
            return step.came.get(language())
    return key


def month_of(key: str) -> date:
    """The first day of a month "2026-11"."""
    year, _dash, month = key.partition("-")
    return date(int(year), int(month), 1)


def month_name(key: str) -> str:
    """A month in full."""
    return month_text(month_of(key))


def short_month(key: str) -> str:
    """A month under a column: "nov."."""
    names = get_month_names("abbreviated", "stand-alone", language())
    return str(names[month_of(key).month])


def weekday_name(weekday: int, *, short: bool = False) -> str:
    """A day of the week, 0 = Monday."""
    if short:
        return str(get_day_names("abbreviated", "stand-alone", language())[weekday])
    return str(get_day_names("wide", "stand-alone", language())[weekday])


def hour_name(hour: int) -> str:
    """An hour of the clock: "9.00–10.00", "9:00–10:00"."""
    separator = "." if language() == "lv" else ":"
    return f"{hour}{separator}00–{hour + 1}{separator}00"
