"""The folder in which the booking system leaves its day files: what is new in it, what it would do.

Files are read and never moved or deleted.  A file counts as whole once two looks at it found the
same size and time, and as done once it was imported, by hand or from here.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.domain.clock import local_day
from desk.domain.errors import DeskError
from desk.domain.hours import Origin
from desk.domain.roles import Actor, Right
from desk.services import import_day
from desk.services.device_settings import WatchedFolder
from desk.services.env import Env
from desk.services.import_day import ImportResult, Preview
from desk.services.opening import hours_of
from desk.services.slots import GONE

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds."""

_LEFT = "day_file_left"
_MOST_LEFT = 20
_AHEAD = timedelta(days=31)
"""Files about later days are no day files of ours."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that has not been imported.

    Args:
        first, last: the days of its bookings, None when nothing could be read.
        bookings: rows that can be used.
        clean: nothing in it asks for a person: no problem, nothing kept otherwise than the file
            has it, no cancellations beyond the guard.
    """

    path: Path
    shown: Preview
    first: date | None
    last: date | None
    bookings: int
    clean: bool

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class DayState:
    """Whether today's bookings are known.

    Args:
        imported: a file that covers today was imported; bookings: today's, by hand or by file.
        open: the doors open today, or it is not known whether they do.
        dismissed: a person said that there is no file today.
    """

    imported: bool
    bookings: int
    open: bool
    dismissed: bool

    @property
    def missing(self) -> bool:
        """Whether a file is still to be expected."""
        return self.open and not self.imported and not (self.bookings and self.dismissed)


@dataclass(slots=True)
class Looker:
    """Looks into a folder again and again and names files that have come to rest.

    Args:
        known: files as they were at the last look; done: those that were named already.
    """

    known: dict[Path, Stamp] = field(default_factory=dict)
    done: dict[Path, Stamp] = field(default_factory=dict)

    def look(self, watched: WatchedFolder) -> tuple[Path, ...]:
        """Files that are whole and new since they were last named, oldest first.

        Raises:
            DeskError: "watch.folder" (folder) when it cannot be read.
        """
        found = _files(watched)
        rested = [path for path, stamp in found.items() if self.known.get(path) == stamp]
        fresh = [path for path in rested if self.done.get(path) != found[path]]
        self.known = found
        self.done = {path: self.done[path] for path in self.done if path in found}
        self.done.update((path, found[path]) for path in fresh)
        return tuple(sorted(fresh, key=lambda path: (found[path][1], path.name)))


def offer(reader: Reader, env: Env, actor: Actor, path: Path) -> Offer | None:
    """What importing a file would do.

    Returns:
        None for a file that was imported or put aside, or is about days that are over.

    Raises:
        DeskError: "access.no_right", "import.unreadable", "site.not_permitted".
    """
    shown = import_day.preview(reader, env, actor, path)
    if reader.imports.holds(shown.sha256) or shown.sha256 in _left(reader).get("files", ()):
        return None
    days = sorted(local_day(row.start) for row in shown.file.rows if row.start is not None)
    today = local_day(env.clock())
    if days and not (days[-1] >= today and days[0] <= today + _AHEAD):
        return None
    plan = shown.plan
    return Offer(
        path=path,
        shown=shown,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        bookings=len(shown.file.rows),
        clean=bool(days) and not (plan.problems or plan.kept or plan.needs_confirmation),
    )


def take(uow: UnitOfWork, env: Env, actor: Actor, offered: Offer) -> ImportResult:
    """Import an offered file.

    Raises:
        DeskError: as `import_day.apply`.
    """
    actor.require(Right.IMPORT_DAY)
    return import_day.apply(uow, env, actor, offered.shown)


def put_aside(uow: UnitOfWork, env: Env, actor: Actor, sha256: str) -> None:
    """Do not offer a file again on this PC.

    Raises:
        DeskError: "access.no_right".
    """
    actor.require(Right.IMPORT_DAY)
    left = _left(uow)
    files = [*left.get("files", ()), sha256][-_MOST_LEFT:]
    uow.settings.put(_LEFT, {**left, "files": files})


def no_file_today(uow: UnitOfWork, env: Env, actor: Actor) -> None:
    """A person says that the booking system gives no file today; it is not asked for again.

    Raises:
        DeskError: "access.no_right", "watch.no_bookings" while the day has no booking by hand
            either.
    """
    actor.require(Right.IMPORT_DAY)
    today = local_day(env.clock())
    if not _bookings(uow, actor.site, today):
        raise DeskError("watch.no_bookings")
    uow.settings.put(_LEFT, {**_left(uow), "day": today.isoformat(), "site": actor.site})


def day_state(reader: Reader, env: Env, actor: Actor) -> DayState:
    """Whether today's day file is here."""
    today, left = local_day(env.clock()), _left(reader)
    hours = hours_of(reader, env, actor.site, today)
    return DayState(
        imported=reader.imports.last(actor.site, today) is not None,
        bookings=_bookings(reader, actor.site, today),
        open=bool(hours.intervals) or hours.origin is Origin.NONE,
        dismissed=(left.get("day"), left.get("site")) == (today.isoformat(), actor.site),
    )


def _files(watched: WatchedFolder) -> dict[Path, Stamp]:
    folder, found = Path(watched.folder), dict[Path, Stamp]()
    try:
        for path in folder.iterdir():
            if any(path.match(pattern) for pattern in watched.pattern.split()):
                found.update(_stamp(path))
    except OSError:
        raise DeskError("watch.folder", folder=watched.folder) from None
    return found


def _stamp(path: Path) -> dict[Path, Stamp]:
    """A file as it is now; nothing when it is empty, no file, or gone again."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return {}
    whole = stat.S_ISREG(state.st_mode) and state.st_size
    return {path: (state.st_size, state.st_mtime_ns)} if whole else {}


def _bookings(reader: Reader, site: str, day: date) -> int:
    return sum(item.state not in GONE for item in reader.appointments.of_day(site, day))


def _left(reader: Reader) -> Mapping[str, Any]:
    known = reader.settings.get(_LEFT, {})
    return known if isinstance(known, Mapping) else {}
