"""A database made again from a mirror: the snapshot, and every part that came after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from db.mirror_files import (
    OWNER_NAME,
    PLACE_NAME,
    SNAPSHOT,
    Point,
    Snapshot,
    generation_folder,
    generations,
    parts,
    read_part,
    read_snapshot,
)
from db.mirror_log import PAGE
from desk.domain.errors import DeskError

_AT_ONCE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reached:
    """What a mirror gave.

    Args:
        point: the state that was reached; parts: how many were applied.
        unusable: parts after it that are cut short, changed, or follow on a missing one.
    """

    point: Point
    parts: int
    unusable: int


def find_mirror(place: Path) -> Path:
    """The one mirror in a folder: itself, or the only one in a place.

    Raises:
        DeskError: "mirror.none_here" (folder), "mirror.several" (folders).
    """
    if (place / OWNER_NAME).is_file():
        return place
    found = sorted(path.parent for path in place.glob(f"{PLACE_NAME}/*/{OWNER_NAME}"))
    found = found or sorted(path.parent for path in place.glob(f"*/{OWNER_NAME}"))
    if not found:
        raise DeskError("mirror.none_here", folder=str(place))
    if len(found) > 1:
        raise DeskError("mirror.several", folders=", ".join(map(str, found)))
    return found[0]


def rebuild_from_mirror(mirror: Path, key: bytes, target: Path) -> Reached:
    """Make a database file from the newest generation that is whole.

    Args:
        mirror: the mirror's own folder; target: the file to make.

    Raises:
        DeskError: "mirror.empty" (folder) without a complete snapshot, "mirror.damaged" when
            the only ones are damaged.
    """
    whole = [number for number in generations(mirror) if read_snapshot(mirror, number, key)]
    if not whole:
        raise DeskError("mirror.empty", folder=str(mirror))
    for number in reversed(whole):
        snapshot = read_snapshot(mirror, number, key)
        if snapshot is not None and _copied(mirror, snapshot, target):
            return _applied(mirror, snapshot, key, target)
    raise DeskError("mirror.damaged")


def _copied(mirror: Path, snapshot: Snapshot, target: Path) -> bool:
    """Copy a snapshot; False when it is not the one that its manifest tells of."""
    digest = sha256()
    source = generation_folder(mirror, snapshot.generation) / SNAPSHOT
    if not source.is_file():
        return False
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(_AT_ONCE):
            digest.update(piece)
            new.write(piece)
    return digest.hexdigest() == snapshot.sha256


def _applied(mirror: Path, snapshot: Snapshot, key: bytes, target: Path) -> Reached:
    there, point = parts(mirror, snapshot.generation), snapshot.point
    done = 0
    with target.open("r+b") as file:
        for number in _in_order(there):
            try:
                part, pages = read_part(mirror, snapshot.generation, number, key)
            except (DeskError, OSError):
                break
            _write(file, pages, part.pages)
            done, point = number, part.point
    return Reached(point, done, len(there) - done)


def _in_order(there: tuple[int, ...]) -> Iterator[int]:
    """The numbers from 1 on, up to the first that is missing."""
    for expected, number in enumerate(there, start=1):
        if number != expected:
            return
        yield number


def _write(file: BinaryIO, pages: memoryview, size: int) -> None:
    step = 4 + PAGE
    for start in range(0, len(pages), step):
        number = int.from_bytes(pages[start : start + 4], "big")
        file.seek((number - 1) * PAGE)
        file.write(pages[start + 4 : start + step])
    file.truncate(size * PAGE)
