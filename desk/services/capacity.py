"""How many bookings may run at once at a branch: HQ's figure, or the branch's own for a day.

A counter out of use makes fewer; it warns when more are booked and never refuses (invariant 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import DayPlaces
from desk.domain.roles import Actor, Right
from desk.services.env import Env
from desk.services.kept_text import reason_text

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_MOST = 60


def places_of(reader: Reader, env: Env, site: str, day: date) -> int:
    """How many bookings may run at once at a site on a day."""
    own = own_places(reader, site, day, day).get(day)
    return env.policy.capacity if own is None else own.places


def own_places(reader: Reader, site: str, first: date, last: date) -> Mapping[date, DayPlaces]:
    """What the branch itself has said, by day."""
    return {one.day: one for one in reader.overlays.places(site, first, last)}


def set_places(
    uow: UnitOfWork, env: Env, actor: Actor, day: date, places: int, reason: str
) -> DayPlaces:
    """Say how many bookings may run at once on a day; bookings made already stay.

    Args:
        places: 0 to 60; reason: shown to colleagues, no personal data.

    Raises:
        DeskError: "access.no_right", "opening.past_day", "capacity.places" (maximum),
            "text.too_long", "text.personal_code".
    """
    actor.require(Right.CONFIRM_HOURS)
    _require_to_come(env, day)
    if not 0 <= places <= _MOST:
        raise DeskError("capacity.places", maximum=_MOST)
    said = DayPlaces(day, places, reason_text(reason))
    uow.overlays.put_places(said, actor.site, actor.account_id, env.clock())
    return said


def withdraw_places(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> int:
    """Take that back: HQ's figure holds again, and is given.

    Raises:
        DeskError: "access.no_right", "opening.past_day", "capacity.nothing_set" (day).
    """
    actor.require(Right.CONFIRM_HOURS)
    _require_to_come(env, day)
    own = own_places(uow, actor.site, day, day).get(day)
    if own is None:
        raise DeskError("capacity.nothing_set", day=day)
    uow.overlays.put_places(own, actor.site, actor.account_id, env.clock(), withdrawn=True)
    return env.policy.capacity


def _require_to_come(env: Env, day: date) -> None:
    if day < local_day(env.clock()):
        raise DeskError("opening.past_day")
