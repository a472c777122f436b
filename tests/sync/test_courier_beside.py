"""A line that is dead for days: keys, erasures, sealed parts and roots go by the stick as well."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest
from branch_pc import Branch
from raw_pages import folder_bytes, where
from sealed_reports import Reports
from sqlalchemy import select
from usb_stick import NAME, Stick, correct, erase, key, log, put
from virtual import KEY

from db import erasure_record
from db.attachment_cipher import PORTION
from db.device_key import is_signed
from db.hq import lane as lane_store
from db.hq.database import transaction
from db.hq.lane_models import lane, lane_erasure, log_alarm, log_witness
from db.hq.models import hq_metadata
from db.lane_cipher import PersonKey, unwrap
from desk.domain.entry_log import Root
from desk.hq.work import Work
from desk.sync import courier_beside
from desk.sync.courier_file import Answer, checked, look, opener
from desk.sync.lane_bodies import LaneUp, Witnessed


@pytest.fixture
def pc(pc: Branch) -> Branch:
    """A branch's PC whose line is dead."""
    pc.line.is_cut = True
    return pc


@pytest.fixture
def stick(pc: Branch, work: Work, tmp_path: Path) -> Stick:
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(pc, work, folder)


def _waiting(pc: Branch) -> dict[str, int]:
    with pc.database.reader() as reader:
        return {kind: len(reader.lane.waiting(kind, 99)) for kind in ("person", "annex", "file")}


def _kept(work: Work) -> dict[tuple[UUID, int], bytes]:
    with transaction(work.engine) as connection:
        rows = connection.execute(select(lane)).all()
    return {(row.row_id, row.part): bytes(row.sealed) for row in rows}


def _opened(pc: Branch, work: Work, person: UUID) -> PersonKey | None:
    return unwrap(pc.database.lane_key, person, _kept(work)[person, 0], PersonKey)


def _erase_at_hq(work: Work, *persons: UUID) -> None:
    with transaction(work.engine) as connection:
        assert lane_store.destroy(connection, "riga-2", persons, work.clock()) == len(persons)


def _witnessed(pc: Branch) -> Root | None:
    with pc.database.reader() as reader:
        known, alarm = reader.witness.last(), reader.witness.alarm()
    assert alarm is None
    if known is None:
        return None
    assert is_signed(pc.known.hq_key, known.signed_text, known.signature)
    return known.root


def test_days_without_a_line(stick: Stick, work: Work) -> None:
    """A client and a serious incident; then headquarters erase the client; all by the stick."""
    pc = stick.pc
    reports = Reports(pc)
    person, other = put(pc), put(pc, "Anna Liepa")
    incident = reports.report("2")
    entry = reports.seal(incident)
    incident = reports.attach(incident, data := os.urandom(3 * PORTION + 7))
    picture = incident.handling.attachments[0]
    root = log(pc)
    assert pc.round() is None
    stick.there_and_back()
    assert _waiting(pc) == {"person": 0, "annex": 0, "file": 0}
    kept = _kept(work)
    assert {(person, 0), (other, 0), (entry, 0)} < set(kept)
    assert [part for row, part in sorted(kept) if row == picture.id] == list(range(5))
    assert sum(len(kept[picture.id, part]) for part in range(1, 5)) > len(data)
    assert _opened(pc, work, person) == key(pc, person)
    assert _witnessed(pc) == root
    _erase_at_hq(work, person)
    secret = key(pc, person).key
    assert pc.can_read(person)
    stick.there_and_back()
    assert (pc.can_read(person), pc.can_read(other)) == (False, True)
    assert person in erasure_record.read(pc.folder)
    assert where(folder_bytes(pc.folder, KEY), [secret, NAME.encode()]) == {}
    assert (person, 0) not in _kept(work)


def test_the_line_then_has_nothing_left_to_carry(stick: Stick, work: Work) -> None:
    put(stick.pc)
    log(stick.pc)
    stick.there_and_back()
    stick.pc.line.is_cut = False
    asked: list[str] = []
    for name in ("lane_up", "lane", "witness"):
        setattr(stick.pc.line, name, lambda *_given, name=name: asked.append(name))
    stick.pc.round()
    assert asked == []


def test_what_the_branch_erases_is_erased_there(stick: Stick, work: Work) -> None:
    person = put(stick.pc)
    stick.there_and_back()
    wrapped = _kept(work)[person, 0]
    erase(stick.pc, person)
    stick.there_and_back()
    assert _kept(work) == {}
    with transaction(work.engine) as connection:
        assert list(connection.scalars(select(lane_erasure.c.row_id))) == [person]
        rows = [row for table in hq_metadata.sorted_tables for row in
                connection.execute(select(table))]  # fmt: skip
    assert not any(wrapped in value for row in rows for value in row if isinstance(value, bytes))


