"""Headquarters as the witness of incident logs: what was once signed can never be denied.

Each checkpoint has to be signed by the device and proven to go on from the last one that was
countersigned.  One that contradicts it is refused and kept as an alarm.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from db.device_key import is_signed
from db.hq import devices, witness
from db.hq.devices import Device
from desk.domain.entry_log import Checkpoint
from desk.domain.errors import DeskError
from desk.domain.merkle import proves_consistency
from desk.domain.witness import cosigned_text
from desk.hq.identity import sign
from desk.sync.lane_bodies import WitnessAsked, Witnessed, WitnessVerdict


def look(connection: Connection, device_id: Any, asked: WitnessAsked, at: datetime) -> Witnessed:
    """Countersign a checkpoint, or say why not.

    After a restore the log may go on from an earlier witnessed size: that is noted, and IT sees it.

    Raises:
        DeskError: "hq.revoked"; "hq.request" when its time is none that a clock can show.
    """
    device = devices.find(connection, device_id, lock=True)
    if device is None or device.revoked_at is not None:
        raise DeskError("hq.revoked")
    last = witness.last(connection, device.stream, device.id)
    if why := _signature_doubt(connection, device, asked):
        return _refused(connection, device, asked, last, why, at)
    if last is None:
        return _countersigned(connection, device, asked, 1, at)
    if asked.size == last.size and asked.root == bytes(last.root):
        return _told(WitnessVerdict.WITNESSED, last)
    if asked.since == last.size:
        if not _follows(asked, last):
            return _refused(connection, device, asked, last, "history", at)
        return _countersigned(connection, device, asked, last.number + 1, at)
    if not asked.set_back:
        return _told(WitnessVerdict.BEHIND, last)
    if last.epoch >= device.epoch:
        return _refused(connection, device, asked, last, "history", at)
    before = witness.at_size(connection, device.stream, device.id, asked.since)
    if asked.since and (before is None or not _follows(asked, before)):
        return _refused(connection, device, asked, last, "history", at)
    return _countersigned(connection, device, asked, last.number + 1, at, set_back=True)


def _signature_doubt(connection: Connection, device: Device, asked: WitnessAsked) -> str:
    """Why the signature is not believed; "" when it is: a log's device keeps its key."""
    if not is_signed(asked.public_key, _checkpoint(asked).text, asked.signature):
        return "signature"
    known = witness.key_of(connection, device.stream, device.id, asked.log_device)
    return "" if known in (None, asked.public_key) else "key"


def _follows(asked: WitnessAsked, before: Any) -> bool:
    old = bytes(before.root)
    return proves_consistency(asked.proof, before.size, asked.size, old, asked.root)


def _countersigned(
    connection: Connection,
    device: Device,
    asked: WitnessAsked,
    number: int,
    at: datetime,
    *,
    set_back: bool = False,
) -> Witnessed:
    text, second = _checkpoint(asked).text, at.astimezone(UTC).replace(microsecond=0)
    row = {
        "stream": device.stream,
        "device": device.id,
        "number": number,
        "size": asked.size,
        "root": asked.root,
        "epoch": device.epoch,
        "log_device": asked.log_device,
        "public_key": asked.public_key,
        "text": text,
        "device_signature": asked.signature,
        "at": second,
        "signature": sign(connection, cosigned_text(text, second).encode()),
        "set_back": set_back,
    }
    witness.add(connection, row)
    return _told(WitnessVerdict.WITNESSED, witness.last(connection, device.stream, device.id))


def _refused(
    connection: Connection, device: Device, asked: WitnessAsked, last: Any, why: str, at: datetime
) -> Witnessed:
    row = {
        "stream": device.stream,
        "device": device.id,
        "root": asked.root,
        "size": asked.size,
        "why": why,
        "text": _checkpoint(asked).text,
        "device_signature": asked.signature,
        "public_key": asked.public_key,
        "at": at,
    }
    witness.add_alarm(connection, row)
    return _told(WitnessVerdict.DIFFERS, last)


def _told(verdict: WitnessVerdict, last: Any) -> Witnessed:
    if last is None:
        return Witnessed(verdict)
    return Witnessed(
        verdict, last.size, bytes(last.root), last.text, last.at, bytes(last.signature)
    )


def _checkpoint(asked: WitnessAsked) -> Checkpoint:
    try:
        at = asked.at.astimezone(UTC)
    except OverflowError as error:
        raise DeskError("hq.request") from error
    return Checkpoint(asked.size, asked.root, at, asked.log_device, asked.occasion, asked.signature)
