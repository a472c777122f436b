"""Whether the PC's date can be believed when it says that periods have ended.

A PC may be off over a holiday, and its clock may jump.  What is erased never comes back, so when
more working days seem to have been left out than happens by itself, a person has to look at the
date first.  A day file of today's bookings says the same: no one has one for a day that never was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import RIGHTS, Actor, Right
from desk.services.access import Look, looked
from desk.services.clock_check import working_days_left_out
from desk.services.env import Env
from desk.services.session import sites

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

MOST_LEFT_OUT = 2
"""So many working days without any run of the job are nothing unusual."""

SEEN = "retention.seen"
"""Fact about a database: the last day that was believed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is thought of today's date.

    Args:
        today: as the PC says; seen: the last day that was believed.
        left_out: working days between the two on which nothing ran.
        believed: whether anything may be erased by it.
    """

    today: date
    seen: date
    left_out: int
    believed: bool


def judge(reader: Reader, env: Env) -> Judged:
    """Whether today's date can be believed."""
    today = local_day(env.clock())
    seen = _seen(reader, env)
    left_out = working_days_left_out(env.calendar, seen, today)
    believed = left_out <= MOST_LEFT_OUT or _has_file_of(reader, env, today)
    return Judged(today, seen, left_out, believed)


def believe(uow: UnitOfWork, judged: Judged) -> None:
    """Remember that today's date was believed; a clock that went back changes nothing."""
    if judged.today > judged.seen or uow.meta.get(SEEN) is None:
        uow.meta.note(SEEN, max(judged.today, judged.seen).isoformat())


def confirm_date(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """A person has looked at the date: it is right.

    What follows cannot be taken back, so a PIN is not enough.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    keeps_safe = Right.KEEP_SAFE in RIGHTS[actor.role]
    actor.require(Right.KEEP_SAFE if keeps_safe else Right.ANSWER_PERSON)
    if actor.by_pin:
        raise DeskError("access.password_needed")
    uow.meta.put(SEEN, local_day(env.clock()).isoformat())
    looked(uow, env, actor, Look.CONFIRM, "day", None, "retention_date")


def _seen(reader: Reader, env: Env) -> date:
    """The last believed day; before the first run, the day of the newest entry."""
    known = reader.meta.get(SEEN)
    if known:
        return date.fromisoformat(known)
    newest = reader.erasures.newest_entry()
    return local_day(newest if newest else env.clock())


def _has_file_of(reader: Reader, env: Env, today: date) -> bool:
    """Whether a day file that covers today was imported today."""
    for site in sites(env):
        found = reader.imports.last(site.id, today)
        if found is not None and local_day(found.at) == today:
            return True
    return False
