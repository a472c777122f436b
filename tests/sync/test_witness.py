"""Witnessed roots of the incident log: neither side can write history anew unseen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
from branch_pc import Branch, Make
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from virtual import make_id

from db.device_key import is_signed
from db.hq.database import transaction
from db.hq.lane_models import log_alarm, log_witness
from desk.commands.verify_witness import read_witness, witness_data, witness_lines
from desk.domain.entry_log import Occasion, Root
from desk.hq.status import status
from desk.hq.work import Work
from desk.services import sync_state
from desk.services.verify import verify
from desk.sync.lane_bodies import WitnessAsked, Witnessed


def _log(pc: Branch, lines: int) -> Root:
    """Some lines more, and a signed checkpoint over all of them."""
    with pc.database.unit_of_work() as uow:
        for _ in range(lines):
            uow.entry_log.append("incident_event", row := make_id(), row.bytes * 2)
        made = uow.entry_log.checkpoint(Occasion.START)
        uow.commit()
    return Root(made.size, made.root)


def _rewrite(pc: Branch) -> None:
    """Whoever holds the file and its keys writes the log's first line anew."""
    with pc.database.unit_of_work() as uow:
        for name in ("entry_log_no_update", "checkpoint_no_delete"):
            uow._connection.exec_driver_sql(f"DROP TRIGGER {name}")
        uow._connection.exec_driver_sql("UPDATE entry_log SET leaf = zeroblob(32) WHERE idx = 0")
        uow._connection.exec_driver_sql("DELETE FROM checkpoint")
        uow.commit()


def _signed(work: Work) -> list[tuple[int, bool]]:
    with transaction(work.engine) as connection:
        asked = select(log_witness).order_by(log_witness.c.number)
        return [(row.size, row.set_back) for row in connection.execute(asked)]


def _alarms(work: Work) -> list[tuple[int, str]]:
    with transaction(work.engine) as connection:
        return [(row.size, row.why) for row in connection.execute(select(log_alarm))]


def _last(pc: Branch) -> Root | None:
    with pc.database.reader() as reader:
        known, alarm = reader.witness.last(), reader.witness.alarm()
    assert alarm is None
    if known is None:
        return None
    assert is_signed(pc.known.hq_key, known.signed_text, known.signature)
    return known.root


def test_the_branch_keeps_the_root_that_headquarters_signed(make: Make, work: Work) -> None:
    pc = make()
    assert pc.round() is not None
    assert _last(pc) is None
    for lines in (1, 3, 1, 8, 20):
        root = _log(pc, lines)
        pc.round()
        assert _last(pc) == root
    pc.round()
    assert _signed(work) == [(1, False), (4, False), (5, False), (13, False), (33, False)]
    assert _alarms(work) == []


def test_each_pc_has_a_log_of_its_own(make: Make, work: Work) -> None:
    pc, other = make(), make()
    roots = _log(pc, 3), _log(other, 2)
    pc.round()
    other.round()
    assert (_last(pc), _last(other)) == roots
    assert _alarms(work) == []


def test_a_log_that_was_written_anew_is_refused_and_both_sides_say_so(
    make: Make, work: Work
) -> None:
    pc = make()
    before = _log(pc, 4)
    pc.round()
    _rewrite(pc)
    _log(pc, 2)
    for _ in range(2):
        pc.round()
    assert _alarms(work) == [(6, "history")]
    assert _signed(work) == [(4, False)]
    with pc.database.reader() as reader:
        known, alarm = reader.witness.last(), reader.witness.alarm()
    assert known is not None
    assert known.root == before
    assert alarm is not None
    assert alarm.size == 6


def test_a_log_that_lost_its_end_is_refused(make: Make, work: Work) -> None:
    pc = make()
    _log(pc, 4)
    pc.round()
    with pc.database.unit_of_work() as uow:
        for name in ("entry_log_no_delete", "checkpoint_no_delete"):
            uow._connection.exec_driver_sql(f"DROP TRIGGER {name}")
        uow._connection.exec_driver_sql("DELETE FROM entry_log WHERE idx > 1")
        uow._connection.exec_driver_sql("DELETE FROM checkpoint")
        uow.commit()
    _log(pc, 1)
    pc.round()
    assert _alarms(work) == [(3, "history")]


def test_a_lost_reply_is_made_good_from_what_headquarters_have(make: Make, work: Work) -> None:
    pc = make()
    _log(pc, 3)
    pc.round()
    _log(pc, 2)
    real = pc.line.witness

    def lost(asked: WitnessAsked) -> Witnessed:
        real(asked)
        from desk.domain.errors import DeskError

        raise DeskError("sync.offline")

    pc.line.witness = lost  # type: ignore[method-assign]
    assert pc.round() is None
    pc.line.witness = real  # type: ignore[method-assign]
    last = _log(pc, 2)
    pc.round()
    assert _last(pc) == last
    assert _signed(work) == [(3, False), (5, False), (7, False)]


