"""What is remembered of updates: files that belong to root, each replaced whole.

state.json      what is known, what lies ready, what failed
journal.json    the update that is under way; not there when none is
trusted/        metadata, as it was last trusted
files/          packages: the one that is in (the way back), the one that lies ready
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from db.layout import settle
from desk.domain.errors import DeskError

_CHOSEN: Final = "DESK_UPDATE_DIR"
_READABLE: Final = 0o755

T = TypeVar("T")


class Package(msgspec.Struct, frozen=True):
    """A package on this PC; `sha256` is what TUF vouched for when it came."""

    version: str
    kind: str
    name: str
    sha256: str
    length: int


class Failure(msgspec.Struct, frozen=True):
    """A version that went back, and why: a code of a DeskError or of `putting_in`."""

    version: str
    why: str
    at: datetime


class Trouble(msgspec.Struct, frozen=True):
    """Why updates stand still, the same since an instant."""

    code: str
    params: dict[str, str]
    since: datetime


class State(msgspec.Struct, frozen=True):
    """What is known.

    Args:
        installed: the package of the version that is in, where it was kept.
        ready: the package to be put in next; its metadata are good until `ready_until`.
        failed: versions not to be tried again.
        checked_at: when metadata were last found in order; expires: until when those are good.
        put_in: the last version that was put in, and when.
    """

    installed: Package | None = None
    ready: Package | None = None
    ready_until: datetime | None = None
    failed: tuple[Failure, ...] = ()
    checked_at: datetime | None = None
    expires: datetime | None = None
    put_in: str = ""
    put_in_at: datetime | None = None
    trouble: Trouble | None = None


class Step(StrEnum):
    """What is being done; written before it is done."""

    BACKING_UP = "backing_up"  # nothing is changed yet
    PUTTING_IN = "putting_in"  # the package may be in half
    TRYING = "trying"  # the new program is in; it may have migrated the database
    KEEPING = "keeping"  # it is good
    GOING_BACK = "going_back"  # the earlier package may be in half
    PUTTING_BACK = "putting_back"  # the earlier program is in; the database may be migrated


class Journal(msgspec.Struct, frozen=True):
    """An update that is under way.

    Args:
        backup: name of the backup made before, "" where there is no database.
        why: of going back; again: how often it was found interrupted at this step.
    """

    new: Package
    old: Package
    step: Step
    began_at: datetime
    backup: str = ""
    why: str = ""
    again: int = 0


def update_folder() -> Path:
    """Where all this lies; DESK_UPDATE_DIR says another place."""
    chosen = os.environ.get(_CHOSEN)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        from desk.site import machine_folder

        return machine_folder() / "update"
    return Path("/var/lib/branch-desk-update")


class Memory:
    """The files of an update folder.  Everyone may read them: packages and names are no secret."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trusted = folder / "trusted"
        self.files = folder / "files"
        self.runner = folder / "runner"
        self.lock = folder / "lock"

    def prepare(self) -> None:
        """Make the folders; DeskError "update.no_right" (folder) for whoever may not."""
        try:
            for one in (self.folder, self.trusted, self.files):
                one.mkdir(mode=_READABLE, parents=True, exist_ok=True)
        except OSError:
            raise self._no_right() from None
        if not os.access(self.folder, os.W_OK):
            raise self._no_right()

    def _no_right(self) -> DeskError:
        return DeskError("update.no_right", folder=str(self.folder))

    def state(self) -> State:
        """What is known; nothing, when the file is missing or damaged: it is found out again."""
        return _read(self.folder / "state.json", State) or State()

    def keep(self, state: State) -> None:
        """Remember what is known."""
        _write(self.folder / "state.json", msgspec.json.encode(state))

    def journal(self) -> Journal | None:
        """The update that is under way."""
        return _read(self.folder / "journal.json", Journal)

    def note(self, journal: Journal) -> Journal:
        """Remember what is done next; on the disk before it is done."""
        _write(self.folder / "journal.json", msgspec.json.encode(journal))
        return journal

    def close_journal(self) -> None:
        """The update is over."""
        (self.folder / "journal.json").unlink(missing_ok=True)

    def path(self, package: Package) -> Path:
        """Where a package lies."""
        return self.files / package.name

    def tidy(self) -> None:
        """Delete packages that nothing refers to, and torsos."""
        state, journal = self.state(), self.journal()
        kept = {one.name for one in (state.installed, state.ready) if one}
        if journal:
            kept |= {journal.old.name, journal.new.name}
        for file in self.files.iterdir():
            if file.name not in kept:
                file.unlink()


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    settle(draft, path)
