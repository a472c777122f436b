"""Signing in and out: who is at this PC, at which site and counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services import passwords
from desk.services.access import Look, looked
from desk.services.counters import counter_label
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

TRIES = 5
"""So many wrong passwords in a row lock an account ..."""
LOCK = timedelta(minutes=5)
"""... for so long; the next wrong one after that locks it again."""


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
    return tuple(sorted(cards, key=lambda card: card.name.casefold()))


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
        _require_unlocked(env, account)
    right = passwords.matches(account.password_hash if account else None, password)
    return Verified(login, account.id if account else None, right)


def begin(uow: UnitOfWork, env: Env, verified: Verified, site: str, counter: str) -> Actor:
    """Sign a person in at a site and counter; whoever was signed in before is signed out.

    A wrong password is counted and saved before it is refused.

    Args:
        counter: as painted on it, e.g. "3"; a clerk needs one.

    Raises:
        DeskError: "session.wrong_password", "session.locked" (minutes), "session.disabled",
            "site.not_permitted", "session.counter_missing", "session.counter_form".
    """
    account = _accepted(uow, env, verified)
    _require_site(env, site)
    counter = counter_label(counter)
    _require_counter(account.role, counter)
    at = env.clock()
    _close_current(uow, env)
    uow.sessions.start(account.id, site, counter, at)
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


def end(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """Sign out; what is saved stays, a draft too."""
    _close_current(uow, env)


def _close_current(uow: UnitOfWork, env: Env) -> None:
    session = uow.sessions.current()
    if session is None:
        return
    at, account_id = env.clock(), session.account_id
    uow.sessions.end(session.id, at)
    out = Look.SIGN_OUT.value
    uow.access_log.add(at, account_id, out, "account", account_id, "session")


def _accepted(uow: UnitOfWork, env: Env, verified: Verified) -> Account:
    if verified.account_id is None:
        _log_failure(uow, env, None)
        raise DeskError("session.wrong_password")
    account = uow.accounts.get(verified.account_id)
    _require_unlocked(env, account)
    if not verified.right:
        _count_failure(uow, env, account)
        raise DeskError("session.wrong_password")
    if account.disabled:
        raise DeskError("session.disabled")
    if account.failed or account.locked_until:
        uow.accounts.note_attempt(account.id, 0, None)
    return account


def _count_failure(uow: UnitOfWork, env: Env, account: Account) -> None:
    failed = account.failed + 1
    locked = env.clock() + LOCK if failed >= TRIES else None
    uow.accounts.note_attempt(account.id, failed, locked)
    _log_failure(uow, env, account.id)


def _log_failure(uow: UnitOfWork, env: Env, account_id: UUID | None) -> None:
    """Saved at once: the refusal that follows would take it back with the transaction.

    What was typed as a name is not kept, as it may be a password.

    Args:
        account_id: None when nobody has the name; then the device stands for who tried.
    """
    at, failure, who = env.clock(), Look.SIGN_IN_FAILED.value, account_id or env.device_id
    uow.access_log.add(at, who, failure, "account", account_id, "session")
    uow.commit()


def _require_unlocked(env: Env, account: Account) -> None:
    left = account.locked_until - env.clock() if account.locked_until else timedelta()
    if left > timedelta():
        raise DeskError("session.locked", minutes=-(-left // timedelta(minutes=1)))


def _require_site(env: Env, site: str) -> None:
    if site not in {choice.id for choice in sites(env)}:
        raise DeskError("site.not_permitted", site=site)


def _require_counter(role: Role, counter: str) -> None:
    """A head may only want to read; calling then asks for a counter ("queue.no_counter")."""
    if not counter and role is Role.CLERK:
        raise DeskError("session.counter_missing")
