"""Rounds of a real branch database with headquarters: nothing lost, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from branch_pc import Branch, Make
from hq_chains import broken_chains
from hq_tables import put_back, saved
from sqlalchemy import select
from virtual import VirtualClock, make_id

from db.hq.database import transaction
from db.hq.models import op
from desk.domain.errors import DeskError
from desk.hq.work import Work
from desk.sync import sending
from desk.sync.rounds import Rounds


def _there(work: Work) -> list[tuple[str, str]]:
    """What headquarters have: kind and state, in order of arrival."""
    with transaction(work.engine) as connection:
        rows = connection.execute(select(op.c.kind, op.c.state).order_by(op.c.epoch, op.c.seq))
        return [(row.kind, row.state) for row in rows]


def test_what_is_written_here_is_there_after_a_round(make: Make, work: Work) -> None:
    pc = make()
    pc.write(3)
    done = pc.round()
    assert done is not None
    assert (done.sent, done.refused, done.restored) == (3, 0, False)
    assert _there(work) == [("person_data", "accepted")] * 3


def test_a_round_with_nothing_to_do_does_nothing(make: Make) -> None:
    pc = make()
    pc.write()
    pc.round()
    again = pc.round()
    assert again is not None
    assert (again.sent, again.read, again.restored) == (0, 0, False)


def test_a_transaction_arrives_whole(make: Make, work: Work) -> None:
    pc = make()
    pc.write(3)
    pc.write(2)
    pc.round()
    with transaction(work.engine) as connection:
        rows = connection.execute(select(op.c.txn_id, op.c.ends).order_by(op.c.seq)).all()
    assert [row.ends for row in rows] == [False, False, True, False, True]
    assert len({row.txn_id for row in rows}) == 2


def test_a_long_transaction_goes_in_several_batches(make: Make, work: Work) -> None:
    pc = make()
    pc.write(1100)
    pc.round()
    assert _there(work) == [("person_data", "accepted")] * 1100


def test_bodies_go_when_they_are_there_and_can_be_made_again(make: Make, work: Work) -> None:
    pc = make()
    pc.write(2)
    pc.round()
    with pc.database.reader() as reader:
        kept = reader.sync.after(1, 0, 9)
        assert [row.body for row in kept] == [None, None]
        from desk.sync.sending import op_of

        made = [op_of(reader.sync, row).body for row in kept]
    with transaction(work.engine) as connection:
        there = connection.execute(select(op.c.body).order_by(op.c.seq)).scalars().all()
    assert [bytes(body) for body in there] == made


def test_names_do_not_leave_the_branch(make: Make, work: Work) -> None:
    pc = make()
    pc.write(2)
    pc.round()
    with transaction(work.engine) as connection:
        bodies = connection.execute(select(op.c.body)).scalars().all()
    assert bodies
    assert not any(b"Name" in bytes(body) for body in bodies)


@pytest.mark.parametrize("fault", ["request", "reply", "twice", "crash"])
@pytest.mark.parametrize("at", range(4))
def test_whatever_gets_lost_the_next_round_mends_it(
    make: Make, work: Work, fault: str, at: int
) -> None:
    pc, other = make(), make()
    other.write(2)
    other.round()
    pc.write(2)
    pc.round(*[""] * at, fault)
    pc.write()
    pc.round()
    pc.round()
    assert _there(work) == [("person_data", "accepted")] * 5
    other.round()
    assert set(pc.held()) == set(other.held())
    assert len(pc.held()) == 5


def test_a_restored_pc_reads_back_what_it_lost_and_sends_what_is_new(
    make: Make, work: Work, tmp_path: Path
) -> None:
    pc = make()
    pc.write(2)
    pc.round()
    pc.copy_to(tmp_path / "backup")
    pc.write(3)
    pc.round()
    pc.restore_from(tmp_path / "backup")
    pc.write()
    done = pc.round()
    assert done is not None
    assert done.restored
    assert len(_there(work)) == 6
    assert len(pc.held()) == 6
    again = pc.round()
    assert again is not None
    assert not again.restored


def test_a_copy_on_another_pc_takes_over_and_the_first_one_is_told(
    make: Make, tmp_path: Path, work: Work, clock: VirtualClock
) -> None:
    pc = make()
    pc.write(2)
    pc.round()
    pc.copy_to(tmp_path / "moved")
    moved = Branch(tmp_path / "moved", work, clock)
    moved.write()
    done = moved.round()
    assert done is not None
    assert done.sent == 1
    pc.write()
    with pytest.raises(DeskError, match=r"hq\.(superseded|forked)"):
        pc.round()
        moved.round()
        pc.round()
    moved.database.close()


def test_headquarters_that_were_set_back_get_everything_again(make: Make, work: Work) -> None:
    pc, other = make(), make()
    for one in (pc, other):
        one.write(2)
        one.round()
    early = saved(work.engine)
    for one in (pc, other):
        one.write(2)
        one.round()
    other.round()
    pc.round()
    put_back(work.engine, early)
    other.write()
    for _ in range(2):
        for one in (other, pc):
            one.round()
    assert len([state for _kind, state in _there(work) if state == "accepted"]) == 9
    assert set(pc.held()) == set(other.held())


def test_a_transaction_that_was_sent_by_half_is_whole_after_a_takeover(
    make: Make, work: Work
) -> None:
    pc = make()
    pc.write(1100)
    assert pc.round("", "", "request") is None
    (pc.folder / "incarnation").unlink()
    done = pc.round()
    assert done is not None
    assert done.restored
    accepted = [state for _kind, state in _there(work) if state == "accepted"]
    assert len(accepted) == 1100


@pytest.mark.parametrize("forgets_incarnation", [True, False])
def test_headquarters_that_were_set_back_behind_a_takeover_are_told_all(
    make: Make, work: Work, forgets_incarnation: bool
) -> None:
    pc = make()
    pc.write()
    pc.round()
    early = saved(work.engine)
    pc.write(3)
    pc.round()
    (pc.folder / "incarnation").unlink()
    pc.round()
    pc.write()
    pc.round()
    put_back(work.engine, early)
    if forgets_incarnation:
        (pc.folder / "incarnation").unlink()
    for _ in range(2):
        pc.round()
    assert len([state for _kind, state in _there(work) if state == "accepted"]) == 5


def test_a_program_that_makes_other_bodies_of_old_rows_sends_them_in_a_new_chain(
    make: Make, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = make()
    pc.write()
    pc.round()
    early = saved(work.engine)
    pc.write(3)
    pc.round()
    put_back(work.engine, early)
    plain = sending.body_of
    monkeypatch.setattr(sending, "body_of", lambda *given: plain(*given) + b" ")
    pc.write()
    for _ in range(2):
        pc.round()
    assert len([state for _kind, state in _there(work) if state == "accepted"]) == 5
    assert broken_chains(work.engine) == []


@pytest.mark.parametrize("few", [0, 40], ids=["at once", "a few at a time"])
def test_what_is_sealed_on_the_way_arrives_in_one_chain(make: Make, work: Work, few: int) -> None:
    pc = make()
    for _ in range(7):
        pc.write(200)
    line: Any = pc.line
    done = Rounds(pc.database, line, make_id, "1.0", few=few).once()
    assert (done.sent, pc.known.seq, pc.known.acked) == (1400, 1400, 1400)
    assert _there(work) == [("person_data", "accepted")] * 1400
    assert broken_chains(work.engine) == []


@pytest.mark.parametrize("fault", ["request", "reply", "crash", "hq"])
def test_a_long_way_that_breaks_off_goes_on_where_it_was(
    make: Make, work: Work, fault: str
) -> None:
    pc = make()
    for _ in range(7):
        pc.write(200)
    assert pc.round("", "", fault) is None
    arrived = 800 if fault in ("reply", "crash") else 400  # two transactions in each batch
    assert len(_there(work)) == arrived
    pc.round()
    assert _there(work) == [("person_data", "accepted")] * 1400
    assert broken_chains(work.engine) == []
    again = pc.round()
    assert again is not None
    assert (again.sent, again.read) == (0, 0)
