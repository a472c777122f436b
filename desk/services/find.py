"""Find anything: what the palette asks of the branch's data.

Every source asks its own right; where a person has none, nothing is read and nothing is said to
exist.  Today's people and tickets are read once (`today`) and searched in memory (`among_today`);
other days and incidents are asked of the database with every key (`elsewhere`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.roles import Actor, Right
from desk.services.access import Look, looked, searched
from desk.services.env import Env
from desk.services.find_elsewhere import elsewhere
from desk.services.find_query import Asked, Scope, asked
from desk.services.find_results import (
    MOST,
    Elsewhere,
    FoundBooking,
    FoundIncident,
    FoundTicket,
    MayFind,
    may_find,
)
from desk.services.find_today import TodayIndex, among_today, today

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

__all__ = [
    "MOST",
    "Asked",
    "Elsewhere",
    "FoundBooking",
    "FoundIncident",
    "FoundTicket",
    "MayFind",
    "Scope",
    "TodayIndex",
    "among_today",
    "asked",
    "elsewhere",
    "may_find",
    "note_opened",
    "note_palette",
    "today",
]


def note_palette(
    uow: UnitOfWork, env: Env, actor: Actor, kinds: Iterable[str], typed: str = ""
) -> None:
    """A search that settled is a look at what it shows; its words are kept nowhere.

    Args:
        kinds: of what was shown: "appointment", "visit", "incident".
        typed: the words, only to be compared with the searcher's own name.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    for kind in sorted(set(kinds)):
        searched(uow, env, actor, kind, "palette", typed)


def note_opened(uow: UnitOfWork, env: Env, actor: Actor, kind: str, subject_id: UUID) -> None:
    """A find was opened.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.RUN_QUEUE)
    looked(uow, env, actor, Look.OPEN, kind, subject_id, "palette")
