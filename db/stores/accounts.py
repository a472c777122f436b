"""Accounts of the branch's people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import account, account_event, account_secret, person_data, person_key
from db.person_cipher import Sealed, unseal
from db.stores.base import Journal, Store, StoreReader, require_whole
from db.stores.persons import PersonReader, PersonStore
from desk.domain.account import Account, AccountAction, AccountEvent, AccountRecord, apply
from desk.domain.errors import DeskError
from desk.domain.lockout import Lockout
from desk.domain.person import Person, Purpose
from desk.domain.roles import Role
from desk.domain.topics import Topic

_ALL: Final = (
    select(account, *[column for column in account_secret.c if column.name != "account_id"])
    .join(account_secret, account_secret.c.account_id == account.c.id)
    .order_by(account.c.id)
)
_BY_ID: Final = _ALL.where(account.c.id == bindparam("id"))
_NAMES: Final = (
    select(
        account.c.id.label("account_id"),
        account.c.person_id,
        person_key.c.key,
        person_data.c.nonce,
        person_data.c.ciphertext,
    )
    .join(person_data, person_data.c.id == account.c.person_id)
    .join(person_key, person_key.c.person_id == account.c.person_id)
)
_COUNT: Final = select(func.count()).select_from(account)
_EVENTS: Final = (
    select(account_event)
    .where(account_event.c.account_id == bindparam("account"))
    .order_by(account_event.c.seq)
)
_LOCKED: Final = select(account_secret).where(account_secret.c.lock_seconds.is_not(None))
_SINCE: Final = (
    select(account_event)
    .where(account_event.c.at > bindparam("at"))
    .order_by(account_event.c.position)
)
_NAMED: Final = (
    select(account_event.c.account_id, account_event.c.kind)
    .where(account_event.c.kind.in_([AccountAction.LEAVE_OUT.value, AccountAction.NAME.value]))
    .order_by(account_event.c.position)
)
_PERSON_ID: Final = select(account.c.person_id).where(account.c.id == bindparam("id"))
_ALL_EVENTS: Final = select(account_event).order_by(account_event.c.account_id, account_event.c.seq)
_ADD_EVENT: Final = insert(account_event)
_ADD: Final = insert(account)
_ADD_SECRET: Final = insert(account_secret)
_DROP: Final = delete(account).where(account.c.id == bindparam("key"))
_ADD_NO_SECRET: Final = upsert(account_secret).on_conflict_do_nothing()
_NO_SECRET: Final = {
    "password_hash": "",
    "failed": 0,
    "one_time": True,
    "pin_length": 0,
    "pin_failed": 0,
}
_SET: Final = update(account).where(account.c.id == bindparam("key"))
_SET_SECRET: Final = update(account_secret).where(account_secret.c.account_id == bindparam("key"))


class AccountReader(StoreReader):
    """Questions about accounts.  Names and logins lie in `person_data`, so lists are small."""

    def __init__(self, connection: Connection, persons: PersonReader) -> None:
        super().__init__(connection)
        self._people = persons

    def get(self, account_id: UUID) -> Account:
        """An account; DeskError "account.unknown" when there is none."""
        found = self._with_persons(self._all(_BY_ID, id=account_id))
        if not found:
            raise DeskError("account.unknown")
        return found[0]

    def by_login(self, login: str) -> Account | None:
        """The account with a login, case ignored."""
        wanted = login.strip().casefold()
        return next((one for one in self.all() if one.login.casefold() == wanted), None)

    def all(self) -> tuple[Account, ...]:
        """All accounts in the order they were made, disabled ones included."""
        return self._with_persons(self._all(_ALL))

    def names(self) -> dict[UUID, str]:
        """Everybody's name by account, disabled ones included; those erased are left out."""
        return {
            row.account_id: _name(row.person_id, Sealed(row.key, row.nonce, row.ciphertext))
            for row in self._all(_NAMES)
        }

    def count(self) -> int:
        """How many accounts there are, disabled ones included."""
        return self._number(_COUNT)

    def events(self, account_id: UUID) -> tuple[AccountEvent, ...]:
        """What happened to an account, first to last."""
        return tuple(map(event_of, self._all(_EVENTS, account=account_id)))

    def lockouts(self) -> dict[UUID, tuple[int, Lockout]]:
        """By account that has to wait: wrong passwords in a row, and the wait."""
        return {
            row.account_id: (row.failed, lockout)
            for row in self._all(_LOCKED)
            if (lockout := _lockout_of(row)) is not None
        }

    def events_since(self, at: datetime) -> tuple[AccountEvent, ...]:
        """What happened to any account after an instant, first to last."""
        return tuple(map(event_of, self._all(_SINCE, at=at)))

    def left_out(self) -> frozenset[UUID]:
        """Accounts that open no sealed annexes though their role does."""
        last = {row.account_id: row.kind for row in self._all(_NAMED)}
        out = AccountAction.LEAVE_OUT.value
        return frozenset(account_id for account_id, kind in last.items() if kind == out)

    def _with_persons(self, rows: Any) -> tuple[Account, ...]:
        people = self._people.get_many([row.person_id for row in rows])
        return tuple(_account_of(row, people.get(row.person_id, Person())) for row in rows)


