"""Files on a stick in the place of the line: both ways, over and over, and every wrong file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from branch_pc import Branch
from hq_device import Pc
from sqlalchemy import select
from usb_stick import Stick

from db.hq.database import transaction
from db.hq.models import fork, op, quarantine
from desk.hq.courier import Counter
from desk.hq.status import revoke
from desk.hq.work import Work

TakeIn = Callable[..., Pc]


@pytest.fixture
def stick(pc: Branch, work: Work, tmp_path: Path) -> Stick:
    """A stick, empty."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(pc, work, folder)


def _there(work: Work) -> list[str]:
    """The states of what headquarters have, in the order of the PC's numbers."""
    with transaction(work.engine) as connection:
        return list(connection.scalars(select(op.c.state).order_by(op.c.epoch, op.c.seq)))


def test_it_carries_both_ways(stick: Stick, taken_in: TakeIn, work: Work) -> None:
    colleague = taken_in("riga-2")
    colleague.write(b"{}", b"{}", kind="something_new")
    colleague.push()
    stick.pc.write(3)
    packed, carried, unpacked = stick.there_and_back()
    assert packed.ops == 3
    assert (carried.taken, carried.known, carried.refused) == (3, 0, 0)
    assert carried.given == 5  # what the colleague wrote, and its own, as on the line
    assert (unpacked.settled, unpacked.refused, unpacked.read) == (3, 0, 5)
    assert _there(work).count("accepted") == 5
    again = stick.there_and_back()
    assert (again[0].ops, again[1].taken, again[2].settled, again[2].read) == (0, 0, 0, 0)


def test_then_the_line_has_nothing_left_to_do(stick: Stick) -> None:
    stick.pc.write(3)
    stick.there_and_back()
    done = stick.pc.round()
    assert done is not None
    assert (done.sent, done.read, done.restored) == (0, 0, False)


def test_more_than_a_batch_and_more_than_a_page(stick: Stick, work: Work) -> None:
    for _ in range(3):
        stick.pc.write(400)
    told: list[int] = []
    stick.courier.pack(stick.asked, told.append)
    assert told == sorted(told)
    assert told[-1] == 100
    counter = Counter(work.engine, work.clock)
    assert counter.take(stick.asked, stick.answer, told.append).taken == 1200
    assert stick.courier.unpack(stick.answer, told.append).read == 1200
    assert told.count(100) == 3
    assert _there(work) == ["accepted"] * 1200


def test_nothing_counts_as_sent_before_the_answer(stick: Stick, work: Work) -> None:
    stick.pc.write(2)
    assert stick.out().ops == 2
    assert stick.pc.known.acked == 0
    stick.asked.unlink()  # the stick got lost
    stick.pc.write()
    assert stick.out().ops == 3
    stick.carry()
    stick.answer.unlink()  # and the next one on its way back
    assert stick.out().ops == 3
    carried = stick.carry()
    assert (carried.taken, carried.known) == (0, 3)
    assert stick.back().settled == 3
    assert stick.pc.known.acked == 3
    assert _there(work) == ["accepted"] * 3


@pytest.mark.parametrize("when", ["after out", "after in", "after all"])
def test_the_line_may_come_back_meanwhile(stick: Stick, work: Work, when: str) -> None:
    stick.pc.write(2)
    stick.out()
    if when == "after out":
        stick.pc.round()
    stick.carry()
    if when == "after in":
        stick.pc.write()
        stick.pc.round()
    stick.back()
    stick.pc.write()
    done = stick.pc.round()
    assert done is not None
    assert (done.restored, done.refused) == (False, 0)
    assert stick.pc.known.acked == stick.pc.known.seq
    assert _there(work) == ["accepted"] * stick.pc.known.seq
    packed, carried, unpacked = stick.there_and_back()
    assert (packed.ops, carried.taken, unpacked.settled) == (0, 0, 0)


def test_what_was_written_meanwhile_waits_for_the_next_file(stick: Stick, work: Work) -> None:
    stick.pc.write(2)
    stick.out()
    stick.carry()
    stick.pc.write(3)
    assert stick.back().settled == 2
    known = stick.pc.known
    assert (known.acked, known.seq) == (2, 5)
    assert stick.out().ops == 3
    assert stick.carry().taken == 3


