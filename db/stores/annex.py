"""The sealed annex: who holds keys, what is sealed, and for whom.  Nothing here opens anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from db.annex_cipher import Wrapped
from db.stores import annex_asked as ask
from db.stores.annex_rows import (
    EntryRow,
    KeyHolder,
    Missing,
    entry_of,
    holder_of,
    wrapped_row,
)
from db.stores.base import Journal, Store, StoreReader
from db.stores.entry_log import EntryLogStore
from desk.domain.annex import HolderKind
from desk.domain.clock import local_day
from desk.domain.erasure import Ground, Why
from desk.domain.topics import Topic

PURPOSE: Final = "incident_annex"
"""What the retention table and the erasure log call it."""


class AnnexReader(StoreReader):
    """Questions about the annex."""

    def holders(self) -> tuple[KeyHolder, ...]:
        """All for whom a new entry's key is sealed, in the order they were made."""
        return tuple(map(holder_of, self._all(ask.HOLDERS)))

    def holder_of(self, account_id: UUID) -> KeyHolder | None:
        """The keys of an account that are in force."""
        return next((one for one in self.holders() if one.account_id == account_id), None)

    def recovery(self) -> KeyHolder | None:
        """The institution's keys."""
        return next((one for one in self.holders() if one.kind is HolderKind.RECOVERY), None)

    def retired(self, account_id: UUID) -> tuple[KeyHolder, ...]:
        """Revoked keys of an account that are the last ones of some entries."""
        return tuple(map(holder_of, self._all(ask.RETIRED, account=account_id)))

    def anyone_waiting(self) -> bool:
        """Whether somebody lacks keys of entries."""
        return self._one(ask.ANY_WAITING) is not None

    def entries(self, incident_id: UUID) -> tuple[EntryRow, ...]:
        """An incident's entries, first to last, erased ones too."""
        return tuple(map(entry_of, self._all(ask.ENTRIES, incident=incident_id)))

    def key(self, entry_id: UUID, holder_id: UUID) -> bytes | None:
        """An entry's key as it is sealed to a holder."""
        row = self._one(ask.KEY, entry=entry_id, holder=holder_id)
        return None if row is None else bytes(row.sealed)

    def missing(self, source: UUID, after: UUID, limit: int) -> tuple[Missing, ...]:
        """Keys that a holder could hand on to others, by entry id, those after one of them."""
        rows = self._all(ask.MISSING, source=source, after=after, most=limit)
        return tuple(Missing(row.entry_id, row.sealed, row.id, row.public_key) for row in rows)

    def annexed(self) -> dict[UUID, tuple[int, datetime]]:
        """How many entries each incident has that are not erased, and since when."""
        rows = self._all(ask.ANNEXED_ALL)
        return {row.incident_id: (row.entries, row.oldest) for row in rows}

    def readable_of(self, incident_ids: Collection[UUID]) -> tuple[UUID, ...]:
        """Entries of some incidents that are not erased."""
        return tuple(row.id for row in self._all(ask.OF, ids=list(incident_ids)))

    def orphans(self) -> int:
        """How many entries nobody can open who holds keys now."""
        return self._number(ask.ORPHANS)

    def orphans_of(self, incident_id: UUID) -> int:
        """How many of an incident's entries nobody can open who holds keys now."""
        return self._number(ask.ORPHANS_OF, incident=incident_id)

    def ended_before(self, before: datetime, limit: int) -> tuple[UUID, ...]:
        """Incidents with entries whose last ending lies before an instant."""
        rows = self._all(ask.ENDED_BEFORE, before=before, most=limit)
        return tuple(row.incident_id for row in rows)

    def end_of(self, incident_id: UUID) -> datetime | None:
        """When an incident was last closed, voided or merged; None when never."""
        row = self._one(ask.END, incident=incident_id)
        return None if row is None else row.at


