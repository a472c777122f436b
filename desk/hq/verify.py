"""Is everything that headquarters keep what it was?  Chains, epochs, streams, and their own words.

A chain hash covers the operation and the one before it, so a change shows at the operation itself.
Whoever makes a PC's whole chain anew lacks its signature of the last operation.  Headquarters' own
chain can be made anew by whoever holds the database: branches that have read it know better.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as one_after_another
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from db.hq import authored, checking, devices, streams
from db.hq.devices import Device, Epoch
from desk.domain.errors import DeskError
from desk.hq.findings import MOST, Check, Finding, Found
from desk.hq.identity import identity
from desk.hq.verify_witness import witnessed
from desk.sync.chain import batch_text, first_hash, op_hash
from desk.sync.wire import HQ_EPOCH, NOTHING, Op

_TRIED: Final = 12
"""Broken operations of an origin among which an exchange of places is looked for."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """What is known of an origin's chain before it is read.

    Args:
        first: the hash before its first operation; last: number and hash of the last one, or None.
    """

    stream: str
    device: UUID
    epoch: int
    first: bytes
    last: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class _Broken:
    """An operation whose hash is not what it comes to.

    Args:
        follows: its number is the next one; before: the hash of the one before it, as it is kept.
        digest: what its own hash comes to.
    """

    row: Any
    follows: bool
    before: bytes
    digest: bytes


def verify(
    connection: Connection, branch: str = "", *, told: Callable[[Check], None] | None = None
) -> Check:
    """Look at everything, or at one stream; memory does not grow with what is looked at.

    Args:
        connection: a transaction that sees one state throughout.
        told: is given the check now and then, while it goes on.

    Raises:
        DeskError: "hq.branch_unknown" (branch), "hq.not_ready".
    """
    check = Check(told=told) if told is not None else Check()
    who = identity(connection)
    heads = streams.heads(connection)
    if branch and branch not in heads:
        raise DeskError("hq.branch_unknown", branch=branch)
    for name, last in heads.items():
        if branch in ("", name):
            check.streams += 1
            found = one_after_another(
                _chains(connection, name, who.id, check),
                _stream(connection, name, last, check),
                _own_words(connection, name, who.id),
                witnessed(connection, name, who.public_key, check),
            )
            check.keep(found)
    return check


def _chains(connection: Connection, name: str, own: UUID, check: Check) -> Iterator[Finding]:
    """All origins of a stream, those that are known and those that are not."""
    seen = set(checking.origins(connection, name))
    for chain in _expected(connection, name, own):
        seen.discard((chain.device, chain.epoch))
        if isinstance(chain, Finding):
            yield chain
            continue
        yield from _chain(connection, chain, check)
    for device, epoch in sorted(seen):
        yield Finding(Found.STRANGER, name, device, epoch)


def _expected(connection: Connection, name: str, own: UUID) -> Iterator[_Chain | Finding]:
    yield _Chain(name, own, HQ_EPOCH, NOTHING)
    for device in devices.every(connection):
        if device.stream == name:
            yield from _lives(connection, device)


def _lives(connection: Connection, device: Device) -> Iterator[_Chain | Finding]:
    """A device's epochs, each of which begins after the last operation of the one before it."""
    before: Epoch | None = None
    ended = (0, NOTHING)
    for epoch in devices.epochs(connection, device.id):
        told = (epoch.after_epoch, epoch.after_seq)
        right = (before.epoch, ended[0]) if before else (0, 0)
        first = first_hash(device.id, epoch.epoch, *told, ended[1])
        if told != right or bytes(epoch.first_hash) != first:
            yield Finding(Found.EPOCH, device.stream, device.id, epoch.epoch)
        newest = epoch.epoch == device.epoch
        noted = (device.seq, bytes(device.hash)) if newest else None
        yield _Chain(device.stream, device.id, epoch.epoch, bytes(epoch.first_hash), noted)
        last = authored.last(connection, device.stream, device.id, epoch.epoch)
        if before is not None and not _signed(device, told, ended[1], epoch.after_signature):
            yield Finding(Found.FORGED, device.stream, device.id, *told)
        before, ended = epoch, last or (0, bytes(epoch.first_hash))
    here = (device.epoch, device.seq)
    if not _signed(device, here, bytes(device.hash), device.signature):
        yield Finding(Found.FORGED, device.stream, device.id, *here)
    if before is None or before.epoch != device.epoch:
        yield Finding(Found.EPOCH, device.stream, device.id, device.epoch)


def _signed(device: Device, last: tuple[int, int], digest: bytes, signature: bytes | None) -> bool:
    """Whether a device signed its last operation of an epoch, and so all before it.

    Args:
        last: epoch and number; 0: there is nothing to sign.
    """
    if not last[1]:
        return True
    key = Ed25519PublicKey.from_public_bytes(bytes(device.public_key))
    try:
        key.verify(bytes(signature or b""), batch_text(device.id, *last, digest))
    except InvalidSignature:
        return False
    return True


