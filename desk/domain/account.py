"""An account: who may sign in at this branch, and in what role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from desk.domain.roles import Role


class AccountAction(StrEnum):
    """What can happen to an account; also the kind of its event."""

    ADD = "add"
    CHANGE = "change"  # name, login, position or role
    SET_PASSWORD = "set_password"  # noqa: S105 - the name of an action
    DISABLE = "disable"
    ENABLE = "enable"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a service sees it.

    Args:
        version: the seq of the last event; 1 when new.
        login: what the person types to sign in; unique among the branch's accounts.
        name: as colleagues and clients see it; with `login` kept as personal data.
        password_hash: argon2id in its text form; never part of an event.
        failed: wrong passwords in a row.
        locked_until: no sign-in before this instant (UTC).
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
    locked_until: datetime | None = None


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
