"""The sealed annex: who holds keys, what is sealed, and for whom.  Nothing here opens anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from db.annex_cipher import Wrapped
from db.holder_trust import doubts, events
from db.stores import annex_asked as ask
from db.stores.accounts import AccountReader
from db.stores.annex_rows import (
    EntryRow,
    Given,
    KeyHolder,
    Missing,
    entry_of,
    holder_of,
    wrapped_row,
)
from db.stores.base import Journal, Store, StoreReader
from db.stores.entry_log import EntryLogStore
from db.types import from_micros
from desk.domain.annex import HolderAct, HolderKind
from desk.domain.clock import local_day
from desk.domain.erasure import Ground, Why
from desk.domain.errors import DeskError
from desk.domain.topics import Topic

PURPOSE: Final = "incident_annex"
"""What the retention table and the erasure log call it."""


class AnnexReader(StoreReader):
    """Questions about the annex."""

    def holders(self) -> tuple[KeyHolder, ...]:
        """All for whom a new entry's key is sealed, in the order they were made."""
        return tuple(one for one in self.standing() if one.doubt is None)

    def standing(self) -> tuple[KeyHolder, ...]:
        """The same, and those that stand in the file though the incident log says otherwise."""
        found = doubts(self._connection)
        return tuple(holder_of(row, found.get(row.id.bytes)) for row in self._all(ask.HOLDERS))

    def waiting(self) -> tuple[KeyHolder, ...]:
        """Those who lack keys of entries."""
        return tuple(one for one in self.holders() if one.waiting)

    def given(self) -> tuple[Given, ...]:
        """Who was confirmed by whom, first to last."""
        return tuple(
            Given(
                UUID(bytes=row["holder_id"]),
                UUID(bytes=row["actor_id"]),
                from_micros(row["at"]),
                row["public_key"],
                row["proof"],
            )
            for row in events(self._connection)
            if row["kind"] == HolderAct.GIVEN.value
        )

    def holder_of(self, account_id: UUID) -> KeyHolder | None:
        """The keys of an account that are in force."""
        return next((one for one in self.holders() if one.account_id == account_id), None)

    def recovery(self) -> KeyHolder | None:
        """The institution's keys."""
        return next((one for one in self.holders() if one.kind is HolderKind.RECOVERY), None)

    def retired(self, account_id: UUID) -> tuple[KeyHolder, ...]:
        """Revoked keys of an account that are the last ones of some entries."""
        return tuple(map(holder_of, self._all(ask.RETIRED, account=account_id)))

    def entries(self, incident_id: UUID) -> tuple[EntryRow, ...]:
        """An incident's entries, first to last, erased ones too."""
        return tuple(map(entry_of, self._all(ask.ENTRIES, incident=incident_id)))

    def key(self, entry_id: UUID, holder_id: UUID) -> bytes | None:
        """An entry's key as it is sealed to a holder."""
        row = self._one(ask.KEY, entry=entry_id, holder=holder_id)
        return None if row is None else bytes(row.sealed)

    def missing(
        self, source: UUID, to: Collection[UUID], after: UUID, limit: int
    ) -> tuple[Missing, ...]:
        """Keys that a holder could hand on to some others, by entry id, those after one of them."""
        asked = {"source": source, "receivers": list(to), "after": after, "most": limit}
        rows = self._all(ask.MISSING, **asked)
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

    def __init__(self, journal: Journal, accounts: AccountReader) -> None:
        super().__init__(journal)
        self._log = EntryLogStore(journal)
        self._accounts = accounts

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
        self._note(HolderAct.MADE, holder, at)
        self._journal.topics.add(Topic.ACCOUNTS)

    def rewrap(self, holder_id: UUID, kept: Wrapped) -> None:
        """The private key lies under another secret."""
        self._write(ask.SET_HOLDER, key=holder_id, **wrapped_row(kept))

    def set_kind(self, holder_id: UUID, kind: HolderKind) -> None:
        """The holder's role is another one that holds keys too."""
        self._write(ask.SET_HOLDER, key=holder_id, kind=kind.value)

    def revoke(self, holder_id: UUID, at: datetime, refused_by: UUID | None = None) -> None:
        """Nothing is sealed for this holder any more, and its keys go.

        But for those that are the last ones of their entries: `drop_spare` takes them once
        somebody else has the entries too.

        Args:
            refused_by: the colleague who does not know who that is; None = it has just ended.
        """
        row = self._one(ask.HOLDER, holder=holder_id)
        act = HolderAct.REFUSED if refused_by else HolderAct.ENDED
        self._note(act, holder_of(row), at, refused_by)
        self._write(ask.SET_HOLDER, key=holder_id, revoked_at=at, waiting=False)
        self.drop_spare()
        self._journal.topics.add(Topic.ACCOUNTS)

    def note_given(self, holder: KeyHolder, actor_id: UUID, proof: bytes, at: datetime) -> None:
        """A colleague confirmed that the keys of older entries go to this holder."""
        self._note(HolderAct.GIVEN, holder, at, actor_id, proof)
        self._journal.topics.add(Topic.ACCOUNTS)

    def _note(
        self,
        act: HolderAct,
        holder: KeyHolder,
        at: datetime,
        actor_id: UUID | None = None,
        proof: bytes = b"",
    ) -> None:
        """What happened to a holder, and its line in the incident log."""
        row = {
            "id": (event_id := self._journal.new_id()),
            "holder_id": holder.id,
            "kind": act.value,
            "at": at,
            "actor_id": actor_id or self._journal.device_id,
            "account_id": holder.account_id,
            "public_key": holder.public,
            "proof": proof,
        }
        self._write(ask.ADD_ACT, **row)
        self._log.append_holder(row, self._whose(holder))
        self._journal.point("annex_holder_act", event_id)

    def _whose(self, holder: KeyHolder) -> str:
        if holder.account_id is None:
            return "recovery code"
        try:
            return self._accounts.get(holder.account_id).login
        except DeskError:  # a holder that somebody put into the file may name anything
            return "?"

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
            self._write(ask.ERASE_FILE, entry=entry_id)
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
