"""The incident log: a line for each entry, written with it, and checkpoints over all lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, func, insert, select

from db.device_key import sign
from db.entry_leaf import (
    annex_digest,
    correction_digest,
    event_digest,
    event_label,
    holder_digest,
    holder_label,
    named_ids,
    sealed,
    stored,
)
from db.log_evidence import LogEvidence
from db.models import annex_entry, annex_holder_act, checkpoint, entry_log
from db.models.bookings import incident_event
from db.models.erasures import correction
from db.stores.base import Store, StoreReader
from db.types import to_micros
from desk.domain.clock import local_day
from desk.domain.entry_log import (
    ANNEX,
    CORRECTION,
    EVENT,
    HOLDER,
    Checkpoint,
    LogLine,
    Occasion,
    line_leaf,
)
from desk.domain.merkle import HASH_BYTES, Range
from desk.domain.topics import Topic

_SIZE: Final = select(func.coalesce(func.max(entry_log.c.idx) + 1, 0))
_LINES: Final = (
    select(entry_log).where(entry_log.c.idx >= bindparam("first")).order_by(entry_log.c.idx)
)
_LEAVES: Final = (
    select(entry_log.c.leaf).where(entry_log.c.idx >= bindparam("first")).order_by(entry_log.c.idx)
)
_OF_ROWS: Final = (
    select(entry_log)
    .where(entry_log.c.row_id.in_(bindparam("rows", expanding=True)))
    .order_by(entry_log.c.idx)
)
_BETWEEN: Final = (
    select(entry_log)
    .where(entry_log.c.at >= bindparam("since"), entry_log.c.at < bindparam("until"))
    .order_by(entry_log.c.idx)
)
_LAST: Final = select(checkpoint).order_by(checkpoint.c.position.desc()).limit(1)
_LAST_OF: Final = _LAST.where(checkpoint.c.occasion == bindparam("occasion"))
_ALL: Final = select(checkpoint).order_by(checkpoint.c.position)
_ADD: Final = insert(entry_log)
_ADD_CHECKPOINT: Final = insert(checkpoint)
_AT_ONCE: Final = {"yield_per": 1000}


class EntryLogReader(StoreReader):
    """Questions about the log."""

    def size(self) -> int:
        """How many lines it has."""
        return self._number(_SIZE)

    def lines(self, first: int = 0) -> Iterator[LogLine]:
        """The lines from an index on."""
        found = self._connection.execute(_LINES, {"first": first}, execution_options=_AT_ONCE)
        return map(_line, found)

    def of_rows(self, row_ids: list[UUID]) -> tuple[LogLine, ...]:
        """The lines of some rows, in the log's order."""
        return tuple(map(_line, self._all(_OF_ROWS, rows=row_ids)))

    def between(self, since: datetime, until: datetime) -> tuple[LogLine, ...]:
        """The lines of what was recorded from one instant up to another, in the log's order."""
        return tuple(map(_line, self._all(_BETWEEN, since=since, until=until)))

    def root_at(self, size: int) -> bytes:
        """The hash that the log has at a size, by its lines as they stand now."""
        part = Range()
        for leaf in self._connection.execute(_LEAVES, {"first": 0}).scalars():
            if part.size == size:
                break
            part.append(leaf)
        return part.root()

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """All checkpoints, first to last."""
        return tuple(map(_checkpoint, self._all(_ALL)))

    def last_checkpoint(self, occasion: Occasion | None = None) -> Checkpoint | None:
        """The newest checkpoint, of one occasion or of any; None before the first."""
        row = self._one(_LAST) if occasion is None else self._one(_LAST_OF, occasion=occasion.value)
        return None if row is None else _checkpoint(row)

    def evidence(self) -> LogEvidence:
        """The rows that the lines stand for."""
        return LogEvidence(self._connection)


