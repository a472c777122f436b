"""Personal data: the only store that sees names, contacts and free text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Row,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    update,
)

from db.models import attachment_key, person_data, person_key
from db.person_cipher import Sealed, seal, unseal
from db.search_words import index_text, match_text
from db.stores.base import Store, StoreReader
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.domain.topics import Topic

_MOST_FOUND: Final = 200

READABLE: Final = select(
    person_key.c.person_id,
    person_data,
    person_key.c.key,
    person_key.c.expires,
    person_key.c.search_id,
).join(
    person_data,
    person_data.c.id == func.coalesce(person_key.c.data_id, person_key.c.person_id),
)
"""Every person that is not erased, with the fields as they were last put right."""

_BY_ID: Final = READABLE.where(person_key.c.person_id == bindparam("id"))
_BY_IDS: Final = READABLE.where(person_key.c.person_id.in_(bindparam("ids", expanding=True)))
_WORDS: Final = table("person_search", column("rowid"), column("words"))
_SEARCH: Final = (
    select(person_key.c.person_id)
    .select_from(_WORDS)
    .join(person_key, person_key.c.search_id == _WORDS.c.rowid)
    .join(person_data, person_data.c.id == person_key.c.person_id)
    .where(literal_column("person_search").op("MATCH")(bindparam("match")))
    .where(person_data.c.purpose == bindparam("purpose"))
    .order_by(_WORDS.c.rowid.desc())
    .limit(_MOST_FOUND)
)
_SEARCH_ID: Final = select(person_key.c.search_id).where(
    person_key.c.person_id == bindparam("person")
)
_ADD_DATA: Final = insert(person_data)
_ADD_KEY: Final = insert(person_key).returning(person_key.c.search_id)
_SET_KEY: Final = (
    update(person_key)
    .where(person_key.c.search_id == bindparam("number"))
    .values(key=bindparam("new_key"), data_id=bindparam("new_data"))
)
_ADD_WORDS: Final = insert(_WORDS)
_DROP_KEY: Final = delete(person_key).where(person_key.c.search_id == bindparam("number"))
_DROP_FILE: Final = delete(attachment_key).where(attachment_key.c.text_id == bindparam("person"))
_DROP_WORDS: Final = delete(_WORDS).where(_WORDS.c.rowid == bindparam("number"))


class PersonReader(StoreReader):
    """Questions about persons; an erased person is None everywhere."""

    def get(self, person_id: UUID) -> Person | None:
        """A person's fields; None when they were erased or never were."""
        row = self._one(_BY_ID, id=person_id)
        return None if row is None else person_of(row)

    def get_many(self, person_ids: Collection[UUID]) -> dict[UUID, Person]:
        """The fields of those persons that are not erased, by id."""
        rows = self._all(_BY_IDS, ids=list(person_ids)) if person_ids else ()
        return {row.person_id: person_of(row) for row in rows}

    def search(self, text: str, purpose: Purpose) -> list[UUID]:
        """Persons in whose name or contacts every word of a text begins a word, newest first.

        Case and diacritics make no difference; a text of digits is taken as a phone number.
        At most 200 are given; none for a text without words.
        """
        match = match_text(text)
        if not match:
            return []
        return [row.person_id for row in self._all(_SEARCH, match=match, purpose=purpose.value)]


class PersonStore(PersonReader, Store):
    """Writes of personal data.  A row is never changed: `replace` makes another."""

    def put(self, purpose: Purpose, person: Person, *, at: datetime, expires: date | None) -> UUID:
        """Keep a person's fields.

        Args:
            at: the present instant.
            expires: the day at whose close they are to be erased; None = while the account is.

        Returns:
            The id by which events and rows refer to them.
        """
        person_id, key = self._keep_fields(purpose, person, at)
        self._keep_key(person_id, key, expires, index_text(person, purpose))
        return person_id

    def replace(self, person_id: UUID, person: Person) -> UUID:
        """Keep other fields in place of these, which are erased; DeskError "person.erased"."""
        row = self._one(_BY_ID, id=person_id)
        if row is None:
            raise DeskError("person.erased")
        self.erase(person_id)
        return self.put(Purpose(row.purpose), person, at=self._journal.clock(), expires=row.expires)

    def correct(self, person_id: UUID, person: Person, *, at: datetime) -> UUID:
        """Put the fields right; whatever points to the person shows the new ones from now on.

        The key of the fields as they were is overwritten, so that nobody reads them again.

        Returns:
            the id of the row of `person_data` that holds the new fields.

        Raises:
            DeskError: "person.erased".
        """
        row = self._one(_BY_ID, id=person_id)
        if row is None:
            raise DeskError("person.erased")
        purpose, number = Purpose(row.purpose), row.search_id
        data_id, key = self._keep_fields(purpose, person, at)
        self._write(_SET_KEY, number=number, new_key=key, new_data=data_id)
        self._write(_DROP_WORDS, number=number)
        self._keep_words(number, index_text(person, purpose))
        self._journal.topics.add(Topic.PERSONAL)
        return data_id

    def erase(self, person_id: UUID) -> None:
        """Destroy the key and the search words; the fields cannot be read ever after.

        The key of a picture or scan that the row describes goes with it.
        """
        number = self._one(_SEARCH_ID, person=person_id)
        if number is None:
            return
        self._write(_DROP_WORDS, number=number.search_id)
        self._write(_DROP_KEY, number=number.search_id)
        self._write(_DROP_FILE, person=person_id)
        self._journal.point("person_erased", person_id)

    def _keep_key(self, person_id: UUID, key: bytes, until: date | None, words: str) -> None:
        values = {"person_id": person_id, "key": key, "expires": until}
        self._keep_words(self._connection.execute(_ADD_KEY, values).scalar_one(), words)

    def _keep_fields(self, purpose: Purpose, person: Person, at: datetime) -> tuple[UUID, bytes]:
        """A new row with the fields, and the key that opens it."""
        row_id = self._journal.new_id()
        sealed = seal(row_id, purpose, person)
        self._write(
            _ADD_DATA,
            id=row_id,
            purpose=purpose.value,
            at=at,
            nonce=sealed.nonce,
            ciphertext=sealed.ciphertext,
        )
        self._journal.point("person_data", row_id)
        return row_id, sealed.key

    def _keep_words(self, number: int, words: str) -> None:
        if words:
            self._write(_ADD_WORDS, rowid=number, words=words)


def person_of(row: Row[Any]) -> Person:
    """The fields of a row of `READABLE`; DeskError "person.damaged"."""
    sealed = Sealed(row.key, row.nonce, row.ciphertext)
    return unseal(row.id, Purpose(row.purpose), sealed)
