"""What lies in the second place: generations of a mirror, each a snapshot and what came after it.

    KEEP/branch-desk/riga-2-0199aaaa/
        mirror.json            whose it is; without this file nothing is written here
        keys.json              the slots that any machine can open
        g000003/               a generation: complete once it has its manifest
            snapshot.db        the encrypted database file, byte for byte
            snapshot.json      its size, digest and instant
            00000001.part      pages that changed since, each file one transaction or more
            00000002.part

Pages stay encrypted as they are.  Manifests and parts carry a MAC under the database key, so that
nobody without the key can make, mix or change them; a part cut short is noticed by it too.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from db.layout import settle
from desk.domain.errors import DeskError

PLACE_NAME: Final = "branch-desk"
OWNER_NAME: Final = "mirror.json"
SNAPSHOT: Final = "snapshot.db"
_MANIFEST: Final = "snapshot.json"
_PART: Final = ".part"
_MAGIC: Final = b"BDM1"
_MAC: Final = 32
_PURPOSE: Final = b"branch desk mirror"
_FORMAT: Final = 1
_SHORT: Final = 8
_AT_ONCE: Final = 1024 * 1024


class Owner(msgspec.Struct, frozen=True):
    """Whose mirror a folder holds; no personal data.

    Args:
        ring: names the database's keys, as in `db.keys`.
        device: the PC; a restored database is another device and has another folder.
    """

    ring: str
    device: str
    site: str
    program: str
    format: int = _FORMAT


class Point(msgspec.Struct, frozen=True):
    """A state of the database that the mirror holds.

    Args:
        at: when it was looked at; outbox: the last change that it has.
    """

    at: datetime
    outbox: int


class Snapshot(msgspec.Struct, frozen=True):
    """The manifest of a generation."""

    generation: int
    pages: int
    sha256: str
    point: Point
    mac: str = ""


class Part(msgspec.Struct, frozen=True):
    """The head of a part: which it is, how many pages follow, and how large the database is."""

    generation: int
    number: int
    count: int
    pages: int
    point: Point


def mirror_folder(place: Path, site: str, device: str) -> Path:
    """A PC's own folder in a place that several may share."""
    return place / PLACE_NAME / f"{site}-{device.replace('-', '')[-_SHORT:]}"


def generation_folder(folder: Path, number: int) -> Path:
    """Where a generation lies."""
    return folder / f"g{number:06}"


def generations(folder: Path) -> tuple[int, ...]:
    """The numbers of the generations there, complete or not, oldest first."""
    names = (path.name for path in folder.iterdir() if path.is_dir())
    return tuple(sorted(int(name[1:]) for name in names if name[0] == "g" and name[1:].isdigit()))


def part_path(folder: Path, generation: int, number: int) -> Path:
    """Where a part lies."""
    return generation_folder(folder, generation) / f"{number:08}{_PART}"


def parts(folder: Path, generation: int) -> tuple[int, ...]:
    """The numbers of a generation's parts, in order."""
    found = generation_folder(folder, generation).glob(f"*{_PART}")
    return tuple(sorted(int(path.stem) for path in found if path.stem.isdigit()))


def read_owner(folder: Path) -> Owner:
    """Whose mirror it is.

    Raises:
        DeskError: "mirror.none_here" (folder), "mirror.damaged".
    """
    try:
        owner = msgspec.json.decode((folder / OWNER_NAME).read_bytes(), type=Owner)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DeskError("mirror.none_here", folder=str(folder)) from error
    except msgspec.DecodeError as error:
        raise DeskError("mirror.damaged") from error
    if owner.format > _FORMAT:
        raise DeskError("backup.newer", found=owner.format, known=_FORMAT)
    return owner


def write_owner(folder: Path, owner: Owner) -> None:
    """Say whose mirror it is; from then on it may be written to."""
    put(folder / OWNER_NAME, [msgspec.json.format(msgspec.json.encode(owner), indent=2)])


def write_snapshot(folder: Path, snapshot: Snapshot, key: bytes) -> None:
    """Complete a generation: its snapshot lies there already."""
    signed = msgspec.structs.replace(snapshot, mac=_snapshot_mac(snapshot, key))
    target = generation_folder(folder, snapshot.generation) / _MANIFEST
    put(target, [msgspec.json.format(msgspec.json.encode(signed), indent=2)])


def read_snapshot(folder: Path, generation: int, key: bytes) -> Snapshot | None:
    """The manifest of a generation; None when it is not complete or not ours."""
    try:
        raw = (generation_folder(folder, generation) / _MANIFEST).read_bytes()
        found = msgspec.json.decode(raw, type=Snapshot)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    right = hmac.compare_digest(found.mac, _snapshot_mac(found, key))
    return found if right and found.generation == generation else None


def write_part(
    folder: Path, part: Part, pages: Mapping[int, int], page: Callable[[int], bytes], key: bytes
) -> int:
    """Put a part in place: all of it, on the disk there, or nothing.

    Args:
        pages: page number -> what `page` gives its bytes for.

    Returns:
        its size in bytes.
    """
    head = msgspec.json.encode(part)
    seal = hmac.new(_mac_key(key), digestmod=hashlib.sha256)

    def pieces() -> Iterable[bytes]:
        for piece in (_MAGIC, len(head).to_bytes(4, "big"), head):
            seal.update(piece)
            yield piece
        for number, source in pages.items():
            piece = number.to_bytes(4, "big") + page(source)
            seal.update(piece)
            yield piece
        yield seal.digest()

    return put(part_path(folder, part.generation, part.number), pieces())


def read_part(folder: Path, generation: int, number: int, key: bytes) -> tuple[Part, memoryview]:
    """A part's head, and its pages as they were written.

    Raises:
        DeskError: "mirror.damaged" when it is cut short, changed, or another's.
    """
    raw = part_path(folder, generation, number).read_bytes()
    body, seal = raw[:-_MAC], raw[-_MAC:]
    right = hmac.compare_digest(seal, hmac.digest(_mac_key(key), body, "sha256"))
    if not right or body[:4] != _MAGIC:
        raise DeskError("mirror.damaged")
    size = int.from_bytes(body[4:8], "big")
    part = msgspec.json.decode(body[8 : 8 + size], type=Part)
    if (part.generation, part.number) != (generation, number):
        raise DeskError("mirror.damaged")
    return part, memoryview(body)[8 + size :]


def put(target: Path, pieces: Iterable[bytes]) -> int:
    """Write a file under another name, bring it to the disk, and give it its name."""
    draft = target.with_name(target.name + ".new")
    size = 0
    try:
        with draft.open("wb", buffering=_AT_ONCE) as file:
            for piece in pieces:
                size += file.write(piece)
        settle(draft, target)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return size


def _snapshot_mac(snapshot: Snapshot, key: bytes) -> str:
    plain = msgspec.json.encode(msgspec.structs.replace(snapshot, mac=""))
    return hmac.digest(_mac_key(key), plain, "sha256").hex()


def _mac_key(key: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE, "sha256")
