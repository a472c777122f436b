"""Applying what came from headquarters: a transaction whole or not at all, and none blocks others.

What came is kept first, together with the cursor (`Rounds`); it is applied afterwards, a few
operations at a time, so that a clerk's key press never waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from db.database import Database
from db.stores.sync import Enrolment
from db.unit_of_work import UnitOfWork
from desk.domain.clock import IdMaker
from desk.domain.errors import DeskError
from desk.sync.apply.answers import apply_answer
from desk.sync.apply.bookings import APPLIERS as BOOKINGS
from desk.sync.apply.bulletins import apply_bulletin
from desk.sync.apply.hours import apply_hours
from desk.sync.apply.own_rows import apply_own
from desk.sync.apply.staff import apply_staff
from desk.sync.bodies import SCHEMA as OWN_SCHEMA
from desk.sync.bodies import SENT
from desk.sync.down import (
    BULLETIN,
    DOWN_SCHEMA,
    HOURS_EXCEPTION,
    INCIDENT_ANSWER,
    STAFF_LIST,
)
from desk.sync.late import LATE
from desk.sync.received import Applier, Applying, Received

_LOG = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""Operations that are applied while others wait for the database; one of headquarters' transactions
is never cut."""

_READ_AT_ONCE: Final = 200

Progress = Callable[[str, int, int], None]
"""Told a stream, how many of its changes were read, and how many there are."""

Stop = Callable[[], bool]
"""Asked between pages whether to leave off; the next round goes on from there."""

APPLIERS: Final[dict[str, Applier]] = {
    HOURS_EXCEPTION: apply_hours,
    STAFF_LIST: apply_staff,
    BULLETIN: apply_bulletin,
    INCIDENT_ANSWER: apply_answer,
    **BOOKINGS,
}
"""What headquarters' own operations do, by kind, besides those of `desk.sync.late`; other kinds are
kept until the program knows them.

Appliers import their types from `desk.sync.received`.
"""

__all__ = ["APPLIERS", "Applied", "Applier", "Applying", "Progress", "Received", "Stop"]

Transaction = Sequence[Any]
"""Rows of `received_op` that are applied together."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of what had come: operations applied and refused."""

    applied: int = 0
    refused: int = 0

    def __add__(self, other: Applied) -> Applied:
        """Both together."""
        return Applied(self.applied + other.applied, self.refused + other.refused)


def apply_waiting(
    database: Database, new_id: IdMaker, *, stop: Stop = lambda: False, at_once: int = AT_ONCE
) -> Applied:
    """Apply all that came and waits, in the order of its stream.

    What is refused is set aside with its reason and told to headquarters; it blocks nothing.

    Args:
        stop: asked between transactions; what is left is applied with the next round.
        at_once: so many operations at a time, and a transaction at the least.
    """
    done = Applied()
    with database.reader() as reader:
        known, streams = reader.sync.enrolment(), reader.received.streams()
    if known is None:
        return done
    for stream in streams:
        for few in _slices(_transactions(database, known, stream, at_once), at_once):
            if stop():
                return done
            done += _Work(database, new_id, known).take(few)
    return done


def revive(database: Database) -> None:
    """Let transactions wait to be applied that this program knows and an earlier one did not."""
    with database.reader() as reader:
        known, unknown = reader.sync.enrolment(), reader.received.unknown()
    if known is None or not unknown:
        return
    ready = [
        txn_id
        for txn_id, ops in groupby(unknown, key=lambda row: row.txn_id)
        if all(_readable(known, row) for row in ops)
    ]
    if not ready:
        return
    with database.unit_of_work() as uow:
        for txn_id in ready:
            uow.received.revive(txn_id)
        uow.commit()


def _readable(known: Enrolment, row: Any) -> bool:
    """Whether this program can apply it: own operations as rows, headquarters' by their kind."""
    if row.device == known.device:
        return row.kind in SENT and int(row.schema) <= OWN_SCHEMA
    return (row.kind in APPLIERS or row.kind in LATE) and int(row.schema) <= DOWN_SCHEMA


