"""The rows that the incident log stands for, read as they lie in the file.

Whoever changed the file may have left anything in it, so nothing here trusts that a row can be
read: what cannot is told as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.attachment_cipher import address_of, opens
from db.device_key import is_signed, public_keys
from db.entry_leaf import (
    Sealed,
    annex_digest,
    correction_digest,
    event_digest,
    event_label,
    holder_digest,
    named_ids,
    sealed,
    stored,
)
from db.holder_trust import doubts
from db.models import incident
from db.person_cipher import Sealed as SealedFields
from db.person_cipher import unseal
from db.stores.incident_rows import incident_row
from db.triggers import trigger_ddl
from db.types import from_micros
from desk.domain.annex import Doubt
from desk.domain.attachment import Attachment
from desk.domain.entry_log import Checkpoint
from desk.domain.errors import DeskError
from desk.domain.incident import Incident, IncidentAction, IncidentEvent
from desk.domain.incident_states import replay
from desk.domain.person import Purpose

_EVENTS: Final = "SELECT * FROM incident_event ORDER BY incident_id, seq"
_INCIDENTS: Final = "SELECT * FROM incident"
_ANNEX: Final = "SELECT * FROM annex_entry"
_HOLDER_EVENTS: Final = "SELECT * FROM annex_holder_act"
_CORRECTIONS: Final = """
    SELECT correction.* FROM correction JOIN person_data ON person_data.id = correction.person_id
    WHERE substr(person_data.purpose, 1, 9) = 'incident_' ORDER BY correction.position
    """
_KEYS: Final = "SELECT person_id, data_id, key FROM person_key WHERE person_id IN ({})"
_FIELDS: Final = "SELECT id, purpose, nonce, ciphertext FROM person_data WHERE id IN ({})"
_ERASED: Final = "SELECT person_id FROM erasure_log WHERE person_id IN ({})"
_FILE_KEY: Final = "SELECT * FROM attachment_key WHERE attachment_id = :file"
_PORTIONS: Final = (
    "SELECT ciphertext FROM attachment_chunk WHERE attachment_id = :file ORDER BY number"
)
_FIRST: Final = (
    "SELECT ciphertext, (SELECT count(*) FROM attachment_chunk WHERE attachment_id = :file)"
    " FROM attachment_chunk WHERE attachment_id = :file ORDER BY number LIMIT 1"
)
_FILES: Final = (
    "SELECT attachment_id FROM attachment_key UNION SELECT attachment_id FROM attachment_chunk"
)
_AT_ONCE: Final = 500
_UNREADABLE: Final = (
    ValueError, TypeError, KeyError, AttributeError, OverflowError, msgspec.MsgspecError, DeskError,
)  # fmt: skip


class TextState(StrEnum):
    """How the text stands that an event names."""

    READABLE = "readable"
    ERASED = "erased"
    KEY_GONE = "key_gone"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row that the log has a line of.

    Args:
        row_id: 16 bytes; at: when it was recorded, microseconds since 1970.
        entry: in words, as the log's label; texts: rows of `person_data` that it names.
        subject: whose text a correction is of, else the incident.
    """

    row_id: bytes
    at: int
    digest: bytes
    entry: str
    subject: bytes = b""
    seq: int = 0
    texts: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class History:
    """An incident as its events tell it.

    Args:
        number: "" when no event and no projection tells it.
        differs: what the projection shows otherwise; ("missing",) when there is none.
        unreadable: why its events cannot be replayed; "" when they can.
        files: pictures and scans that they name.
    """

    incident_id: bytes
    number: str
    rows: tuple[EntryRow, ...]
    differs: tuple[str, ...] = ()
    unreadable: str = ""
    files: tuple[Attachment, ...] = ()


