"""Signing in and out: who is at this PC, at which site and counter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desk.domain.account import MANAGERS, Account, AccountAction
from desk.domain.clock import local_day
from desk.domain.collation import sort_key
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services import counter_hold, lockouts, passwords
from desk.services.access import Look, looked
from desk.services.counters import counter_label
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_NO_PASSWORD: Final = ("session.no_password", "session.no_password_manager")
"""What is said to whom others help, and to who may have to ring headquarters."""


@dataclass(frozen=True, slots=True)
class AccountCard:
    """A person on the sign-in screen."""

    account_id: UUID
    login: str
    name: str
    role: Role
    position: str


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site that may be chosen at sign-in."""

    id: str
    name: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of a password check, to be acted on by `begin`.

    Args:
        account_id: None when there is no such account.
        right: whether the password was right; a wrong one is counted by `begin`.
    """

    login: str
    account_id: UUID | None
    right: bool


def people(reader: Reader) -> tuple[AccountCard, ...]:
    """Those who may sign in, by name."""
    cards = [
        AccountCard(account.id, account.login, account.name, account.role, account.position)
        for account in reader.accounts.all()
        if not account.disabled
    ]
    return tuple(sorted(cards, key=lambda card: sort_key(card.name)))


def sites(env: Env) -> tuple[SiteChoice, ...]:
    """The home branch and its sub-branches; on a sub-branch's only weekday it is proposed."""
    weekday = local_day(env.clock()).isoweekday()
    known = [env.branch(env.home_branch)]
    known += [branch for branch in env.pack.branches if branch.parent == env.home_branch]
    today = [branch.id for branch in known[1:] if branch.weekday_only == weekday]
    proposed = today[0] if today else env.home_branch
    return tuple(SiteChoice(branch.id, branch.name, branch.id == proposed) for branch in known)


def needs_account(reader: Reader, env: Env) -> bool:
    """Whether personal data asks for person and password: an account exists, and it is no demo."""
    return not env.demo and reader.accounts.count() > 0


def nobody(reader: Reader, env: Env, *, site: str = "", counter: str = "") -> Actor:
    """Who acts on a database without accounts, and in the demo.

    Raises:
        DeskError: "session.needed" once an account exists, "site.not_permitted".
    """
    if needs_account(reader, env):
        raise DeskError("session.needed")
    chosen = site or env.home_branch
    _require_site(env, chosen)
    return Actor(env.device_id, "", Role.SYSTEM, chosen, counter)


def check_password(reader: Reader, env: Env, login: str, password: str) -> Verified:
    """Check a password; slow on purpose, so never inside a write transaction.

    Returns:
        the outcome, right or wrong: `begin` counts it and refuses.

    Raises:
        DeskError: "session.locked" (minutes) while the account is locked.
    """
    account = reader.accounts.by_login(login.strip().lower())
    if account is not None:
        lockouts.require_unlocked(env, account)
    right = passwords.matches(account.password_hash if account else None, password)
    return Verified(login, account.id if account else None, right)


def check_own(reader: Reader, env: Env, actor: Actor, password: str) -> Verified:
    """Check the password of a person who is at work already, for `confirm`.

    Raises:
        DeskError: "session.locked" (minutes), "account.unknown".
    """
    login = reader.accounts.get(actor.account_id).login
    return check_password(reader, env, login, password)


def begin(uow: UnitOfWork, env: Env, verified: Verified, site: str, counter: str) -> Actor:
    """Sign a person in at a site and counter; whoever was signed in before is signed out.

    A wrong password is counted and saved before it is refused.  For the rest of the day a PIN
    resumes this session (`desk.services.pins`).

    Args:
        counter: as painted on it, e.g. "3"; a clerk needs one.

    Raises:
        DeskError: "session.wrong_password", "session.locked" (minutes), "session.disabled",
            "session.new_password_needed", "session.no_password" or
            "session.no_password_manager" (the account came back without one),
            "site.not_permitted", "session.counter_missing", "session.counter_form".
    """
    account = _accepted(uow, env, verified)
    counter = require_place(env, account.role, site, counter)
    if account.pin_failed:
        uow.accounts.note_pin(account.id, 0)
    close_current(uow, env)
    today = local_day(env.clock())
    uow.sessions.revoke(account.id)
    uow.sessions.revoke_other_days(today)
    uow.sessions.start(account.id, site, counter, env.clock(), resumable_on=today)
    actor = Actor(account.id, account.name, account.role, site, counter)
    looked(uow, env, actor, Look.SIGN_IN, "account", account.id, "session")
    return actor


def begin_command(uow: UnitOfWork, env: Env, verified: Verified, site: str = "") -> Actor:
    """Accept a person for one command: logged, without a session and without a counter.

    Raises:
        DeskError: as `begin`, but for the counter.
    """
    account = _accepted(uow, env, verified)
    chosen = site or env.home_branch
    _require_site(env, chosen)
    actor = Actor(account.id, account.name, account.role, chosen)
    looked(uow, env, actor, Look.SIGN_IN, "account", account.id, "command")
    return actor


