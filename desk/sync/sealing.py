"""Making operations of what the outbox points to: numbered, chained, ready to be sent.

It happens when there is somebody to send to, never while a clerk waits for a key press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from db.stores.sync import Enrolment
from db.unit_of_work import UnitOfWork
from desk.sync.bodies import SCHEMA, SENT, body_of
from desk.sync.chain import op_hash
from desk.sync.wire import MOST_OPS, Op

AT_ONCE: Final = MOST_OPS
"""Rows that are sealed while others wait for the database; a transaction is never cut."""

_MORE: Final = 20
"""Pointers that are looked at beyond, for the end of a transaction."""


def seal(uow: UnitOfWork, known: Enrolment, *, most: int = AT_ONCE) -> Enrolment:
    """Seal the next rows of the outbox; the caller commits.

    Args:
        known: the enrolment as it stands.

    Returns:
        the enrolment after it; the same when there was nothing.
    """
    pointers = _whole_transactions(uow, known.sealed, most)
    if not pointers:
        return known
    sent = [pointer for pointer in pointers if pointer.kind in SENT]
    uow.sync.read_ahead({one.kind for one in sent}, known.sealed, pointers[-1].position)
    ops = [_op(uow, known.seq + n + 1, sent, n) for n in range(len(sent))]
    last = known.hash
    rows = []
    for op, pointer in zip(ops, sent, strict=True):
        last = op_hash(known.device, known.epoch, op, last)
        rows.append(row_of(known.epoch, op, last, pointer.row_id))
    uow.sync.keep(rows)
    values = {"seq": known.seq + len(ops), "hash": last, "sealed": pointers[-1].position}
    uow.sync.change(**values)
    return replace(known, **values)


def row_of(epoch: int, op: Op, digest: bytes, row_id: UUID) -> dict[str, Any]:
    """An operation as it is kept; `row_id` names the row that it was made of."""
    return {
        "epoch": epoch,
        "seq": op.seq,
        "op_id": op.op_id,
        "txn_id": op.txn_id,
        "ends": op.ends,
        "schema": op.schema,
        "kind": op.kind,
        "row_id": row_id,
        "body": op.body,
        "hash": digest,
    }


def _whole_transactions(uow: UnitOfWork, after: int, most: int) -> Sequence[Any]:
    """Pointers up to the end of a transaction; at least one transaction, however long."""
    found = list(uow.sync.unsealed(after, most))
    while found and (more := uow.sync.unsealed(found[-1].position, _MORE)):
        rest = [pointer for pointer in more if pointer.txn_id == found[-1].txn_id]
        found += rest
        if len(rest) < len(more):
            break
    return found


def _op(uow: UnitOfWork, seq: int, sent: Sequence[Any], place: int) -> Op:
    pointer = sent[place]
    last = place + 1 == len(sent) or sent[place + 1].txn_id != pointer.txn_id
    body = body_of(uow.sync, pointer.kind, pointer.row_id)
    return Op(pointer.change_id, pointer.txn_id, seq, last, SCHEMA, pointer.kind, body)