class AnnexStore(AnnexReader, Store):
    """Writes of the annex."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self._log = EntryLogStore(journal)

    def add_holder(self, holder: KeyHolder, at: datetime) -> None:
        """Somebody holds keys from now on; `waiting` while there are entries already."""
        waiting = self._one(ask.ANY_KEY) is not None
        self._write(
            ask.ADD_HOLDER,
            id=holder.id,
            kind=holder.kind.value,
            account_id=holder.account_id,
            public_key=holder.public,
            waiting=waiting,
            created_at=at,
            revoked_at=None,
            **wrapped_row(holder.kept),
        )
        self._journal.topics.add(Topic.ACCOUNTS)

    def rewrap(self, holder_id: UUID, kept: Wrapped) -> None:
        """The private key lies under another secret."""
        self._write(ask.SET_HOLDER, key=holder_id, **wrapped_row(kept))

    def set_kind(self, holder_id: UUID, kind: HolderKind) -> None:
        """The holder's role is another one that holds keys too."""
        self._write(ask.SET_HOLDER, key=holder_id, kind=kind.value)

    def revoke(self, holder_id: UUID, at: datetime) -> None:
        """Nothing is sealed for this holder any more, and its keys go.

        But for those that are the last ones of their entries: `drop_spare` takes them once
        somebody else has the entries too.
        """
        self._write(ask.SET_HOLDER, key=holder_id, revoked_at=at, waiting=False)
        self.drop_spare()
        self._journal.topics.add(Topic.ACCOUNTS)

    def drop_spare(self) -> None:
        """Destroy keys of revoked holders wherever another holder has the entry."""
        self._write(ask.DROP_SPARE)
        self._write(ask.EMPTY)

    def add_entry(self, entry: EntryRow, sealed: Iterable[tuple[UUID, bytes]]) -> None:
        """Keep an entry with its key sealed to each holder."""
        row = {
            "id": entry.id,
            "incident_id": entry.incident_id,
            "at": entry.at,
            "actor_id": entry.actor_id,
            "nonce": entry.body.nonce,
            "ciphertext": entry.body.ciphertext,
        }
        self._write(ask.ADD_ENTRY, **row)
        self._log.append_annex(row)
        for holder_id, key in sealed:
            self._write(ask.ADD_KEY, entry_id=entry.id, holder_id=holder_id, sealed=key)
        self._journal.point("annex_entry", entry.id)
        self._journal.topics.add(Topic.INCIDENTS)

    def hand_on(self, sealed: Sequence[tuple[UUID, UUID, bytes]]) -> None:
        """Add keys (entry, holder, sealed), wherever both are still there and lack them."""
        live = {holder.id for holder in self.holders()}
        readable = set(self._readable([entry for entry, _holder_id, _sealed in sealed]))
        for entry_id, holder_id, key in sealed:
            wanted = holder_id in live and entry_id in readable
            if wanted and self.key(entry_id, holder_id) is None:
                self._write(ask.ADD_KEY, entry_id=entry_id, holder_id=holder_id, sealed=key)

    def end_waiting(self) -> None:
        """Whoever lacks nothing any more waits no longer."""
        self.drop_spare()
        self._write(ask.DONE)
        self._journal.topics.add(Topic.ACCOUNTS)

    def erase(
        self,
        entry_ids: Collection[UUID],
        why: Why,
        *,
        at: datetime,
        actor_id: UUID | None = None,
        ground: Ground | None = None,
    ) -> int:
        """Destroy all keys of entries; gives how many of them were not erased before."""
        held = self._readable(entry_ids)
        for entry_id in held:
            self._write(ask.ERASE, entry=entry_id)
            self._write(
                ask.ADD_LINE,
                id=self._journal.new_id(),
                person_id=entry_id,
                purpose=PURPOSE,
                why=why.value,
                ground=ground.value if ground else None,
                at=at,
                actor_id=actor_id,
            )
            self._journal.point("annex_erased", entry_id)
            if why is not Why.REPLAYED:
                self._journal.erased[entry_id] = (local_day(at), why is Why.REQUESTED)
        if held:
            self._write(ask.EMPTY)
            self._journal.topics |= {Topic.PERSONAL, Topic.INCIDENTS}
        return len(held)

    def _readable(self, ids: Collection[UUID]) -> tuple[UUID, ...]:
        whole, found = list(ids), []
        for start in range(0, len(whole), 500):
            found += [row.id for row in self._all(ask.READABLE, ids=whole[start : start + 500])]
        return tuple(found)
