"""Who gets the keys of older entries of the sealed annex: a colleague who has them says so.

Whoever manages accounts, or writes into the file, can make a head; that alone opens nothing that
was sealed before.  The name is confirmed with the full password, by somebody who knows the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from db.annex_cipher import vouch
from db.stores.annex_rows import KeyHolder
from desk.domain.account import Account, AccountAction
from desk.domain.annex import fingerprint
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Right, Role
from desk.services import annex_reseal, session
from desk.services.access import Look, looked
from desk.services.annex_open import Proof
from desk.services.annex_reseal import Handing
from desk.services.env import Env

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_MAKES = frozenset(
    {
        AccountAction.ADD,
        AccountAction.CHANGE,
        AccountAction.ENABLE,
        AccountAction.SET_PASSWORD,
        AccountAction.NAME,
    }
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody for whom keys of older entries are asked.

    Args:
        login, name, role: of the account; "" and None for the institution's key, and for a holder
            whose account there is not.
        institution: it is the key under the recovery code.
        made_by: the colleague who gave the account its role or password; "" when nobody did.
        sound: this program made it; else it was put into the file, and can only be removed.
        confirmed: the reader has given the keys already, they are on their way.
    """

    holder_id: UUID
    account_id: UUID | None
    institution: bool
    login: str
    name: str
    role: Role | None
    since: datetime | None
    made_by: str
    fingerprint: str
    sound: bool
    confirmed: bool


def waiting(reader: Reader, env: Env, actor: Actor) -> tuple[Waiting, ...]:
    """All who wait but the reader, in the order they were made.

    Raises:
        DeskError: "access.no_right", "access.password_needed".
    """
    actor.require(Right.OPEN_ANNEX)
    asked = [one for one in reader.annex.standing() if one.waiting or one.doubt]
    asked = [one for one in asked if one.account_id != actor.account_id or one.doubt]
    if not asked:
        return ()
    accounts = {account.id: account for account in reader.accounts.all()}
    given = {(one.holder_id, one.actor_id) for one in reader.annex.given()}
    return tuple(
        _line(reader, one, accounts, confirmed=(one.id, actor.account_id) in given) for one in asked
    )


def give(
    uow: UnitOfWork, env: Env, actor: Actor, holder_id: UUID, seen: str, proof: Proof
) -> Handing:
    """Confirm one of them by name; what they get is sealed to them after that.

    Args:
        seen: the fingerprint as it was shown.

    Returns:
        what `desk.services.annex_reseal` hands on, a portion at a time.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "session.wrong_password" and the
            others of `session.begin`, "annex.no_keys", "annex.giver_waits", "annex.not_waiting",
            "annex.holder_doubtful", "annex.fingerprint".
    """
    actor.require(Right.OPEN_ANNEX)
    session.proved(uow, env, actor, proof.verified)
    holder = _asked(uow, holder_id)
    if holder.doubt is not None:
        raise DeskError("annex.holder_doubtful")
    own, unlocked = uow.annex.holder_of(actor.account_id), proof.unlocked
    if own is None or unlocked is None or unlocked.holder_id != own.id:
        raise DeskError("annex.no_keys")
    if own.waiting:
        raise DeskError("annex.giver_waits")
    if fingerprint(holder.public) != seen:
        raise DeskError("annex.fingerprint")
    token = vouch(unlocked.private, holder.id, holder.public)
    uow.annex.note_given(holder, actor.account_id, token, env.clock())
    looked(uow, env, actor, Look.CONFIRM, *_subject(uow, holder), "annex_keys")
    made = annex_reseal.handing(uow, actor.account_id, unlocked)
    assert made is not None
    return made


def refuse(uow: UnitOfWork, env: Env, actor: Actor, holder_id: UUID) -> None:
    """Nobody here knows who that is: nothing is sealed for this key any more.

    The account stays as it is; a head or IT closes it.

    Raises:
        DeskError: "access.no_right", "access.password_needed", "annex.not_waiting".
    """
    actor.require(Right.OPEN_ANNEX)
    holder = _asked(uow, holder_id)
    subject = _subject(uow, holder)
    uow.annex.revoke(holder.id, env.clock(), refused_by=actor.account_id)
    looked(uow, env, actor, Look.ACCOUNT, *subject, "annex_refused")


def _asked(reader: Reader, holder_id: UUID) -> KeyHolder:
    for one in reader.annex.standing():
        if one.id == holder_id and (one.waiting or one.doubt):
            return one
    raise DeskError("annex.not_waiting")


def _subject(reader: Reader, holder: KeyHolder) -> tuple[str, UUID | None]:
    known = {account.id for account in reader.accounts.all()}
    return "account", holder.account_id if holder.account_id in known else None


def _line(
    reader: Reader, holder: KeyHolder, accounts: dict[UUID, Account], *, confirmed: bool
) -> Waiting:
    account = accounts.get(holder.account_id) if holder.account_id else None
    return Waiting(
        holder_id=holder.id,
        account_id=holder.account_id,
        institution=holder.account_id is None,
        login=account.login if account else "",
        name=account.name if account else "",
        role=account.role if account else None,
        since=holder.created_at,
        made_by=_made_by(reader, account) if account else "",
        fingerprint=fingerprint(holder.public),
        sound=holder.doubt is None,
        confirmed=confirmed,
    )


def _made_by(reader: Reader, account: Account) -> str:
    """Who last gave this account its role or its password, other than itself."""
    by = [
        event.actor_id
        for event in reader.accounts.events(account.id)
        if event.kind in _MAKES and event.actor_id != account.id
    ]
    return reader.accounts.names().get(by[-1], "") if by else ""
