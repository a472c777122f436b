"""PINs: coming back to the day's session at this PC in two seconds.

A PIN only resumes what the full password began today at this device.  It wraps no key, opens no
vault, and does nothing that asks for the password; three wrong ones, and it is dead until then.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from desk.domain.account import Account, AccountAction
from desk.domain.clock import local_day
from desk.domain.collation import sort_key
from desk.domain.errors import DeskError
from desk.domain.pin import TRIES, require_good_pin
from desk.domain.roles import Actor, Right, Role
from desk.services import passwords, session
from desk.services.access import Look, looked
from desk.services.env import Env
from desk.services.session import Verified

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class DayPerson:
    """Somebody whose session of today can be resumed at this PC.

    Args:
        pin_length: digits of a PIN that works; 0 = only the password helps.
        site, counter: where the session was begun or last resumed.
    """

    account_id: UUID
    login: str
    name: str
    role: Role
    pin_length: int
    site: str
    counter: str


@dataclass(frozen=True, slots=True)
class PinChecked:
    """The outcome of a PIN check, to be acted on by `resume`."""

    account_id: UUID
    right: bool


def day_people(reader: Reader, env: Env) -> tuple[DayPerson, ...]:
    """Those who signed in with their password at this PC today and not out again, by name."""
    sessions = {one.account_id: one for one in reader.sessions.resumable(local_day(env.clock()))}
    people = [
        DayPerson(
            account.id,
            account.login,
            account.name,
            account.role,
            account.pin_length if account.pin_works else 0,
            sessions[account.id].site,
            sessions[account.id].counter,
        )
        for account in reader.accounts.all()
        if account.id in sessions and not account.disabled
    ]
    return tuple(sorted(people, key=lambda person: sort_key(person.name)))


def check_pin(reader: Reader, env: Env, account_id: UUID, pin: str) -> PinChecked:
    """Check a PIN; slow enough to be kept out of a write transaction.

    Raises:
        DeskError: "pin.needs_password" when no PIN works for this person here today,
            "account.unknown".
    """
    account = _resumable(reader, env, account_id)
    return PinChecked(account_id, passwords.pin_matches(account.pin_hash, pin))


def resume(uow: UnitOfWork, env: Env, checked: PinChecked, site: str, counter: str) -> Actor:
    """Bring a person back to the day's session; who was at the PC is only locked out, not ended.

    A wrong PIN is counted and saved before it is refused.

    Raises:
        DeskError: "pin.wrong" (left), "pin.dead", "pin.needs_password", "account.unknown",
            "site.not_permitted", "session.counter_missing", "session.counter_form".
    """
    account = _resumable(uow, env, checked.account_id)
    if not checked.right:
        raise _counted(uow, env, account)
    counter = session.require_place(env, account.role, site, counter)
    if account.pin_failed:
        uow.accounts.note_pin(account.id, 0)
    session.close_current(uow, env, Look.LOCK)
    uow.sessions.start(account.id, site, counter, env.clock())
    actor = Actor(account.id, account.name, account.role, site, counter, by_pin=True)
    looked(uow, env, actor, Look.RESUME, "account", account.id, "session")
    return actor


@dataclass(frozen=True, slots=True)
class ReadyPin:
    """A PIN with all slow work done: the password tried, the PIN hashed."""

    verified: Verified
    hashed: str = field(repr=False)
    length: int


def ready_pin(reader: Reader, env: Env, actor: Actor, pin: str, password: str) -> ReadyPin:
    """Try the password and hash the PIN; slow, so not while others wait to write.

    Raises:
        DeskError: "pin.form" (shortest, longest), "pin.obvious", "session.locked" (minutes),
            "account.unknown".
    """
    require_good_pin(pin)
    verified = session.check_own(reader, env, actor, password)
    return ReadyPin(verified, passwords.hashed_pin(pin) if verified.right else "", len(pin))


def set_pin(
    uow: UnitOfWork,
    env: Env,
    actor: Actor,
    pin: str,
    password: str,
    ready: ReadyPin | None = None,
) -> None:
    """Choose a PIN for oneself, at a PC where one signed in with the full password today.

    Args:
        password: the full one, once more: a PIN alone never makes another.
        ready: as `ready_pin` gave it before the transaction.

    Raises:
        DeskError: "session.wrong_password", "session.locked" (minutes), "pin.no_session",
            "pin.form" (shortest, longest), "pin.obvious", "account.unknown".
    """
    ready = ready or ready_pin(uow, env, actor, pin, password)
    account = session.proved(uow, env, actor, ready.verified)
    if account.id not in _begun_today(uow, env):
        raise DeskError("pin.no_session")
    kept = replace(account, pin_hash=ready.hashed, pin_length=ready.length, pin_failed=0)
    _update(uow, env, actor, kept, AccountAction.SET_PIN)


def drop_pin(uow: UnitOfWork, env: Env, actor: Actor, account_id: UUID) -> None:
    """Forget a PIN: one's own, or as a manager anybody's; only the password helps from then on.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "account.unknown".
    """
    if account_id != actor.account_id:
        actor.require(Right.MANAGE_ACCOUNTS)
    account = uow.accounts.get(account_id)
    _update(uow, env, actor, account.without_pin(), AccountAction.DROP_PIN)


def _resumable(reader: Reader, env: Env, account_id: UUID) -> Account:
    account = reader.accounts.get(account_id)
    if not account.pin_works or account.one_time or account_id not in _begun_today(reader, env):
        raise DeskError("pin.needs_password")
    return account


def _begun_today(reader: Reader, env: Env) -> frozenset[UUID]:
    today = local_day(env.clock())
    return frozenset(one.account_id for one in reader.sessions.resumable(today))


def _counted(uow: UnitOfWork, env: Env, account: Account) -> DeskError:
    failed = account.pin_failed + 1
    uow.accounts.note_pin(account.id, failed)
    session.log_failure(uow, env, account.id, Look.PIN_FAILED)
    left = TRIES - failed
    return DeskError("pin.wrong", left=left) if left else DeskError("pin.dead")


def _update(
    uow: UnitOfWork, env: Env, actor: Actor, account: Account, action: AccountAction
) -> None:
    uow.accounts.update(account, action, actor_id=actor.account_id, at=env.clock())
    looked(uow, env, actor, Look.ACCOUNT, "account", account.id, action.value)