def _chain(connection: Connection, chain: _Chain, check: Check) -> Iterator[Finding]:
    """Recompute a chain; each operation is measured by what is kept of the one before it."""
    seq, before = 0, chain.first
    broken = list[_Broken]()
    for row in checking.ops(connection, chain.stream, chain.device, chain.epoch):
        check.count_op()
        for number in range(seq + 1, min(row.seq, seq + 1 + MOST)):
            yield _at(Found.MISSING, chain, number)
        follows = row.seq == seq + 1
        digest = op_hash(chain.device, chain.epoch, _op(row), before)
        if (not follows or digest != bytes(row.hash)) and len(broken) < MOST:
            broken.append(_Broken(row, follows, before, digest))
        seq, before = row.seq, bytes(row.hash)
    yield from _told(chain, broken)
    if chain.last is not None and chain.last != (seq, before):
        for number in range(seq + 1, min(chain.last[0], seq + MOST) + 1):
            yield _at(Found.MISSING, chain, number)
        if chain.last[0] <= seq:
            yield _at(Found.HEAD, chain, chain.last[0])


def _told(chain: _Chain, broken: Sequence[_Broken]) -> Iterator[Finding]:
    """What is wrong with operations whose hash is not theirs: moved, or changed.

    One that follows a gap cannot be measured, and one that is right after another than the one
    before it is not to blame.
    """
    tried = broken if len(broken) <= _TRIED else ()
    known = {digest for one in tried for digest in (one.before, one.digest, bytes(one.row.hash))}
    numbers = {one.row.seq for one in tried}
    for one in broken:
        elsewhere = numbers - {one.row.seq}
        if any(_whole(chain, one.row, seq, known) for seq in elsewhere):
            yield _at(Found.REORDERED, chain, one.row.seq, one.row.op_id)
        elif one.follows and not _whole(chain, one.row, one.row.seq, known):
            yield _at(Found.CHANGED, chain, one.row.seq, one.row.op_id)


def _whole(chain: _Chain, row: Any, seq: int, known: Collection[bytes]) -> bool:
    """Whether an operation's own hash is right at a number, after one of the hashes."""
    op = _op(row, seq)
    hashes = (op_hash(chain.device, chain.epoch, op, before) for before in known)
    return bytes(row.hash) in hashes


def _stream(connection: Connection, name: str, last: int, check: Check) -> Iterator[Finding]:
    """The lines of a stream: without a gap, of accepted operations, in order, whole."""
    number = 0
    ahead: dict[UUID, tuple[int, int]] = {}
    begun: UUID | None = None
    for line in checking.lines(connection, name):
        check.count_line()
        for gap in range(number + 1, min(line.seq, number + 1 + MOST)):
            yield Finding(Found.GAP, name, feed=gap)
        number = line.seq
        what = _line(line, ahead.get(line.device, (0, 0)), begun)
        if what is not None:
            yield Finding(what, name, line.device, line.epoch, line.op_seq, line.seq, line.op_id)
        ahead[line.device] = (line.epoch, line.op_seq)
        begun = None if line.ends is not False else line.txn_id
    for gap in range(number + 1, min(last, number + MOST) + 1):
        yield Finding(Found.GAP, name, feed=gap)
    if number > last:
        yield Finding(Found.GAP, name, feed=last + 1)
    for row in checking.unlisted(connection, name, MOST):
        yield Finding(Found.UNLISTED, name, row.device, row.epoch, row.seq, 0, row.op_id)


def _line(line: Any, ahead: tuple[int, int], begun: UUID | None) -> Found | None:
    if line.op_id is None:
        return Found.EMPTY
    if line.state != "accepted":
        return Found.NOT_ACCEPTED
    if (line.epoch, line.op_seq) <= ahead:
        return Found.REORDERED
    return Found.TORN if begun not in (None, line.txn_id) else None


def _own_words(connection: Connection, name: str, own: UUID) -> Iterator[Finding]:
    """Headquarters' words of which something else still says that they were written."""
    for op_id in authored.lost(connection, name):
        yield Finding(Found.MISSING, name, own, HQ_EPOCH, op_id=op_id)


def _at(found: Found, chain: _Chain, seq: int, op_id: UUID | None = None) -> Finding:
    return Finding(found, chain.stream, chain.device, chain.epoch, seq, op_id=op_id)


def _op(row: Any, seq: int | None = None) -> Op:
    return Op(
        row.op_id,
        row.txn_id,
        row.seq if seq is None else seq,
        row.ends,
        row.schema,
        row.kind,
        bytes(row.body),
    )
