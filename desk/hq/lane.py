"""The lane at headquarters: personal keys that are kept for a restore, and what is destroyed.

Headquarters cannot open what is in it.  An erasure destroys everything of its row in the
transaction that takes the branch's operation in, and the row is never taken again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from db.hq import lane
from db.hq.devices import Device
from desk.domain.errors import DeskError
from desk.sync.lane_bodies import (
    ERASURES,
    MOST_ERASED,
    MOST_KEYS,
    LaneEntry,
    LaneHead,
    LanePage,
    LaneUp,
)
from desk.sync.wire import MOST_BYTES, MOST_NUMBER


class _Erased(msgspec.Struct, frozen=True):
    id: UUID


_READ: Final = msgspec.json.Decoder(_Erased)


def head(connection: Connection, stream: str) -> LaneHead:
    """The last numbers of a branch's lane."""
    return LaneHead(*lane.head(connection, stream))


def take_in(connection: Connection, device: Device, up: LaneUp) -> LaneHead:
    """Keep entries of a device; DeskError "hq.too_large"."""
    if sum(len(one.sealed) for one in up.entries) > MOST_BYTES:
        raise DeskError("hq.too_large")
    rows = {
        (one.row_id, one.part): {
            "row_id": one.row_id,
            "part": one.part,
            "owner": one.owner,
            "kind": one.kind,
            "sealed": one.sealed,
        }
        for one in up.entries
    }
    lane.keep(connection, device.stream, device.id, list(rows.values()))
    return head(connection, device.stream)


def page(
    connection: Connection, device: Device, erased_after: int, entries_after: int | None
) -> LanePage:
    """What the lane of a device's branch has after these numbers.

    Args:
        entries_after: None = erasures alone.

    Raises:
        DeskError: "hq.request" for a number that no lane reaches.
    """
    if not all(0 <= number <= MOST_NUMBER for number in (erased_after, entries_after or 0)):
        raise DeskError("hq.request")
    gone = lane.erased_after(connection, device.stream, erased_after, MOST_ERASED)
    last = gone[-1][1] if gone else erased_after
    rows = (
        ()
        if entries_after is None
        else lane.entries_after(
            connection,
            device.stream,
            device.id,
            entries_after,
            most=MOST_KEYS,
            most_bytes=MOST_BYTES,
        )
    )
    entries = tuple(
        LaneEntry(row.row_id, row.owner, row.kind, bytes(row.sealed), row.part, row.number)
        for row in rows
    )
    ids = tuple(row_id for row_id, _number in gone)
    return LanePage(ids, last, entries, head(connection, device.stream))


def follow(
    connection: Connection, stream: str, ops: Iterable[Mapping[str, Any]], at: datetime
) -> None:
    """Destroy what a branch says it has erased, whatever becomes of the rest of its transaction.

    Args:
        ops: rows of `op`, as they came.
    """
    ids = [row_id for op in ops if op["kind"] in ERASURES and (row_id := _named(op["body"]))]
    if ids:
        lane.destroy(connection, stream, ids, at)


def _named(body: bytes) -> UUID | None:
    """The row that an erasure names; None when its body is of a newer kind."""
    try:
        return _READ.decode(body).id
    except (msgspec.MsgspecError, ValueError):
        return None
