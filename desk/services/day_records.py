"""What every note about a site's day has in common: the record, made with its first event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from desk.domain import day_record
from desk.domain.day_record import DayAction, DayRecord
from desk.domain.roles import Actor
from desk.services.env import Env
from desk.services.record import happened

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def note_day(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    day: date,
    kind: DayAction,
    data: Mapping[str, object],
) -> DayRecord:
    """Let something happen to a day of the actor's site; gives the record after it.

    Raises:
        DeskError: those of `day_record.apply`.
    """
    known = uow.days.of(actor.site, day)
    subject_id, seq = (known.id, known.version + 1) if known else (env.new_id(), 1)
    whole = {"site": actor.site, "day": day, **data}
    event = happened(env, actor, subject_id, seq, kind, whole)
    after = day_record.apply(known, event)
    uow.days.add(after, event)
    return after