class AccountStore(AccountReader, Store):
    """Writes of accounts: an event with every change but a sign-in attempt."""

    def __init__(self, journal: Journal, persons: PersonStore) -> None:
        Store.__init__(self, journal)
        self._people: PersonStore = persons

    def add(self, new: Account, *, actor_id: UUID, at: datetime) -> None:
        """Store a new account; DeskError "account.login_taken"."""
        if self.by_login(new.login) is not None:
            raise DeskError("account.login_taken")
        person_id = self._people.put(Purpose.STAFF, _person(new), at=at, expires=None)
        first = replace(new, version=1)
        self._append_event(first, AccountAction.ADD, person_id, actor_id, at)
        self._write(_ADD, id=new.id, **_row(_record(first, person_id)))
        self._write(_ADD_SECRET, account_id=new.id, **_secret(new))

    def update(
        self, changed: Account, kind: AccountAction, *, actor_id: UUID, at: datetime
    ) -> Account:
        """Store an account that was changed with `dataclasses.replace`.

        Returns:
            The account with its new version.

        Raises:
            DeskError: "account.login_taken"; "account.changed_meanwhile" when the account is
                not at `changed.version` any more.
        """
        before = self.get(changed.id)
        if before.version != changed.version:
            raise DeskError("account.changed_meanwhile")
        other = self.by_login(changed.login)
        if other is not None and other.id != changed.id:
            raise DeskError("account.login_taken")
        now = replace(changed, version=before.version + 1)
        person_id = self._one(_PERSON_ID, id=now.id).person_id
        if _person(before) != _person(now):
            person_id = self._people.replace(person_id, _person(now))
        self._append_event(now, kind, person_id, actor_id, at)
        self._write(_SET, key=now.id, **_row(_record(now, person_id)))
        self._write(_SET_SECRET, key=now.id, **_secret(now))
        return now

    def note_attempt(self, account_id: UUID, failed: int, lockout: Lockout | None) -> None:
        """Keep how many wrong passwords in a row there were, and the wait; no event."""
        self._write(_SET_SECRET, key=account_id, failed=failed, **_wait(lockout))

    def note_pin(self, account_id: UUID, failed: int) -> None:
        """Keep how many wrong PINs in a row there were; no event."""
        self._write(_SET_SECRET, key=account_id, pin_failed=failed)

    def rebuild(self) -> None:
        """Make all accounts anew from their events; passwords and locks stay as they are."""
        self._connection.execute(delete(account))
        for history in self._histories(_ALL_EVENTS, "account_id"):
            record = reduce(apply, map(event_of, history), None)
            if record is not None:
                self._write(_ADD, id=record.id, **_row(record))
        self._journal.topics.add(Topic.ACCOUNTS)

    def restore(self, account_id: UUID) -> None:
        """Make one account anew from its events, some of which are back.

        Its password never left this PC: an account that was lost gets none, so that nobody signs
        in until a colleague who manages accounts has given a new one.

        Raises:
            DeskError: "sync.incomplete".
        """
        history = self._all(_EVENTS, account=account_id)
        require_whole(history)
        record = reduce(apply, map(event_of, history), None)
        if record is None:
            return
        self._write(_DROP, key=account_id)
        self._write(_ADD, id=record.id, **_row(record))
        self._write(_ADD_NO_SECRET, account_id=account_id, **_NO_SECRET)
        self._journal.topics.add(Topic.ACCOUNTS)

    def _append_event(
        self, now: Account, kind: AccountAction, person_id: UUID, actor_id: UUID, at: datetime
    ) -> None:
        row = {
            "id": self._journal.new_id(),
            "kind": kind.value,
            "at": at,
            "recorded_at": self._journal.clock(),
            "actor_id": actor_id,
            "body": {
                "role": now.role.value,
                "position": now.position,
                "disabled": now.disabled,
                "person_id": str(person_id),
            },
            "account_id": now.id,
            "seq": now.version,
        }
        self._append(_ADD_EVENT, row, "account_event", "account.changed_meanwhile")
        self._journal.topics.add(Topic.ACCOUNTS)


