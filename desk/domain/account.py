"""An account: who may sign in at this branch, and in what role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desk.domain.lockout import Lockout
from desk.domain.pin import TRIES as PIN_TRIES
from desk.domain.roles import Role

MANAGERS = frozenset({Role.HEAD, Role.IT})
"""Roles that manage accounts; one of them must stay able to sign in."""

LEADS = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICER, Role.IT})
"""Roles that may more than a clerk: whoever gets one is shown to the heads."""

_BY_HEAD = frozenset({Role.CLERK, Role.DEPUTY, Role.HEAD, Role.OFFICER})
GIVES: Mapping[Role, frozenset[Role]] = {
    Role.HEAD: _BY_HEAD,
    Role.IT: _BY_HEAD | {Role.IT},
    Role.SYSTEM: _BY_HEAD | {Role.IT},
}
"""Which roles a manager may give, and whose passwords and PINs they may replace.

IT loads content and backs up, so only IT makes IT; a branch that has none yet lets its head make
the first.
"""


class AccountAction(StrEnum):
    """What can happen to an account; also the kind of its event."""

    ADD = "add"
    CHANGE = "change"  # name, login, position or role
    SET_PASSWORD = "set_password"  # noqa: S105 - the name of an action
    DISABLE = "disable"
    ENABLE = "enable"
    SET_PIN = "set_pin"
    DROP_PIN = "drop_pin"
    END_LOCKOUT = "end_lockout"
    LEAVE_OUT = "leave_out"  # a deputy opens no sealed annexes
    NAME = "name"  # a deputy opens them again


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a service sees it.

    Args:
        version: the seq of the last event; 1 when new.
        login: what the person types to sign in; unique among the branch's accounts.
        name: as colleagues and clients see it; with `login` kept as personal data.
        password_hash: argon2id in its text form; never part of an event.
        failed: wrong passwords in a row; lockout: the wait that follows too many.
        one_time: the password was handed over and has to be replaced at the next sign-in.
        pin_hash: "" without a PIN; pin_length: digits; pin_failed: wrong PINs in a row.
    """

    id: UUID
    login: str
    role: Role
    name: str
    position: str
    password_hash: str
    version: int = 1
    disabled: bool = False
    failed: int = 0
    lockout: Lockout | None = None
    one_time: bool = False
    pin_hash: str = ""
    pin_length: int = 0
    pin_failed: int = 0

    @property
    def pin_works(self) -> bool:
        """Whether the day's session can be resumed with a PIN."""
        return bool(self.pin_hash) and self.pin_failed < PIN_TRIES and not self.disabled

    def without_pin(self) -> Account:
        """The account with its PIN forgotten."""
        return replace(self, pin_hash="", pin_length=0, pin_failed=0)

    def with_password(self, password_hash: str, *, one_time: bool) -> Account:
        """The account with another password; wrong tries and their wait are forgotten."""
        return replace(self, password_hash=password_hash, one_time=one_time, failed=0, lockout=None)


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One thing that happened to an account, as stored: insert-only (fields as in VisitEvent).

    Args:
        data: "role", "position", "disabled" and "person_id" (the `person_data` row that holds
            name and login), each as it stands after the event.
    """

    id: UUID
    account_id: UUID
    seq: int
    kind: AccountAction
    at: datetime
    recorded_at: datetime
    actor_id: UUID
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """The part of an account that its events tell (a projection of them)."""

    id: UUID
    version: int
    role: Role
    position: str
    disabled: bool
    person_id: UUID


def apply(record: AccountRecord | None, event: AccountEvent) -> AccountRecord:
    """The account's record after an event; every event carries the whole state."""
    now = AccountRecord(
        id=event.account_id,
        version=event.seq,
        role=Role(str(event.data["role"])),
        position=str(event.data["position"]),
        disabled=bool(event.data["disabled"]),
        person_id=UUID(str(event.data["person_id"])),
    )
    return now if record is None else replace(now, id=record.id)


@dataclass(frozen=True, slots=True)
class Session:
    """A person signed in at this device: from when, at which site and counter."""

    id: UUID
    account_id: UUID
    site: str
    counter: str
    started_at: datetime