def _applier(kind: str) -> Applier:
    return LATE[kind]().applier if kind in LATE else APPLIERS[kind]


def _transactions(
    database: Database, known: Enrolment, stream: str, at_once: int
) -> Iterator[Transaction]:
    """The transactions of a stream that wait, first to last.

    Own rows are facts by themselves: a long transaction of them is put back in parts.
    """
    for _txn, ops in groupby(_waiting(database, stream), key=lambda row: row.txn_id):
        whole = list(ops)
        step = at_once if whole[0].device == known.device else len(whole)
        for start in range(0, len(whole), step):
            yield whole[start : start + step]


def _waiting(database: Database, stream: str) -> Iterator[Any]:
    after = -1
    while True:
        with database.reader() as reader:
            found = reader.received.waiting(stream, after, _READ_AT_ONCE)
        yield from found
        if len(found) < _READ_AT_ONCE:
            return
        after = found[-1].seq


def _slices(transactions: Iterator[Transaction], at_once: int) -> Iterator[list[Transaction]]:
    """Several short transactions at a time, so that each does not wait for the disk by itself."""
    few: list[Transaction] = []
    for one in transactions:
        if few and sum(map(len, few)) + len(one) > at_once:
            yield few
            few = []
        few.append(one)
    if few:
        yield few


class _Work:
    """Applies some transactions for one PC."""

    def __init__(self, database: Database, new_id: IdMaker, known: Enrolment) -> None:
        self._database = database
        self._new_id = new_id
        self._known = known

    def take(self, few: Sequence[Transaction]) -> Applied:
        """Apply transactions together; when one is refused, each by itself."""
        try:
            self._apply(few)
        except DeskError as error:
            if _is_local(error):
                raise
            if len(few) == 1:
                return self._refuse(few[0], error)
            return sum((self.take([one]) for one in few), Applied())
        return Applied(applied=sum(map(len, few)))

    def _apply(self, few: Sequence[Transaction]) -> None:
        with self._database.unit_of_work() as uow:
            for ops in few:
                self._apply_one(uow, ops)
            uow.commit()

    def _apply_one(self, uow: UnitOfWork, ops: Transaction) -> None:
        state = self._not_for_now(ops)
        if state:
            for row in ops:
                uow.received.set_aside(row.op_id, state)
            return
        applying = Applying(uow, lambda: uow.now, self._new_id, self._known)
        for row in ops:
            self._apply_op(applying, row)
        for finish in applying.later.values():
            finish()

    def _not_for_now(self, ops: Transaction) -> str:
        """How a transaction is set aside; "" when it can be applied."""
        if any(row.device not in (self._known.device, self._known.hq) for row in ops):
            return "other"
        return "" if all(_readable(self._known, row) for row in ops) else "unknown"

    def _apply_op(self, applying: Applying, row: Any) -> None:
        received, uow = _received(row), applying.uow
        if row.device == self._known.device:
            row_id = apply_own(applying, received)
            if row_id is not None and row.hash:
                uow.received.adopt(row, row_id)
        else:
            _applier(row.kind)(applying, received)
        uow.received.applied(row.op_id)

    def _refuse(self, ops: Transaction, error: DeskError) -> Applied:
        _LOG.warning("refused what came: %s, %s", ops[0].kind, error.code)
        with self._database.unit_of_work() as uow:
            for row in ops:
                uow.received.refuse(row.op_id, error.code)
                if row.kind in LATE:
                    LATE[row.kind]().on_refusal(uow, _received(row), error.code)
            uow.commit()
        return Applied(refused=len(ops))


def _is_local(error: DeskError) -> bool:
    """Whether it is this PC's trouble (disk full, database busy), and no fault of what came."""
    return error.code.startswith("db.")


def _received(row: Any) -> Received:
    return Received(
        op_id=row.op_id,
        kind=row.kind,
        schema=row.schema,
        body=row.body,
        device=row.device,
        at=row.at,
        stream=row.stream,
        feed=row.seq,
        epoch=row.epoch,
        seq=row.op_seq,
        txn_id=row.txn_id,
        hash=row.hash,
    )