def test_after_a_restore_the_log_goes_on_from_the_backup_and_it_is_noted(
    make: Make, work: Work, tmp_path: Path
) -> None:
    pc = make()
    _log(pc, 3)
    pc.round()
    pc.copy_to(tmp_path / "backup")
    _log(pc, 4)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    last = _log(pc, 1)
    pc.round()
    assert _last(pc) == last
    assert _signed(work) == [(3, False), (7, False), (4, True)]
    after = _log(pc, 5)
    pc.round()
    assert _last(pc) == after
    assert _signed(work)[-1] == (9, False)
    assert _alarms(work) == []


def test_a_restore_is_no_excuse_for_another_history_before_the_backup(
    make: Make, work: Work, tmp_path: Path
) -> None:
    pc = make()
    _log(pc, 3)
    pc.round()
    pc.copy_to(tmp_path / "backup")
    _log(pc, 4)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    _rewrite(pc)
    _log(pc, 1)
    pc.round()
    assert _alarms(work) == [(4, "history")]


def test_a_claimed_restore_without_one_is_refused(make: Make, work: Work) -> None:
    pc = make()
    _log(pc, 3)
    pc.round()
    real = pc.line.witness
    pc.line.witness = lambda asked: real(  # type: ignore[method-assign]
        msgspec.structs.replace(asked, since=0, proof=(), set_back=True)
    )
    _log(pc, 3)
    pc.round()
    assert _alarms(work) == [(6, "history")]


def test_another_key_or_a_forged_signature_is_refused(make: Make, work: Work) -> None:
    pc = make()
    _log(pc, 3)
    real, key = pc.line.witness, Ed25519PrivateKey.generate()
    forged = key.public_key().public_bytes_raw()
    pc.line.witness = lambda asked: real(  # type: ignore[method-assign]
        msgspec.structs.replace(asked, public_key=forged)
    )
    pc.round()
    assert _alarms(work) == [(3, "signature")]
    pc.line.witness = real  # type: ignore[method-assign]
    _log(pc, 1)
    pc.round()
    assert _signed(work) == [(4, False)]
    with pc.database.unit_of_work() as uow:
        uow._connection.exec_driver_sql("DELETE FROM device_key")
        uow.commit()
    _log(pc, 1)
    pc.round()
    assert (5, "key") in _alarms(work)


def test_a_root_that_headquarters_did_not_sign_is_not_kept(make: Make) -> None:
    pc = make()
    _log(pc, 2)
    real = pc.line.witness
    pc.line.witness = lambda asked: msgspec.structs.replace(  # type: ignore[method-assign]
        real(asked), signature=bytes(64)
    )
    pc.round()
    with pc.database.reader() as reader:
        assert reader.witness.last() is None
        assert reader.witness.alarm() is not None


def test_no_flipped_bit_of_what_was_signed_is_believed(make: Make) -> None:
    pc = make()
    _log(pc, 2)
    pc.round()
    with pc.database.reader() as reader:
        known = reader.witness.last()
    assert known is not None
    key = pc.known.hq_key
    assert is_signed(key, known.signed_text, known.signature)
    other = replace(known, text=known.text.replace("\n2\n", "\n3\n"))
    assert not is_signed(key, other.signed_text, known.signature)


def _said(pc: Branch) -> tuple[str, dict[str, object], bool]:
    with pc.database.reader() as reader:
        kept = read_witness(reader)
        assert kept is not None
        check = verify(reader, kept.roots)
        lines = "\n".join(witness_lines(kept, check))
        return lines, witness_data(kept, check), kept.fine


def test_verify_tells_the_last_witnessed_root(make: Make) -> None:
    pc = make()
    assert "not witnessed the log yet" in _said(pc)[0]
    root = _log(pc, 3)
    pc.round()
    _log(pc, 2)
    lines, data, fine = _said(pc)
    assert lines == "root of size 3 that headquarters witnessed on 2026-11-24 09:00: matches"
    assert (data["size"], data["root"], data["matches"]) == (3, root.root.hex(), True)
    assert data["signed_by_headquarters"]
    assert fine


def test_verify_tells_what_was_written_anew_and_that_headquarters_refused(
    make: Make, work: Work
) -> None:
    pc = make()
    _log(pc, 3)
    pc.round()
    _rewrite(pc)
    lines, data, _fine = _said(pc)
    assert "DOES NOT MATCH" in lines
    assert data["matches"] is False
    _log(pc, 1)
    pc.round()
    lines, data, fine = _said(pc)
    assert "HEADQUARTERS REFUSED THE LOG of size 4" in lines
    assert (data["refused_size"], fine) == (4, False)
    with pc.database.reader() as reader:
        assert sync_state.read(reader, pc.clock()).log_refused == pc.clock()
    with transaction(work.engine) as connection:
        now = status(connection)
    assert [(one.stream, one.size, one.why) for one in now.alarms] == [("riga-2", 4, "history")]


def test_verify_tells_a_root_that_somebody_put_into_the_file(make: Make) -> None:
    pc = make()
    _log(pc, 3)
    pc.round()
    with pc.database.unit_of_work() as uow:
        uow._connection.exec_driver_sql("UPDATE witnessed SET signature = zeroblob(64)")
        uow.commit()
    lines, _data, fine = _said(pc)
    assert "IT IS NOT SIGNED BY HEADQUARTERS" in lines
    assert not fine
