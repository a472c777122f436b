"""What travels in the lane: keys and sealed parts, apart from the operations and never hashed.

Headquarters can destroy what is in it, which they could not do with an operation.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from desk.sync.wire import Batch, Digest, Key, Number, Signature

MOST_KEYS: Final = 500
"""Entries of one request, at most."""

MOST_ERASED: Final = 5000
"""Erasures of one page, at most."""

ERASURES: Final = frozenset({"person_erased", "annex_erased"})
"""Operations that name a row whose keys were destroyed, and nothing else."""

LaneKind = Literal["person", "annex", "file"]


class LaneEntry(Struct, frozen=True):
    """A key, or a part of what is sealed.

    Args:
        row_id: whose; part: 0, 1, 2 ... of a picture or scan, else 0.
        owner: the row with whose erasure it is destroyed.
        sealed: opaque to headquarters.
        number: where it stands in the lane; 0 on the way up.
    """

    row_id: UUID
    owner: UUID
    kind: LaneKind
    sealed: Annotated[bytes, Meta(max_length=512 * 1024)]
    part: Annotated[int, Meta(ge=0, le=65535)] = 0
    number: Number = 0


class LaneUp(Struct, frozen=True):
    """Entries for headquarters; those of erased rows are not taken."""

    entries: Annotated[tuple[LaneEntry, ...], Meta(min_length=1, max_length=MOST_KEYS)]


class PushUp(Batch, frozen=True):
    """Operations, and keys that go in the same request, so that a change costs one and not two.

    They are taken in together or not at all, but are no part of the chain: what headquarters keep
    of the operations never holds a key.
    """

    keys: Annotated[tuple[LaneEntry, ...], Meta(max_length=MOST_KEYS)] = ()

    @property
    def batch(self) -> Batch:
        """The operations alone."""
        return Batch(self.device, self.epoch, self.prev_hash, self.ops, self.signature)


class LaneHead(Struct, frozen=True):
    """The last numbers of a branch's lane: of its entries, and of its erasures."""

    entries: Number = 0
    erased: Number = 0


class LanePage(Struct, frozen=True):
    """What the lane has after the numbers that were asked for.

    Args:
        erased: rows that were erased, in the order of their numbers; last: the last one's number.
        entries: of the asking device alone.
    """

    erased: tuple[UUID, ...]
    last: Number
    entries: tuple[LaneEntry, ...]
    head: LaneHead


class WitnessAsked(Struct, frozen=True):
    """A branch asks that its newest checkpoint be countersigned.

    Args:
        size, root, at, log_device, occasion, signature: the checkpoint, as the device signed it.
        public_key: with which it did.
        since: the size that was witnessed last, as the branch knows; 0 for none.
        proof: that the log of that size is a part of this one (RFC 6962, 2.1.2).
        set_back: the branch was restored from before what headquarters witnessed last.
    """

    size: Number
    root: Digest
    at: Annotated[datetime, Meta(tz=True)]
    log_device: UUID
    occasion: Annotated[str, Meta(max_length=40)]
    signature: Signature
    public_key: Key
    since: Number = 0
    proof: Annotated[tuple[Digest, ...], Meta(max_length=64)] = ()
    set_back: bool = False


class WitnessVerdict(StrEnum):
    """What headquarters say of a checkpoint."""

    WITNESSED = "witnessed"
    BEHIND = "behind"  # they have witnessed another one meanwhile: the proof has to begin there
    DIFFERS = "differs"  # it contradicts what was witnessed before; they keep it as an alarm


class Witnessed(Struct, frozen=True):
    """The answer, with the last root that headquarters signed for this PC.

    Args:
        text: the checkpoint's; "" when there is none.
        at: when headquarters signed it; signature: of `witness_text`.
    """

    verdict: WitnessVerdict
    size: Number = 0
    root: bytes = b""
    text: str = ""
    at: datetime | None = None
    signature: bytes = b""
