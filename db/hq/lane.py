"""The lane of a branch: entries that can be destroyed, and which rows were erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.hq.lane_models import lane, lane_erasure, lane_head

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_OWN: Final = lane.c.stream == bindparam("in_stream")
_HEAD: Final = select(lane_head.c.entries, lane_head.c.erased).where(
    lane_head.c.stream == bindparam("in_stream")
)
_RAISE: Final = (
    update(lane_head)
    .where(lane_head.c.stream == bindparam("in_stream"))
    .values(
        entries=lane_head.c.entries + bindparam("more_entries"),
        erased=lane_head.c.erased + bindparam("more_erased"),
    )
    .returning(lane_head.c.entries, lane_head.c.erased)
)
_BEGIN: Final = insert(lane_head)
_ERASED: Final = select(lane_erasure.c.row_id).where(
    lane_erasure.c.stream == bindparam("in_stream"), lane_erasure.c.row_id.in_(_IDS)
)
_ERASED_AFTER: Final = (
    select(lane_erasure.c.row_id, lane_erasure.c.number)
    .where(lane_erasure.c.stream == bindparam("in_stream"))
    .where(lane_erasure.c.number > bindparam("after"))
    .order_by(lane_erasure.c.number)
    .limit(bindparam("most"))
)
_OF_DEVICE: Final = _OWN & (lane.c.device == bindparam("of_device"))
_SIZES: Final = (
    select(lane.c.number, func.length(lane.c.sealed).label("bytes"))
    .where(_OF_DEVICE, lane.c.number > bindparam("after"))
    .order_by(lane.c.number)
    .limit(bindparam("most"))
)
_BETWEEN: Final = (
    select(lane)
    .where(_OF_DEVICE, lane.c.number > bindparam("after"), lane.c.number <= bindparam("last"))
    .order_by(lane.c.number)
)
_THERE: Final = select(lane.c.row_id, lane.c.part, lane.c.device).where(
    _OWN, lane.c.row_id.in_(_IDS)
)
_DROP: Final = delete(lane).where(
    _OWN, lane.c.row_id == bindparam("of_row"), lane.c.part == bindparam("of_part")
)
_DESTROY: Final = delete(lane).where(_OWN, lane.c.owner.in_(_IDS))
_ADD: Final = insert(lane)
_ADD_ERASURES: Final = insert(lane_erasure)


def head(connection: Connection, stream: str) -> tuple[int, int]:
    """The last numbers of a branch's lane: of its entries, and of its erasures."""
    row = connection.execute(_HEAD, {"in_stream": stream}).first()
    return (0, 0) if row is None else (row.entries, row.erased)


def keep(
    connection: Connection, stream: str, device: UUID, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Keep entries in place of earlier ones; not those of erased rows, or of another device.

    Args:
        rows: row_id, part, owner, kind, sealed.
    """
    last, _erased = _raised(connection, stream, len(rows), 0)
    gone = erased(connection, stream, {row["owner"] for row in rows})
    there = connection.execute(_THERE, {"in_stream": stream, "ids": [r["row_id"] for r in rows]})
    others = {(row.row_id, row.part): row.device for row in there}
    first = last - len(rows) + 1
    taken = [
        {**row, "stream": stream, "device": device, "number": first + n}
        for n, row in enumerate(rows)
        if row["owner"] not in gone and others.get((row["row_id"], row["part"]), device) == device
    ]
    replaced = [
        {"in_stream": stream, "of_row": row["row_id"], "of_part": row["part"]}
        for row in taken
        if (row["row_id"], row["part"]) in others
    ]
    if replaced:
        connection.execute(_DROP, replaced)
    if taken:
        connection.execute(_ADD, taken)


def destroy(connection: Connection, stream: str, ids: Collection[UUID], at: datetime) -> int:
    """Destroy everything of rows, and remember that they were erased; gives how many are new."""
    _raised(connection, stream, 0, 0)
    gone = erased(connection, stream, ids)
    new = [one for one in dict.fromkeys(ids) if one not in gone]
    if not new:
        return 0
    _entries, last = _raised(connection, stream, 0, len(new))
    connection.execute(_DESTROY, {"in_stream": stream, "ids": new})
    first = last - len(new) + 1
    rows = [
        {"stream": stream, "row_id": one, "number": first + n, "at": at}
        for n, one in enumerate(new)
    ]
    connection.execute(_ADD_ERASURES, rows)
    return len(new)


def erased(connection: Connection, stream: str, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of some rows that were erased."""
    rows = connection.execute(_ERASED, {"in_stream": stream, "ids": list(ids)})
    return frozenset(row.row_id for row in rows)


def erased_after(
    connection: Connection, stream: str, after: int, most: int
) -> tuple[tuple[UUID, int], ...]:
    """Erasures after a number: row and number, in their order."""
    values = {"in_stream": stream, "after": after, "most": most}
    return tuple((row.row_id, row.number) for row in connection.execute(_ERASED_AFTER, values))


def entries_after(
    connection: Connection, stream: str, device: UUID, after: int, *, most: int, most_bytes: int
) -> Sequence[Any]:
    """A device's entries after a number, in their order; one at least, however large."""
    values = {"in_stream": stream, "of_device": device, "after": after}
    last, size = after, 0
    for row in connection.execute(_SIZES, {**values, "most": most}):
        size += row.bytes
        if size > most_bytes and last > after:
            break
        last = row.number
    return connection.execute(_BETWEEN, {**values, "last": last}).all()


def _raised(connection: Connection, stream: str, entries: int, erased: int) -> tuple[int, int]:
    """The lane's last numbers after so many more; until the end nobody else adds anything."""
    values = {"in_stream": stream, "more_entries": entries, "more_erased": erased}
    row = connection.execute(_RAISE, values).first()
    if row is None:
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(_BEGIN, {"stream": stream, "entries": 0, "erased": 0})
        row = connection.execute(_RAISE, values).one()
    return row.entries, row.erased