class FileState(StrEnum):
    """How a picture or scan stands that an event names."""

    WHOLE = "whole"
    ERASED = "erased"
    KEY_GONE = "key_gone"
    MISSING = "missing"
    CHANGED = "changed"
    SWAPPED = "swapped"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that an event names: its state, and the row that its key opens."""

    state: TextState
    data_id: bytes


class LogEvidence:
    """One look at everything that the log stands for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def histories(self) -> Iterator[History]:
        """Every incident that has events; then those that have none, as they are shown."""
        shown = {row["id"]: dict(row) for row in self._rows(_INCIDENTS)}
        rows = self._rows(_EVENTS)
        texts = sealed(self._connection, set().union(*(named_ids(row["body"]) for row in rows)))
        for incident_id, group in groupby(rows, key=lambda row: row["incident_id"]):
            yield _history(incident_id, list(group), shown.pop(incident_id, None), texts)
        for incident_id, row in shown.items():
            yield History(incident_id, str(row["number"]), (), ("no events",))

    def annex(self) -> Iterator[EntryRow]:
        """Entries of the sealed annex."""
        for row in self._rows(_ANNEX):
            yield EntryRow(row["id"], row["at"], annex_digest(row), "", row["incident_id"])

    def holder_events(self) -> Iterator[EntryRow]:
        """What happened to holders of keys of the sealed annex."""
        for row in self._rows(_HOLDER_EVENTS):
            yield EntryRow(row["id"], row["at"], holder_digest(row), "", row["holder_id"])

    def odd_holders(self) -> dict[bytes, Doubt]:
        """Holders that are not as the log has them, and why."""
        return doubts(self._connection)

    def corrections(self) -> Iterator[EntryRow]:
        """Corrections of incidents' texts, first to last."""
        rows = self._rows(_CORRECTIONS)
        texts = sealed(self._connection, {row["data_id"] for row in rows})
        for row in rows:
            digest = correction_digest(row, texts)
            data = frozenset((row["data_id"],))
            yield EntryRow(row["id"], row["at"], digest, "", row["person_id"], 0, data)

    def texts(self, ids: Collection[bytes]) -> dict[bytes, KeptText]:
        """How the texts stand that events name; ids of other things are left out."""
        named = {row["id"]: row for row in self._some(_FIELDS, ids)}
        keys = {row["person_id"]: row for row in self._some(_KEYS, named)}
        moved = {row["data_id"] for row in keys.values()} - {None, *named}
        fields = named | {row["id"]: row for row in self._some(_FIELDS, moved)}
        gone = [one for one in named if one not in keys]
        erased = {row["person_id"] for row in self._some(_ERASED, gone)}
        found = {one: KeptText(TextState.ERASED, one) for one in erased}
        found |= {one: KeptText(TextState.KEY_GONE, one) for one in gone if one not in erased}
        for one, key in keys.items():
            data_id = key["data_id"] or one
            opens = data_id in fields and _opens(fields[data_id], key["key"])
            state = TextState.READABLE if opens else TextState.DAMAGED
            found[one] = KeptText(state, data_id)
        return found

    def file(self, file: Attachment, addresses: Collection[str]) -> FileState:
        """How a picture or scan stands; read a portion at a time.

        Args:
            addresses: of all files that events name.
        """
        asked = {"file": file.id.bytes}
        keys = self._connection.exec_driver_sql(_FILE_KEY, asked).mappings().first()
        if keys is None:
            return FileState.ERASED if self._is_erased(file) else FileState.KEY_GONE
        portions = self._connection.exec_driver_sql(_PORTIONS, asked).yield_per(1)
        address = address_of(portion for (portion,) in portions)
        if address == address_of(()):
            return FileState.MISSING
        if address != file.address:
            return FileState.SWAPPED if address in addresses else FileState.CHANGED
        named = (_bytes(file.text_id), _bytes(file.entry_id))
        if (keys["text_id"], keys["entry_id"]) != named:
            return FileState.CHANGED
        return FileState.WHOLE if self._fits(file, keys["key"]) else FileState.DAMAGED

    def files(self) -> frozenset[bytes]:
        """All files of which anything is kept."""
        return frozenset(row["attachment_id"] for row in self._rows(_FILES))

    def _is_erased(self, file: Attachment) -> bool:
        ids = [one.bytes for one in (file.text_id, file.entry_id) if one]
        return any(True for _row in self._some(_ERASED, ids))

    def _fits(self, file: Attachment, key: bytes | None) -> bool:
        """Whether the key opens it; a sealed one's is not known here."""
        if key is None:
            return file.sealed
        asked = {"file": file.id.bytes}
        first, count = self._connection.exec_driver_sql(_FIRST, asked).one()
        return opens(file.id, key, first, count)

    def unguarded(self) -> frozenset[str]:
        """Insert-only tables without the triggers that keep them so."""
        asked = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        there = {row["name"]: row["sql"] for row in self._rows(asked)}
        wrong = [name for name, right in trigger_ddl().items() if there.get(name) != right]
        return frozenset(name.partition("_no_")[0] for name in wrong)

    def signed(self, made: Checkpoint) -> bool:
        """Whether a checkpoint is signed by its device, as the database knows its key."""
        public = public_keys(self._connection).get(made.device_id)
        return public is not None and is_signed(public, made.text, made.signature)

    def note(self, made: Checkpoint | None) -> str:
        """A checkpoint as a signed note; "" for none."""
        public = public_keys(self._connection).get(made.device_id) if made else None
        return made.note(public) if made and public else ""

    def _rows(self, sql: str) -> list[Any]:
        return list(self._connection.exec_driver_sql(sql).mappings())

    def _some(self, sql: str, ids: Collection[bytes]) -> Iterator[Any]:
        whole = sorted(ids)
        for start in range(0, len(whole), _AT_ONCE):
            some = tuple(whole[start : start + _AT_ONCE])
            asked = sql.format(",".join("?" * len(some)))
            yield from self._connection.exec_driver_sql(asked, some).mappings()