def event_of(row: Row[Any]) -> AccountEvent:
    """An event from its row."""
    return AccountEvent(
        id=row.id,
        account_id=row.account_id,
        seq=row.seq,
        kind=AccountAction(row.kind),
        at=row.at,
        recorded_at=row.recorded_at,
        actor_id=row.actor_id,
        data=row.body,
    )


@lru_cache(maxsize=256)
def _name(person_id: UUID, sealed: Sealed) -> str:
    """A colleague's name, decrypted once: a new name is a new row, and an erased one has none."""
    return unseal(person_id, Purpose.STAFF, sealed).name


def _person(one: Account) -> Person:
    """The personal half of an account; the login stands in the free text."""
    return Person(name=one.name, text=one.login)


def _record(one: Account, person_id: UUID) -> AccountRecord:
    return AccountRecord(one.id, one.version, one.role, one.position, one.disabled, person_id)


def _row(record: AccountRecord) -> dict[str, Any]:
    return {
        "version": record.version,
        "role": record.role.value,
        "position": record.position,
        "disabled": record.disabled,
        "person_id": record.person_id,
    }


def _secret(one: Account) -> dict[str, Any]:
    return {
        "password_hash": one.password_hash,
        "failed": one.failed,
        "one_time": one.one_time,
        "pin_hash": one.pin_hash or None,
        "pin_length": one.pin_length,
        "pin_failed": one.pin_failed,
        **_wait(one.lockout),
    }


def _wait(lockout: Lockout | None) -> dict[str, Any]:
    return {
        "lock_boot": lockout.boot if lockout else None,
        "lock_since": lockout.since if lockout else None,
        "lock_seconds": lockout.seconds if lockout else None,
    }


def _account_of(row: Row[Any], person: Person) -> Account:
    return Account(
        id=row.id,
        login=person.text,
        role=Role(row.role),
        name=person.name,
        position=row.position,
        password_hash=row.password_hash,
        version=row.version,
        disabled=row.disabled,
        failed=row.failed,
        lockout=_lockout_of(row),
        one_time=row.one_time,
        pin_hash=row.pin_hash or "",
        pin_length=row.pin_length,
        pin_failed=row.pin_failed,
    )


def _lockout_of(row: Row[Any]) -> Lockout | None:
    if row.lock_seconds is None:
        return None
    return Lockout(row.lock_boot, row.lock_since, row.lock_seconds)