class EntryLogStore(EntryLogReader, Store):
    """Writes: nothing is ever changed or removed."""

    def append(
        self,
        kind: str,
        row_id: UUID,
        digest: bytes,
        *,
        at: datetime | None = None,
        label: str = "",
    ) -> int:
        """Add the line of a row, in the transaction of the row itself; gives its index.

        Args:
            digest: SHA-256 of all of the row that must never change.
            at: when it was recorded; None = now.
            label: the row in words, without personal data.
        """
        index, recorded = self.size(), at or self._journal.clock()
        leaf = line_leaf(kind, row_id.bytes, to_micros(recorded), label, digest)
        self._write(_ADD, idx=index, kind=kind, row_id=row_id, at=recorded, label=label, leaf=leaf)
        return index

    def append_event(self, row: Mapping[str, Any], number: str) -> None:
        """Add the line of a row of `incident_event` that was just written."""
        raw = stored(incident_event, row)
        digest = event_digest(raw, sealed(self._connection, named_ids(raw["body"])))
        label = event_label(number, row["seq"], row["kind"])
        self.append(EVENT, row["id"], digest, at=row["recorded_at"], label=label)

    def append_annex(self, row: Mapping[str, Any]) -> None:
        """Add the line of a row of `annex_entry` that was just written."""
        digest = annex_digest(stored(annex_entry, row))
        self.append(ANNEX, row["id"], digest, at=row["at"])

    def append_holder(self, row: Mapping[str, Any], whose: str) -> None:
        """Add the line of a row of `annex_holder_act` that was just written.

        Args:
            whose: as of `holder_label`.
        """
        digest = holder_digest(stored(annex_holder_act, row))
        label = holder_label(row["kind"], whose)
        self.append(HOLDER, row["id"], digest, at=row["at"], label=label)

    def append_correction(self, row: Mapping[str, Any]) -> None:
        """Add the line of a row of `correction` that was just written."""
        raw = stored(correction, row)
        digest = correction_digest(raw, sealed(self._connection, (raw["data_id"],)))
        self.append(CORRECTION, row["id"], digest, at=row["at"])

    def checkpoint(self, occasion: Occasion) -> Checkpoint:
        """Sign the log as it stands; the same again on one day is not signed twice."""
        row, journal = self._one(_LAST), self._journal
        size, now = self.size(), journal.clock()
        if row is not None and (row.size, row.device_id, row.occasion, local_day(row.at)) == (
            size,
            journal.device_id,
            occasion.value,
            local_day(now),
        ):
            return _checkpoint(row)
        part = self._grown(row, size)
        made = Checkpoint(size, part.root(), now, journal.device_id, occasion.value)
        self._write(
            _ADD_CHECKPOINT,
            id=(made_id := journal.new_id()),
            size=size,
            root=made.root,
            peaks=b"".join(part.peaks),
            at=now,
            device_id=made.device_id,
            occasion=made.occasion,
            signature=(signature := sign(self._connection, made.device_id, now, made.text)),
        )
        journal.point("checkpoint", made_id)
        journal.topics.add(Topic.SAFETY)
        return Checkpoint(size, made.root, now, made.device_id, made.occasion, signature)

    def _grown(self, row: Row[Any] | None, size: int) -> Range:
        """The log's hashes, from the last checkpoint's on."""
        part = Range() if row is None or row.size > size else _range_of(row)
        part.extend(self._connection.execute(_LEAVES, {"first": part.size}).scalars())
        return part


def _range_of(row: Row[Any]) -> Range:
    """What a checkpoint kept; nothing where somebody spoilt it, so that all is read anew."""
    places = range(0, len(row.peaks), HASH_BYTES)
    try:
        return Range(row.size, [row.peaks[place : place + HASH_BYTES] for place in places])
    except ValueError:
        return Range()


def _line(row: Row[Any]) -> LogLine:
    return LogLine(row.idx, row.kind, row.row_id, row.at, row.label, row.leaf)


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(row.size, row.root, row.at, row.device_id, row.occasion, row.signature)
