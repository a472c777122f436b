"""A branch reads headquarters' own chain: whatever they unsay, change or leave out, it notices."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from branch_pc import Branch, Make
from hq_tables import put_back, saved
from incoming import bulletin
from sqlalchemy import delete, select, update
from virtual import VirtualClock, make_id

from db.hq.database import transaction
from db.hq.models import feed, op
from db.hq.models import stream as streams
from desk.domain.errors import DeskError
from desk.hq.authoring import author, author_all
from desk.hq.identity import identity
from desk.hq.projecting import catch_up
from desk.hq.status import status
from desk.hq.work import Work
from desk.services import sync_state
from desk.services.sync_state import LineState
from desk.sync import hq_chain
from desk.sync.chain import op_hash
from desk.sync.down import BULLETIN
from desk.sync.hq_chain import SET_BACK, Break
from desk.sync.outcome import failed
from desk.sync.wire import HQ_EPOCH, HQ_STREAM, NOTHING, Op

OWN = "riga-2"


def say(work: Work, stream: str = HQ_STREAM, count: int = 1) -> list[UUID]:
    """Headquarters say something, several times."""
    with transaction(work.engine) as connection:
        return [
            author(connection, stream, BULLETIN, bulletin(), work.clock(), new_id=make_id)
            for _ in range(count)
        ]


def alter(work: Work, op_id: UUID) -> None:
    """Change what an operation says, and nothing else."""
    with transaction(work.engine) as connection:
        body = msgspec.json.encode(bulletin("Cits teksts"))
        connection.execute(update(op).where(op.c.op_id == op_id).values(body=body))


def rewrite(work: Work, stream: str, seq: int) -> None:
    """Change an operation and make the whole chain after it anew, as the database's owner can."""
    with transaction(work.engine) as connection:
        hq = identity(connection).id
        ours = (op.c.stream == stream, op.c.device == hq)
        rows = connection.execute(select(op).where(*ours).order_by(op.c.seq)).all()
        before = NOTHING
        for row in rows:
            body = bytes(row.body) if row.seq != seq else msgspec.json.encode(bulletin("Cits"))
            whole = Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind, body)
            before = op_hash(hq, HQ_EPOCH, whole, before)
            there = update(op).where(*ours, op.c.seq == row.seq)
            connection.execute(there.values(body=body, hash=before))


def leave_out(work: Work, stream: str, seq: int) -> None:
    """Take an operation out; the lines of the stream close up behind it."""
    with transaction(work.engine) as connection:
        hq = identity(connection).id
        (line,) = connection.execute(
            select(feed).where(feed.c.stream == stream, feed.c.device == hq, feed.c.op_seq == seq)
        ).all()
        connection.execute(delete(feed).where(feed.c.stream == stream, feed.c.seq == line.seq))
        later = select(feed.c.seq).where(feed.c.stream == stream, feed.c.seq > line.seq)
        for number in connection.execute(later.order_by(feed.c.seq)).scalars().all():
            here = update(feed).where(feed.c.stream == stream, feed.c.seq == number)
            connection.execute(here.values(seq=number - 1))
        head = update(streams).where(streams.c.name == stream)
        connection.execute(head.values(seq=streams.c.seq - 1))


def swap(work: Work, stream: str, one: int, other: int) -> None:
    """Two lines of a stream change places."""
    with transaction(work.engine) as connection:
        for old, new in ((one, 10_000), (other, one), (10_000, other)):
            here = update(feed).where(feed.c.stream == stream, feed.c.seq == old)
            connection.execute(here.values(seq=new))


def doubted(pc: Branch, code: str) -> None:
    """A round ends with this alarm."""
    with pytest.raises(DeskError) as caught:
        pc.round()
    assert caught.value.code == code


def here(pc: Branch) -> set[UUID]:
    """Operations of headquarters that were taken."""
    with pc.database.reader() as reader:
        rows = reader._connection.exec_driver_sql(
            "SELECT op_id FROM received_op WHERE device = ?", (pc.known.hq.bytes,)
        )
        return {UUID(bytes=row[0]) for row in rows}


