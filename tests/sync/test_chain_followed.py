"""What follows in headquarters' chain and what does not, whatever the order, whatever changed."""

from __future__ import annotations

import time
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from virtual import make_id

from desk.sync.chain import op_hash
from desk.sync.down import BULLETIN_RECEIVED
from desk.sync.hq_chain import Break, BrokenError, Link, follow
from desk.sync.wire import HQ_EPOCH, NOTHING, Change, Op

HQ = UUID("0199c0de-0000-7000-8000-00000000f00d")


def chained(count: int, first: int = 1, before: bytes = NOTHING) -> list[Change]:
    """Operations of headquarters that follow one another, each the whole of its transaction."""
    made = []
    for seq in range(first, first + count):
        one = Op(make_id(), make_id(), seq, True, 1, BULLETIN_RECEIVED, b"{}" * seq)
        before = op_hash(HQ, HQ_EPOCH, one, before)
        made.append(
            Change(seq, HQ, HQ_EPOCH, seq, one.op_id, one.txn_id, True, 1, one.kind, one.body,
                   before)
        )  # fmt: skip
    return made


CHAIN = chained(30)


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, 30), data=st.data())
def test_only_what_follows_is_followed(cut: int, data: st.DataObject) -> None:
    """Any subsequence and any order: taken when it is the next ones, else never past the break."""
    last = CHAIN[cut - 1] if cut else None
    start = Link(last.seq, last.hash, last.op_id) if last else Link()
    given_ = data.draw(st.lists(st.sampled_from(CHAIN), max_size=8))
    right = CHAIN[cut : cut + len(given_)]
    if given_ == right:
        assert follow(HQ, start, given_).seq == cut + len(given_)
        return
    with pytest.raises(BrokenError) as caught:
        follow(HQ, start, given_)
    wrong = next(n for n, one in enumerate(given_) if one not in right[n : n + 1])
    assert caught.value.change is given_[wrong]
    assert caught.value.how in (Break.MISSING, Break.REORDERED)


FIELDS = {
    "body": b"?",
    "kind": "other",
    "ends": False,
    "schema": 9,
    "op_id": make_id(),
    "txn_id": make_id(),
    "hash": bytes(32),
    "epoch": 2,
}


@given(which=st.integers(0, 29), field=st.sampled_from(sorted(FIELDS)))
def test_no_field_can_be_changed_unseen(which: int, field: str) -> None:
    wrong = [*CHAIN]
    wrong[which] = msgspec.structs.replace(wrong[which], **{field: FIELDS[field]})
    with pytest.raises(BrokenError) as caught:
        follow(HQ, Link(), wrong)
    assert caught.value.change.seq == which + 1
    assert caught.value.how in (Break.ALTERED, Break.OTHER_PAST)


def test_a_full_page_is_looked_at_in_a_few_milliseconds() -> None:
    page = chained(500)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        follow(HQ, Link(), page)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.02
