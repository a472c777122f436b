"""Keys of the sealed annex: who holds some, and what becomes of them with an account.

A head's or deputy's private key lies under the full password alone.  Whoever knows the password
can carry it over to another; whoever only sets one gives new keys, to which the others hand the
entries on (`desk.services.annex_reseal`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.annex_cipher import PASSWORD, Wrapped, new_pair, unwrap, wrap
from db.stores.annex_rows import KeyHolder
from desk.domain.account import Account, AccountAction
from desk.domain.annex import HolderKind, holder_kind
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right, Role
from desk.services.access import Look, looked
from desk.services.env import Env

if TYPE_CHECKING:
    from uuid import UUID

    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """A private key under a new password."""

    holder_id: UUID
    kept: Wrapped


def kind_of(reader: Reader, account: Account) -> HolderKind | None:
    """As what an account holds keys; None when it does not, or is closed."""
    if account.disabled:
        return None
    left_out = reader.accounts.left_out() if account.role is Role.DEPUTY else frozenset()
    return holder_kind(account.role, account.id, left_out)


def give(uow: UnitOfWork, env: Env, account: Account, password: str) -> None:
    """An account that is to open annexes gets keys, unless it has some."""
    kind = kind_of(uow, account)
    if kind is not None and uow.annex.holder_of(account.id) is None:
        uow.annex.add_holder(made(env, kind, account.id, password), env.clock())


def made(env: Env, kind: HolderKind, account_id: UUID, password: str) -> KeyHolder:
    """New keys under a password; slow on purpose, so better made outside of a transaction."""
    holder_id, pair = env.new_id(), new_pair()
    kept = wrap(holder_id, pair.private, password, PASSWORD)
    return KeyHolder(holder_id, kind, account_id, pair.public, kept)


def rewrapped(reader: Reader, account_id: UUID, old: str, new: str) -> Rewrapped | None:
    """A person's private key under another password; None when there is none that opens.

    Slow on purpose, so better made outside of a transaction.
    """
    holder = reader.annex.holder_of(account_id)
    private = unwrap(holder.id, holder.kept, old, PASSWORD) if holder else None
    if holder is None or private is None:
        return None
    return Rewrapped(holder.id, wrap(holder.id, private, new, PASSWORD))


def carry_over(
    uow: UnitOfWork,
    env: Env,
    account: Account,
    old: str,
    new: str,
    ready: Rewrapped | None = None,
) -> None:
    """The person changed the password: the private key lies under the new one from now on.

    Args:
        ready: as `rewrapped` gave it before; made anew when the keys are others by now.
    """
    holder = uow.annex.holder_of(account.id)
    if ready is None or holder is None or ready.holder_id != holder.id:
        ready = rewrapped(uow, account.id, old, new)
    if ready is None:
        renew(uow, env, account, new)
    else:
        uow.annex.rewrap(ready.holder_id, ready.kept)


def renew(uow: UnitOfWork, env: Env, account: Account, password: str) -> None:
    """Somebody set the password who does not know the old one: nothing opens with that any more."""
    holder = uow.annex.holder_of(account.id)
    if holder is not None:
        uow.annex.revoke(holder.id, env.clock())
    give(uow, env, account, password)


def follow(uow: UnitOfWork, env: Env, account: Account) -> None:
    """The account was closed, or its role is another: its keys go, or change their kind.

    Whoever newly is to open annexes gets keys at the next sign-in with the password.
    """
    holder = uow.annex.holder_of(account.id)
    if holder is None:
        return
    kind = kind_of(uow, account)
    if kind is None:
        uow.annex.revoke(holder.id, env.clock())
    elif kind is not holder.kind:
        uow.annex.set_kind(holder.id, kind)


def name_deputy(uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID, opens: bool) -> Account:
    """Let a deputy open sealed annexes, or leave them out; a head decides.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "annex.not_deputy",
            "account.unknown".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    actor.require(Right.OPEN_ANNEX)
    account = uow.accounts.get(account_id)
    if account.role is not Role.DEPUTY:
        raise DeskError("annex.not_deputy")
    if opens is (account_id not in uow.accounts.left_out()):
        return account
    action = AccountAction.NAME if opens else AccountAction.LEAVE_OUT
    after = uow.accounts.update(account, action, actor_id=actor.account_id, at=env.clock())
    follow(uow, env, after)
    looked(uow, env, actor, Look.ACCOUNT, "account", account_id, action.value)
    return after
