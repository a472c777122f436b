"""A head's or IT's lost password: a question read to headquarters, their answer, a new password.

It works without a line.  Headquarters make sure on the telephone who asks; the answer fits this PC,
this account and this question alone, once, and for half an hour.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desk.domain.account import MANAGERS, Account, AccountAction
from desk.domain.challenge import Challenge
from desk.domain.errors import DeskError
from desk.services import passwords
from desk.services.access import Look
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

PURPOSE: Final = "headquarters"
"""What the access log says such a line was for."""


def is_offered(reader: Reader, env: Env) -> bool:
    """Whether headquarters know this PC, so that they can answer."""
    return not env.demo and reader.sync.enrolment() is not None


def ask(uow: UnitOfWork, env: Env, login: str) -> str:
    """The code to read to headquarters; while a question is open, the same one again.

    Raises:
        DeskError: "sync.not_enrolled", "account.unknown", "challenge.not_manager" (who
            manages accounts helps the others), "session.disabled", "challenge.locked" (minutes).
    """
    from desk.sync.challenge import NONCE_BYTES, question

    account, secret = _account(uow, login), _secret(uow)
    now = env.uptime()
    known = _waited(uow, env, account)
    if known.nonce is None or not known.is_open(now):
        known = known.asked(secrets.token_bytes(NONCE_BYTES), now)
        _log(uow, env, account, Look.ACCOUNT, "question")
    uow.challenges.put(account.id, known)
    return question(secret, account.login, known.nonce or b"")


def prove(uow: UnitOfWork, env: Env, login: str, answer: str) -> None:
    """Refuse an answer that is not headquarters' to the open question, which stays open.

    A wrong answer is counted and saved before it is refused.

    Raises:
        DeskError: "challenge.wrong", "challenge.over" (no question is open any more),
            "challenge.locked" (minutes), "spoken.length", "spoken.group" (a slip, not counted),
            and as `ask`.
    """
    from desk.sync.challenge import is_answer

    account, secret = _account(uow, login), _secret(uow)
    known, now = _waited(uow, env, account), env.uptime()
    if known.nonce is None or not known.is_open(now):
        raise DeskError("challenge.over")
    if not is_answer(secret, account.login, known.nonce, answer):
        uow.challenges.put(account.id, known.missed(now))
        _log(uow, env, account, Look.SIGN_IN_FAILED, PURPOSE)
        uow.commit()
        raise DeskError("challenge.wrong")


def set_by_answer(uow: UnitOfWork, env: Env, login: str, answer: str, new: str) -> Account:
    """Give an account the password that its owner chose, once headquarters' answer is right.

    The annex's keys lay under the old password: there are new ones, to which a colleague or the
    recovery code hands the entries on.

    Raises:
        DeskError: as `prove`, "password.short", "password.long", "password.obvious".
    """
    from desk.services import annex_keys  # with ciphers and tables: not for the sign-in card

    account = _account(uow, login)
    passwords.require_good(new, login=account.login, name=account.name)
    prove(uow, env, login, answer)
    uow.challenges.put(account.id, Challenge())
    changed = account.without_pin().with_password(passwords.hashed(new), one_time=False)
    uow.sessions.revoke(account.id)
    at, kind = env.clock(), AccountAction.SET_PASSWORD
    after = uow.accounts.update(changed, kind, actor_id=env.device_id, at=at)
    annex_keys.renew(uow, env, after, new)
    _log(uow, env, account, Look.ACCOUNT, PURPOSE)
    return after


def _account(reader: Reader, login: str) -> Account:
    account = reader.accounts.by_login(login.strip().lower())
    if account is None:
        raise DeskError("account.unknown")
    if account.role not in MANAGERS:
        raise DeskError("challenge.not_manager")
    if account.disabled:
        raise DeskError("session.disabled")
    return account


def _secret(reader: Reader) -> bytes:
    from desk.sync.challenge import shared_secret

    known = reader.sync.enrolment()
    if known is None:
        raise DeskError("sync.not_enrolled")
    return shared_secret(known.private, known.hq_key, known.device)


def _waited(uow: UnitOfWork, env: Env, account: Account) -> Challenge:
    """How an account stands; refused while it has to wait, which a restart begins anew."""
    now = env.uptime()
    known = (uow.challenges.of(account.id) or Challenge()).carried_over(now)
    if minutes := known.waits(now):
        uow.challenges.put(account.id, known)
        uow.commit()
        raise DeskError("challenge.locked", minutes=minutes)
    return replace(known, lockout=None)


def _log(uow: UnitOfWork, env: Env, account: Account, what: Look, purpose: str) -> None:
    """The PC stands for who it was, as nobody is signed in."""
    at, device = env.clock(), env.device_id
    uow.access_log.add(at, device, what.value, "account", account.id, purpose)
