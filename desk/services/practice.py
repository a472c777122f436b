"""The practice: which situation one is in, and what was done of it.

How far one has come is kept in the practice database itself, so that one can go on another day.
Nobody is measured: no times, no marks, only what was practised and what was left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from desk.domain.clock import local_day
from desk.domain.roles import Actor
from desk.services.env import Env
from desk.services.practice_checks import Look, done
from desk.services.practice_script import PracticeStep, Script

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_KEY = "practice_progress"


class Progress(msgspec.Struct, frozen=True):
    """How far one has come.

    Args:
        step: the situation one is in, "" when all have been gone through.
        since: when it began, by the practice clock.
        practised, skipped, later: ids of the others, in the order they were left.
        people: how many invented clients have come so far.
    """

    step: str
    since: datetime
    practised: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    people: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What the coach shows.

    Args:
        tasks: which of the situation's tasks have been done.
    """

    progress: Progress
    tasks: tuple[bool, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the situation is done with."""
        return bool(self.tasks) and all(self.tasks)


def progress(reader: Reader) -> Progress | None:
    """How far one has come; None before the first situation."""
    kept = reader.meta.get(_KEY)
    return msgspec.json.decode(kept, type=Progress) if kept else None


def standing(
    reader: Reader, env: Env, actor: Actor, script: Script, seen: frozenset[str]
) -> Standing | None:
    """Which tasks of the present situation have been done.

    Args:
        seen: names of the screens that were opened since the situation began.
    """
    known = progress(reader)
    step = find(script, known.step) if known else None
    if known is None or step is None:
        return Standing(known) if known else None
    look = Look(reader, env, actor, known.since, seen)
    return Standing(known, tuple(done(look, task.check) for task in step.tasks))


def find(script: Script, step_id: str) -> PracticeStep | None:
    """A situation by its id."""
    return next((step for step in script.steps if step.id == step_id), None)


def moved(known: Progress, script: Script, how: str) -> Progress:
    """The progress after leaving the present situation.

    Args:
        how: "practised", "skipped" or "later"; what was put off comes again after the others.
    """
    lists = {
        name: tuple(item for item in getattr(known, name) if item != known.step)
        for name in ("practised", "skipped", "later")
    }
    lists[how] = (*lists[how], known.step)
    left = {*lists["practised"], *lists["skipped"], *lists["later"]}
    untouched = (step.id for step in script.steps if step.id not in left)
    following = next(untouched, "") or next(iter(lists["later"]), "")
    return msgspec.structs.replace(known, step=following, **lists)


def again(known: Progress, script: Script) -> Progress:
    """Another round with what was left out; with everything when nothing was."""
    if not known.skipped:
        return Progress(script.steps[0].id, known.since, people=known.people)
    left = tuple(step.id for step in script.steps if step.id in known.skipped)
    return msgspec.structs.replace(known, step=left[0], skipped=(), later=left)


def keep(uow: UnitOfWork, env: Env, known: Progress, people: int) -> Progress:
    """Begin the situation that the progress names, now, and keep it.

    Args:
        people: how many invented clients have come so far.
    """
    after = msgspec.structs.replace(known, since=env.clock(), people=people)
    uow.meta.put(_KEY, msgspec.json.encode(after).decode())
    return after


def last_moment(reader: Reader, env: Env, site: str, known: Progress) -> datetime:
    """When something last happened by the practice clock, so that it can go on from there."""
    visits = reader.visits.of_day(site, local_day(known.since))
    moments = [visit.last_event_at for visit in visits if visit.last_event_at is not None]
    return max([known.since, *moments]) + timedelta(seconds=1)
