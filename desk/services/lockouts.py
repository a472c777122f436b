"""The wait after wrong passwords: counted, told, carried over a restart of the PC, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.account import Account
from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.lockout import lockout_after
from desk.services.env import Env

if TYPE_CHECKING:
    from db.database import Database
    from db.unit_of_work import Reader, UnitOfWork


def require_unlocked(env: Env, account: Account) -> None:
    """Refuse while an account has to wait.

    Raises:
        DeskError: "session.locked" (minutes, rounded up).
    """
    minutes = minutes_left(env, account)
    if minutes:
        raise DeskError("session.locked", minutes=minutes)


def minutes_left(env: Env, account: Account) -> int:
    """Minutes that an account has to wait still, rounded up; 0 = none."""
    return -(-account.lockout.left(env.uptime()) // 60) if account.lockout else 0


def count_failure(uow: UnitOfWork, env: Env, account: Account) -> None:
    """One more wrong password in a row."""
    failed = account.failed + 1
    uow.accounts.note_attempt(account.id, failed, lockout_after(failed, env.uptime()))


def wake(database: Database, env: Env) -> None:
    """Bring what is bound to a day or to a start of the PC up to date, when the program opens.

    Waits from before a restart begin anew, so that restarting shortens none; sessions of other
    days are over for good, so that setting the clock back brings none of them back.
    """
    with database.reader() as reader:
        needed = _is_stale(reader, env)
    if needed:
        with database.unit_of_work() as uow:
            for account_id, (failed, lockout) in uow.accounts.lockouts().items():
                uow.accounts.note_attempt(account_id, failed, lockout.carried_over(env.uptime()))
            uow.sessions.revoke_other_days(local_day(env.clock()))
            uow.commit()


def _is_stale(reader: Reader, env: Env) -> bool:
    now = env.uptime()
    waits = reader.accounts.lockouts().values()
    moved = any(lockout.carried_over(now) != lockout for _, lockout in waits)
    return moved or reader.sessions.has_other_days(local_day(env.clock()))
