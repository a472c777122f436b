"""Taking operations in: checked, kept as they came, and given their numbers in the stream."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from db.hq import devices, streams
from db.hq.devices import Device
from db.hq.streams import Origin
from desk.clocks import new_uuid7
from desk.domain.errors import DeskError
from desk.hq import bookings, lane
from desk.hq.kinds import refusal_of
from desk.sync.chain import batch_text, hashes
from desk.sync.wire import MOST_BYTES, Batch, Head, Op, Result, Verdict

ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"
HELD: Final = "held"
REPEATED: Final = "repeated"

_VERDICTS: Final = {
    ACCEPTED: Verdict.ACCEPTED,
    REPEATED: Verdict.KNOWN,
    REFUSED: Verdict.REFUSED,
    HELD: Verdict.HELD,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch came to: each operation's result, how far the origin is, and its stream."""

    results: tuple[Result, ...]
    head: Head
    feed: int


def checked(batch: Batch, public_key: bytes) -> tuple[bytes, ...]:
    """The chain hashes of a batch whose numbers and signature are right.

    Raises:
        DeskError: "hq.too_large", "hq.not_contiguous", "hq.signature".
    """
    if sum(len(op.body) for op in batch.ops) > MOST_BYTES:
        raise DeskError("hq.too_large")
    first = batch.ops[0].seq
    if [op.seq for op in batch.ops] != list(range(first, first + len(batch.ops))) or not first:
        raise DeskError("hq.not_contiguous")
    chain = tuple(hashes(batch.device, batch.epoch, batch.ops, batch.prev_hash))
    text = batch_text(batch.device, batch.epoch, batch.ops[-1].seq, chain[-1])
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(batch.signature, text)
    except InvalidSignature as error:
        raise DeskError("hq.signature") from error
    return chain


def take_in(
    connection: Connection, device_id: UUID, batch: Batch, chain: Sequence[bytes], at: datetime
) -> Taken:
    """Keep a batch; what was here already is acknowledged again.

    Args:
        chain: the chain hashes, as `checked` gave them; at: headquarters' clock.

    Raises:
        DeskError: "hq.superseded" (another copy of the database has taken over), "hq.epoch"
            (an epoch that headquarters do not know), "hq.gap" (something before it is missing).
        Forked: one number has two contents; the other one is to be kept by `keep_fork`.
    """
    return keep(connection, _locked(connection, device_id), batch, chain, at)


def keep(
    connection: Connection, device: Device, batch: Batch, chain: Sequence[bytes], at: datetime
) -> Taken:
    """As `take_in`, for a device that is locked already."""
    if batch.epoch != device.epoch:
        raise DeskError("hq.superseded" if batch.epoch < device.epoch else "hq.epoch")
    origin = Origin(device.stream, device.id, device.epoch)
    known = _known(connection, device, origin, batch, chain, at)
    told = _told(connection, origin, batch.ops[:known])
    fresh = list(zip(batch.ops[known:], chain[known:], strict=True))
    results, feed = _keep(connection, device, origin, fresh, batch.signature, at)
    if feed is None:
        feed = streams.head(connection, device.stream) or 0
    return Taken((*told, *results), _head_after(device, fresh), feed)


