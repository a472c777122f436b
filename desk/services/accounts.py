"""Accounts of the people who work here: the first one, more, roles, passwords, an end.

Heads and IT manage them (`desk.domain.account.GIVES` says who gives what); every change is an
event and a line of the access log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.account import GIVES, MANAGERS, Account, AccountAction
from desk.domain.collation import sort_key
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right, Role
from desk.services import annex_keys, lockouts, passwords, session
from desk.services.access import Look, looked
from desk.services.annex_holders import HolderState
from desk.services.annex_holders import states as annex_states
from desk.services.env import Env
from desk.services.session import Verified

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as those see it who manage them.

    Args:
        minutes: how long a lock-out lasts still; 0 = none.
        manageable: whether the reader may give this role, and so its passwords.
        annex: how it stands with opening sealed annexes; None = the role does not.
        no_password: it came back from headquarters, where passwords never go.
    """

    account_id: UUID
    login: str
    name: str
    role: Role
    position: str
    disabled: bool
    minutes: int
    one_time: bool
    has_pin: bool
    manageable: bool
    annex: HolderState | None = None
    no_password: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """All accounts, and the roles that the reader may give."""

    lines: tuple[AccountLine, ...]
    gives: frozenset[Role]


def people(reader: Reader, env: Env, actor: Actor) -> People:
    """What the People page shows.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    return People(listing(reader, env, actor), roles_given(reader, env, actor))


def listing(reader: Reader, env: Env, actor: Actor) -> tuple[AccountLine, ...]:
    """All accounts by name, disabled ones last.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    gives, annex = roles_given(reader, env, actor), annex_states(reader)
    lines = [
        AccountLine(
            account.id,
            account.login,
            account.name,
            account.role,
            account.position,
            account.disabled,
            lockouts.minutes_left(env, account),
            account.one_time,
            bool(account.pin_hash),
            account.role in gives,
            annex.get(account.id),
            not account.password_hash,
        )
        for account in reader.accounts.all()
    ]
    return tuple(sorted(lines, key=lambda line: (line.disabled, sort_key(line.name))))


def roles_given(reader: Reader, env: Env, actor: Actor) -> frozenset[Role]:
    """The roles that a person may give; a head makes IT only while the branch has none."""
    given = GIVES.get(actor.role, frozenset())
    if actor.role is not Role.HEAD:
        return given
    there_is_it = any(one.role is Role.IT and not one.disabled for one in reader.accounts.all())
    return given if there_is_it else given | {Role.IT}


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
    handed_over: bool = True,
) -> Account:
    """Add an account; the first of a database has to be of a role that can add the others.

    Args:
        login: small letters, digits, dot, hyphen, underscore; 2 to 32 signs.
        name: as colleagues and clients read it, e.g. "Anna Bērziņa".
        handed_over: somebody else knows the password, so that it has to be replaced at the
            first sign-in; the first account's never is.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "account.login_form",
            "account.login_taken", "account.name_missing", "account.role_not_for_people",
            "account.first_must_manage", "account.role_not_yours" (role), "password.short",
            "password.long", "password.obvious".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    login, name = login.strip().lower(), " ".join(name.split())
    _require_form(uow, login, name, role)
    _require_gives(uow, env, actor, role)
    passwords.require_good(password, login=login, name=name)
    account = Account(
        id=env.new_id(),
        login=login,
        role=role,
        name=name,
        position=position.strip(),
        password_hash=passwords.hashed(password),
        one_time=handed_over and actor.role is not Role.SYSTEM,
    )
    uow.accounts.add(account, actor_id=actor.account_id, at=env.clock())
    annex_keys.give(uow, env, account, password)
    looked(uow, env, actor, Look.ACCOUNT, "account", account.id, AccountAction.ADD.value)
    return account


def change(
    uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID, *, role: Role, position: str
) -> Account:
    """Give an account another role or position; whoever has it signs in anew to work in it.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "account.own_role",
            "account.role_not_for_people", "account.role_not_yours" (role),
            "account.last_manager", "account.unknown".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    before = uow.accounts.get(account_id)
    after = replace(before, role=role, position=position.strip())
    if role is not before.role:
        if account_id == actor.account_id:
            raise DeskError("account.own_role")
        _require_person(role)
        _require_gives(uow, env, actor, before.role)
        _require_gives(uow, env, actor, role)
        if role not in MANAGERS:
            _require_another_manager(uow, account_id)
        uow.sessions.revoke(account_id)
    return _update(uow, env, actor, after, AccountAction.CHANGE)


def disable(uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID) -> Account:
    """End an account: nobody signs in with it any more; what it recorded stays.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "account.own",
            "account.last_manager", "account.unknown".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    if account_id == actor.account_id:
        raise DeskError("account.own")
    account = replace(uow.accounts.get(account_id), disabled=True)
    _require_another_manager(uow, account_id)
    uow.sessions.revoke(account_id)
    return _update(uow, env, actor, account, AccountAction.DISABLE)


def enable(uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID) -> Account:
    """Open a closed account again.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "account.role_not_yours" (role),
            "account.unknown".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    account = uow.accounts.get(account_id)
    _require_gives(uow, env, actor, account.role)
    return _update(uow, env, actor, replace(account, disabled=False), AccountAction.ENABLE)


