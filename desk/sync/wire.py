"""What travels between a branch and headquarters; both ends use these very types.

Bodies are opaque bytes: hashed, signed and stored exactly as they came, never encoded again.
Fields are only ever added, with a default, so that an older branch goes on being understood.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

MOST_OPS: Final = 500
"""Operations in one batch or page, at most."""

MOST_BYTES: Final = 1024 * 1024
"""Bytes of all bodies of a batch or page together, at most."""

HQ_STREAM: Final = "hq"
"""The stream that every branch reads."""

HQ_EPOCH: Final = 1
"""Headquarters' own operations have one epoch: set back, they are known by their streams."""

MOST_NUMBER: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""

Number = Annotated[int, Meta(ge=0, le=MOST_NUMBER)]
"""Whole numbers that every JSON reader keeps exactly."""

Digest = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""A SHA-256 digest; of nothing before: 32 zero bytes."""

Key = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""An Ed25519 public key."""

Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Kind = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

NOTHING: Final = bytes(32)
"""The hash before the first operation of an epoch."""


class Op(Struct, frozen=True):
    """One change, as its origin wrote it.

    Args:
        op_id: the same in every attempt to send it; txn_id: of the transaction it belongs to.
        seq: 1, 2, 3 ... within the origin's epoch, without a gap.
        ends: the last one of its transaction, which is applied whole or not at all.
        schema: version of the kind's body; kind: what the body is of.
    """

    op_id: UUID
    txn_id: UUID
    seq: Number
    ends: bool
    schema: Number
    kind: Kind
    body: bytes


class Head(Struct, frozen=True):
    """How far an origin's operations go: the last one's epoch, number and chain hash."""

    epoch: Number
    seq: Number
    hash: Digest


class Batch(Struct, frozen=True):
    """Operations that follow one another, signed once over the last chain hash.

    Args:
        prev_hash: the chain hash before the first of them.
    """

    device: UUID
    epoch: Number
    prev_hash: Digest
    ops: Annotated[tuple[Op, ...], Meta(min_length=1, max_length=MOST_OPS)]
    signature: Signature


class Verdict(StrEnum):
    """What became of one operation."""

    ACCEPTED = "accepted"
    KNOWN = "known"  # it was there already, the same to the byte: a reply got lost
    HELD = "held"  # kept until the rest of its transaction is there
    REFUSED = "refused"  # kept, with the reason; never sent again


class Result(Struct, frozen=True):
    """What became of one operation; `reason` of a refused one is a code with words of its own."""

    seq: Number
    verdict: Verdict
    reason: str = ""


class Pushed(Struct, frozen=True):
    """The answer to a batch.

    Args:
        head: the origin's operations as headquarters has them now.
        history: names the state that headquarters were never set back behind.
        feed: the last number of the branch's stream; at: headquarters' clock.
        lane: the last number of the lane's entries, when keys were taken in along with it.
    """

    results: tuple[Result, ...]
    head: Head
    history: UUID
    feed: Number
    at: datetime
    lane: Number | None = None


class Change(Struct, frozen=True):
    """One line of a stream: an operation and where it stands in the stream.

    Args:
        feed: its number in the stream, without a gap.
        device, epoch, seq: its origin; of headquarters' own the device is headquarters' id.
    """

    feed: Number
    device: UUID
    epoch: Number
    seq: Number
    op_id: UUID
    txn_id: UUID
    ends: bool
    schema: Number
    kind: Kind
    body: bytes
    hash: Digest


class Page(Struct, frozen=True):
    """Changes after a cursor; it ends where a transaction ends.

    Args:
        head: the last number of the stream; history, at: as in `Pushed`.
    """

    stream: Name
    changes: tuple[Change, ...]
    head: Number
    history: UUID
    at: datetime


class Standing(StrEnum):
    """How a device's own operations compare with what headquarters have of them."""

    ALIKE = "alike"
    BRANCH_AHEAD = "branch_ahead"  # the usual: something is to be sent
    HQ_AHEAD = "hq_ahead"  # an older copy was restored here, or headquarters know of another PC
    FORKED = "forked"  # one number, two contents
    SUPERSEDED = "superseded"  # another copy of this database has taken over


class Mark(Struct, frozen=True):
    """How far a stream was read: the number of the last change, and the change itself."""

    seq: Number
    op_id: UUID


class Hello(Struct, frozen=True):
    """What a device says before it sends anything.

    Args:
        head: its own operations; incarnation: kept outside the database file, so that a copied
            file is known from it.
        program: version of the program; marks: how far each stream was read.
    """

    head: Head
    incarnation: UUID
    program: Name
    marks: dict[Name, Mark] = {}


class Welcome(Struct, frozen=True):
    """The answer to `Hello`.

    Args:
        head: the device's operations as headquarters have them; streams: those that it may read,
            with their last numbers.
        rewound: streams whose mark is not what stands there now: headquarters were set back, and
            the stream is to be read from its start (what is known already is passed by).
        erased, lane: the last numbers of the lane's erasures and entries.
    """

    standing: Standing
    head: Head
    history: UUID
    streams: dict[Name, Number]
    at: datetime
    rewound: tuple[Name, ...] = ()
    erased: Number = 0
    lane: Number = 0


class Takeover(Struct, frozen=True):
    """A restored or moved database goes on as a new epoch of its device.

    Args:
        incarnation: of the copy that takes over; epoch: the last one that it knows of itself.
        seen: the head that headquarters told it, so that of two copies which try at once only one
            goes through.
    """

    incarnation: UUID
    epoch: Number
    seen: Head


class Enrol(Struct, frozen=True):
    """A new PC asks to be taken in, with the code that headquarters gave.

    Args:
        proof: signature of `enrol_text` by the key that it shows.
    """

    code: Annotated[str, Meta(min_length=8, max_length=40)]
    device: UUID
    public_key: Key
    incarnation: UUID
    name: Name
    proof: Signature


class Enrolled(Struct, frozen=True):
    """What a PC is told when it was taken in.

    Args:
        stream: its branch's; hq: id of headquarters; hq_key: with which they sign.
    """

    stream: Name
    hq: UUID
    hq_key: Key
    history: UUID
    at: datetime


class Refusal(Struct, frozen=True):
    """Why a request was not answered; `code` has words in the program, `at` is HQ's clock."""

    code: str
    at: datetime
    params: dict[str, str] = {}
