"""Before the doors open: the content pack's checklist, and when the doors opened (OH-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.day_record import DayAction, DayRecord
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right
from desk.services.day_records import note_day
from desk.services.env import Env
from desk.services.queue_steps import today

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def tick(uow: UnitOfWork, env: Env, actor: Actor, item: str, on: bool) -> DayRecord | None:
    """Somebody has seen to an item of today's checklist, or takes that back.

    Nothing waits for it: a list with gaps stops no work.  Saying again what is known changes
    nothing.

    Args:
        item: id of the content pack's list.

    Raises:
        DeskError: "access.no_right", "day.item_unknown" (id).
    """
    actor.require(Right.OPEN_DAY)
    if item not in {known.id for known in env.pack.opening}:
        raise DeskError("day.item_unknown", id=item)
    day = today(env)
    known = uow.days.of(actor.site, day)
    if (known is not None and known.ticked(item) is not None) is on:
        return known
    return note_day(uow, env, actor, day, DayAction.TICK, {"item": item, "on": on})


def doors(uow: UnitOfWork, env: Env, actor: Actor, on: bool = True) -> DayRecord | None:
    """The doors have been opened just now; `on` false takes that back.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.OPEN_DAY)
    day = today(env)
    known = uow.days.of(actor.site, day)
    if (known is not None and known.doors_at is not None) is on:
        return known
    return note_day(uow, env, actor, day, DayAction.DOORS, {"on": on})
