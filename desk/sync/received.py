"""What an operation that came from headquarters is applied with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from db.stores.sync import Enrolment
from db.unit_of_work import UnitOfWork
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Received:
    """One operation as it came.

    Args:
        device: its origin; headquarters' own have headquarters' id.
        at: when this PC read it; stream, feed: where it stands, later ones have higher numbers.
        epoch, seq, txn_id, hash: its place in the origin's chain.
    """

    op_id: UUID
    kind: str
    schema: int
    body: bytes
    device: UUID
    at: datetime
    stream: str
    feed: int
    epoch: int
    seq: int
    txn_id: UUID
    hash: bytes

    def read(self, kind: type[T]) -> T:
        """The body; DeskError "sync.body" when it is not what its kind says."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.MsgspecError, ValueError) as error:
            raise DeskError("sync.body", kind=self.kind) from error


@dataclass(frozen=True, slots=True)
class Applying:
    """What a transaction is applied with; nothing of it is kept when one operation is refused.

    Args:
        later: what is done once at the end of the transaction, by what it is about: visits are
            made anew from all their events, not once for each.
    """

    uow: UnitOfWork
    clock: Clock
    new_id: IdMaker
    enrolment: Enrolment
    later: dict[object, Callable[[], None]] = field(default_factory=dict)


Applier = Callable[[Applying, Received], None]
"""Applies one operation; a DeskError refuses the whole transaction, with its code as the reason.

It must come to the same when it is called again with the same operation.
"""
