"""Looks that are none of a use case's own business: a search that settled, a booking read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked, searched
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


def note_search(uow: UnitOfWork, env: Env, actor: Actor, purpose: str, typed: str = "") -> None:
    """Bookings were searched by what was typed; the words themselves are kept nowhere.

    Args:
        purpose: where it was searched: "take_in" or "schedule".
        typed: the words, only to be compared with the searcher's own name.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.RUN_QUEUE)
    searched(uow, env, actor, "appointment", purpose, typed)


def note_booking(uow: UnitOfWork, env: Env, actor: Actor, appointment_id: UUID) -> None:
    """How to reach the client of a booking was on the screen for a while.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.RUN_QUEUE)
    looked(uow, env, actor, Look.OPEN, "appointment", appointment_id, "schedule")
