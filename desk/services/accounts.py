"""Accounts of the people who work here: the first one, more, a new password, an end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.account import Account, AccountAction
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right, Role
from desk.services import passwords
from desk.services.access import Look, looked
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_MAX_NAME = 80
MANAGERS = frozenset({Role.HEAD, Role.IT})
"""Roles that manage accounts; one of them must stay able to sign in."""


def add(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    *,
    login: str,
    name: str,
    role: Role,
    password: str,
    position: str = "",
) -> Account:
    """Add an account; the first of a database has to be of a role that can add the others.

    Args:
        login: small letters, digits, dot, hyphen, underscore; 2 to 32 signs.
        name: as colleagues and clients read it, e.g. "Anna Bērziņa".

    Raises:
        DeskError: "access.no_right", "account.login_form", "account.login_taken",
            "account.name_missing", "account.role_not_for_people", "account.first_must_manage",
            "password.short", "password.long", "password.obvious".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    login, name = login.strip().lower(), " ".join(name.split())
    _require_form(uow, login, name, role)
    passwords.require_good(password, login=login, name=name)
    account = Account(
        id=env.new_id(),
        login=login,
        role=role,
        name=name,
        position=position.strip(),
        password_hash=passwords.hashed(password),
    )
    uow.accounts.add(account, actor_id=actor.account_id, at=env.clock())
    looked(uow, env, actor, Look.ACCOUNT, "account", account.id, AccountAction.ADD.value)
    return account


def disable(uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID) -> Account:
    """End an account: nobody signs in with it any more; what it recorded stays.

    Raises:
        DeskError: "access.no_right", "account.own", "account.last_manager", "account.unknown".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    if account_id == actor.account_id:
        raise DeskError("account.own")
    account = replace(uow.accounts.get(account_id), disabled=True)
    others = (other for other in uow.accounts.all() if other.id != account_id)
    if not any(other.role in MANAGERS and not other.disabled for other in others):
        raise DeskError("account.last_manager")
    return _update(uow, env, actor, account, AccountAction.DISABLE)


def change_password(
    uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID, *, new: str, old: str = ""
) -> Account:
    """Give an account a new password; one's own needs the old one, another's the right to.

    Also ends a lock-out.

    Raises:
        DeskError: "access.no_right", "session.wrong_password", "account.unknown",
            "password.short", "password.long", "password.obvious".
    """
    account = uow.accounts.get(account_id)
    if account_id != actor.account_id:
        actor.require(Right.MANAGE_ACCOUNTS)
    elif not passwords.matches(account.password_hash, old):
        raise DeskError("session.wrong_password")
    passwords.require_good(new, login=account.login, name=account.name)
    changed = replace(account, password_hash=passwords.hashed(new), failed=0, locked_until=None)
    return _update(uow, env, actor, changed, AccountAction.SET_PASSWORD)


def _update(
    uow: UnitOfWork, env: Env, actor: Actor, account: Account, action: AccountAction
) -> Account:
    at = env.clock()
    after = uow.accounts.update(account, action, actor_id=actor.account_id, at=at)
    looked(uow, env, actor, Look.ACCOUNT, "account", account.id, action.value)
    return after


def _require_form(uow: UnitOfWork, login: str, name: str, role: Role) -> None:
    if not _LOGIN.fullmatch(login):
        raise DeskError("account.login_form")
    if not name or len(name) > _MAX_NAME:
        raise DeskError("account.name_missing")
    if role is Role.SYSTEM:
        raise DeskError("account.role_not_for_people")
    if uow.accounts.by_login(login) is not None:
        raise DeskError("account.login_taken", login=login)
    if uow.accounts.count() == 0 and role not in MANAGERS:
        raise DeskError("account.first_must_manage")
