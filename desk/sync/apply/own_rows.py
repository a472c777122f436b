"""Own rows that come back after a restore: put back as they were, and what they come to made anew.

They are facts that were checked when they were written.  What was done meanwhile on the restored
copy stands; a row whose place it took is refused, kept, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from db.unit_of_work import UnitOfWork
from desk.domain.erasure import Why
from desk.domain.errors import DeskError
from desk.sync.lane_bodies import ERASURES
from desk.sync.received import Applying, Received

Values = Mapping[str, Any]


class _Erased(msgspec.Struct, frozen=True):
    """The body of an erasure."""

    id: UUID


def apply_own(applying: Applying, received: Received) -> UUID | None:
    """Put a row back, if it is not here.

    Returns:
        the row's id when all of it is here now, None when headquarters only have a part of it.

    Raises:
        DeskError: "sync.body", "sync.changed_since", "sync.log_differs"; those of `restore` of the
            stores come at the end of the transaction.
    """
    if received.kind in ERASURES:
        return _erase_again(applying, received)
    rows = applying.uow.restored
    if not rows.whole(received.kind):
        return None
    values = rows.values(received.kind, received.body)
    row_id: UUID = values["id"]
    if not rows.there(received.kind, row_id):
        if check := _CHECKS.get(received.kind):
            check(applying.uow, values)
        rows.add(received.kind, values)
        _follow(applying, received.kind, values)
    return row_id


def _follow(applying: Applying, kind: str, values: Values) -> None:
    """Make the subject anew: at once where each event counts, else when all its events are back."""
    uow = applying.uow
    if kind == "incident_event":
        uow.incidents.restore(values["incident_id"])
    elif kind in _SUBJECTS:
        column, store = _SUBJECTS[kind]
        subject = values[column]
        applying.later[kind, subject] = lambda: store(uow)(subject)


def _erase_again(applying: Applying, received: Received) -> UUID:
    """What was erased is erased here too; an earlier copy of the key may have come back."""
    row_id, uow, at = received.read(_Erased).id, applying.uow, applying.clock()
    uow.erasures.erase([row_id], Why.REPLAYED, at=at)
    uow.annex.erase([row_id], Why.REPLAYED, at=at)
    return row_id


def _require_same_log(uow: UnitOfWork, values: Values) -> None:
    """A statement about the log is only put back where the log is the one that was signed."""
    size = values["size"]
    if uow.entry_log.size() < size or uow.entry_log.root_at(size) != values["root"]:
        raise DeskError("sync.log_differs")


_CHECKS: Final[Mapping[str, Callable[[UnitOfWork, Values], None]]] = {
    "checkpoint": _require_same_log
}

_SUBJECTS: Final[Mapping[str, tuple[str, Callable[[UnitOfWork], Callable[[UUID], None]]]]] = {
    "visit_event": ("visit_id", lambda uow: uow.visits.restore),
    "lease_return": ("id", lambda uow: uow.leases.again),
    "appointment_event": ("appointment_id", lambda uow: uow.appointments.restore),
    "account_event": ("account_id", lambda uow: uow.accounts.restore),
    "phone_call_event": ("phone_call_id", lambda uow: uow.calls.restore),
    "follow_up_event": ("follow_up_id", lambda uow: uow.follow_ups.restore),
    "day_record_event": ("day_record_id", lambda uow: uow.days.restore),
}
"""The column that names the subject, and the store's way to make it anew."""
