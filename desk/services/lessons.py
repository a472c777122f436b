"""Lessons that reviews share with everybody at the branch (B3.C, B7).

A lesson stands while its review is closed and its words are kept: they are personal data of their
report (purpose `INCIDENT_DETAIL`) and go with it on its clock, also out of this list.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from desk.domain.clock import local_day
from desk.domain.roles import Actor, Right
from desk.domain.statistics import Lesson
from desk.services import session
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

MOST: Final = 50
"""Lessons that are shown at once."""


def shared(reader: Reader, env: Env, actor: Actor, limit: int = MOST) -> tuple[Lesson, ...]:
    """The lessons of the branch and its sub-branches, the newest first.

    Raises:
        DeskError: "access.no_right".
    """
    return tuple(lesson for _, lesson in _shared(reader, env, actor, limit))


def unread(reader: Reader, env: Env, actor: Actor) -> tuple[Lesson, ...]:
    """Those shared since this person read the lessons last, the newest first.

    Raises:
        DeskError: "access.no_right".
    """
    found = _shared(reader, env, actor, MOST)
    seen = reader.settings.get(_key(actor))
    last = datetime.fromisoformat(seen) if isinstance(seen, str) else None
    return tuple(lesson for closed_at, lesson in found if last is None or closed_at > last)


def read(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """This person has read all that is shared now; kept on this PC for each account.

    Raises:
        DeskError: "access.no_right".
    """
    found = _shared(uow, env, actor, MOST)
    if found:
        uow.settings.put(_key(actor), found[0][0].isoformat())


def _shared(
    reader: Reader, env: Env, actor: Actor, limit: int
) -> tuple[tuple[datetime, Lesson], ...]:
    actor.require(Right.READ_RULES)
    found = [
        one for site in session.sites(env) for one in reader.statistics.lessons(site.id, limit)
    ]
    newest = sorted(found, key=lambda one: one.closed_at, reverse=True)[:limit]
    texts = reader.persons.get_many([one.text_id for one in newest])
    return tuple(
        (one.closed_at, Lesson(one.number, one.kind.value, local_day(one.closed_at), text.text))
        for one in newest
        if (text := texts.get(one.text_id)) is not None and text.text
    )


def _key(actor: Actor) -> str:
    return f"lessons.{actor.account_id}"
