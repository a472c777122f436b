"""Gathering the papers that concern everybody: the notice on the door, the blank log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk.domain.back_entry import PAPER_SERIES, Ended, paper_number
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.domain.slips import DoorNotice, PaperLog, Words
from desk.i18n import _, language, marked
from desk.services.env import Env
from desk.services.kept_text import reason_text
from desk.services.opening import hours_of
from desk.services.paper_slips import place_of, words

if TYPE_CHECKING:
    from db.unit_of_work import Reader

_MOST_DAYS = 62
_MOST_LINES = 200
_MOST_SERVICES = 9
ENDED_TEXTS = {
    Ended.SOLVED: marked("Solved"),
    Ended.INCOMPLETE: marked("Something is missing"),
    Ended.REFUSED: marked("Refused"),
    Ended.REFERRED: marked("Sent elsewhere"),
    Ended.CONSULTED: marked("Advice only"),
    Ended.LEFT: marked("Left before being served"),
    Ended.NO_SHOW: marked("Did not come when called"),
}
"""How a visit on paper ended, in words."""


def door_notice(
    reader: Reader,
    env: Env,
    actor: Actor,
    first: date,
    last: date,
    meanwhile: str = "",
    reason: str = "",
) -> DoorNotice:
    """The hours in force on some days, for the door (OH-21, OH-22).

    Args:
        meanwhile: where to go until then; reason: as it shall stand there, "" = as it was set.

    Raises:
        DeskError: "access.no_right", "opening.range" (maximum), "text.too_long",
            "text.personal_code".
    """
    actor.require(Right.PRINT)
    if not 0 <= (last - first).days < _MOST_DAYS:
        raise DeskError("opening.range", maximum=_MOST_DAYS)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    hours = [hours_of(reader, env, actor.site, day) for day in days]
    shown = reason_text(reason) or next((one.note for one in hours if one.note), "")
    return DoorNotice(
        place=place_of(env, actor.site, first),
        days=tuple((one.day, one.intervals) for one in hours),
        reason=_in_three(env, shown),
        meanwhile=reason_text(meanwhile),
        printed_at=env.clock(),
    )


def paper_log(reader: Reader, env: Env, actor: Actor, lines: int) -> PaperLog:
    """Blank lines with the next free numbers of today's paper series, in the language in force.

    Raises:
        DeskError: "access.no_right", "paper.lines" (maximum).
    """
    actor.require(Right.PRINT)
    if not 1 <= lines <= _MOST_LINES:
        raise DeskError("paper.lines", maximum=_MOST_LINES)
    today = local_day(env.clock())
    first = reader.visits.highest_number(actor.site, today, PAPER_SERIES) + 1
    quick = sorted((item for item in env.pack.services if item.quick), key=lambda one: one.quick)
    name = env.pack.info.institution_name or env.pack.info.title
    return PaperLog(
        institution=name.get(language()),
        branch=env.branch(actor.site).name,
        numbers=tuple(paper_number(first + place) for place in range(lines)),
        services=tuple(
            f"{item.quick} {item.name.get(language())}" for item in quick[:_MOST_SERVICES]
        ),
        outcomes=tuple(_(text) for text in ENDED_TEXTS.values()),
        printed_at=env.clock(),
    )


def _in_three(env: Env, reason: str) -> Words:
    """A reason of the pack's list has its other languages; what was typed has Latvian alone."""
    for option in env.policy.hours_reasons:
        if reason in (option.text.lv, option.text.en, option.text.ru):
            return words(option.text)
    return Words(reason)
