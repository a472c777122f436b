"""Personal data of a copied day: readable while its period lasts, after that by nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.models import person_data
from db.person_cipher import seal
from db.search_words import index_text
from desk.domain.person import Person
from tests.bench.playing import person
from tests.bench.template import Kept, Move, Template

_AT = list(person_data.columns.keys()).index("at")
_DAY_MICROS = 86_400_000_000
_ADD_KEY = "INSERT INTO person_key (search_id, person_id, key, expires) VALUES (?, ?, ?, ?)"
_ADD_WORDS = "INSERT INTO person_search (rowid, words) VALUES (?, ?)"


class PersonalData:
    """Writes the personal data of copied days.

    Args:
        raw: a connection of the driver, in a transaction.
        today: what expires before is erased.
    """

    def __init__(self, raw: Any, today: date) -> None:
        self._raw, self._today = raw, today
        (last,) = raw.execute("SELECT coalesce(max(search_id), 0) FROM person_key").fetchone()
        self.readable = last

    def copy(self, template: Template, move: Move) -> None:
        """All rows of a day, and the keys of those that are not erased yet."""
        marks = ", ".join("?" * len(person_data.columns))
        rows = [self._row(kept, move) for kept in template.kept]
        self._raw.executemany(f"INSERT INTO person_data VALUES ({marks})", rows)

    def _row(self, kept: Kept, move: Move) -> tuple[Any, ...]:
        new_id, at = move.ids[kept.id], kept.row[_AT] + move.days * _DAY_MICROS
        until = None if kept.days is None else move.day + timedelta(days=kept.days)
        if until is not None and until < self._today:
            return (new_id, *kept.row[1:_AT], at, *kept.row[_AT + 1 :])
        someone = self._other_name(kept.person)
        sealed = seal(UUID(bytes=new_id), kept.purpose, someone)
        self._keep(new_id, sealed.key, until, index_text(someone))
        return (new_id, *kept.row[1:_AT], at, sealed.nonce, sealed.ciphertext)

    def _other_name(self, known: Person) -> Person:
        """Another client every day; texts stay."""
        if not known.name:
            return known
        other = person(self.readable * 104_729)
        return replace(known, name=other.name, phone=other.phone, email=other.email)

    def _keep(self, person_id: bytes, key: bytes, until: date | None, words: str) -> None:
        self.readable += 1
        values = (self.readable, person_id, key, until and until.isoformat())
        self._raw.execute(_ADD_KEY, values)
        if words:
            self._raw.execute(_ADD_WORDS, (self.readable, words))
