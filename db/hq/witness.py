"""Countersigned checkpoints of incident logs, and those that contradict them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select

from db.hq.lane_models import log_alarm, log_witness

_OF: Final = (log_witness.c.stream == bindparam("in_stream")) & (
    log_witness.c.device == bindparam("of_device")
)
_LAST: Final = select(log_witness).where(_OF).order_by(log_witness.c.number.desc()).limit(1)
_AT: Final = (
    select(log_witness)
    .where(_OF, log_witness.c.size == bindparam("of_size"))
    .order_by(log_witness.c.number.desc())
    .limit(1)
)
_KEY: Final = (
    select(log_witness.c.public_key)
    .where(_OF, log_witness.c.log_device == bindparam("signer"))
    .limit(1)
)
_SET_BACK: Final = select(func.count()).select_from(log_witness).where(log_witness.c.set_back)
_ALARMS: Final = select(log_alarm).order_by(log_alarm.c.at, log_alarm.c.stream)
_ALARM: Final = select(log_alarm.c.size).where(
    log_alarm.c.stream == bindparam("in_stream"),
    log_alarm.c.device == bindparam("of_device"),
    log_alarm.c.root == bindparam("of_root"),
    log_alarm.c.size == bindparam("of_size"),
)
_ALL: Final = (
    select(log_witness)
    .where(log_witness.c.stream == bindparam("in_stream"))
    .order_by(log_witness.c.device, log_witness.c.number)
)
_ADD: Final = insert(log_witness)
_ADD_ALARM: Final = insert(log_alarm)


def last(connection: Connection, stream: str, device: UUID) -> Any:
    """The newest checkpoint that was countersigned for a device; None before the first."""
    return connection.execute(_LAST, {"in_stream": stream, "of_device": device}).first()


def at_size(connection: Connection, stream: str, device: UUID, size: int) -> Any:
    """The newest one of a size; None when there is none."""
    values = {"in_stream": stream, "of_device": device, "of_size": size}
    return connection.execute(_AT, values).first()


def key_of(connection: Connection, stream: str, device: UUID, signer: UUID) -> bytes | None:
    """The key with which a log's device has signed before."""
    values = {"in_stream": stream, "of_device": device, "signer": signer}
    found = connection.execute(_KEY, values).scalar()
    return None if found is None else bytes(found)


def every(connection: Connection, stream: str) -> Sequence[Any]:
    """All checkpoints of a branch, each device's in order."""
    return connection.execute(_ALL, {"in_stream": stream}).all()


def add(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a countersigned checkpoint."""
    connection.execute(_ADD, dict(row))


def alarms(connection: Connection) -> Sequence[Any]:
    """Checkpoints that were refused, the earliest first."""
    return connection.execute(_ALARMS).all()


def set_back(connection: Connection) -> int:
    """How many logs went on from before what was witnessed, because a branch was restored."""
    return int(connection.execute(_SET_BACK).scalar_one())


def add_alarm(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a refused checkpoint; the same once more is no error."""
    values = {
        "in_stream": row["stream"],
        "of_device": row["device"],
        "of_root": row["root"],
        "of_size": row["size"],
    }
    if connection.execute(_ALARM, values).first() is None:
        connection.execute(_ADD_ALARM, dict(row))