def test_an_erased_one_whose_key_is_on_its_way_is_not_kept(stick: Stick, work: Work) -> None:
    """Headquarters erased it before its key came; and the branch hears of it with the answer."""
    person = put(stick.pc)
    stick.out()
    _erase_at_hq(work, person)
    stick.carry()
    assert _kept(work) == {}
    stick.back()
    assert not stick.pc.can_read(person)


def test_a_lost_stick_costs_nothing(stick: Stick, work: Work) -> None:
    person, root = put(stick.pc), log(stick.pc)
    stick.out()
    stick.asked.unlink()
    assert _waiting(stick.pc)["person"] == 1
    stick.out()
    stick.carry()
    stick.answer.unlink()
    assert (_waiting(stick.pc)["person"], _witnessed(stick.pc)) == (1, None)
    assert _kept(work).keys() == {(person, 0)}
    stick.there_and_back()
    assert (_waiting(stick.pc)["person"], _witnessed(stick.pc)) == (0, root)
    with transaction(work.engine) as connection:
        assert len(connection.execute(select(log_witness)).all()) == 1


def test_the_same_file_or_an_older_one_again_changes_nothing(stick: Stick, work: Work) -> None:
    person = put(stick.pc)
    stick.out()
    first = stick.asked.read_bytes()
    stick.carry()
    answer = stick.answer.read_bytes()
    stick.back()
    correct(stick.pc, person, "Kristaps Ozols")
    stick.there_and_back()
    before = _kept(work)
    stick.asked.write_bytes(first)
    assert stick.refusal(stick.carry) == "courier.older"
    stick.answer.write_bytes(answer)
    assert stick.refusal(stick.back) == "courier.older"
    assert _kept(work) == before
    assert _opened(stick.pc, work, person) == key(stick.pc, person)


def test_a_key_that_changed_meanwhile_goes_with_the_next_file(stick: Stick, work: Work) -> None:
    person = put(stick.pc)
    stick.out()
    correct(stick.pc, person, "Kristaps Ozols")
    stick.carry()
    stick.back()
    assert _waiting(stick.pc)["person"] == 1
    assert _opened(stick.pc, work, person) != key(stick.pc, person)
    stick.there_and_back()
    assert _opened(stick.pc, work, person) == key(stick.pc, person)
    assert _waiting(stick.pc)["person"] == 0


def test_a_file_that_the_line_has_overtaken_replaces_no_newer_key(stick: Stick, work: Work) -> None:
    person = put(stick.pc)
    stick.out()
    correct(stick.pc, person, "Kristaps Ozols")
    root = log(stick.pc)
    stick.pc.line.is_cut = False
    stick.pc.round()
    before = _kept(work)
    stick.carry()
    assert _kept(work) == before
    stick.back()
    assert _opened(stick.pc, work, person) == key(stick.pc, person)
    assert _witnessed(stick.pc) == root


def test_an_answer_that_the_line_has_overtaken_sets_nothing_back(stick: Stick, work: Work) -> None:
    early, first, second = put(stick.pc, "E"), put(stick.pc), put(stick.pc, "Anna Liepa")
    _erase_at_hq(work, early)
    stick.there_and_back()
    _erase_at_hq(work, first)
    stick.out()
    stick.carry()
    _erase_at_hq(work, second)
    log(stick.pc)
    root = log(stick.pc)
    stick.pc.line.is_cut = False
    stick.pc.round()
    stick.back()
    assert not stick.pc.can_read(first)
    assert not stick.pc.can_read(second)
    assert _witnessed(stick.pc) == root
    with stick.pc.database.reader() as reader:
        assert reader.meta.get("lane.erased") == "3"


def test_the_log_goes_on_from_root_to_root(stick: Stick, work: Work) -> None:
    for _ in range(3):
        root = log(stick.pc)
        stick.out()
        log(stick.pc)  # it grows while the stick is on its way
        stick.carry()
        stick.back()
        assert _witnessed(stick.pc) == root
    with transaction(work.engine) as connection:
        assert connection.execute(select(log_alarm)).all() == []


def test_a_log_that_was_written_anew_is_found_out_by_the_stick(stick: Stick, work: Work) -> None:
    log(stick.pc)
    log(stick.pc)
    stick.there_and_back()
    with stick.pc.database.unit_of_work() as uow:
        for name in ("entry_log_no_update", "checkpoint_no_delete"):
            uow._connection.exec_driver_sql(f"DROP TRIGGER {name}")
        uow._connection.exec_driver_sql("UPDATE entry_log SET leaf = zeroblob(32) WHERE idx = 0")
        uow._connection.exec_driver_sql("DELETE FROM checkpoint")
        uow.commit()
    log(stick.pc)
    stick.there_and_back()
    with stick.pc.database.reader() as reader:
        alarm = reader.witness.alarm()
    assert alarm is not None
    assert alarm.size == 3
    with transaction(work.engine) as connection:
        assert [row.why for row in connection.execute(select(log_alarm))] == ["history"]