def told(work: Work) -> list[tuple[str, UUID, str]]:
    """What headquarters' status says of it."""
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        return [(one.stream, one.after, one.why) for one in status(connection).doubts]


@pytest.mark.parametrize("stream", [HQ_STREAM, OWN])
def test_a_whole_chain_is_read_in_any_number_of_rounds(make: Make, work: Work, stream: str) -> None:
    pc = make()
    ids = set()
    for count in (0, 1, 3, 0, 2):
        ids |= set(say(work, stream, count))
        pc.write()
        assert pc.round() is not None
    assert here(pc) == ids
    assert told(work) == []


@pytest.mark.parametrize("stream", [HQ_STREAM, OWN])
def test_an_altered_operation_is_refused_and_told_at_both_ends(
    make: Make, work: Work, stream: str
) -> None:
    pc = make()
    (known,) = say(work, stream)
    pc.round()
    _next, wrong = say(work, stream, 2)
    alter(work, wrong)
    pc.write()
    doubted(pc, Break.ALTERED)
    assert here(pc) == {known}, "nothing of the page was taken"
    with pc.database.reader() as reader:
        found = hq_chain.doubt(reader, pc.known)
    assert found is not None and (found.code, found.seq) == (Break.ALTERED, 3)
    doubted(pc, Break.ALTERED)  # and it told headquarters meanwhile
    assert told(work) == [(OWN, known, Break.ALTERED)]


def test_a_doubt_ends_when_the_page_is_what_it_was(make: Make, work: Work) -> None:
    pc = make()
    say(work)
    pc.round()
    (new,) = say(work)
    before = saved(work.engine)
    alter(work, new)
    doubted(pc, Break.OTHER_PAST)
    put_back(work.engine, before)
    for _ in range(3):
        pc.round()
    assert new in here(pc)
    with pc.database.reader() as reader:
        assert hq_chain.doubt(reader, pc.known) is None


@pytest.mark.parametrize("known", [0, 1])
def test_a_doubt_ends_when_what_was_doubted_is_there_no_more(
    make: Make, work: Work, known: int
) -> None:
    pc = make()
    say(work, count=known)
    pc.round()
    before = saved(work.engine)
    (wrong,) = say(work)
    alter(work, wrong)
    doubted(pc, Break.OTHER_PAST)
    put_back(work.engine, before)
    assert pc.round() is not None


def test_the_whole_chain_made_anew_is_another_past(make: Make, work: Work) -> None:
    pc = make()
    say(work, count=3)
    pc.round()
    say(work)
    rewrite(work, HQ_STREAM, 2)
    doubted(pc, Break.OTHER_PAST)


@pytest.mark.parametrize("stream", [HQ_STREAM, OWN])
def test_what_is_left_out_is_missed(make: Make, work: Work, stream: str) -> None:
    pc = make()
    say(work, stream, 2)
    pc.round()
    say(work, stream, 3)
    leave_out(work, stream, 4)
    doubted(pc, Break.MISSING)


def test_what_changed_places_is_noticed(make: Make, work: Work) -> None:
    pc = make()
    say(work, count=1)
    pc.round()
    say(work, count=3)
    swap(work, HQ_STREAM, 3, 4)
    doubted(pc, Break.REORDERED)


def test_the_very_first_page_is_looked_at_too(make: Make, work: Work) -> None:
    ids = say(work, count=3)
    alter(work, ids[1])
    pc = make()
    doubted(pc, Break.ALTERED)
    assert here(pc) == set()


def test_a_doubted_stream_does_not_hold_up_the_other_nor_what_goes_up(
    make: Make, work: Work
) -> None:
    for stream, other in ((HQ_STREAM, OWN), (OWN, HQ_STREAM)):
        pc = make(OWN)
        (wrong,) = say(work, stream)
        before = saved(work.engine)
        alter(work, wrong)
        (right,) = say(work, other)
        pc.write(3)
        doubted(pc, Break.OTHER_PAST)
        assert right in here(pc) and wrong not in here(pc)
        assert pc.known.acked >= 3
        pc.database.close()
        put_back(work.engine, before)


