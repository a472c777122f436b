"""What headquarters witnessed of the incident log, and whether they refused it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db.device_key import public_keys
from db.models import entry_log, witnessed
from db.stores.base import Journal, Store, StoreReader
from db.stores.local import MetaReader, MetaStore
from desk.domain.entry_log import Root
from desk.domain.topics import Topic
from desk.domain.witness import WitnessAlarm, WitnessedRoot

_ALARM: Final = "witness.alarm"

_LAST: Final = select(witnessed).order_by(witnessed.c.size.desc()).limit(1)
_LEAVES: Final = (
    select(entry_log.c.leaf).where(entry_log.c.idx < bindparam("below")).order_by(entry_log.c.idx)
)
_KEEP: Final = upsert(witnessed).on_conflict_do_nothing()


class WitnessReader(StoreReader):
    """Questions about witnessed roots."""

    def last(self) -> WitnessedRoot | None:
        """The largest log that headquarters signed; None before the first."""
        row: Any = self._one(_LAST)
        if row is None:
            return None
        return WitnessedRoot(
            Root(row.size, bytes(row.root)), row.text, row.at, bytes(row.signature)
        )

    def alarm(self) -> WitnessAlarm | None:
        """That headquarters refuse the log as it stands; None when they do not."""
        kept = MetaReader(self._connection).get(_ALARM)
        return msgspec.json.decode(kept, type=WitnessAlarm) if kept else None

    def leaves(self, size: int) -> list[bytes]:
        """The hashes of the log's first lines."""
        return [bytes(row.leaf) for row in self._all(_LEAVES, below=size)]

    def public_key(self, device_id: UUID) -> bytes | None:
        """The key with which a device signs checkpoints."""
        return public_keys(self._connection).get(device_id)


class WitnessStore(WitnessReader, Store):
    """Writes; local to this PC."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self._meta = MetaStore(journal)

    def keep(self, new: WitnessedRoot) -> None:
        """Headquarters signed this root."""
        self._write(
            _KEEP,
            size=new.root.size,
            root=new.root.root,
            text=new.text,
            at=new.at,
            signature=new.signature,
        )
        self._meta.note(_ALARM, "")
        self._journal.topics.add(Topic.SAFETY)

    def refused(self, size: int, at: datetime) -> None:
        """Headquarters refused the log of this size; it is said until they sign one again."""
        self._meta.note(_ALARM, msgspec.json.encode(WitnessAlarm(size, at)).decode())
        self._journal.topics.add(Topic.SAFETY)
