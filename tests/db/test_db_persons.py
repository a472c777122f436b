"""Personal data: readable while kept, found by search, gone for ever when erased."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.driver import connect
from db.layout import database_path
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose

ANNA = Person("Anna Bērziņa-Šķēle", "+371 29 123 456", "anna.b@example.lv", "grib latviski")
LATER = date(2027, 5, 1)


def _put(database: Database, clock: VirtualClock, *people: Person) -> list[UUID]:
    with database.unit_of_work() as uow:
        ids = [
            uow.persons.put(Purpose.APPOINTMENT, one, at=clock(), expires=LATER) for one in people
        ]
        uow.commit()
    return ids


def test_a_person_comes_back_and_is_gone_when_erased(
    database: Database, clock: VirtualClock
) -> None:
    anna, other = _put(database, clock, ANNA, Person("Ivo"))
    with database.reader() as reader:
        assert reader.persons.get(anna) == ANNA
        assert reader.persons.get_many([anna, other, make_id()]) == {
            anna: ANNA,
            other: Person("Ivo"),
        }
        assert reader.persons.get_many([]) == {}
    with database.unit_of_work() as uow:
        uow.persons.erase(anna)
        uow.persons.erase(anna)
        uow.commit()
    with database.reader() as reader:
        assert reader.persons.get(anna) is None
        assert reader.persons.get_many([anna, other]) == {other: Person("Ivo")}
        assert reader.persons.search("anna", Purpose.APPOINTMENT) == []
        kinds = [(one.kind, one.row_id) for one in reader.outbox.pending(10)]
    assert kinds == [("person_data", anna), ("person_data", other), ("person_erased", anna)]


def test_replacing_makes_another_row_and_destroys_the_old_key(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    (old,) = _put(database, clock, ANNA)
    with database.unit_of_work() as uow:
        new = uow.persons.replace(old, Person("Anna Kalniņa"))
        with pytest.raises(DeskError, match=r"person\.erased"):
            uow.persons.replace(old, ANNA)
        uow.commit()
    with database.reader() as reader:
        assert reader.persons.get(old) is None
        assert reader.persons.get(new) == Person("Anna Kalniņa")
        assert reader.persons.search("berzina", Purpose.APPOINTMENT) == []
        assert reader.persons.search("kalnina", Purpose.APPOINTMENT) == [new]
    raw = connect(database_path(data_folder), KEY)
    assert raw.execute("SELECT person_id, expires FROM person_key").fetchall() == [
        (new.bytes, "2027-05-01")
    ]
    raw.close()


@pytest.mark.parametrize(
    "typed",
    [
        "anna",
        "BĒRZ",
        "berzina",
        "ber an",
        "skele",
        "šķ",
        "anna.b@exa",
        "29123456",
        "29 12",
        "+371 2912",
        "0037129123456",
        "37129123456",
    ],
)
def test_found_by(database: Database, clock: VirtualClock, typed: str) -> None:
    anna, _ = _put(database, clock, ANNA, Person("Ivo Zirnis", "67000000", "ivo@x.lv"))
    with database.reader() as reader:
        assert reader.persons.search(typed, Purpose.APPOINTMENT) == [anna]
        assert reader.persons.search(typed, Purpose.VISIT_CONTACT) == []


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "nna", "anna x", "latviski", "9123456", '"', "anna OR ivo", "a*x", "+"]
)
def test_not_found_by(database: Database, clock: VirtualClock, typed: str) -> None:
    _put(database, clock, ANNA, Person("Ivo Zirnis"))
    with database.reader() as reader:
        assert reader.persons.search(typed, Purpose.APPOINTMENT) == []


def test_found_newest_first_and_by_russian_letters(database: Database, clock: VirtualClock) -> None:
    first, second = _put(database, clock, Person("Андрей Пётров"), Person("Анна Петрова"))
    with database.reader() as reader:
        assert reader.persons.search("петров", Purpose.APPOINTMENT) == [second, first]
        assert reader.persons.search("андрей", Purpose.APPOINTMENT) == [first]


def test_only_ciphertext_lies_in_the_database_and_search_words_go(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    """Even with the database key, nothing of an erased person is left to read."""
    (anna,) = _put(database, clock, ANNA)
    raw = connect(database_path(data_folder), KEY)

    def everything() -> bytes:
        tables = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        rows = [raw.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]
        values = [value for table in rows for row in table for value in row]
        return b"|".join(v if isinstance(v, bytes) else str(v).encode() for v in values)

    assert b"berzina" in everything(), "the search table holds folded words while kept"
    assert "Bērziņa".encode() not in everything()
    assert b"latviski" not in everything()
    with database.unit_of_work() as uow:
        uow.persons.erase(anna)
        uow.commit()
    assert b"berzina" not in everything()
    assert b"29123456" not in everything()
    raw.close()


@pytest.mark.parametrize("column", ["id", "purpose", "ciphertext", "nonce"])
def test_an_altered_or_moved_row_is_noticed(
    database: Database, clock: VirtualClock, data_folder: Path, column: str
) -> None:
    anna, ivo = _put(database, clock, ANNA, Person("Ivo"))
    raw = connect(database_path(data_folder), KEY)
    raw.execute("DROP TRIGGER person_data_no_update")
    raw.execute("PRAGMA foreign_keys = OFF")
    if column == "id":
        swap = "UPDATE person_key SET person_id = ? WHERE person_id = ?"
        raw.execute(swap, (bytes(16), anna.bytes))
        raw.execute(swap, (anna.bytes, ivo.bytes))
    elif column == "purpose":
        raw.execute("UPDATE person_data SET purpose = 'staff'")
    else:
        raw.execute(f"UPDATE person_data SET {column} = zeroblob(length({column}))")
    raw.close()
    with database.reader() as reader, pytest.raises(DeskError, match=r"person\.damaged"):
        reader.persons.get(anna)


def test_equal_fields_have_different_keys_and_ciphertexts(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    _put(database, clock, ANNA, ANNA)
    raw = connect(database_path(data_folder), KEY)
    assert len(set(raw.execute("SELECT key FROM person_key").fetchall())) == 2
    assert len(set(raw.execute("SELECT ciphertext FROM person_data").fetchall())) == 2
    raw.close()
