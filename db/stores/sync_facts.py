"""How far the line to headquarters is behind, and what was refused on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select, text

from db.models import outbox, received_op, sealed_op, witnessed
from db.stores.base import StoreReader

_REFUSED_HERE: Final = text("state = 'refused'")
_OPEN: Final = text("state IN ('refused', 'unknown')")
"""In the very words of the partial indexes, which SQLite takes for nothing else."""

_FIRST_SEALED: Final = (
    select(sealed_op.c.op_id)
    .where(sealed_op.c.epoch == bindparam("in_epoch"), sealed_op.c.seq > bindparam("after"))
    .order_by(sealed_op.c.seq)
    .limit(1)
)
_FIRST_POINTER: Final = (
    select(outbox.c.change_id)
    .where(outbox.c.position > bindparam("after"))
    .order_by(outbox.c.position)
    .limit(1)
)
_LAST_POINTER: Final = select(func.max(outbox.c.position))
_SENT_REFUSED: Final = (
    select(sealed_op.c.kind, sealed_op.c.reason, sealed_op.c.op_id)
    .where(_REFUSED_HERE)
    .order_by(sealed_op.c.epoch.desc(), sealed_op.c.seq.desc())
    .limit(bindparam("most"))
)
_SENT_REFUSED_COUNT: Final = select(func.count()).select_from(sealed_op).where(_REFUSED_HERE)
_CAME_REFUSED: Final = (
    select(received_op.c.kind, received_op.c.reason, received_op.c.at)
    .where(_OPEN, received_op.c.state == text("'refused'"))
    .limit(bindparam("most"))
)
_CAME_COUNT: Final = (
    select(func.count())
    .select_from(received_op)
    .where(_OPEN, received_op.c.state == bindparam("state"))
)
_WITNESSED: Final = select(witnessed).order_by(witnessed.c.size.desc()).limit(1)


class SyncFacts(StoreReader):
    """Questions of whoever looks at the line; each is answered from an index."""

    def unsent(self, epoch: int, seq: int, acked: int, sealed: int) -> tuple[int, datetime | None]:
        """How many changes headquarters lack, and when the oldest of them was made.

        Args:
            epoch, seq, acked, sealed: as of the enrolment.
        """
        waiting = seq - acked
        unsealed = max(self._number(_LAST_POINTER) - sealed, 0)
        if waiting:
            first = self._value(_FIRST_SEALED, in_epoch=epoch, after=acked)
        else:
            first = self._value(_FIRST_POINTER, after=sealed) if unsealed else None
        return waiting + unsealed, made_at(first) if first is not None else None

    def sent_refused(self, most: int) -> Sequence[Any]:
        """Own operations that headquarters refused (`kind`, `reason`, `op_id`), newest first."""
        return tuple(self._all(_SENT_REFUSED, most=most))

    def sent_refused_count(self) -> int:
        """How many there are."""
        return self._number(_SENT_REFUSED_COUNT)

    def came_refused(self, most: int) -> Sequence[Any]:
        """What came and was refused here (`kind`, `reason`, `at`)."""
        return tuple(self._all(_CAME_REFUSED, most=most))

    def came_count(self, state: str) -> int:
        """How many of what came are "refused", or "unknown" to this program."""
        return self._number(_CAME_COUNT, state=state)

    def last_witnessed(self) -> Any:
        """The newest root that headquarters countersigned (`size`, `root`, `at`), or None."""
        return self._one(_WITNESSED)


def made_at(made: UUID) -> datetime:
    """When a UUIDv7 was made."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
