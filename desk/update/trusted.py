"""What headquarters vouch for: their metadata, checked by TUF from the root that IT installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from securesystemslib.exceptions import StorageError
from tuf.api.exceptions import (
    DownloadError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, TargetFile, Targets, Timestamp
from tuf.ngclient import FetcherInterface, Updater

from db.layout import settle
from desk.domain.errors import DeskError
from desk.update.journal import Memory, Package
from desk.update.release import Release, read_release

METADATA: Final = "metadata"
"""The folder of a source's metadata, and a file's name has the version before it."""

TARGETS: Final = "targets"
"""The folder of a source's packages, each with its digest before its name."""

DRAFT: Final = ".part"


@dataclass(frozen=True, slots=True)
class Trusted:
    """What is vouched for now.

    Args:
        releases: by the name of the package's file.
        expires: until when this is good without asking again.
    """

    releases: Mapping[str, Release]
    expires: datetime
    _updater: Updater

    def package(self, name: str) -> Package:
        """A package as it has to be."""
        info, release = self._info(name), self.releases[name]
        return Package(release.version, release.kind, name, info.hashes["sha256"], info.length)

    def is_right(self, name: str, file: Path) -> bool:
        """Whether a file is the package, byte for byte, wherever it came from."""
        return self._updater.find_cached_target(self._info(name), str(file)) is not None

    def download(self, name: str, target: Path) -> None:
        """Get a package from the source; it has its name only once it is whole and right.

        Raises:
            DeskError: "update.unreachable", "update.forged".
        """
        draft = target.with_name(target.name + DRAFT)
        with explained():
            self._updater.download_target(self._info(name), str(draft))
        settle(draft, target)

    def _info(self, name: str) -> TargetFile:
        info = self._updater.get_targetinfo(name)
        if info is None:
            raise DeskError("update.forged")
        return info


def ask(
    memory: Memory, root: Path, source: str, fetcher: FetcherInterface, now: datetime
) -> Trusted:
    """Ask a source what is new, and check it against what was trusted before.

    Args:
        root: the first metadata that is trusted; later ones are trusted by way of it.
        now: whether metadata have run out is told by it.

    Raises:
        DeskError: "update.no_root" (file); "update.unreachable"; "update.forged" when it is not
            signed as it must be, or older than what was seen already; "update.expired".
    """
    base = source.rstrip("/\\")
    with explained():
        updater = Updater(
            str(memory.trusted),
            f"{base}/{METADATA}/",
            target_base_url=f"{base}/{TARGETS}/",
            fetcher=fetcher,
            bootstrap=_root(root),
        )
        updater._trusted_set.reference_time = now  # else the system's clock, whoever asks
        updater.refresh()
        targets = Metadata[Targets].from_file(str(memory.trusted / "targets.json")).signed
        stamp = Metadata[Timestamp].from_file(str(memory.trusted / "timestamp.json")).signed
    return Trusted(_releases(targets.targets), stamp.expires, updater)


def _root(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise DeskError("update.no_root", file=str(path)) from None


def _releases(targets: Mapping[str, TargetFile]) -> dict[str, Release]:
    found = {name: read_release(name, info.custom) for name, info in targets.items()}
    return {name: one for name, one in found.items() if one is not None}


@contextmanager
def explained() -> Iterator[None]:
    """What TUF refuses with, in our words."""
    try:
        yield
    except ExpiredMetadataError as error:
        raise DeskError("update.expired") from error
    except (RepositoryError, DownloadLengthMismatchError) as error:
        raise DeskError("update.forged") from error
    except (DownloadError, StorageError) as error:
        raise DeskError("update.unreachable") from error
