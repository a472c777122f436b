"""The chain of an origin's operations, and what a device signs.

Each operation's hash covers the one before it, so that nothing can be left out, changed or put in
between unseen.  Every text that is hashed or signed begins with a tag of its own: a signature of
one thing is never one of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from struct import pack
from typing import Final
from uuid import UUID

from desk.sync.wire import NOTHING, Op

_OP: Final = b"branch-desk/op/1\0"
_BATCH: Final = b"branch-desk/batch/1\0"
_EPOCH: Final = b"branch-desk/epoch/1\0"
_REQUEST: Final = b"branch-desk/request/1\0"
_ENROL: Final = b"branch-desk/enrol/1\0"


def op_hash(device: UUID, epoch: int, op: Op, before: bytes) -> bytes:
    """The chain hash of an operation.

    Args:
        device, epoch: its origin; before: the chain hash of the one before it.
    """
    kind = op.kind.encode()
    head = pack(">QQ?IH", epoch, op.seq, op.ends, op.schema, len(kind))
    ids = device.bytes + op.op_id.bytes + op.txn_id.bytes
    return sha256(_OP + head + ids + kind + sha256(op.body).digest() + before).digest()


def hashes(device: UUID, epoch: int, ops: Iterable[Op], before: bytes) -> Iterator[bytes]:
    """The chain hash of each of the operations that follow one another."""
    for op in ops:
        before = op_hash(device, epoch, op, before)
        yield before


def first_hash(device: UUID, epoch: int, after_epoch: int, after_seq: int, after: bytes) -> bytes:
    """The hash that stands before the first operation of an epoch.

    It names the operation after which the epoch began, so that a chain runs through all epochs;
    of the very first epoch it is 32 zero bytes.
    """
    if not after_epoch:
        return NOTHING
    numbers = pack(">QQQ", epoch, after_epoch, after_seq)
    return sha256(_EPOCH + device.bytes + numbers + after).digest()


def batch_text(device: UUID, epoch: int, seq: int, last: bytes) -> bytes:
    """What a device signs of a batch: the number and the chain hash of its last operation."""
    return _BATCH + device.bytes + pack(">QQ", epoch, seq) + last


def request_text(method: str, target: str, at: int, nonce: UUID, body: bytes) -> bytes:
    """What a device signs of a request.

    Args:
        target: path and query; at: seconds since 1970 by headquarters' clock; nonce: used once.
        body: as it travels, compressed or not.
    """
    words = f"{method}\n{target}\n{at}\n{nonce}\n".encode()
    return _REQUEST + words + sha256(body).digest()


def enrol_text(code: str, device: UUID, public_key: bytes, incarnation: UUID) -> bytes:
    """What a new PC signs with the key that it shows: that key, and the code it was given."""
    return _ENROL + sha256(code.encode()).digest() + device.bytes + incarnation.bytes + public_key
