"""Keys that go in the same request as the operations: together or not at all, and never hashed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from branch_pc import Branch
from hq_device import Pc
from sqlalchemy import func, select
from virtual import make_id

from db.hq.database import transaction
from db.hq.lane_models import lane
from db.hq.models import op, quarantine
from desk.domain.errors import DeskError
from desk.hq.status import revoke
from desk.hq.work import Work
from desk.sync.chain import batch_text
from desk.sync.lane_bodies import LaneEntry, PushUp
from desk.sync.wire import Batch

WRAPPED = b"wrapped under the branch's own key"


def _entry() -> LaneEntry:
    row = make_id()
    return LaneEntry(row, row, "person", WRAPPED)


def _kept(work: Work) -> set[UUID]:
    with transaction(work.engine) as connection:
        return set(connection.execute(select(lane.c.row_id)).scalars())


def _count(work: Work) -> int:
    with transaction(work.engine) as connection:
        return connection.execute(select(func.count()).select_from(op)).scalar_one()


def _waiting(pc: Branch) -> int:
    with pc.database.reader() as reader:
        return len(reader.lane.waiting("person", 999))


def _asked(pc: Branch, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes which requests a PC makes."""
    asked: list[str] = []
    for name in ("hello", "push", "lane_up", "changes", "lane"):
        ask = getattr(pc.line, name)

        def noted(*given: object, name: str = name, ask: Callable[..., object] = ask) -> object:
            asked.append(name)
            return ask(*given)

        monkeypatch.setattr(pc.line, name, noted)
    return asked


def test_a_persons_change_costs_one_request_beside_the_greeting(
    pc: Branch, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc.round()
    pc.write()
    asked = _asked(pc, monkeypatch)
    pc.round()
    assert asked == ["hello", "push"]
    assert len(_kept(work)) == 1
    assert _waiting(pc) == 0


@pytest.mark.parametrize("fault", ["request", "hq"])
def test_when_operations_do_not_arrive_their_keys_do_not_either(
    pc: Branch, work: Work, fault: str
) -> None:
    pc.write(2)
    assert pc.round("", fault) is None
    assert (_count(work), _kept(work), _waiting(pc)) == (0, set(), 2)
    pc.round()
    assert (_count(work), len(_kept(work)), _waiting(pc)) == (2, 2, 0)


def test_when_the_answer_is_lost_keys_go_again_and_are_there_once(pc: Branch, work: Work) -> None:
    pc.write(2)
    assert pc.round("", "reply") is None
    assert (_count(work), len(_kept(work)), _waiting(pc)) == (2, 2, 2)
    pc.round()
    assert (_count(work), len(_kept(work)), _waiting(pc)) == (2, 2, 0)


def test_more_keys_than_go_along_follow_in_the_same_round(pc: Branch, work: Work) -> None:
    for _ in range(4):
        pc.write(200)
    pc.round()
    assert (len(_kept(work)), _waiting(pc)) == (800, 0)


def test_headquarters_that_take_no_keys_along_get_them_by_the_lane(
    pc: Branch, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older ones pass over what they do not know."""
    push = work.push
    older = property(lambda _self: lambda signed, batch, _keys=(): push(signed, batch))
    monkeypatch.setattr(Work, "push", older)
    pc.write(3)
    asked = _asked(pc, monkeypatch)
    pc.round()
    assert asked == ["hello", "push", "lane_up"]
    assert (len(_kept(work)), _waiting(pc)) == (3, 0)


def test_a_person_who_is_erased_in_the_same_batch_leaves_no_key(pc: Branch, work: Work) -> None:
    pc.write(2)
    pc.round("", "request")
    pc.erase(0)
    pc.round()
    assert len(_kept(work)) == 1


def test_the_chain_and_the_signature_do_not_cover_keys(taken_in: Callable[..., Pc]) -> None:
    sender = taken_in()
    sender.write(b"one")
    batch = sender.batch()
    up = PushUp(batch.device, batch.epoch, batch.prev_hash, batch.ops, batch.signature, (_entry(),))
    assert up.batch == batch
    text = batch_text(sender.device, 1, 1, sender.chain[-1])
    sender.key.public_key().verify(up.batch.signature, text)


def test_an_older_program_reads_a_batch_with_keys_as_one_without(
    taken_in: Callable[..., Pc],
) -> None:
    sender = taken_in()
    sender.write(b"one")
    batch = sender.batch()
    up = PushUp(batch.device, batch.epoch, batch.prev_hash, batch.ops, batch.signature, (_entry(),))
    assert msgspec.json.decode(msgspec.json.encode(up), type=Batch) == batch
    assert msgspec.json.decode(msgspec.json.encode(batch), type=PushUp).keys == ()


@pytest.mark.parametrize("why", ["gap", "too_large"])
def test_what_is_refused_leaves_neither_operations_nor_keys(
    taken_in: Callable[..., Pc], work: Work, why: str
) -> None:
    sender = taken_in()
    sender.write(b"one")
    sender.write(b"two")
    first = 2 if why == "gap" else 1
    keys = tuple(_entry() for _ in range(3))
    if why == "too_large":
        keys = tuple(msgspec.structs.replace(one, sealed=bytes(512 * 1024)) for one in keys)
    with pytest.raises(DeskError, match=rf"hq\.{why}"):
        work.push(sender.signed(), sender.batch(first), keys)
    assert (_count(work), _kept(work)) == (0, set())


def test_what_is_kept_of_a_revoked_pc_has_no_keys(taken_in: Callable[..., Pc], work: Work) -> None:
    sender = taken_in()
    sender.write(b"one")
    with transaction(work.engine) as connection:
        revoke(connection, sender.device, work.clock())
    with pytest.raises(DeskError, match=r"hq\.revoked"):
        work.push(sender.signed(), sender.batch(), (_entry(),))
    with transaction(work.engine) as connection:
        (raw,) = connection.execute(select(quarantine.c.batch)).scalars()
    assert b"keys" not in bytes(raw)
    assert _kept(work) == set()
