"""Operations go in once, in order, and come out of the stream as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as replaced

import msgspec
import pytest
from hq_device import Pc
from sqlalchemy import func, select
from virtual import make_id

from db.hq import devices
from db.hq.database import transaction
from db.hq.models import fork, op, quarantine
from desk.domain.errors import DeskError
from desk.hq.work import Work
from desk.sync.wire import MOST_BYTES, MOST_OPS, Standing, Verdict

TakeIn = Callable[..., Pc]


def _verdicts(pushed: object) -> list[Verdict]:
    return [result.verdict for result in pushed.results]  # type: ignore[attr-defined]


def _bodies(pc: Pc, stream: str = "riga-2", after: int = 0) -> list[bytes]:
    return [change.body for change in pc.changes(stream, after).changes]


def test_what_one_pc_sends_another_one_reads(taken_in: TakeIn) -> None:
    here, there = taken_in(), taken_in()
    here.write(b"one", b"two")
    here.write(b"three")
    pushed = here.push()
    assert _verdicts(pushed) == [Verdict.ACCEPTED] * 3
    assert (pushed.head, pushed.feed) == (here.head, 3)
    page = there.changes("riga-2")
    assert [change.feed for change in page.changes] == [1, 2, 3]
    assert [change.body for change in page.changes] == [b"one", b"two", b"three"]
    assert [change.hash for change in page.changes] == here.chain
    assert page.head == 3


def test_a_lost_reply_costs_nothing(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one", b"two")
    first = pc.push()
    again = pc.push()
    assert _verdicts(again) == [Verdict.KNOWN] * 2
    assert again.head == first.head
    pc.write(b"three")
    assert _verdicts(pc.push()) == [Verdict.KNOWN, Verdict.KNOWN, Verdict.ACCEPTED]
    assert _bodies(pc) == [b"one", b"two", b"three"]


def test_a_gap_is_refused_and_says_where(taken_in: TakeIn) -> None:
    pc = taken_in()
    for body in (b"one", b"two", b"three"):
        pc.write(body)
    pc.push(1, 1)
    with pytest.raises(DeskError, match=r"hq\.gap.*seq=1"):
        pc.push(3)
    pc.push(2)
    assert _bodies(pc) == [b"one", b"two", b"three"]


def test_a_transaction_in_two_batches_is_shown_whole_or_not_at_all(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one", b"two", ends=False)
    pc.write(b"three")
    assert _verdicts(pc.push(1, 2)) == [Verdict.HELD] * 2
    assert _bodies(pc) == []
    assert _verdicts(pc.push(3)) == [Verdict.ACCEPTED]
    assert _bodies(pc) == [b"one", b"two", b"three"]


def test_another_transaction_cannot_begin_inside_one(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one", ends=False)
    pc.push()
    pc.ops.append(msgspec.structs.replace(pc.ops[0], seq=2, op_id=make_id(), txn_id=make_id()))
    with pytest.raises(DeskError, match=r"hq\.transaction"):
        pc.push(2)


def test_one_refused_operation_blocks_nothing_but_its_transaction(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one")
    pc.write(b"two", b"three", kind="bulletin")
    pc.write(b"four")
    pushed = pc.push()
    assert [(r.verdict, r.reason) for r in pushed.results] == [
        (Verdict.ACCEPTED, ""),
        (Verdict.REFUSED, "hq.not_yours"),
        (Verdict.REFUSED, "hq.not_yours"),
        (Verdict.ACCEPTED, ""),
    ]
    assert _bodies(pc) == [b"one", b"four"]
    assert pc.push().results[1].reason == "hq.not_yours", "a refusal is told again"


def test_a_refusal_in_the_second_half_refuses_the_first_half(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one", ends=False)
    pc.push()
    pc.write(b"two", kind="bulletin")
    pc.push(2)
    assert _bodies(pc) == []


def test_one_number_with_two_contents_is_a_fork_and_both_are_kept(
    taken_in: TakeIn, work: Work
) -> None:
    pc = taken_in()
    pc.write(b"one")
    pc.push()
    other = pc.copy()
    pc.write(b"two")
    pc.push(2)
    other.write(b"other two")
    other.write(b"other three")
    for _ in range(2):
        with pytest.raises(DeskError, match=r"hq\.forked"):
            other.push(2)
    with transaction(work.engine) as connection:
        kept = connection.execute(select(fork.c.seq, fork.c.body).order_by(fork.c.seq)).all()
    assert [(row.seq, bytes(row.body)) for row in kept] == [(2, b"other two"), (3, b"other three")]
    assert _bodies(pc) == [b"one", b"two"]


def test_a_batch_that_continues_another_chain_is_a_fork(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one")
    other = pc.copy()
    pc.push()
    other.ops = [msgspec.structs.replace(other.ops[0], body=b"changed")]
    other.write(b"two")
    with pytest.raises(DeskError, match=r"hq\.forked"):
        other.push(2)


@pytest.mark.parametrize("spoilt", ["body", "kind", "op_id", "ends", "signature", "prev_hash"])
def test_whatever_is_changed_on_the_way_is_noticed(taken_in: TakeIn, spoilt: str) -> None:
    pc = taken_in()
    pc.write(b"one")
    batch = pc.batch()
    changes: dict[str, object] = {
        "body": b"ONE",
        "kind": "account_event",
        "op_id": make_id(),
        "ends": False,
    }
    if spoilt in changes:
        op_ = msgspec.structs.replace(batch.ops[0], **{spoilt: changes[spoilt]})
        batch = msgspec.structs.replace(batch, ops=(op_,))
    else:
        old = getattr(batch, spoilt)
        batch = msgspec.structs.replace(batch, **{spoilt: bytes(reversed(old))[:-1] + b"\1"})
    with pytest.raises(DeskError, match=r"hq\.signature"):
        pc.send(batch)
    assert _bodies(pc) == []


def test_nobody_sends_for_another_pc(taken_in: TakeIn) -> None:
    mine, yours = taken_in(), taken_in()
    yours.write(b"one")
    with pytest.raises(DeskError, match=r"hq\.signature"):
        mine.send(yours.batch())


def test_too_much_at_once_is_refused(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(bytes(MOST_BYTES), b"x")
    with pytest.raises(DeskError, match=r"hq\.too_large"):
        pc.push()


def test_numbers_that_do_not_follow_one_another_are_refused(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one", b"two")
    pc.ops = [pc.ops[0], msgspec.structs.replace(pc.ops[1], seq=3)]
    batch = pc.batch(1, 1)
    with pytest.raises(DeskError, match=r"hq\.not_contiguous"):
        pc.send(msgspec.structs.replace(batch, ops=tuple(pc.ops)))


def test_pages_end_where_a_transaction_ends(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(*[b"a"] * (MOST_OPS - 1))
    pc.push()
    pc.write(*[b"b"] * 3)
    pc.write(b"c")
    pc.push(MOST_OPS)
    page = pc.changes("riga-2")
    assert len(page.changes) == MOST_OPS + 2
    assert page.changes[-1].ends
    rest = pc.changes("riga-2", page.changes[-1].feed)
    assert [change.body for change in rest.changes] == [b"c"]
    assert pc.changes("riga-2", rest.changes[-1].feed).changes == ()


def test_a_cursor_beyond_the_stream_says_that_headquarters_were_set_back(taken_in: TakeIn) -> None:
    pc = taken_in()
    with pytest.raises(DeskError, match=r"hq\.cursor.*head=0"):
        pc.changes("riga-2", 7)


def test_a_branch_reads_its_own_stream_and_that_of_headquarters_alone(taken_in: TakeIn) -> None:
    mine, theirs = taken_in("riga-2"), taken_in("ogre")
    theirs.write(b"secret")
    theirs.push()
    assert set(mine.hello().streams) == {"riga-2", "hq"}
    for stream in ("ogre", "nowhere"):
        with pytest.raises(DeskError, match=r"hq\.not_your_stream"):
            mine.changes(stream)


def test_a_revoked_pc_is_heard_no_more_but_what_it_said_is_kept(
    taken_in: TakeIn, work: Work
) -> None:
    pc = taken_in()
    pc.write(b"one")
    pc.push()
    with transaction(work.engine) as connection:
        devices.change(connection, pc.device, revoked_at=work.clock())
    pc.write(b"two")
    for _ in range(2):
        with pytest.raises(DeskError, match=r"hq\.revoked"):
            pc.push(2)
    with pytest.raises(DeskError, match=r"hq\.revoked"):
        pc.changes("riga-2")
    with transaction(work.engine) as connection:
        assert connection.execute(select(func.count()).select_from(quarantine)).scalar() == 1
        assert connection.execute(select(func.count()).select_from(op)).scalar() == 1


def test_a_request_counts_once(taken_in: TakeIn, work: Work) -> None:
    pc = taken_in()
    signed = pc.signed()
    work.changes(signed, "riga-2", 0)
    with pytest.raises(DeskError, match=r"hq\.replayed"):
        work.changes(signed, "riga-2", 0)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_request_of_another_time_is_refused(
    taken_in: TakeIn, work: Work, clock: object, minutes: int
) -> None:
    pc = taken_in()
    signed = pc.signed()
    clock.advance(minutes=minutes)  # type: ignore[attr-defined]
    with pytest.raises(DeskError, match=r"hq\.stale"):
        work.changes(signed, "riga-2", 0)


def test_a_request_signed_for_something_else_is_refused(taken_in: TakeIn, work: Work) -> None:
    pc = taken_in()
    signed = replaced(pc.signed(), text=b"another request")
    with pytest.raises(DeskError, match=r"hq\.signature"):
        work.changes(signed, "riga-2", 0)


def test_a_restored_pc_learns_it_before_it_sends_anything(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one")
    pc.push()
    backup = pc.copy()
    pc.write(b"two")
    pc.push(2)
    assert pc.hello().standing == Standing.ALIKE
    assert backup.hello().standing == Standing.HQ_AHEAD
    backup.write(b"another two")
    assert backup.hello().standing == Standing.FORKED


def test_a_restored_pc_goes_on_as_a_new_epoch_and_loses_nothing(taken_in: TakeIn) -> None:
    pc = taken_in()
    pc.write(b"one")
    pc.push()
    restored = pc.copy()
    pc.write(b"two")
    pc.push(2)
    restored.take_over()
    restored.write(b"three")
    assert _verdicts(restored.push()) == [Verdict.ACCEPTED]
    assert _bodies(restored) == [b"one", b"two", b"three"]
    assert restored.hello().standing == Standing.ALIKE


def test_the_copy_that_was_left_behind_is_told_so(taken_in: TakeIn) -> None:
    old = taken_in()
    old.write(b"one")
    old.push()
    new = old.copy()
    new.take_over()
    old.write(b"two")
    assert old.hello().standing == Standing.SUPERSEDED
    with pytest.raises(DeskError, match=r"hq\.superseded"):
        old.push(2)


def test_what_is_sent_again_in_a_new_epoch_is_in_the_stream_once(taken_in: TakeIn) -> None:
    pc = taken_in()
    sent = pc.write(b"one", b"two")
    pc.push()
    pc.take_over()
    pc.ops = [msgspec.structs.replace(each) for each in sent]
    assert _verdicts(pc.push()) == [Verdict.KNOWN] * 2
    assert _bodies(pc) == [b"one", b"two"]
    pc.write(b"three")
    pc.push(3)
    assert _bodies(pc) == [b"one", b"two", b"three"]


def test_of_two_copies_that_take_over_at_once_one_goes_through(
    taken_in: TakeIn, work: Work
) -> None:
    pc = taken_in()
    seen = pc.hello().head
    pc.take_over()
    with pytest.raises(DeskError, match=r"hq\.superseded"):
        from desk.sync.wire import Takeover

        work.take_over(pc.signed(), Takeover(make_id(), 1, seen))
