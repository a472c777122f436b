"""What a branch's file holds beside its operations, and what the answer says of it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, Engine

from db.hq.database import transaction
from db.hq.devices import Device
from desk.hq import lane
from desk.hq.standing import standing
from desk.sync.courier_file import LaneAsked, LaneKept
from desk.sync.lane_bodies import LaneEntry, LanePage, LaneUp
from desk.sync.wire import Hello, Standing


def keep(connection: Connection, device: Device, hello: Hello, up: LaneUp) -> LaneKept | None:
    """Keep entries of the lane, as the device knew them when it wrote the file.

    Returns:
        None when they are passed by: headquarters have later operations of it, or it was restored,
        so that its keys may be older than those that are here.

    Raises:
        DeskError: "hq.too_large".
    """
    if standing(connection, device, hello) is not Standing.ALIKE:
        return None
    lane.take_in(connection, device, up)
    return LaneKept(tuple(_echo(entry) for entry in up.entries))


def erasures(engine: Engine, device: Device, after: int) -> Iterator[LanePage]:
    """What was erased after a number."""
    while True:
        with transaction(engine) as connection:
            page = lane.page(connection, device, after, None)
        if not page.erased:
            return
        yield page
        after = page.last


def keys(engine: Engine, device: Device, asked: LaneAsked | None) -> Iterator[LanePage]:
    """Everything of the device, if it was restored and lacks its keys."""
    after = 0
    while asked is not None and asked.keys:
        with transaction(engine) as connection:
            erased = lane.head(connection, device.stream).erased
            page = lane.page(connection, device, erased, after)
        if not page.entries:
            return
        yield page
        after = page.entries[-1].number


def _echo(entry: LaneEntry) -> LaneEntry:
    """A key as it came; of a part its name is enough."""
    return entry if entry.kind == "person" else msgspec.structs.replace(entry, sealed=b"")