def test_headquarters_that_witnessed_more_tell_their_root(stick: Stick, work: Work) -> None:
    """The answer got lost: the next question begins where they are, one stick later."""
    log(stick.pc)
    stick.out()
    stick.carry()
    stick.answer.unlink()
    first = log(stick.pc)
    stick.there_and_back()
    assert _witnessed(stick.pc) == Root(1, _root_at(work, 1))
    stick.there_and_back()
    assert _witnessed(stick.pc) == first


def _root_at(work: Work, size: int) -> bytes:
    with transaction(work.engine) as connection:
        return bytes(
            connection.execute(
                select(log_witness.c.root).where(log_witness.c.size == size)
            ).scalar_one()
        )


def test_a_restored_branch_gets_its_keys_by_the_stick(
    stick: Stick, work: Work, tmp_path: Path
) -> None:
    """The line is there for a moment, long enough to say that this copy goes on."""
    pc = stick.pc
    pc.line.is_cut = False
    pc.round()
    pc.copy_to(tmp_path / "backup")
    reports = Reports(pc)
    person, gone = put(pc), put(pc, "Velta Zaļkalne")
    incident = reports.attach(reports.report("2"), data := os.urandom(PORTION + 1))
    pc.round()
    erase(pc, gone)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.round("", "", "", "request")  # hello, erasures, the takeover; then nothing more
    pc.line.is_cut = True
    with pc.database.reader() as reader:
        assert reader.meta.get("lane.wanted") == "yes"
    assert not pc.can_read(person)
    stick.there_and_back()
    stick.there_and_back()
    assert (pc.can_read(person), pc.can_read(gone)) == (True, False)
    with pc.database.reader() as reader:
        assert reader.attachments.read(incident.handling.attachments[0].id) == data
        assert reader.meta.get("lane.wanted") == ""


def test_keys_of_a_copied_or_revoked_pc_are_not_taken(
    stick: Stick, work: Work, tmp_path: Path
) -> None:
    pc = stick.pc
    person = put(pc)
    stick.there_and_back()
    pc.copy_to(tmp_path / "copy")
    correct(pc, person, "Kristaps Ozols")
    stick.there_and_back()
    before = _kept(work)
    pc.restore_from(tmp_path / "copy")
    with pc.database.unit_of_work() as uow:
        uow.lane.begin_anew()
        uow.commit()
    stick.out()
    stick.carry()
    assert _kept(work) == before


def test_every_key_of_a_large_file_arrives(
    stick: Stick, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_beside, "MOST_KEYS", 7)
    stick.pc.write(30)
    stick.there_and_back()
    assert len(_kept(work)) == 30
    assert _waiting(stick.pc)["person"] == 0


def test_pictures_beyond_the_measure_go_with_the_next_file(
    stick: Stick, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_beside, "MOST_A_FILE", 10)
    reports = Reports(stick.pc)
    incident = reports.report("2")
    for _ in range(2):
        incident = reports.attach(incident, b"picture" * 5)
    stick.there_and_back()
    assert _waiting(stick.pc)["file"] == 1
    stick.there_and_back()
    assert _waiting(stick.pc)["file"] == 0


def test_no_key_stands_in_what_is_hashed_or_signed_for_good(stick: Stick, work: Work) -> None:
    person = put(stick.pc)
    secret = key(stick.pc, person).key
    stick.out()
    stick.carry()
    for path in (stick.asked, stick.answer):
        assert secret not in path.read_bytes()
    wrapped = _kept(work)[person, 0]
    with transaction(work.engine) as connection:
        for table in hq_metadata.sorted_tables:
            if table.name == "lane":
                continue
            for row in connection.execute(select(table)):
                values = [bytes(one) for one in row if isinstance(one, bytes | memoryview)]
                assert not any(wrapped in one or secret in one for one in values), table.name
    stick.back()


def test_what_the_files_hold(stick: Stick, work: Work) -> None:
    """Each piece is sealed for its reader alone, and everything stands under one signature."""
    put(stick.pc)
    log(stick.pc)
    stick.out()
    stick.carry()
    known = stick.pc.known
    file = checked(look(stick.answer), known.hq_key)
    kinds = [type(piece) for piece in file.read(opener(known.private))]
    assert kinds[0] is Answer
    assert Witnessed in kinds
    assert LaneUp not in kinds