def end_lockout(uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID) -> Account:
    """Let somebody try again at once after too many wrong passwords.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "account.role_not_yours" (role),
            "account.unknown".
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    account = uow.accounts.get(account_id)
    _require_gives(uow, env, actor, account.role)
    free = replace(account, failed=0, lockout=None)
    return _update(uow, env, actor, free, AccountAction.END_LOCKOUT)


@dataclass(frozen=True, slots=True)
class ReadyPassword:
    """A password of one's own with all slow work done; keys: of the sealed annex, if any."""

    verified: Verified
    hashed: str = field(repr=False)
    keys: annex_keys.Rewrapped | None = field(repr=False)


def ready_password(reader: Reader, env: Env, actor: Actor, *, new: str, old: str) -> ReadyPassword:
    """Try the old password, hash the new one; slow, so not while others wait to write.

    Raises:
        DeskError: "password.short", "password.long", "password.obvious", "session.locked"
            (minutes), "account.unknown".
    """
    account = reader.accounts.get(actor.account_id)
    passwords.require_good(new, login=account.login, name=account.name)
    verified = session.check_own(reader, env, actor, old)
    if not verified.right:
        return ReadyPassword(verified, "", None)
    keys = annex_keys.rewrapped(reader, account.id, old, new)
    return ReadyPassword(verified, passwords.hashed(new), keys)


def change_password(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    account_id: UUID,
    *,
    new: str,
    old: str = "",
    handed_over: bool = True,
    ready: ReadyPassword | None = None,
) -> Account:
    """Give an account a new password; one's own needs the old one, another's the right to.

    Also ends a lock-out.  Another's password is handed over: it lasts until the next sign-in, and
    the PIN and the day's sessions end with it.

    Args:
        handed_over: False when the other person typed it themselves.
        ready: of one's own, as `ready_password` gave it before the transaction.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "session.wrong_password",
            "session.locked" (minutes), "account.role_not_yours" (role), "account.unknown",
            "password.short", "password.long", "password.obvious".
    """
    own = account_id == actor.account_id
    if own:
        ready = ready or ready_password(uow, env, actor, new=new, old=old)
        account = session.proved(uow, env, actor, ready.verified)
    else:
        actor.require(Right.MANAGE_ACCOUNTS)
        account = uow.accounts.get(account_id)
        _require_gives(uow, env, actor, account.role)
        account = account.without_pin()
        uow.sessions.revoke(account_id)
    passwords.require_good(new, login=account.login, name=account.name)
    hashed = ready.hashed if own and ready else passwords.hashed(new)
    changed = account.with_password(hashed, one_time=handed_over and not own)
    if own:
        annex_keys.carry_over(uow, env, changed, old, new, ready.keys if ready else None)
    else:
        annex_keys.renew(uow, env, changed, new)
    return _update(uow, env, actor, changed, AccountAction.SET_PASSWORD)


def reset_by_code(uow: UnitOfWork, env: Env, login: str, new: str) -> Account:
    """Give a manager a one-time password, for whoever proved to hold the recovery code.

    The only way back when nobody who manages accounts can sign in; the others are given new
    passwords by those.  The device stands in the log for who did it.

    Raises:
        DeskError: "account.unknown", "account.not_manager", "session.disabled",
            "password.short", "password.long", "password.obvious".
    """
    account = uow.accounts.by_login(login)
    if account is None:
        raise DeskError("account.unknown")
    if account.role not in MANAGERS:
        raise DeskError("account.not_manager")
    if account.disabled:
        raise DeskError("session.disabled")
    passwords.require_good(new, login=account.login, name=account.name)
    changed = account.without_pin().with_password(passwords.hashed(new), one_time=True)
    uow.sessions.revoke(account.id)
    at, kind = env.clock(), AccountAction.SET_PASSWORD
    after = uow.accounts.update(changed, kind, actor_id=env.device_id, at=at)
    annex_keys.renew(uow, env, after, new)
    what = Look.ACCOUNT.value
    uow.access_log.add(at, env.device_id, what, "account", account.id, "recovery_code")
    return after


def _update(
    uow: UnitOfWork, env: Env, actor: Actor, account: Account, action: AccountAction
) -> Account:
    at = env.clock()
    after = uow.accounts.update(account, action, actor_id=actor.account_id, at=at)
    annex_keys.follow(uow, env, after)
    looked(uow, env, actor, Look.ACCOUNT, "account", account.id, action.value)
    return after


def _require_gives(reader: Reader, env: Env, actor: Actor, role: Role) -> None:
    if role not in roles_given(reader, env, actor):
        raise DeskError("account.role_not_yours", role=role.value)


def _require_another_manager(reader: Reader, account_id: UUID) -> None:
    others = (other for other in reader.accounts.all() if other.id != account_id)
    if not any(other.role in MANAGERS and not other.disabled for other in others):
        raise DeskError("account.last_manager")


def _require_form(uow: UnitOfWork, login: str, name: str, role: Role) -> None:
    if not _LOGIN.fullmatch(login):
        raise DeskError("account.login_form")
    if not name or len(name) > _MAX_NAME:
        raise DeskError("account.name_missing")
    _require_person(role)
    if uow.accounts.by_login(login) is not None:
        raise DeskError("account.login_taken", login=login)
    if uow.accounts.count() == 0 and role not in MANAGERS:
        raise DeskError("account.first_must_manage")


def _require_person(role: Role) -> None:
    if role is Role.SYSTEM:
        raise DeskError("account.role_not_for_people")
