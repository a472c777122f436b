"""Tables of what can be destroyed at headquarters, of witnessed roots, and of daily figures.

As all others, each key begins with the stream.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.schema import Index

from db.hq.models import hq_metadata
from db.hq.types import Moment


def _need(name: str, kind: Any, *, key: bool = False) -> Column[Any]:
    return Column(name, kind, nullable=False, primary_key=key, autoincrement=False)


lane = Table(
    "lane",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("row_id", Uuid, key=True),
    _need("part", Integer, key=True),
    _need("owner", Uuid),
    _need("device", Uuid),
    _need("kind", Text),
    _need("number", BigInteger),
    _need("sealed", LargeBinary),
    Index(None, "stream", "owner"),
    Index(None, "stream", "device", "number"),
)
"""Personal keys, wrapped, and sealed parts; an erasure removes all rows of its owner."""

lane_erasure = Table(
    "lane_erasure",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("row_id", Uuid, key=True),
    _need("number", BigInteger),
    _need("at", Moment),
    Index(None, "stream", "number"),
)
"""Rows that were erased: nothing of them is taken any more, and restored branches hear of it."""

lane_head = Table(
    "lane_head",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("entries", BigInteger),
    _need("erased", BigInteger),
)
"""The last numbers of a lane; the row is locked while something is added."""

log_witness = Table(
    "log_witness",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("device", Uuid, key=True),
    _need("number", Integer, key=True),
    _need("size", BigInteger),
    _need("root", LargeBinary),
    _need("epoch", BigInteger),
    _need("log_device", Uuid),
    _need("public_key", LargeBinary),
    _need("text", Text),
    _need("device_signature", LargeBinary),
    _need("at", Moment),
    _need("signature", LargeBinary),
    _need("set_back", Boolean),
)
"""Checkpoints of incident logs that headquarters countersigned, in order.

`epoch`: the life of the device's database; `set_back`: the log went on from before the last one,
because the branch was restored.
"""

log_alarm = Table(
    "log_alarm",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("device", Uuid, key=True),
    _need("root", LargeBinary, key=True),
    _need("size", BigInteger, key=True),
    _need("why", Text),
    _need("text", Text),
    _need("device_signature", LargeBinary),
    _need("public_key", LargeBinary),
    _need("at", Moment),
)
"""Checkpoints that contradict what was witnessed before: a person has to look."""

day_figures = Table(
    "day_figures",
    hq_metadata,
    _need("stream", Text, key=True),
    _need("day", Text, key=True),
    _need("site", Text, key=True),
    _need("device", Uuid, key=True),
    _need("version", Integer),
    _need("figures", LargeBinary),
    _need("at", Moment),
)
"""What a site's day came to, in numbers; a day that was closed again replaces the earlier one."""
