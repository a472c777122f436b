"""A backup in one file: a tar of the encrypted database, its keys' slots, and what belongs to it.

The manifest comes first and says what the file is before anything is opened: versions, times,
numbers, digests, never anything of a person.  The database inside is encrypted as it always is.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Final

import msgspec

from db.backup import Progress
from db.erasure_record import RECORD_NAME
from db.layout import DATABASE_NAME, KEYS_NAME
from db.sharing import file_mode
from desk.domain.errors import DeskError

SUFFIX: Final = ".branchbackup"
FORMAT: Final = 1
PARTS: Final = (DATABASE_NAME, KEYS_NAME, RECORD_NAME)
"""What a backup may hold, in this order; nothing else is ever taken out of one."""

MANIFEST_NAME: Final = "manifest.json"
_MOST_MANIFEST: Final = 1024 * 1024
_AT_ONCE: Final = 1024 * 1024


class PartFacts(msgspec.Struct, frozen=True):
    """Size in bytes and digest of a part."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself.

    Args:
        revision: of the schema; ring: names the keys that open it.
        outbox: the last change; rows: how many rows each table had.
    """

    program: str
    revision: str
    created: datetime
    institution: str
    site: str
    device: str
    ring: str
    outbox: int
    rows: Mapping[str, int]
    parts: Mapping[str, PartFacts]
    format: int = FORMAT


class _Version(msgspec.Struct):
    format: int


def plain(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2)


def part_facts(path: Path) -> PartFacts:
    """Size and digest of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            digest.update(piece)
    return PartFacts(path.stat().st_size, digest.hexdigest())


def write_backup(
    target: Path, manifest: Manifest, folder: Path, progress: Progress = lambda percent: None
) -> None:
    """Write the file; the parts lie in a folder.

    Raises:
        OSError: as the disk has it; the caller throws the torso away.
    """
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, file_mode(target.parent))
    total = sum(part.size for part in manifest.parts.values())
    with (
        os.fdopen(handle, "wb") as file,
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        text = plain(manifest)
        tar.addfile(_info(MANIFEST_NAME, len(text), manifest.created), BytesIO(text))
        told = _Told(progress, total)
        for name in (name for name in PARTS if name in manifest.parts):
            with (folder / name).open("rb") as part:
                told.file = part
                tar.addfile(_info(name, manifest.parts[name].size, manifest.created), told)


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself, without a key.

    Raises:
        DeskError: "backup.not_one" (name), "backup.newer" (found, known), "backup.unreadable"
            (name) when the file cannot be read at all.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            return _manifest(tar, path)
    except (tarfile.TarError, msgspec.DecodeError, EOFError) as error:
        raise DeskError("backup.not_one", name=path.name) from error
    except OSError as error:
        raise DeskError("backup.unreadable", name=path.name) from error


def made_of(folder: Path) -> datetime | None:
    """When a backup that is a folder was made; None when nothing says so."""
    try:
        return msgspec.json.decode((folder / MANIFEST_NAME).read_bytes(), type=Manifest).created
    except (OSError, msgspec.DecodeError):
        return None


def extract(path: Path, folder: Path, progress: Progress = lambda percent: None) -> Manifest:
    """Take the parts out into a folder, each compared with its digest.

    Raises:
        DeskError: as `read_manifest`, and "backup.damaged" (name) when a part is cut short or
            changed; OSError when the folder cannot be written to.
    """
    return _read(path, folder, progress)


def compare(path: Path) -> Manifest:
    """Read a backup through and compare every digest; raises as `extract`."""
    return _read(path, None, lambda percent: None)


def _read(path: Path, folder: Path | None, progress: Progress) -> Manifest:
    manifest = read_manifest(path)
    damaged = DeskError("backup.damaged", name=path.name)
    if DATABASE_NAME not in manifest.parts or KEYS_NAME not in manifest.parts:
        raise damaged
    told = _Told(progress, sum(part.size for part in manifest.parts.values()))
    try:
        with tarfile.open(path, "r:") as tar:
            for name in (name for name in PARTS if name in manifest.parts):
                told.file = _member(tar, name)
                facts = _copied(told, folder / name if folder else None)
                if facts != manifest.parts[name]:
                    raise damaged
    except (tarfile.TarError, KeyError, EOFError) as error:
        raise damaged from error
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    source = tar.extractfile(name)
    if source is None:
        raise KeyError(name)
    return source


def _copied(source: _Told, target: Path | None) -> PartFacts:
    """Read a part, and write it when there is somewhere to write to."""
    digest, size = sha256(), 0
    with open(target or os.devnull, "wb", opener=_private) as file:
        while piece := source.read(_AT_ONCE):
            digest.update(piece)
            size += file.write(piece)
    return PartFacts(size, digest.hexdigest())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, file_mode(Path(path).parent))


def _manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST_NAME or first.size > _MOST_MANIFEST:
        raise DeskError("backup.not_one", name=path.name)
    source = tar.extractfile(first)
    raw = source.read() if source is not None else b""
    version = msgspec.json.decode(raw, type=_Version).format
    if version > FORMAT:
        raise DeskError("backup.newer", found=version, known=FORMAT)
    return msgspec.json.decode(raw, type=Manifest)


def _info(name: str, size: int, at: datetime) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(at.timestamp()), 0o600
    return info


class _Told:
    """Reads of one file after another, telling how far they are altogether."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.file: IO[bytes] = BytesIO()
        self._progress, self._total, self._done = progress, max(total, 1), 0

    def read(self, size: int = -1) -> bytes:
        """Read from the present file."""
        piece = self.file.read(size)
        self._done += len(piece)
        self._progress(self._done * 100 // self._total)
        return piece
