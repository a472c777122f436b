"""Somebody changes rows of headquarters by hand, and is found out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hq_device import Pc
from hq_writers import pen, person
from sqlalchemy import Connection, delete, insert, select, update
from virtual import make_id

from db.hq import devices
from db.hq.database import transaction
from db.hq.models import device, epoch, feed, op, stream
from desk.domain.errors import DeskError
from desk.hq import bulletins
from desk.hq.findings import Check, Found
from desk.hq.identity import identity
from desk.hq.people import HqRole
from desk.hq.verify import verify
from desk.hq.work import Work
from desk.sync.chain import first_hash, op_hash
from desk.sync.down import Wording
from desk.sync.wire import HQ_STREAM, NOTHING, Op

TakeIn = Callable[..., Pc]
_CONTENT = ("op_id", "txn_id", "ends", "schema", "kind", "body", "hash", "state")


@pytest.fixture
def pc(taken_in: TakeIn, work: Work) -> Pc:
    """A PC with ten operations in two epochs, beside another one; headquarters wrote three."""
    one, other = taken_in("riga-2"), taken_in("riga-2")
    for sender in (one, other):
        for n in range(4):
            sender.write(b"%d" % n)
        sender.write(b"two", b"at once")
        sender.push()
    one.take_over()
    for n in range(4):
        one.write(b"again %d" % n)
    one.push()
    juris = person(work, "juris", HqRole.EDITOR)
    for to in (["riga-2"], [], ["riga-2"]):
        with pen(work, juris) as by:
            bulletins.send(by, to, Wording("Sveiki"))
    return one


def _check(work: Work, branch: str = "") -> Check:
    with transaction(work.engine) as connection:
        return verify(connection, branch)


def _told(work: Work, *, branch: str = "") -> list[tuple[Found, int, int]]:
    return [(one.found, one.seq, one.feed) for one in _check(work, branch).findings]


def _row(connection: Connection, of: UUID, number: int, life: int = 1) -> Any:
    return connection.execute(
        select(op).where(op.c.device == of, op.c.epoch == life, op.c.seq == number)
    ).one()


def _set(connection: Connection, of: UUID, number: int, life: int = 1, **values: Any) -> None:
    where = (op.c.device == of, op.c.epoch == life, op.c.seq == number)
    assert connection.execute(update(op).where(*where).values(**values)).rowcount


def _exchange(connection: Connection, of: UUID, first: int, second: int) -> None:
    rows = {number: _row(connection, of, number)._mapping for number in (first, second)}
    for here, there in ((first, second), (second, first)):
        _set(connection, of, here, **{name: rows[there][name] for name in _CONTENT})


def _remove(connection: Connection, of: UUID, number: int, life: int = 1) -> int:
    at = (feed.c.device == of, feed.c.epoch == life, feed.c.op_seq == number)
    line = connection.execute(select(feed.c.seq).where(*at)).scalar_one()
    connection.execute(delete(feed).where(*at))
    connection.execute(delete(op).where(op.c.device == of, op.c.epoch == life, op.c.seq == number))
    return int(line)


def test_what_nobody_touched_is_what_it_was(pc: Pc, work: Work) -> None:
    check = _check(work)
    assert check.fine, check.findings
    assert (check.streams, check.ops, check.lines) == (2, 16 + 3, 16 + 3)
    assert _check(work, "riga-2").ops == 18
    with pytest.raises(DeskError, match=r"hq\.branch_unknown"):
        _check(work, "atlantis")


@pytest.mark.parametrize(
    "values",
    [
        {"body": b"other"},
        {"kind": "visit_other"},
        {"op_id": make_id()},
        {"txn_id": make_id()},
        {"schema": 2},
        {"hash": bytes(32)},
    ],
)
@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_changed_operation_is_named_and_no_other(
    pc: Pc, work: Work, values: dict[str, Any], number: int
) -> None:
    with transaction(work.engine) as connection:
        _set(connection, pc.device, number, **values)
    assert _told(work) == [(Found.CHANGED, number, 0)]


def test_operations_that_changed_places_are_named(pc: Pc, work: Work) -> None:
    for first, second in ((2, 3), (1, 4)):
        with transaction(work.engine) as connection:
            _exchange(connection, pc.device, first, second)
        told = [one for one in _told(work) if not one[2]]
        assert told == [(Found.REORDERED, first, 0), (Found.REORDERED, second, 0)]
        with transaction(work.engine) as connection:
            _exchange(connection, pc.device, first, second)
    assert _check(work).fine


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_missing_operation_is_named(pc: Pc, work: Work, number: int) -> None:
    with transaction(work.engine) as connection:
        line = _remove(connection, pc.device, number)
    told = _told(work)
    if number < 6:
        assert told == [(Found.MISSING, number, 0), (Found.GAP, 0, line)]
    else:  # where the next epoch begins, and in the middle of a transaction
        found = [one[0] for one in told]
        assert found == [Found.EPOCH, Found.FORGED, Found.GAP, Found.TORN]


def test_the_last_operation_cannot_be_taken_away_unseen(pc: Pc, work: Work) -> None:
    with transaction(work.engine) as connection:
        line = _remove(connection, pc.device, 4, pc.epoch)
    assert _told(work) == [(Found.MISSING, 4, 0), (Found.GAP, 0, line)]


def test_the_last_line_of_a_stream_cannot_be_taken_away_unseen(pc: Pc, work: Work) -> None:
    with transaction(work.engine) as connection:
        line = _remove(connection, identity(connection).id, 2)
    told = _check(work).findings
    assert [(one.found, one.feed) for one in told] == [(Found.GAP, line), (Found.MISSING, 0)]
    assert told[-1].op_id is not None, "its bulletin still says that it was written"


def test_headquarters_own_words_are_looked_at_like_any(pc: Pc, work: Work) -> None:
    with transaction(work.engine) as connection:
        own = identity(connection).id
        where = (op.c.stream == HQ_STREAM, op.c.device == own)
        connection.execute(update(op).where(*where).values(body=b"{}"))
    assert _told(work) == [(Found.CHANGED, 1, 0)]
    assert _told(work, branch="riga-2") == []


def test_a_word_that_vanished_with_its_line_and_number_is_missed(pc: Pc, work: Work) -> None:
    with transaction(work.engine) as connection:
        where = (feed.c.stream == HQ_STREAM,)
        connection.execute(delete(feed).where(*where))
        connection.execute(delete(op).where(op.c.stream == HQ_STREAM))
        connection.execute(update(stream).where(stream.c.name == HQ_STREAM).values(seq=0))
    assert [one[0] for one in _told(work)] == [Found.MISSING]


def test_lines_of_a_stream_that_changed_places_are_named(pc: Pc, work: Work) -> None:
    with transaction(work.engine) as connection:
        key = ("device", "epoch", "op_seq")
        rows = connection.execute(
            select(feed).where(feed.c.stream == "riga-2", feed.c.seq.in_([2, 3]))
        ).all()
        connection.execute(delete(feed).where(feed.c.stream == "riga-2", feed.c.seq.in_([2, 3])))
        for row, number in zip(rows, (3, 2), strict=True):
            values = {name: row._mapping[name] for name in key}
            connection.execute(insert(feed).values(stream="riga-2", seq=number, **values))
    assert (Found.REORDERED, 2, 3) in _told(work)


@pytest.mark.parametrize(
    ("state", "found"), [("refused", Found.NOT_ACCEPTED), ("held", Found.NOT_ACCEPTED)]
)
def test_a_line_shows_accepted_operations_alone(
    pc: Pc, work: Work, state: str, found: Found
) -> None:
    with transaction(work.engine) as connection:
        _set(connection, pc.device, 2, state=state)
    assert _told(work) == [(found, 2, 2)]


def test_an_accepted_operation_stands_in_a_line(pc: Pc, work: Work) -> None:
    with transaction(work.engine) as connection:
        where = (feed.c.device == pc.device, feed.c.epoch == 1, feed.c.op_seq == 2)
        connection.execute(delete(feed).where(*where))
    assert _told(work) == [(Found.GAP, 0, 2), (Found.UNLISTED, 2, 0)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"hash": bytes(32)}, Found.HEAD),
        ({"seq": 2}, Found.HEAD),
        ({"seq": 5}, Found.MISSING),
        ({"epoch": 3}, Found.EPOCH),
    ],
)
def test_what_is_noted_of_a_pc_agrees_with_its_operations(
    pc: Pc, work: Work, values: dict[str, Any], found: Found
) -> None:
    with transaction(work.engine) as connection:
        connection.execute(update(device).where(device.c.id == pc.device).values(**values))
    assert found in [one[0] for one in _told(work)]


@pytest.mark.parametrize(
    "values", [{"after_seq": 5}, {"after_epoch": 9}, {"first_hash": bytes(32)}]
)
def test_an_epoch_begins_where_the_one_before_it_ended(
    pc: Pc, work: Work, values: dict[str, Any]
) -> None:
    with transaction(work.engine) as connection:
        where = (epoch.c.device == pc.device, epoch.c.epoch == pc.epoch)
        connection.execute(update(epoch).where(*where).values(**values))
    assert (Found.EPOCH, 0, 0) in _told(work)


def test_operations_of_a_pc_from_elsewhere_are_named(pc: Pc, taken_in: TakeIn, work: Work) -> None:
    other = taken_in("ogre")
    with transaction(work.engine) as connection:
        values = {**_row(connection, pc.device, 1)._mapping, "device": other.device}
        connection.execute(insert(op).values(values))
    found = [one[0] for one in _told(work)]
    assert found == [Found.STRANGER, Found.UNLISTED]


@pytest.mark.parametrize("life", [1, 2])
def test_who_makes_a_whole_chain_anew_lacks_the_pcs_signature(
    pc: Pc, work: Work, life: int
) -> None:
    with transaction(work.engine) as connection:
        _set(connection, pc.device, 2, life, body=b"better")
        _make_anew(connection, pc.device)
    assert {one[0] for one in _told(work)} == {Found.FORGED}


def _make_anew(connection: Connection, of: UUID) -> None:
    """All hashes of a PC as they would be, had it written what stands there."""
    last = NOTHING
    for life in devices.epochs(connection, of):
        where = (epoch.c.device == of, epoch.c.epoch == life.epoch)
        number = life.after_seq
        last = first_hash(of, life.epoch, life.after_epoch, number, last)
        connection.execute(update(epoch).where(*where).values(first_hash=last))
        rows = select(op).where(op.c.device == of, op.c.epoch == life.epoch).order_by(op.c.seq)
        for row in connection.execute(rows).all():
            told = Op(row.op_id, row.txn_id, row.seq, row.ends, row.schema, row.kind,
                      bytes(row.body))  # fmt: skip
            last = op_hash(of, life.epoch, told, last)
            _set(connection, of, row.seq, life.epoch, hash=last)
    connection.execute(update(device).where(device.c.id == of).values(hash=last))


@pytest.mark.parametrize("signature", [None, bytes(64)])
def test_a_signature_that_vanished_is_missed(pc: Pc, work: Work, signature: bytes | None) -> None:
    with transaction(work.engine) as connection:
        connection.execute(
            update(device).where(device.c.id == pc.device).values(signature=signature)
        )
    assert _told(work) == [(Found.FORGED, 4, 0)]


def test_what_was_refused_or_sent_again_is_no_finding(taken_in: TakeIn, work: Work) -> None:
    pc = taken_in("riga-2")
    pc.write(b"mine")
    pc.write(b"theirs", kind="bulletin")
    sent = pc.ops[0]
    pc.push()
    pc.take_over()
    pc.ops = [sent]
    pc.push()
    pc.write(b"begun", ends=False)
    pc.push(2)
    assert _check(work).fine