def _history(
    incident_id: bytes, rows: list[Any], shown: dict[str, Any] | None, texts: Sealed
) -> History:
    number = str(shown["number"]) if shown else ""
    number = _number(rows[0]["body"]) or number
    entries = tuple(_entry(row, number, texts) for row in rows)
    try:
        told = replay(map(_event, rows))
    except _UNREADABLE as error:
        return History(incident_id, number, entries, (), _why(error))
    differs, files = _differs(told, shown), told.handling.attachments
    return History(incident_id, number, entries, differs, files=files)


def _entry(row: Mapping[str, Any], number: str, texts: Sealed) -> EntryRow:
    return EntryRow(
        row_id=row["id"],
        at=row["recorded_at"],
        digest=event_digest(row, texts),
        entry=event_label(number, row["seq"], row["kind"]),
        subject=row["incident_id"],
        seq=row["seq"],
        texts=named_ids(row["body"]),
    )


def _number(body: str) -> str:
    try:
        return str(msgspec.json.decode(body).get("number", ""))
    except _UNREADABLE:
        return ""


def _event(row: Mapping[str, Any]) -> IncidentEvent:
    return IncidentEvent(
        id=UUID(bytes=row["id"]),
        incident_id=UUID(bytes=row["incident_id"]),
        seq=row["seq"],
        kind=IncidentAction(row["kind"]),
        at=from_micros(row["at"]),
        recorded_at=from_micros(row["recorded_at"]),
        actor_id=UUID(bytes=row["actor_id"]),
        data=msgspec.json.decode(row["body"]),
    )


def _why(error: Exception) -> str:
    return error.code if isinstance(error, DeskError) else type(error).__name__


def _differs(told: Incident, shown: dict[str, Any] | None) -> tuple[str, ...]:
    """The columns in which an incident as shown is not what its events come to."""
    if shown is None:
        return ("missing",)
    right = stored(incident, incident_row(told))
    return tuple(name for name, value in shown.items() if right.get(name) != value)


def _bytes(row_id: UUID | None) -> bytes | None:
    return row_id.bytes if row_id else None


def _opens(row: Mapping[str, Any], key: bytes) -> bool:
    """Whether a key opens a row; what is inside is looked at by nobody."""
    try:
        kept = SealedFields(key, row["nonce"], row["ciphertext"])
        unseal(UUID(bytes=row["id"]), Purpose(row["purpose"]), kept)
    except _UNREADABLE:
        return False
    return True
