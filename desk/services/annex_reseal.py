"""Handing the annex on: whoever opens it seals the entries' keys to those whom they confirmed.

Nobody gets keys of older entries by themselves: a present holder says so by name
(`desk.services.annex_giving`), in a way that only the owner of that private key can.  After that
two cheap questions; then a portion at a time, sealed outside of any transaction and kept in
a short one.  Cut short at any point, the rest is done the next time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from db.annex_cipher import PASSWORD, is_vouched, open_key, seal_key, unwrap
from db.stores.annex_rows import Given, KeyHolder, Missing
from desk.domain.annex import HOLDER_ROLES
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services import annex_keys
from desk.services.env import Env

if TYPE_CHECKING:
    from db.database import Database
    from db.unit_of_work import Reader, UnitOfWork

AT_ONCE: Final = 64
"""Sealed keys of one portion: some hundredths of a second."""

FIRST: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A holder whose private key lies open, in this program's memory alone."""

    holder_id: UUID
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Handing:
    """A private key, and the public keys of those who get what it opens, by holder."""

    unlocked: Unlocked
    to: Mapping[UUID, bytes]


@dataclass(frozen=True, slots=True)
class Portion:
    """Keys (entry, holder, sealed) that were handed on; `last`: after which entry it goes on."""

    sealed: tuple[tuple[UUID, UUID, bytes], ...]
    last: UUID | None


def is_wanted(reader: Reader, account_id: UUID, role: Role) -> bool:
    """Whether this person's password is of use now: keys to be made, or handed on.

    For a clerk it asks nothing; for the others a few rows.
    """
    if role not in HOLDER_ROLES:
        return False
    if _confirmed(reader, account_id):
        return True
    return reader.annex.holder_of(account_id) is None and _is_to_hold(reader, account_id)


def keys_for(reader: Reader, env: Env, account_id: UUID, password: str) -> KeyHolder | None:
    """Keys for somebody who is to hold some and has none; slow, for `keep_keys`."""
    account = reader.accounts.get(account_id)
    kind = annex_keys.kind_of(reader, account)
    if kind is None or reader.annex.holder_of(account_id) is not None:
        return None
    return annex_keys.made(env, kind, account_id, password)


def keep_keys(uow: UnitOfWork, env: Env, holder: KeyHolder) -> None:
    """Keep what `keys_for` made, when it is still wanted."""
    assert holder.account_id is not None
    wanted = annex_keys.kind_of(uow, uow.accounts.get(holder.account_id)) is holder.kind
    if wanted and uow.annex.holder_of(holder.account_id) is None:
        uow.annex.add_holder(holder, env.clock())


def unlock(reader: Reader, account_id: UUID, password: str) -> Unlocked | None:
    """Open a person's private key; None without keys, or when the password is not theirs."""
    return _unlocked(reader.annex.holder_of(account_id), password)


def unlock_for_others(reader: Reader, account_id: UUID, password: str) -> Handing | None:
    """Open a person's private key when somebody whom they confirmed waits for what it opens."""
    if not _confirmed(reader, account_id):
        return None
    return handing(reader, account_id, unlock(reader, account_id, password))


def handing(reader: Reader, account_id: UUID, unlocked: Unlocked | None) -> Handing | None:
    """What a person has confirmed and is not done; a line without their own proof is nothing."""
    if unlocked is None:
        return None
    to = {
        one.holder_id: one.public
        for one in _confirmed(reader, account_id)
        if is_vouched(one.proof, unlocked.private, one.holder_id, one.public)
    }
    return Handing(unlocked, to) if to else None


def unlock_earlier(reader: Reader, account_id: UUID, earlier: str) -> Unlocked | None:
    """Open a private key that an earlier password of this person locks, where one is left."""
    found = (_unlocked(one, earlier) for one in reader.annex.retired(account_id))
    return next((one for one in found if one is not None), None)


def to_own(reader: Reader, account_id: UUID, unlocked: Unlocked) -> Handing | None:
    """What an earlier key of a person opens goes to their present one, and to nobody else."""
    own = reader.annex.holder_of(account_id)
    return Handing(unlocked, {own.id: own.public}) if own and own.waiting else None


def portion(reader: Reader, given: Handing, after: UUID = FIRST) -> Portion:
    """Seal the next keys to whoever lacks them."""
    to = [one.id for one in reader.annex.waiting() if given.to.get(one.id) == one.public]
    found = reader.annex.missing(given.unlocked.holder_id, to, after, AT_ONCE) if to else ()
    more = len(found) == AT_ONCE
    whole = _whole_entries(found) if more else found
    sealed = tuple(key for one in whole if (key := _handed_on(one, given.unlocked)) is not None)
    return Portion(sealed, whole[-1].entry_id if more else None)


def keep(uow: UnitOfWork, part: Portion) -> None:
    """Keep a portion; with the last one, whoever lacks nothing waits no longer."""
    uow.annex.hand_on(part.sealed)
    if part.last is None:
        uow.annex.end_waiting()


def run_to_end(database: Database, given: Handing | None) -> int:
    """Hand everything on at once, from the command line; gives how many keys."""
    after: UUID | None = FIRST
    count = 0
    while given is not None and after is not None:
        with database.reader() as reader:
            part = portion(reader, given, after)
        with database.unit_of_work() as uow:
            keep(uow, part)
            uow.commit()
        count, after = count + len(part.sealed), part.last
    return count


def after_sign_in(database: Database, env: Env, account_id: UUID, role: Role, password: str) -> int:
    """What a window does beside the work, all at once: for the command line."""
    with database.reader() as reader:
        if not is_wanted(reader, account_id, role):
            return 0
        holder = keys_for(reader, env, account_id, password)
    if holder is not None:
        with database.unit_of_work() as uow:
            keep_keys(uow, env, holder)
            uow.commit()
    with database.reader() as reader:
        given = unlock_for_others(reader, account_id, password)
    return run_to_end(database, given)


def _confirmed(reader: Reader, account_id: UUID) -> tuple[Given, ...]:
    """Whom this person confirmed, as the file says, of those who wait still."""
    waiting = {one.id: one.public for one in reader.annex.waiting()}
    if not waiting:
        return ()
    return tuple(
        one
        for one in reader.annex.given()
        if one.actor_id == account_id and waiting.get(one.holder_id) == one.public
    )


def _is_to_hold(reader: Reader, account_id: UUID) -> bool:
    return annex_keys.kind_of(reader, reader.accounts.get(account_id)) is not None


def _unlocked(holder: KeyHolder | None, password: str) -> Unlocked | None:
    private = unwrap(holder.id, holder.kept, password, PASSWORD) if holder else None
    return Unlocked(holder.id, private) if holder and private else None


def _whole_entries(found: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """Without the last entry, of which only some may be there."""
    return tuple(one for one in found if one.entry_id != found[-1].entry_id)


def _handed_on(one: Missing, unlocked: Unlocked) -> tuple[UUID, UUID, bytes] | None:
    """None for a damaged key, which must not keep the others from being handed on."""
    try:
        key = open_key(one.entry_id, one.sealed, unlocked.private)
    except DeskError:
        return None
    return one.entry_id, one.holder_id, seal_key(one.entry_id, key, one.public)
