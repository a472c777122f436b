"""What a check of the incident log found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desk.domain.entry_log import Checkpoint, LogLine, Root


class Found(StrEnum):
    """What is wrong with an entry, a text, or the log itself."""

    CHANGED = "changed"  # the row is not what its line in the log was made of
    REMOVED = "removed"  # a line whose row is gone
    INSERTED = "inserted"  # a row that the log has no line of
    REORDERED = "reordered"  # a line at another place than its time or number tells
    GAP = "gap"  # a number that is missing: of an incident, an event, a line
    PROJECTION = "projection"  # an incident is shown otherwise than its events tell
    UNREADABLE = "unreadable"  # an event that cannot be read, or a text whose key does not fit
    SWAPPED = "swapped"  # another text in the place of the one that was written
    KEY_GONE = "key_gone"  # a text that nobody erased cannot be read any more
    LOG_CHANGED = "log_changed"  # the log is not what was signed then
    SIGNATURE = "signature"  # a checkpoint that its device did not sign
    ROOT = "root"  # the log is not what was printed then
    PRINTED = "printed"  # an entry is not what a closing sheet says of it
    UNGUARDED = "unguarded"  # a table lacks what refuses changes in it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Args:
        index: place in the log; None where it has none.
        entry: incident, event and what it was, e.g. "riga-2-2026-0042/3 close"; as far as known.
        recorded_at: when it was recorded; None when nothing tells.
        detail: more of it in a few words of English, without personal data.
    """

    found: Found
    index: int | None = None
    entry: str = ""
    recorded_at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RootCheck:
    """A root that was written down elsewhere, compared.

    Args:
        matches: whether the log had that hash at that size; None when it is shorter now.
        since: the size of the newest root before it that matches: what was changed lies at or
            after it.
        entries: the lines between the two, for the first root that does not match; those after it
            cannot match either, so they tell nothing more.
        doubted: a later root matches, so this one belongs to another log or was typed wrongly.
    """

    root: Root
    matches: bool | None
    since: int = 0
    entries: tuple[LogLine, ...] = ()
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class LogCheck:
    """The outcome of a check.

    Args:
        size, root: the log's as it stands; note: its newest checkpoint as a signed note.
        checkpoints: how many are signed and match.
    """

    size: int
    root: bytes
    checkpoints: int
    last: Checkpoint | None
    note: str
    findings: tuple[Finding, ...]
    roots: tuple[RootCheck, ...] = field(default=())

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def check_roots(
    roots: Iterable[Root], known: dict[int, bytes], lines: list[LogLine]
) -> tuple[RootCheck, ...]:
    """Compare roots, the smallest first.

    Args:
        known: the log's own hash at each of the sizes, where it is long enough.
    """
    asked = sorted(set(roots), key=lambda one: (one.size, one.root))
    right = [root.size for root in asked if known.get(root.size) == root.root]
    newest, first = max(right, default=-1), True
    checks: list[RootCheck] = []
    for root in asked:
        own = known.get(root.size)
        since = max((size for size in right if size <= root.size), default=0)
        if own == root.root:
            checks.append(RootCheck(root, True, since))
        elif root.size < newest:
            checks.append(RootCheck(root, False, since, doubted=True))
        else:
            between = tuple(lines[since : root.size]) if first else ()
            checks.append(RootCheck(root, None if own is None else False, since, between))
            first = False
    return tuple(checks)
