"""What a check of headquarters' database finds, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

MOST: Final = 100
"""Findings that are told of one stream; after that many somebody looks by other means."""

TELL_EVERY: Final = 20_000
"""Operations, or lines, after which somebody may like to know how far it is."""


def _nobody(_check: Check) -> None:
    """Nobody looks on."""


class Found(StrEnum):
    """What is wrong."""

    CHANGED = "changed"  # an operation, or its hash, is not what it was
    MISSING = "missing"  # an operation is not there
    REORDERED = "reordered"  # it stands at another's number
    EPOCH = "epoch"  # a device's epoch does not begin where the one before it ended
    HEAD = "head"  # a device's last operation is not what headquarters noted
    FORGED = "forged"  # the device signed something else, or nothing, as its last operation
    STRANGER = "stranger"  # operations of a device that does not belong to the stream
    GAP = "gap"  # a number of the stream has no line
    EMPTY = "empty"  # a line of the stream has no operation
    NOT_ACCEPTED = "not_accepted"  # a line shows an operation that was not accepted
    UNLISTED = "unlisted"  # an accepted operation is in no line
    TORN = "torn"  # a transaction does not stand together in the stream
    CHECKPOINT = "checkpoint"  # what a branch says of its incident log is not what it signed
    COSIGNATURE = "cosignature"  # headquarters did not countersign what stands there
    UNWITNESSED = "unwitnessed"  # a countersigned checkpoint is not there, or out of its order


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and where; numbers are 0 where they say nothing.

    Args:
        seq: of the operation in its chain, or of the PC's checkpoint; feed: of the line in the
            stream.
    """

    found: Found
    stream: str
    device: UUID | None = None
    epoch: int = 0
    seq: int = 0
    feed: int = 0
    op_id: UUID | None = None


@dataclass(slots=True)
class Check:
    """What the check came to.

    Args:
        streams, ops, lines, checkpoints: how many were looked at.
        told: is given this now and then, while there is much to look at.
    """

    streams: int = 0
    ops: int = 0
    lines: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)
    told: Callable[[Check], None] = _nobody

    @property
    def fine(self) -> bool:
        """Whether everything is what it was."""
        return not self.findings

    def count_op(self) -> None:
        """One more operation was looked at."""
        self.ops += 1
        self._tell(self.ops)

    def count_line(self) -> None:
        """One more line was looked at."""
        self.lines += 1
        self._tell(self.lines)

    def keep(self, found: Iterable[Finding]) -> None:
        """Look at all of a stream, and keep the first findings."""
        for count, one in enumerate(found):
            if count < MOST:
                self.findings.append(one)

    def _tell(self, number: int) -> None:
        if not number % TELL_EVERY:
            self.told(self)