def test_headquarters_that_were_set_back_are_followed_and_it_is_said(
    make: Make, work: Work, clock: VirtualClock
) -> None:
    pc = make()
    old = say(work, count=3)
    before = saved(work.engine)
    lost = say(work, count=2)
    assert pc.round() is not None
    put_back(work.engine, before)
    clock.advance(seconds=60)
    new = say(work, count=4)
    assert pc.round() is not None
    assert here(pc) == {*old, *lost, *new}
    with pc.database.reader() as reader:
        assert sync_state.read(reader, clock()).hq_set_back == clock()
    assert pc.round() is not None
    assert told(work) == [(OWN, lost[-1], SET_BACK)]


def test_set_back_without_a_word_since_is_said_when_the_next_one_comes(
    make: Make, work: Work
) -> None:
    pc = make()
    say(work)
    before = saved(work.engine)
    lost = say(work, count=2)
    pc.round()
    put_back(work.engine, before)
    for _ in range(2):
        assert pc.round() is not None
    assert told(work) == [(OWN, lost[-1], SET_BACK)]
    (new,) = say(work)
    assert pc.round() is not None
    assert new in here(pc)


def test_set_back_is_no_excuse_for_another_past(make: Make, work: Work) -> None:
    pc = make()
    say(work, count=3)
    before = saved(work.engine)
    say(work, count=2)
    pc.round()
    put_back(work.engine, before)
    rewrite(work, HQ_STREAM, 2)
    doubted(pc, Break.ALTERED)


def test_a_branch_restored_from_yesterday_reads_on(make: Make, work: Work, tmp_path: Path) -> None:
    pc = make()
    first = say(work, OWN, 2)
    pc.write(2)
    pc.round()
    pc.copy_to(tmp_path / "yesterday")
    later = [*say(work, OWN, 2), *say(work, HQ_STREAM, 2)]
    pc.write(2)
    pc.round()
    pc.restore_from(tmp_path / "yesterday")
    for _ in range(3):
        assert pc.round() is not None
    assert here(pc) == {*first, *later}
    assert told(work) == []


def test_erasures_leave_the_chain_whole(make: Make, work: Work) -> None:
    pc = make()
    say(work, OWN)
    pc.write(3)
    pc.round()
    pc.erase(1)
    say(work, OWN)
    assert pc.round() is not None
    assert pc.round() is not None
    assert told(work) == []


def test_other_pcs_between_headquarters_words_do_not_matter(make: Make, work: Work) -> None:
    one, other = make(), make()
    for _ in range(3):
        one.write(2)
        assert one.round() is not None
        say(work, OWN)
        other.write(2)
        assert other.round() is not None
    assert one.round() is not None
    assert len(here(one)) == len(here(other)) == 3


def test_a_database_that_was_read_before_anybody_looked_goes_on(make: Make, work: Work) -> None:
    pc = make()
    say(work, count=3)
    pc.round()
    with pc.database.unit_of_work() as uow:
        uow.meta.note(f"hq_chain.{HQ_STREAM}", "")
        uow.commit()
    (new,) = say(work)
    assert pc.round() is not None
    assert new in here(pc)
    (wrong,) = say(work)
    alter(work, wrong)
    doubted(pc, Break.OTHER_PAST)


def test_a_transaction_of_several_is_one_piece_of_the_chain(make: Make, work: Work) -> None:
    pc = make()
    with transaction(work.engine) as connection:
        words = [(BULLETIN, bulletin()) for _ in range(4)]
        author_all(connection, OWN, words, work.clock(), new_id=make_id)
    assert pc.round() is not None
    assert len(here(pc)) == 4


def test_it_is_a_state_of_its_own(make: Make, work: Work) -> None:
    pc = make()
    (wrong,) = say(work)
    alter(work, wrong)
    doubted(pc, Break.OTHER_PAST)
    outcome = failed(None, pc.clock(), Break.OTHER_PAST, {"seq": 1})
    assert sync_state.state_of(outcome, None, pc.clock()) is LineState.DOUBTED