def test_a_refusal_comes_back_with_its_reason_and_blocks_nothing(
    stick: Stick, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick.pc.write(1)
    stick.pc.write(1)
    stick.out()
    refusals = iter(["hq.not_yours", ""])
    monkeypatch.setattr("desk.hq.push.refusal_of", lambda kind: next(refusals))
    assert (stick.carry().refused, _there(work)) == (1, ["refused", "accepted"])
    assert stick.back().refused == 1
    with stick.pc.database.reader() as reader:
        rows = reader._connection.exec_driver_sql(
            "SELECT state, reason, body IS NULL FROM sealed_op ORDER BY seq"
        ).all()
    assert rows == [("refused", "hq.not_yours", 0), ("sent", "", 1)]


def test_the_same_file_twice(stick: Stick) -> None:
    stick.pc.write()
    stick.there_and_back()
    assert stick.refusal(stick.carry) == "courier.repeated"
    assert stick.refusal(stick.back) == "courier.repeated"


def test_an_older_file(stick: Stick) -> None:
    stick.pc.write()
    stick.out()
    older = stick.asked.read_bytes()
    stick.carry()
    answer = stick.answer.read_bytes()
    stick.pc.write()
    stick.there_and_back()
    stick.asked.write_bytes(older)
    assert stick.refusal(stick.carry) == "courier.older"
    stick.answer.write_bytes(answer)
    assert stick.refusal(stick.back) == "courier.older"
    assert stick.pc.known.acked == 2


def test_a_file_of_another_branch(
    stick: Stick, work: Work, tmp_path: Path, database_template: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copyfile(database_template, folder / database_template.name)
    other = Stick(Branch(folder, work, stick.pc.clock, "ogre"), work, tmp_path / "other-stick")
    other.folder.mkdir()
    for one in (stick, other):
        one.pc.write()
        one.out()
        one.carry()
    ours = stick.answer.read_bytes()
    stick.answer.write_bytes(other.answer.read_bytes())
    assert stick.refusal(stick.back) == "courier.other_pc"
    stick.answer.write_bytes(ours)
    assert stick.back().settled == 1
    other.pc.database.close()


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("hq", "0199aaaa-0000-7000-8000-00000000000f", "courier.other_hq"),
        ("device", "0199aaaa-0000-7000-8000-00000000000f", "hq.unknown_device"),
        ("number", 7, "courier.damaged"),
        ("way", "down", "courier.wrong_way"),
        ("way", "sideways", "courier.damaged"),
    ],
)
def test_a_header_that_was_written_over(stick: Stick, field: str, value: Any, refusal: str) -> None:
    stick.pc.write()
    stick.out()
    first, rest = stick.asked.read_bytes().split(b"\n", 1)
    length = int.from_bytes(rest[:4], "big")
    header = json.dumps(json.loads(rest[4 : 4 + length]) | {field: value}).encode()
    part = len(header).to_bytes(4, "big") + header
    stick.asked.write_bytes(first + b"\n" + part + rest[4 + length :])
    assert stick.refusal(stick.carry) == refusal
    assert not stick.answer.exists()


def test_files_that_go_the_other_way_or_are_none(stick: Stick) -> None:
    stick.pc.write()
    stick.out()
    stick.answer.write_bytes(stick.asked.read_bytes())
    assert stick.refusal(stick.back) == "courier.wrong_way"
    for content in (b"", b"%PDF-1.7\n...", b"branch-desk courier x\n", b"branch-desk courier"):
        stick.answer.write_bytes(content)
        assert stick.refusal(stick.back) == "courier.not_one"
    stick.answer.write_bytes(b"branch-desk courier 2\nwhatever")
    assert stick.refusal(stick.back) == "courier.newer"
    stick.answer.unlink()
    assert stick.refusal(stick.back) == "courier.unreadable"