class Forked(Exception):  # noqa: N818 - the state of a chain, not a mistake of the program
    """One number of an origin has two contents; rows of `fork` are given along."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self.rows = rows


def _locked(connection: Connection, device_id: UUID) -> Device:
    device = devices.find(connection, device_id, lock=True)
    if device is None or device.revoked_at is not None:
        raise DeskError("hq.revoked")
    return device


def _known(
    connection: Connection,
    device: Device,
    origin: Origin,
    batch: Batch,
    chain: Sequence[bytes],
    at: datetime,
) -> int:
    """How many of the first operations are here already, the same to the byte."""
    first = batch.ops[0].seq
    if first > device.seq + 1:
        raise DeskError("hq.gap", seq=device.seq)
    if first == device.seq + 1:
        if batch.prev_hash != device.hash:
            raise Forked(_fork_rows(device, batch, chain, 0, at))
        return 0
    last = min(batch.ops[-1].seq, device.seq)
    here = streams.hashes(connection, origin, first, last)
    for n in range(last - first + 1):
        if here[first + n] != chain[n]:
            raise Forked(_fork_rows(device, batch, chain, n, at))
    return last - first + 1


def _told(connection: Connection, origin: Origin, ops: Sequence[Op]) -> list[Result]:
    """The results of operations that are here already: a refusal is told again."""
    if not ops:
        return []
    kept = streams.verdicts(connection, origin, ops[0].seq, ops[-1].seq)
    return [
        Result(op.seq, Verdict.REFUSED, kept[op.seq][1])
        if kept[op.seq][0] == REFUSED
        else Result(op.seq, Verdict.KNOWN)
        for op in ops
    ]


def _keep(
    connection: Connection,
    device: Device,
    origin: Origin,
    fresh: Sequence[tuple[Op, bytes]],
    signature: bytes,
    at: datetime,
) -> tuple[list[Result], int | None]:
    """Keep new operations, transaction by transaction; the last one may still be incomplete.

    Returns:
        their results, and the last number of the stream when it was raised.
    """
    if not fresh:
        return [], None
    told: list[Result] = []
    rows: list[dict[str, Any]] = []
    shown: list[Mapping[str, Any]] = []
    begun = streams.held(connection, origin)
    if begun and begun[0]["txn_id"] != fresh[0][0].txn_id:
        raise DeskError("hq.transaction")
    ids = [row["op_id"] for row in begun] + [op.op_id for op, _digest in fresh]
    here = streams.holds(connection, origin.stream, ids)
    for _txn, part in groupby(fresh, key=lambda pair: pair[0].txn_id):
        new = [_row(device, op, digest, at) for op, digest in part]
        whole = [*begun, *new]
        state, reason = _state_of(whole, here)
        for row in new:
            row.update(state=state, reason=reason)
        if begun and state != HELD:
            streams.settle(connection, origin, state, reason)
        shown += whole if state == ACCEPTED else ()
        told += [Result(row["seq"], _VERDICTS[state], reason) for row in new]
        rows += new
        begun = []
    lane.follow(connection, device.stream, rows, at)
    last = rows[-1]
    devices.change(connection, device.id, seq=last["seq"], hash=last["hash"], signature=signature)
    streams.keep(connection, rows)
    said = bookings.take(connection, device.stream, shown, at, new_uuid7)
    return told, streams.show(connection, device.stream, [*shown, *said])


def _state_of(whole: Sequence[Mapping[str, Any]], here: Collection[UUID]) -> tuple[str, str]:
    """What a transaction comes to, as a whole.

    Args:
        here: operations that the stream has already.
    """
    if not whole[-1]["ends"]:
        return HELD, ""
    for row in whole:
        if reason := refusal_of(row["kind"]):
            return REFUSED, reason
    if any(row["op_id"] in here for row in whole):
        return REPEATED, ""
    return ACCEPTED, ""


def _head_after(device: Device, fresh: Sequence[tuple[Op, bytes]]) -> Head:
    if not fresh:
        return Head(device.epoch, device.seq, device.hash)
    op, digest = fresh[-1]
    return Head(device.epoch, op.seq, digest)


def _row(device: Device, op: Op, digest: bytes, at: datetime) -> dict[str, Any]:
    return {
        "stream": device.stream,
        "device": device.id,
        "epoch": device.epoch,
        "seq": op.seq,
        "op_id": op.op_id,
        "txn_id": op.txn_id,
        "ends": op.ends,
        "schema": op.schema,
        "kind": op.kind,
        "body": op.body,
        "hash": digest,
        "received_at": at,
    }


def _fork_rows(
    device: Device, batch: Batch, chain: Sequence[bytes], since: int, at: datetime
) -> list[dict[str, Any]]:
    """The operations of a batch from the first one on that differs."""
    pairs = list(zip(batch.ops, chain, strict=True))[since:]
    return [_row(device, op, digest, at) for op, digest in pairs]
