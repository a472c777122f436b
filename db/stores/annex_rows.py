"""Holders of annex keys, and entries, as rows and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from db.annex_cipher import SealedEntry, Wrapped
from desk.domain.annex import Doubt, HolderKind


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """For whom keys are sealed.

    Args:
        account_id: None for the institution's recovery key.
        kept: the private key under the holder's secret; empty once it opens nothing any more.
        waiting: there are entries it has no key of yet.
        doubt: why nothing is sealed for it; None for those that this program made.
    """

    id: UUID
    kind: HolderKind
    account_id: UUID | None
    public: bytes
    kept: Wrapped = field(repr=False)
    waiting: bool = False
    revoked_at: datetime | None = None
    created_at: datetime | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it lies here; `erased`: its keys are destroyed."""

    id: UUID
    incident_id: UUID
    at: datetime
    actor_id: UUID
    body: SealedEntry = field(repr=False)
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """That somebody confirmed who gets the keys.

    Args:
        public: the key that was confirmed; proof: `db.annex_cipher.vouch` of whoever did.
    """

    holder_id: UUID
    actor_id: UUID
    at: datetime
    public: bytes
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry's key as one holder has it, and another holder who lacks it."""

    entry_id: UUID
    sealed: bytes = field(repr=False)
    holder_id: UUID
    public: bytes


def holder_of(row: Row[Any], doubt: Doubt | None = None) -> KeyHolder:
    """A holder from its row."""
    kept = Wrapped(row.salt, row.time_cost, row.memory_kib, row.nonce, row.wrapped)
    return KeyHolder(
        id=row.id,
        kind=HolderKind(row.kind),
        account_id=row.account_id,
        public=row.public_key,
        kept=kept,
        waiting=row.waiting,
        revoked_at=row.revoked_at,
        created_at=row.created_at,
        doubt=doubt,
    )


def entry_of(row: Row[Any]) -> EntryRow:
    """An entry from its row, with the column `readable`."""
    return EntryRow(
        id=row.id,
        incident_id=row.incident_id,
        at=row.at,
        actor_id=row.actor_id,
        body=SealedEntry(row.nonce, row.ciphertext, b""),
        erased=not row.readable,
    )


def wrapped_row(kept: Wrapped) -> dict[str, Any]:
    """The columns of a locked private key."""
    return {
        "salt": kept.salt,
        "time_cost": kept.time_cost,
        "memory_kib": kept.memory_kib,
        "nonce": kept.nonce,
        "wrapped": kept.wrapped,
    }
