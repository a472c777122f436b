"""Asking a colleague to come near, quietly, before it becomes aggression.

While nothing carries it to another PC, what is left is the sign that the branch has agreed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from desk.domain.incident import Step
from desk.domain.ladder import ASKED_NEAR
from desk.domain.roles import Actor, Right
from desk.services.device_settings import AgreedSign, device_setting
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

REMEMBERED = timedelta(minutes=30)
"""A report begun within this time knows that somebody was asked to come near."""

_DRAFT = "near"


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a request.

    Args:
        reached: whether a colleague's PC showed it.
        sign: the sign that the branch has agreed on, "" when it has none.
    """

    reached: bool
    sign: str


def ask_near(uow: UnitOfWork, env: Env, actor: Actor) -> Asked:
    """Ask a colleague to come near; the moment is kept for a report that may follow.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.REPORT_INCIDENT)
    at = env.clock()
    uow.drafts.put(actor.account_id, _DRAFT, msgspec.json.encode(at), at)
    reached = env.nearby.ask(actor.site, actor.counter, at)
    return Asked(reached, device_setting(uow, AgreedSign).text)


def asked_steps(reader: Reader | UnitOfWork, env: Env, actor: Actor) -> tuple[Step, ...]:
    """The step of having asked lately, for a report that begins now."""
    body = reader.drafts.get(actor.account_id, _DRAFT)
    if body is None:
        return ()
    at = msgspec.json.decode(body, type=datetime)
    return (Step(ASKED_NEAR, at),) if env.clock() - at <= REMEMBERED else ()


def forget(uow: UnitOfWork, actor: Actor) -> None:
    """A report was filed that knows of it."""
    uow.drafts.drop(actor.account_id, _DRAFT)