def test_cut_anywhere_it_is_refused_and_whole_it_is_taken(stick: Stick) -> None:
    stick.pc.write(2)
    stick.out()
    whole = stick.asked.read_bytes()
    for size in [*range(0, len(whole), 97), len(whole) - 1]:
        stick.asked.write_bytes(whole[:size])
        assert stick.refusal(stick.carry) in ("courier.cut", "courier.not_one")
    stick.asked.write_bytes(whole)
    assert stick.carry().taken == 2
    whole = stick.answer.read_bytes()
    for size in [*range(0, len(whole), 97), len(whole) - 1]:
        stick.answer.write_bytes(whole[:size])
        assert stick.refusal(stick.back) in ("courier.cut", "courier.not_one")
    stick.answer.write_bytes(whole)
    assert stick.back().settled == 2


def test_no_changed_byte_gets_through(stick: Stick) -> None:
    stick.pc.write(2)
    stick.out()
    whole, chance = stick.asked.read_bytes(), Random(11)
    for place in [*range(30), *chance.sample(range(len(whole)), 60)]:
        changed = bytearray(whole)
        changed[place] ^= chance.randrange(1, 256)
        stick.asked.write_bytes(changed)
        assert stick.refusal(stick.carry).startswith(("courier.", "hq.unknown_device"))
    stick.asked.write_bytes(whole)
    assert stick.carry().taken == 2


def test_something_after_the_end_is_no_part_of_it(stick: Stick) -> None:
    stick.pc.write()
    stick.out()
    stick.asked.write_bytes(stick.asked.read_bytes() + b"x")
    assert stick.refusal(stick.carry) == "courier.damaged"


def test_nothing_in_it_can_be_read_on_the_way(stick: Stick) -> None:
    stick.pc.write(3)
    stick.out()
    stick.carry()
    for path in (stick.asked, stick.answer):
        content = path.read_bytes()
        assert b"person_data" not in content
        assert stick.pc.known.private not in content


def test_another_kind_of_file_is_not_written_over(stick: Stick) -> None:
    stick.asked.write_bytes(b"somebody's photographs")
    assert stick.refusal(stick.out) == "courier.exists"
    assert stick.asked.read_bytes() == b"somebody's photographs"


def test_of_a_revoked_pc_it_is_kept_apart(stick: Stick, work: Work) -> None:
    stick.pc.write(2)
    stick.out()
    with transaction(work.engine) as connection:
        revoke(connection, stick.pc.known.device, work.clock())
    assert stick.refusal(stick.carry) == "hq.revoked"
    with transaction(work.engine) as connection:
        assert len(connection.execute(select(quarantine)).all()) == 1
    assert _there(work) == []


def test_a_restored_database_is_told_to_use_the_line_once(
    stick: Stick, work: Work, tmp_path: Path
) -> None:
    stick.pc.write(2)
    stick.pc.copy_to(tmp_path / "saved")
    stick.pc.write(2)
    stick.there_and_back()
    answer = stick.answer.read_bytes()
    stick.pc.restore_from(tmp_path / "saved")
    assert stick.refusal(stick.back) == "courier.not_asked"
    stick.pc.write(3)
    stick.out()
    assert stick.refusal(stick.carry) == "courier.restored"
    with transaction(work.engine) as connection:
        assert connection.execute(select(fork)).all() == []
    stick.answer.write_bytes(answer)
    assert stick.refusal(stick.back) == "courier.restored"
    done = stick.pc.round()
    assert done is not None
    assert done.restored
    stick.pc.write()
    packed, carried, unpacked = stick.there_and_back()
    assert (packed.ops, carried.taken, unpacked.settled) == (1, 1, 1)


def test_a_full_stick_costs_nothing(stick: Stick) -> None:
    """On a real small disk, in a mount namespace of its own."""
    if not shutil.which("unshare"):
        pytest.skip("no mount namespaces here")
    task = [sys.executable, str(Path(__file__).with_name("small_stick.py")), str(stick.folder)]
    here = Path(__file__).parents
    done = subprocess.run(
        ["unshare", "-rm", *task],
        env=os.environ | {"PYTHONPATH": f"{here[2]}{os.pathsep}{here[1]}"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    if b"unshare" in done.stderr or b"mount" in done.stderr:
        pytest.skip("no mount namespaces here")
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == {"code": "courier.full", "left": ["kept"]}
