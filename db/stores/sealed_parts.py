"""Sealed parts of incidents on their way to headquarters and back: annex entries, pictures."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db.annex_cipher import SealedEntry
from db.lane_cipher import FileKey
from db.models import (
    annex_entry,
    annex_holder,
    annex_key,
    attachment_chunk,
    attachment_key,
    erasure_log,
)
from db.stores.annex import AnnexStore
from db.stores.annex_rows import EntryRow
from db.stores.base import Journal, Store, StoreReader
from desk.domain.topics import Topic

_ENTRY: Final = select(annex_entry).where(annex_entry.c.id == bindparam("row"))
_ENTRY_KEYS: Final = (
    select(annex_key.c.holder_id, annex_key.c.sealed)
    .where(annex_key.c.entry_id == bindparam("row"))
    .order_by(annex_key.c.holder_id)
)
_FILE: Final = select(attachment_key).where(attachment_key.c.attachment_id == bindparam("row"))
_PORTIONS: Final = select(func.count()).where(attachment_chunk.c.attachment_id == bindparam("row"))
_PORTION: Final = select(attachment_chunk.c.ciphertext).where(
    attachment_chunk.c.attachment_id == bindparam("row"),
    attachment_chunk.c.number == bindparam("place"),
)
_HOLDERS: Final = select(annex_holder.c.id).where(annex_holder.c.revoked_at.is_(None))
_LOGGED: Final = select(erasure_log.c.id).where(
    erasure_log.c.person_id.in_(bindparam("rows", expanding=True))
)
_ADD_FILE: Final = upsert(attachment_key).on_conflict_do_nothing()
_ADD_PORTION: Final = upsert(attachment_chunk).on_conflict_do_nothing()


class AnnexPart(msgspec.Struct, frozen=True):
    """An entry of the annex with its key as it is sealed to each holder."""

    incident_id: UUID
    at: datetime
    actor_id: UUID
    nonce: bytes
    ciphertext: bytes
    keys: tuple[tuple[UUID, bytes], ...]


class SealedPartReader(StoreReader):
    """Questions about sealed parts."""

    def entry(self, entry_id: UUID) -> AnnexPart | None:
        """An entry of the annex; None when it is erased."""
        keys = tuple(
            (row.holder_id, bytes(row.sealed)) for row in self._all(_ENTRY_KEYS, row=entry_id)
        )
        row: Any = self._one(_ENTRY, row=entry_id)
        if row is None or not keys:
            return None
        sealed = bytes(row.nonce), bytes(row.ciphertext)
        return AnnexPart(row.incident_id, row.at, row.actor_id, *sealed, keys)

    def file(self, file_id: UUID) -> FileKey | None:
        """What opens a picture or scan; None when it is erased."""
        row: Any = self._one(_FILE, row=file_id)
        if row is None:
            return None
        key = bytes(row.key) if row.key is not None else None
        return FileKey(row.text_id, row.entry_id, key, self._number(_PORTIONS, row=file_id))

    def portion(self, file_id: UUID, place: int) -> bytes | None:
        """A portion of a picture or scan, encrypted; None when it was swept."""
        found = self._value(_PORTION, row=file_id, place=place)
        return None if found is None else bytes(found)


class SealedPartStore(SealedPartReader, Store):
    """Puts sealed parts back that a restored database lacks; what was erased stays erased."""

    def __init__(self, journal: Journal, annex: AnnexStore) -> None:
        super().__init__(journal)
        self._annex = annex

    def give_back_entry(self, entry_id: UUID, part: AnnexPart) -> None:
        """Put an entry of the annex back, for those of its holders who are here."""
        if self._is_erased(entry_id) or self._one(_ENTRY, row=entry_id) is not None:
            return
        body = SealedEntry(part.nonce, part.ciphertext, b"")
        entry = EntryRow(entry_id, part.incident_id, part.at, part.actor_id, body)
        holders = {row.id for row in self._all(_HOLDERS)}
        self._annex.add_entry(entry, [one for one in part.keys if one[0] in holders])

    def give_back_file(self, file_id: UUID, key: FileKey) -> None:
        """Put back what opens a picture or scan."""
        owners = [one for one in (key.text_id, key.entry_id) if one]
        if not self._is_erased(*owners):
            values = {"text_id": key.text_id, "entry_id": key.entry_id, "key": key.key}
            self._write(_ADD_FILE, attachment_id=file_id, **values)
            self._journal.topics.add(Topic.INCIDENTS)

    def give_back_portion(self, file_id: UUID, place: int, ciphertext: bytes) -> None:
        """Put a portion back of a picture or scan that can be opened."""
        if self._one(_FILE, row=file_id) is not None:
            values = {"attachment_id": file_id, "number": place, "ciphertext": ciphertext}
            self._write(_ADD_PORTION, **values)

    def _is_erased(self, *row_ids: UUID) -> bool:
        return self._one(_LOGGED, rows=list(row_ids)) is not None
