"""Texts of incidents: found by their words, gone from the index with their key."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from first_schema import make_first
from making import ACTOR, SITE, reported
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.person_cipher import seal
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Person, Purpose

TEXT = Person(text="Kliedza, ka pasi nesaņēma")


def _stems(word: str, language: str) -> list[str]:
    return [word] if language == "lv" else []


def _found(database: Database, text: str, reporter: UUID | None = None) -> list[str]:
    with database.reader() as reader:
        return [one.number for one in reader.find.incidents_with(SITE, text, _stems, reporter)]


def _report(database: Database, clock: VirtualClock, person: Person, serial: int = 1) -> UUID:
    with database.unit_of_work() as uow:
        text_id = uow.persons.put(Purpose.INCIDENT_TEXT, person, at=clock(), expires=None)
        first = FirstReport(IncidentKind.AGGRESSION, clock())
        reported(uow, clock, first, serial, text_id=text_id)
        uow.commit()
    return text_id


def test_found_by_beginnings_and_stems_of_words(database: Database, clock: VirtualClock) -> None:
    _report(database, clock, TEXT)
    _report(database, clock, Person(text="Ļoti nepacietīgs klients"), 2)
    first, second = f"{SITE}-2026-0001", f"{SITE}-2026-0002"
    assert _found(database, "klie pas") == _found(database, "nesaņ") == [first]
    assert _found(database, "pas") == _found(database, "PASI") == [first]
    assert _found(database, "loti") == [second]
    assert _found(database, "lie") == _found(database, "") == _found(database, "loti pasi") == []


def test_stems_are_no_beginnings(database: Database, clock: VirtualClock) -> None:
    """The stem of "pasi" is "pas", which "pasts" begins with."""
    _report(database, clock, Person(text="pasi"))
    assert _found(database, "pa") == _found(database, "pas") != []
    assert _found(database, "past") == []


def test_only_ones_own(database: Database, clock: VirtualClock) -> None:
    _report(database, clock, TEXT)
    assert _found(database, "pasi", ACTOR) == [f"{SITE}-2026-0001"]
    assert _found(database, "pasi", make_id()) == []


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.INCIDENT_TEXT])
def test_other_texts_are_found_by_nothing(
    purpose: Purpose, database: Database, clock: VirtualClock
) -> None:
    with database.unit_of_work() as uow:
        uow.persons.put(purpose, TEXT, at=clock(), expires=None)
        uow.commit()
    assert _words(database) == []


def test_erasing_and_correcting_clean_the_index(database: Database, clock: VirtualClock) -> None:
    text_id = _report(database, clock, TEXT)
    with database.unit_of_work() as uow:
        uow.persons.correct(text_id, Person(text="Runāja skaļi"), at=clock())
        uow.commit()
    assert _found(database, "pasi") == []
    assert _found(database, "skal") == [f"{SITE}-2026-0001"]
    with database.unit_of_work() as uow:
        uow.persons.erase(text_id)
        uow.commit()
    assert _found(database, "skal") == _words(database) == []


def _words(database: Database) -> list[Any]:
    with database.reader() as reader:
        return list(reader._connection.exec_driver_sql("SELECT rowid FROM person_search").all())


def test_upgrading_indexes_the_texts_reported_before(tmp_path: Path, clock: VirtualClock) -> None:
    """A database of the first schema, with a report's text and a note that stays unindexed."""
    raw = make_first(tmp_path)
    for number, purpose in enumerate((Purpose.INCIDENT_TEXT, Purpose.VISIT_NOTE), 1):
        row_id = make_id()
        sealed = seal(row_id, purpose, TEXT)
        row = (row_id.bytes, purpose.value, 0, sealed.nonce, sealed.ciphertext)
        raw.execute("INSERT INTO person_data VALUES (?, ?, ?, ?, ?)", row)
        raw.execute(
            "INSERT INTO person_key (search_id, person_id, key) VALUES (?, ?, ?)",
            (number, row_id.bytes, sealed.key),
        )
    raw.close()
    opened = Database.open(tmp_path, KEY, make_id, clock, DEVICE)
    match = "SELECT rowid FROM person_search WHERE person_search MATCH ?"
    with opened.reader() as reader:
        found = reader._connection.exec_driver_sql(match, ('"\ue000pasi"*',)).all()
    assert [tuple(row) for row in found] == _words(opened) == [(1,)]
    opened.close()
