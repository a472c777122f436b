"""The lane of personal keys: erased is erased everywhere, restored is readable, HQ sees nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from branch_pc import Branch, Make
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from raw_pages import folder_bytes, where
from sqlalchemy import select
from virtual import KEY, make_id

from db import erasure_record
from db.hq import lane as lane_store
from db.hq.database import transaction
from db.hq.lane_models import lane, lane_erasure
from db.hq.models import hq_metadata, op
from db.lane_cipher import PersonKey, lane_key, unwrap, wrap
from db.person_cipher import Sealed, unseal
from desk.domain.erasure import Why
from desk.domain.errors import DeskError
from desk.domain.person import Person, Purpose
from desk.hq.work import Work
from desk.sync.lane_bodies import LaneEntry

NAME = "Krišjānis Ozolsberģis"
PHONE = "+37129418273"
_NEEDLES = [NAME.encode(), b"Ozolsber", "krišjānis".encode(), b"ozolsbergis", PHONE[1:].encode()]


def _put(pc: Branch, name: str = NAME) -> UUID:
    with pc.database.unit_of_work() as uow:
        person = Person(name=name, phone=PHONE)
        made = uow.persons.put(Purpose.APPOINTMENT, person, at=pc.clock(), expires=None)
        uow.commit()
    return made


def _erase(pc: Branch, person: UUID) -> None:
    with pc.database.unit_of_work() as uow:
        uow.erasures.erase([person], Why.REQUESTED, at=pc.clock())
        uow.commit()
    pc.database.scrub()


def _name(pc: Branch, person: UUID) -> str | None:
    with pc.database.reader() as reader:
        found = reader.persons.get(person)
    return found.name if found else None


def _found(pc: Branch, text: str) -> list[UUID]:
    with pc.database.reader() as reader:
        return reader.persons.search(text, Purpose.APPOINTMENT)


def _tables(work: Work) -> Iterator[bytes]:
    """Every value of every table of headquarters."""
    with transaction(work.engine) as connection:
        for table in hq_metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    yield bytes(value) if isinstance(value, bytes) else str(value).encode()


def _kept(work: Work) -> dict[UUID, bytes]:
    with transaction(work.engine) as connection:
        return {row.row_id: bytes(row.sealed) for row in connection.execute(select(lane))}


def _gone(work: Work) -> set[UUID]:
    with transaction(work.engine) as connection:
        return set(connection.execute(select(lane_erasure.c.row_id)).scalars())


def test_keys_go_up_wrapped_and_none_waits_any_more(make: Make, work: Work) -> None:
    pc = make()
    person = _put(pc)
    pc.round()
    key = unwrap(pc.database.lane_key, person, _kept(work)[person], PersonKey)
    with pc.database.reader() as reader:
        assert {person: key} == reader.lane.person_keys([person])
        assert reader.lane.waiting("person", 9) == ()


def test_a_key_is_bound_to_its_row_and_its_database() -> None:
    key, person = lane_key(KEY), make_id()
    wrapped = wrap(key, person, PersonKey(bytes(32), None, None))
    assert unwrap(key, person, wrapped, PersonKey) == PersonKey(bytes(32), None, None)
    assert unwrap(key, make_id(), wrapped, PersonKey) is None
    assert unwrap(lane_key(bytes(32)), person, wrapped, PersonKey) is None
    assert unwrap(key, person, wrapped[:5], PersonKey) is None


def test_headquarters_cannot_read_a_name_with_all_they_have(make: Make, work: Work) -> None:
    pc = make()
    person = _put(pc)
    pc.round()
    values = list(_tables(work))
    assert not [value for value in values if any(needle in value for needle in _NEEDLES)]
    with transaction(work.engine) as connection:
        bodies = connection.execute(select(op.c.body).where(op.c.kind == "person_data")).scalars()
        rows = [msgspec.json.decode(bytes(body), type=dict[str, Any]) for body in bodies]
    row = next(row for row in rows if UUID(row["id"]) == person)
    sealed = [msgspec.convert(row[name], bytes) for name in ("nonce", "ciphertext")]
    assert _opens(pc, person, sealed), "the right key would open it"
    for value in values:
        for key in _candidates(value):
            for tried in (key, HKDF(SHA256(), 32, None, b"branch-desk lane 1").derive(key)):
                with pytest.raises(DeskError, match=r"person\.damaged"):
                    unseal(person, Purpose.APPOINTMENT, Sealed(tried, *sealed))
                assert unwrap(tried, person, _kept(work)[person], PersonKey) is None


def _opens(pc: Branch, person: UUID, sealed: list[bytes]) -> bool:
    with pc.database.reader() as reader:
        key = reader.lane.person_keys([person])[person].key
    return unseal(person, Purpose.APPOINTMENT, Sealed(key, *sealed)).name == NAME


def _candidates(value: bytes) -> Iterator[bytes]:
    """Everything in a value that could be a key."""
    text = value.decode("ascii", "ignore")
    raw = bytes.fromhex(text) if len(text) == 64 and set(text) <= set("0123456789abcdef") else b""
    for source in {value, raw}:
        yield from {source[at : at + 32] for at in range(len(source) - 31)}


@pytest.mark.parametrize("new_pc", [False, True], ids=["same PC", "another PC"])
def test_after_an_erasure_the_name_is_nowhere(
    make: Make, work: Work, tmp_path: Path, new_pc: bool
) -> None:
    pc = make()
    person, other = _put(pc), _put(pc, "Anna Liepa")
    pc.round()
    pc.copy_to(tmp_path / "backup")
    _erase(pc, person)
    pc.round()
    assert person not in _kept(work)
    assert person in _gone(work)
    assert other in _kept(work)
    _nowhere(pc, work)
    pc.restore_from(tmp_path / "backup")
    if new_pc:
        erasure_record.record_path(pc.folder).unlink()
    assert _name(pc, person) == NAME
    done = pc.round()
    assert done is not None
    assert done.restored
    assert _name(pc, person) is None
    assert _found(pc, "Krišjānis") == []
    assert _name(pc, other) == "Anna Liepa"
    assert person in erasure_record.read(pc.folder)
    _nowhere(pc, work)


def _nowhere(pc: Branch, work: Work) -> None:
    pc.database.scrub()
    assert where(folder_bytes(pc.folder, KEY), _NEEDLES) == {}
    assert not [value for value in _tables(work) if any(needle in value for needle in _NEEDLES)]


def test_the_key_itself_is_nowhere_either(make: Make, work: Work, tmp_path: Path) -> None:
    pc = make()
    person = _put(pc)
    pc.round()
    with pc.database.reader() as reader:
        key = reader.lane.person_keys([person])[person].key
    wrapped = _kept(work)[person]
    pc.copy_to(tmp_path / "backup")
    assert where(folder_bytes(tmp_path / "backup", KEY), [key])
    _erase(pc, person)
    pc.round()
    assert where(folder_bytes(pc.folder, KEY), [key]) == {}
    assert not any(wrapped in value for value in _tables(work))
    pc.restore_from(tmp_path / "backup")
    pc.round()
    pc.database.scrub()
    assert where(folder_bytes(pc.folder, KEY), [key]) == {}
    if file := work.engine.url.database if work.engine.dialect.name == "sqlite" else None:
        work.engine.dispose()
        assert wrapped not in Path(file).read_bytes(), "headquarters' file is overwritten too"


def test_a_restored_branch_reads_persons_again_that_it_had_lost(
    make: Make, work: Work, tmp_path: Path
) -> None:
    pc = make()
    early = _put(pc, "Anna Liepa")
    pc.round()
    pc.copy_to(tmp_path / "backup")
    late, gone = _put(pc), _put(pc, "Velta Zaļkalne")
    pc.round()
    _erase(pc, gone)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.round()
    assert (_name(pc, early), _name(pc, late), _name(pc, gone)) == ("Anna Liepa", NAME, None)
    assert _found(pc, "ozolsbergis") == [late]
    assert _found(pc, "zalkalne") == []
    pc.round()
    with pc.database.reader() as reader:
        assert reader.meta.get("lane.wanted") == ""
        assert reader.lane.waiting("person", 9) == ()


def test_a_corrected_person_comes_back_as_corrected(make: Make, tmp_path: Path) -> None:
    pc = make()
    _put(pc)
    pc.copy_to(tmp_path / "backup")
    person = _put(pc)
    pc.round()
    with pc.database.unit_of_work() as uow:
        uow.persons.correct(person, Person(name="Kristaps Ozols"), at=pc.clock())
        uow.commit()
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.round()
    pc.round()
    assert _name(pc, person) == "Kristaps Ozols"


def test_an_erasure_that_is_faster_than_its_key_wins(make: Make, work: Work) -> None:
    pc = make()
    person = _put(pc)
    with pc.database.reader() as reader:
        key = reader.lane.person_keys([person])[person]
    _erase(pc, person)
    pc.round()
    assert person in _gone(work)
    pc.line.lane_up((LaneEntry(person, person, "person", wrap(KEY, person, key)),))
    assert person not in _kept(work)


def test_another_pc_of_the_branch_can_neither_read_nor_replace_a_key(
    make: Make, work: Work
) -> None:
    pc, other = make(), make()
    person = _put(pc)
    pc.round()
    before = _kept(work)
    other.line.lane_up((LaneEntry(person, person, "person", b"something else"),))
    assert _kept(work) == before
    assert other.line.lane(0, 0).entries == ()
    assert make("ogre").line.lane(0, 0).entries == ()
    assert [one.row_id for one in pc.line.lane(0, 0).entries] == [person]


def test_headquarters_erase_and_the_branch_follows(make: Make, work: Work) -> None:
    pc = make()
    person = _put(pc)
    pc.round()
    with transaction(work.engine) as connection:
        assert lane_store.destroy(connection, "riga-2", [person], work.clock()) == 1
        assert lane_store.destroy(connection, "riga-2", [person], work.clock()) == 0
    assert _kept(work) == {}
    pc.round()
    assert _name(pc, person) is None
    _nowhere(pc, work)


@pytest.mark.parametrize("fault", ["request", "reply", "twice", "crash"])
@pytest.mark.parametrize("at", range(6))
def test_whatever_gets_lost_erasures_arrive(
    make: Make, work: Work, tmp_path: Path, fault: str, at: int
) -> None:
    pc = make()
    person = _put(pc)
    pc.round()
    pc.copy_to(tmp_path / "backup")
    late = _put(pc, "Anna Liepa")
    pc.round()
    _erase(pc, person)
    pc.round(*[""] * (at % 3), fault)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.round(*[""] * at, fault)
    for _ in range(3):
        pc.round()
    assert (_name(pc, person), _name(pc, late)) == (None, "Anna Liepa")
    assert set(_kept(work)) == {late}


@pytest.mark.parametrize("work", ["sqlite"], indirect=True)
def test_headquarters_that_were_set_back_get_keys_and_erasures_again(
    make: Make, work: Work
) -> None:
    pc = make()
    person, stays = _put(pc), _put(pc, "Anna Liepa")
    pc.round()
    file = Path(str(work.engine.url.database))
    work.engine.dispose()
    saved = {f.name: f.read_bytes() for f in file.parent.glob("hq.db*")}
    late = _put(pc, "Velta Zaļkalne")
    _erase(pc, person)
    pc.round()
    pc.round()
    work.engine.dispose()
    for f in file.parent.glob("hq.db*"):
        f.unlink()
    for name, raw in saved.items():
        (file.parent / name).write_bytes(raw)
    assert person in _kept(work)
    pc.round()
    pc.round()
    assert set(_kept(work)) == {stays, late}
    assert person in _gone(work)
    assert _name(pc, stays) == "Anna Liepa"


def test_a_round_without_news_asks_nothing_more(make: Make) -> None:
    pc = make()
    _erase(pc, _put(pc))
    _put(pc)
    for _ in range(2):
        pc.round()
    asked: list[str] = []
    pc.line.lane = lambda *_: asked.append("lane")  # type: ignore[assignment,return-value,method-assign]
    pc.line.lane_up = lambda *_: asked.append("up")  # type: ignore[assignment,return-value,method-assign]
    pc.round()
    assert asked == []


def test_many_keys_go_in_several_requests(make: Make, work: Work) -> None:
    pc = make()
    pc.write(620)
    pc.round()
    assert len(_kept(work)) == 620
    with pc.database.reader() as reader:
        assert reader.lane.waiting("person", 9) == ()