def confirm(uow: UnitOfWork, env: Env, actor: Actor, verified: Verified) -> Actor:
    """Accept the full password of a person who came back with a PIN.

    Raises:
        DeskError: "session.wrong_password" also for somebody else's, and as `begin`.
    """
    account = proved(uow, env, actor, verified)
    looked(uow, env, actor, Look.SIGN_IN, "account", account.id, "confirm")
    return replace(actor, by_pin=False)


def proved(uow: UnitOfWork, env: Env, actor: Actor, verified: Verified) -> Account:
    """The account of a person at work who gave the full password again.

    Raises:
        DeskError: "session.wrong_password" also for somebody else's, and as `begin`.
    """
    account = _accepted(uow, env, verified)
    if account.id != actor.account_id:
        raise DeskError("session.wrong_password")
    return account


def replace_one_time(
    uow: UnitOfWork, env: Env, verified: Verified, new: str, *, old: str = ""
) -> None:
    """Put an own password in the place of the one that was handed over.

    Args:
        old: the one that was handed over, under which the keys of the sealed annex lie.

    Raises:
        DeskError: "account.no_one_time", "password.same", "password.short", "password.long",
            "password.obvious", and as `begin` for the old one.
    """
    account = _matched(uow, env, verified)
    if not account.one_time:
        raise DeskError("account.no_one_time")
    passwords.require_good(new, login=account.login, name=account.name)
    if passwords.matches(account.password_hash, new):
        raise DeskError("password.same")
    kept = account.with_password(passwords.hashed(new), one_time=False)
    at, kind = env.clock(), AccountAction.SET_PASSWORD
    uow.accounts.update(kept, kind, actor_id=account.id, at=at)
    from desk.services import annex_keys  # with ciphers and tables: not for the sign-in card

    annex_keys.carry_over(uow, env, kept, old, new)
    uow.access_log.add(at, account.id, Look.ACCOUNT.value, "account", account.id, kind.value)


def end(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Sign out for good: no PIN resumes it; what is saved stays, a draft too."""
    counter_hold.end(uow, actor)
    close_current(uow, env)
    uow.sessions.revoke(actor.account_id)


def lock(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Leave the PC for a while: a PIN or the password resumes the session today."""
    close_current(uow, env, Look.LOCK)
    uow.sessions.revoke_other_days(local_day(env.clock()))


def close_current(uow: UnitOfWork, env: Env, what: Look = Look.SIGN_OUT) -> None:
    """End what runs at this PC, if anything; part of the use cases that begin another."""
    session = uow.sessions.current()
    if session is None:
        return
    at, account_id = env.clock(), session.account_id
    uow.sessions.end(session.id, at)
    uow.access_log.add(at, account_id, what.value, "account", account_id, "session")


def require_place(env: Env, role: Role, site: str, counter: str) -> str:
    """The counter in its one form, when a role may work at a site and there.

    Raises:
        DeskError: "site.not_permitted" (site), "session.counter_missing", "session.counter_form".
    """
    _require_site(env, site)
    counter = counter_label(counter)
    if not counter and role is Role.CLERK:
        raise DeskError("session.counter_missing")
    return counter


def _accepted(uow: UnitOfWork, env: Env, verified: Verified) -> Account:
    account = _matched(uow, env, verified)
    if account.one_time:
        raise DeskError("session.new_password_needed")
    return account


def _matched(uow: UnitOfWork, env: Env, verified: Verified) -> Account:
    if verified.account_id is None:
        log_failure(uow, env, None)
        raise DeskError("session.wrong_password")
    account = uow.accounts.get(verified.account_id)
    lockouts.require_unlocked(env, account)
    if not account.password_hash and not account.disabled:
        log_failure(uow, env, account.id)
        raise DeskError(_NO_PASSWORD[account.role in MANAGERS])
    if not verified.right:
        lockouts.count_failure(uow, env, account)
        log_failure(uow, env, account.id)
        raise DeskError("session.wrong_password")
    if account.disabled:
        raise DeskError("session.disabled")
    if account.failed or account.lockout:
        uow.accounts.note_attempt(account.id, 0, None)
    return account


def log_failure(
    uow: UnitOfWork, env: Env, account_id: UUID | None, what: Look = Look.SIGN_IN_FAILED
) -> None:
    """Saved at once: the refusal that follows would take it back with the transaction.

    What was typed as a name is not kept, as it may be a password.

    Args:
        account_id: None when nobody has the name; then the device stands for who tried.
    """
    at, who = env.clock(), account_id or env.device_id
    uow.access_log.add(at, who, what.value, "account", account_id, "session")
    uow.commit()


def _require_site(env: Env, site: str) -> None:
    if site not in {choice.id for choice in sites(env)}:
        raise DeskError("site.not_permitted", site=site)
