"""The lane of personal keys: what headquarters lack of them, and what they give back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import BindParameter, Row, bindparam, delete, insert, select, text, union, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.lane_cipher import PersonKey
from db.models import (
    annex_entry,
    annex_key,
    erasure_log,
    incident_event,
    lane_row,
    outbox,
    person_data,
    person_key,
)
from db.person_cipher import Sealed, unseal
from db.search_words import index_text
from db.stores.base import Store, StoreReader
from desk.domain.person import Purpose
from desk.domain.topics import Topic

_AT_ONCE: Final = 500
PERSON: Final = "person"
ANNEX: Final = "annex"
FILE: Final = "file"

_WAITING: Final = (
    select(lane_row.c.row_id)
    .where(lane_row.c.kind == bindparam("of"), text("waiting = 1"))
    .limit(bindparam("most"))
)
_KEYS: Final = select(
    person_key.c.person_id, person_key.c.key, person_key.c.data_id, person_key.c.expires
).where(person_key.c.person_id.in_(bindparam("ids", expanding=True)))
_IS_EVENT: Final = (outbox.c.kind == "incident_event") & (incident_event.c.id == outbox.c.row_id)
_IS_ENTRY: Final = (outbox.c.kind == "annex_entry") & (annex_entry.c.id == outbox.c.row_id)
_CHANGED: Final = (
    select(outbox.c.position, incident_event.c.incident_id, annex_entry.c.incident_id.label("own"))
    .outerjoin(incident_event, _IS_EVENT)
    .outerjoin(annex_entry, _IS_ENTRY)
    .where(outbox.c.position > bindparam("after"))
    .order_by(outbox.c.position)
    .limit(bindparam("most"))
)
_HELD: Final = select(person_key.c.search_id).where(person_key.c.person_id == bindparam("person"))
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_HELD_OF: Final = union(
    select(person_key.c.person_id).where(person_key.c.person_id.in_(_IDS)),
    select(annex_key.c.entry_id).where(annex_key.c.entry_id.in_(_IDS)),
)
_HERE: Final = union(
    select(person_data.c.id).where(person_data.c.id.in_(_IDS)),
    select(annex_entry.c.id).where(annex_entry.c.id.in_(_IDS)),
)
_LOGGED: Final = select(erasure_log.c.id).where(erasure_log.c.person_id == bindparam("person"))
_DATA: Final = select(person_data).where(person_data.c.id == bindparam("row"))
_NOTE: Final = upsert(lane_row).on_conflict_do_nothing()
_DROP: Final = delete(lane_row).where(lane_row.c.row_id == bindparam("row"))
_SENT: Final = update(lane_row).where(lane_row.c.row_id == bindparam("row")).values(waiting=False)
_AGAIN: Final = update(lane_row).values(waiting=True)
_ALL: Final = text(
    "INSERT OR REPLACE INTO lane_row (row_id, kind, waiting)"
    " SELECT person_id, 'person', 1 FROM person_key"
)
_ADD_KEY: Final = insert(person_key).returning(person_key.c.search_id)
_ADD_WORDS: Final = text("INSERT INTO person_search (rowid, words) VALUES (:number, :words)")


class LaneReader(StoreReader):
    """Questions about the lane."""

    def waiting(self, kind: str, most: int) -> tuple[UUID, ...]:
        """Rows of a kind that headquarters lack."""
        return tuple(row.row_id for row in self._all(_WAITING, of=kind, most=most))

    def person_keys(self, ids: Collection[UUID]) -> dict[UUID, PersonKey]:
        """What opens persons; those that are erased are left out."""
        return {
            row.person_id: PersonKey(bytes(row.key), row.data_id, row.expires)
            for row in self._all(_KEYS, ids=list(ids))
        }

    def held(self, ids: Collection[UUID]) -> frozenset[UUID]:
        """Those of some rows, of personal data or of the annex, that can be read here."""
        return self._among(_HELD_OF, ids)

    def unknown(self, ids: Collection[UUID]) -> frozenset[UUID]:
        """Those of some rows that are not here at all."""
        return frozenset(ids) - self._among(_HERE, ids)

    def _among(self, statement: Any, ids: Collection[UUID]) -> frozenset[UUID]:
        whole = list(ids)
        portions = (whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE))
        return frozenset(row[0] for few in portions for row in self._all(statement, ids=few))

    def incidents_changed(self, after: int, most: int) -> tuple[int, frozenset[UUID]]:
        """The incidents that pointers of the outbox after a position are about.

        Returns:
            the last position that was looked at, and the incidents.
        """
        rows: Sequence[Row[Any]] = self._all(_CHANGED, after=after, most=most)
        found = {one for row in rows for one in (row.incident_id, row.own) if one is not None}
        return (rows[-1].position if rows else after), frozenset(found)


class LaneStore(LaneReader, Store):
    """Writes of the lane; local to this PC."""

    def sent_persons(self, sent: dict[UUID, PersonKey], erased: Collection[UUID]) -> None:
        """Headquarters have these keys; those that have changed meanwhile go on waiting."""
        now = self.person_keys(sent.keys())
        for row_id in (*(one for one in sent if now.get(one) in (None, sent[one])), *erased):
            self._write(_DROP, row=row_id)

    def note(self, kind: str, row_id: UUID) -> None:
        """A sealed part is to go up; once more is no error, and sends nothing again."""
        self._write(_NOTE, row_id=row_id, kind=kind, waiting=True)

    def sent(self, row_id: UUID) -> None:
        """Headquarters have a sealed part."""
        self._write(_SENT, row=row_id)

    def drop(self, row_id: UUID) -> None:
        """A part was erased before it went up."""
        self._write(_DROP, row=row_id)

    def begin_anew(self) -> None:
        """Headquarters may lack everything: all of it waits again."""
        self._connection.execute(_AGAIN)
        self._connection.execute(_ALL)

    def give_back(self, person_id: UUID, kept: PersonKey) -> bool:
        """Put a key back that a restored database lacks; False when it must not, or cannot.

        What was erased stays erased, and what is here already is newer.
        """
        if self._one(_HELD, person=person_id) or self._one(_LOGGED, person=person_id):
            return False
        row = self._one(_DATA, row=kept.data_id or person_id)
        if row is None or self._one(_DATA, row=person_id) is None:
            return False
        purpose = Purpose(row.purpose)
        person = unseal(row.id, purpose, Sealed(kept.key, row.nonce, row.ciphertext))
        values = {"person_id": person_id, **msgspec.structs.asdict(kept)}
        number = self._connection.execute(_ADD_KEY, values).scalar_one()
        if words := index_text(person, purpose):
            self._connection.execute(_ADD_WORDS, {"number": number, "words": words})
        self._write(_DROP, row=person_id)
        self._journal.topics |= {Topic.PERSONAL, Topic.APPOINTMENTS, Topic.INCIDENTS}
        return True
