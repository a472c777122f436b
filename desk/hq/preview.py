"""What a content pack would change, branch by branch: against the pack in force on each PC."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from db.hq import publications, streams
from desk.hq.pack_difference import Difference, differences
from desk.sync.wire import HQ_STREAM

Opened = Mapping[str, Any]
"""A content pack as plain lists and mappings."""

Known = Callable[[str, bytes | None], Opened | None]
"""A pack by its fingerprint, from its bytes when it was published here; None when nobody has it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Branches whose PCs have the same pack in force, and what changes for them.

    Args:
        version: of the pack in force; 0 when the branch has not said which it is.
        known: False when that pack is not here, so that nothing can be compared.
    """

    sha256: str
    version: int
    branches: tuple[str, ...]
    known: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pack changes.

    Args:
        groups: the largest first; unknown_branches: those that the pack leaves out, and
            newer_there: those that have another one at least as new, which refuse it; elsewhere:
            those that work for another institution.
    """

    groups: tuple[Group, ...]
    unknown_branches: tuple[str, ...]
    newer_there: tuple[str, ...]
    elsewhere: tuple[str, ...]


def preview(connection: Connection, institution: str, pack: Opened, known: Known) -> Preview:
    """Compare a pack with what each branch has now.

    Args:
        pack: the new one; known: finds the ones in force.
    """
    has, elsewhere = _in_force(connection, institution)
    named = {branch["id"] for branch in pack["branches"]}
    groups = [
        _group(connection, sha256, version, branches, pack, known)
        for (sha256, version), branches in has.items()
    ]
    concerned = {name for branches in has.values() for name in branches}
    version = pack["info"]["version"]
    newer = {
        name
        for group in groups
        for name in group.branches
        if group.version >= version and (group.differences or not group.known)
    }
    return Preview(
        tuple(sorted(groups, key=lambda one: (-len(one.branches), one.version, one.sha256))),
        tuple(sorted(concerned - named)),
        tuple(sorted(newer)),
        tuple(sorted(elsewhere)),
    )


def _in_force(
    connection: Connection, institution: str
) -> tuple[dict[tuple[str, int], set[str]], set[str]]:
    """Branches by the pack that their PCs have, and those of other institutions."""
    has: dict[tuple[str, int], set[str]] = defaultdict(set)
    elsewhere = set()
    silent = set(streams.heads(connection)) - {HQ_STREAM}
    for one in publications.in_force(connection):
        silent.discard(one.stream)
        if one.institution == institution:
            has[one.sha256, one.version].add(one.stream)
        else:
            elsewhere.add(one.stream)
    if silent:
        has["", 0] = silent
    return has, elsewhere


def _group(
    connection: Connection,
    sha256: str,
    version: int,
    branches: set[str],
    pack: Opened,
    known: Known,
) -> Group:
    before = known(sha256, publications.body_of(connection, sha256)) if sha256 else None
    found = differences(before, pack) if before is not None else ()
    return Group(sha256, version, tuple(sorted(branches)), before is not None, found)
