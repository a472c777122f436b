"""What headquarters' IT looks at: devices, streams, and what a person has to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from db.hq import devices, open_matters, streams, witness
from db.hq.devices import Device
from desk.domain.errors import DeskError
from desk.hq.identity import Identity, identity
from desk.sync.hq_chain import CODES

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class LogAlarm:
    """A checkpoint that was refused.

    Args:
        why: "history", it contradicts what was witnessed; "signature" or "key" is not the PC's.
    """

    stream: str
    device: UUID
    size: int
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChainAlarm:
    """A PC says that headquarters' own operations are not what it had read of them.

    Args:
        why: a code of `desk.sync.hq_chain`; after: the last operation that was right, or the first
            one that is wrong where nothing stood before it.
    """

    stream: str
    device: UUID
    after: UUID
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """Headquarters at a glance.

    Args:
        streams: by name the number of the last change.
        alarms: incident logs that contradict what was witnessed; set_back: logs that went on from
            before what was witnessed, after a restore.
        doubts: PCs that read something else of headquarters before than what is here.
        unanswered: reports of incidents; unreleased: content packs.
        forks, quarantined: what waits for a person, in batches or operations; refused: operations.
    """

    identity: Identity
    streams: dict[str, int]
    devices: tuple[Device, ...]
    forks: int
    refused: int
    quarantined: int
    alarms: tuple[LogAlarm, ...]
    set_back: int
    doubts: tuple[ChainAlarm, ...]
    unanswered: int
    unreleased: int


def status(connection: Connection) -> Status:
    """Look at everything."""
    return Status(
        identity(connection),
        streams.heads(connection),
        devices.every(connection),
        open_matters.forks(connection),
        open_matters.refused(connection),
        open_matters.quarantined(connection),
        tuple(
            LogAlarm(row.stream, row.device, row.size, row.why, row.at)
            for row in witness.alarms(connection)
        ),
        witness.set_back(connection),
        tuple(
            ChainAlarm(row.stream, row.device, row.subject, row.reason, row.at)
            for row in open_matters.doubted(connection, CODES, _MOST)
        ),
        open_matters.unanswered(connection),
        open_matters.unreleased(connection),
    )


def revoke(connection: Connection, device_id: UUID, at: datetime) -> Device:
    """Hear a device no more; what it sends from now on is kept apart.

    Raises:
        DeskError: "hq.unknown_device".
    """
    device = devices.find(connection, device_id, lock=True)
    if device is None:
        raise DeskError("hq.unknown_device")
    if device.revoked_at is None:
        devices.change(connection, device.id, revoked_at=at)
    return device
