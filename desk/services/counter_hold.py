"""A counter that rests after an incident: nobody is called to it until its clerk is ready.

Kept in this PC's settings by site and counter, so that it is there again when the program was
restarted.  It is the person's own: it ends when they say that they are ready, sign out, or when the
day is closed; another person at the counter, and another day, are not bound by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_KEY = "counter_holds"


@dataclass(frozen=True, slots=True)
class Hold:
    """A counter at rest: since when, and who sits there."""

    counter: str
    since: datetime
    by: UUID

    def binds(self, actor: Actor) -> bool:
        """Whether it is the rest of this person at this counter (of the same site)."""
        return (self.counter, self.by) == (actor.counter, actor.account_id)


def rest(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Let the actor's counter rest; a rest that goes on keeps its beginning."""
    if actor.counter and held(uow, env, actor) is None:
        mine = {"since": env.clock(), "by": actor.account_id}
        _put(uow, {**_all(uow), _name(actor.site, actor.counter): mine})


def ready(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """The clerk is ready: the next client is shown to this counter again.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.RUN_QUEUE)
    end(uow, actor)


def end(uow: UnitOfWork, actor: Actor) -> None:
    """Forget the rest of the actor's counter, if there is one of theirs."""
    known, name = _all(uow), _name(actor.site, actor.counter)
    if name in known and _hold(name, known[name]).binds(actor):
        _put(uow, {key: value for key, value in known.items() if key != name})


def end_all(uow: UnitOfWork, site: str) -> None:
    """The day of a site is closed: no counter of it rests any more."""
    known = _all(uow)
    kept = {key: value for key, value in known.items() if not key.startswith(f"{site}/")}
    if kept != known:
        _put(uow, kept)


def held(reader: Reader | UnitOfWork, env: Env, actor: Actor) -> Hold | None:
    """The rest of the actor's own counter, None when there is none."""
    return next((one for one in holds(reader, env, actor.site) if one.binds(actor)), None)


def holds(reader: Reader | UnitOfWork, env: Env, site: str) -> tuple[Hold, ...]:
    """The counters of a site that rest today, by counter."""
    today = local_day(env.clock())
    known = _all(reader)
    found = (_hold(key, value) for key, value in known.items() if key.startswith(f"{site}/"))
    return tuple(sorted((one for one in found if local_day(one.since) == today), key=_by_counter))


def require_ready(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Call nobody to a counter that rests.

    Raises:
        DeskError: "queue.on_hold".
    """
    if held(uow, env, actor) is not None:
        raise DeskError("queue.on_hold")


def _all(reader: Reader | UnitOfWork) -> Mapping[str, Any]:
    known: Mapping[str, Any] = reader.settings.get(_KEY, {})
    return known


def _put(uow: UnitOfWork, known: Mapping[str, Any]) -> None:
    uow.settings.put(_KEY, msgspec.to_builtins(dict(known)))


def _hold(name: str, value: Any) -> Hold:
    return msgspec.convert({"counter": name.partition("/")[2], **value}, Hold)


def _name(site: str, counter: str) -> str:
    return f"{site}/{counter}"


def _by_counter(hold: Hold) -> str:
    return hold.counter
