"""What heads are told of accounts: who got more rights, and whose password was replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk.domain.account import LEADS, AccountAction, AccountEvent
from desk.domain.roles import Actor, Right, Role
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_FIRST_LOOK = timedelta(days=30)
"""So far back goes the first look of somebody who has seen nothing yet."""
_TOLD = frozenset(
    {AccountAction.ADD, AccountAction.CHANGE, AccountAction.ENABLE, AccountAction.SET_PASSWORD}
)


@dataclass(frozen=True, slots=True)
class AccountNews:
    """One thing that somebody else did to an account that may more than a clerk.

    Args:
        what: ADD, CHANGE (of role), ENABLE or SET_PASSWORD.
        by: "" when it was done with the recovery code.
        role: what the account is since then.
    """

    at: datetime
    what: AccountAction
    by: str
    of: str
    role: Role


def news(reader: Reader, env: Env, actor: Actor) -> tuple[AccountNews, ...]:
    """What this person has not yet seen, oldest first.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_ACCESS_LOG)
    names = reader.accounts.names()
    since = _seen(reader, env, actor)
    return tuple(
        AccountNews(
            event.at,
            event.kind,
            names.get(event.actor_id, ""),
            names.get(event.account_id, ""),
            Role(str(event.data["role"])),
        )
        for event in reader.accounts.events_since(since)
        if _concerns(reader, actor, event)
    )


def note_seen(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Everything until now has been seen by this person.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.READ_ACCESS_LOG)
    uow.settings.put(_key(actor), env.clock().isoformat())


def _seen(reader: Reader, env: Env, actor: Actor) -> datetime:
    known = reader.settings.get(_key(actor))
    return datetime.fromisoformat(known) if known else env.clock() - _FIRST_LOOK


def _key(actor: Actor) -> str:
    return f"account_news.{actor.account_id}"


def _concerns(reader: Reader, actor: Actor, event: AccountEvent) -> bool:
    """A change of role, or of the way in, of an account with more rights, by somebody else."""
    by_self = event.actor_id in (actor.account_id, event.account_id)
    own_start = event.account_id == actor.account_id and event.kind is AccountAction.ADD
    if event.kind not in _TOLD or by_self or own_start:
        return False
    role = Role(str(event.data["role"]))
    if event.kind is AccountAction.CHANGE and _role_before(reader, event) is role:
        return False
    return role in LEADS


def _role_before(reader: Reader, event: AccountEvent) -> Role | None:
    earlier = (one for one in reader.accounts.events(event.account_id) if one.seq < event.seq)
    last = max(earlier, key=lambda one: one.seq, default=None)
    return Role(str(last.data["role"])) if last else None
