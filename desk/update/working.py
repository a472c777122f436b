"""What a PC does about updates when the timer runs: look, fetch, and put in when it may."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from db.folder_lock import held
from desk.domain.clock import Clock, local_day
from desk.domain.errors import DeskError
from desk.site import Site
from desk.update import putting_in, trusted
from desk.update.fetching import Rate, way_to
from desk.update.installers import Product
from desk.update.journal import Memory, Package, State, Trouble
from desk.update.putting_in import Means
from desk.update.quiet import in_use, windows_open, within
from desk.update.release import of_version, wanted
from desk.update.site_cache import SiteCache

log = logging.getLogger(__name__)

_KB: Final = 1024
_SLOWEST: Final = 100


_OF_PUTTING_IN: Final = frozenset(
    {"update.no_backup", "update.no_put_back", "update.no_way_back_now", "update.entered_since"}
)
"""Troubles that are not over because the source can be asked."""


class Outcome(StrEnum):
    """How far a run came."""

    OFF = "off"  # IT has switched updates off
    NOTHING = "nothing"  # nothing newer is meant for this branch
    ELSEWHERE = "elsewhere"  # another PC of the site is fetching it
    READY = "ready"  # it lies here and waits for its hours
    WINDOW = "window"  # it lies here, and somebody has the program open
    PUT_IN = "put_in"
    WENT_BACK = "went_back"


@dataclass(frozen=True, slots=True)
class Updating:
    """What a PC needs to update itself.

    Args:
        data: the branch's data folder; owner: names this PC to the others of the site.
        own: the command of the program that is running.
    """

    memory: Memory
    site: Site
    product: Product
    data: Path
    own: tuple[str, ...]
    owner: str
    clock: Clock
    rate: Rate

    @property
    def means(self) -> Means:
        """What an update is carried through with."""
        return Means(self.memory, self.product, self.data, self.own, self.clock)


@contextmanager
def alone(memory: Memory) -> Iterator[None]:
    """One process works on updates; DeskError "update.running" for the others."""
    memory.prepare()
    with held(memory.lock) as free:
        if not free:
            raise DeskError("update.running")
        yield


def carry_on(
    updating: Updating, due: Callable[[Updating], Outcome | None], *, lasting: bool
) -> Outcome | None:
    """End what was cut off; or put in what lies ready, when `due` names nothing to wait for.

    Args:
        lasting: this process may see the installed program replaced.

    Returns:
        None when something has to be done by a process that may.

    Raises:
        DeskError: as `unfinished`, `put_in` and `due`.
    """
    if updating.memory.journal() is not None:
        if not lasting:
            return None
        ended = unfinished(updating)
        if ended is not None:
            return ended
    if not updating.site.updates.enabled:
        return Outcome.OFF
    waits = due(updating)
    if waits is not None:
        return waits
    return put_in(updating) if lasting else None


def due_now(updating: Updating) -> Outcome | None:
    """Look and fetch, and whether anything speaks against putting it in; for the timer."""
    found = ready(updating)
    return may_put_in(updating) if found is Outcome.READY else found


def ready(updating: Updating) -> Outcome:
    """Get what is meant for this branch, or come by what was got before while nobody answers.

    Raises:
        DeskError: as `fetch`; "update.unreachable" alone keeps nothing back that lies ready.
    """
    try:
        return fetch(updating)
    except DeskError as error:
        if error.code != "update.unreachable" or updating.memory.state().ready is None:
            raise
        return Outcome.READY


def unfinished(updating: Updating) -> Outcome | None:
    """Carry an update through that was cut off; None when there is none.

    At any hour, because the program may be in half; but not beside an open window.

    Raises:
        DeskError: as `desk.update.putting_in.go_on`.
    """
    journal = updating.memory.journal()
    if journal is None:
        return None
    if _somebody_works(updating):
        return Outcome.WINDOW
    if putting_in.take_up(updating.means, journal) is None:
        return None
    return carried_through(updating)


def fetch(updating: Updating) -> Outcome:
    """Ask what is meant for this branch, and get it.

    What stands in the way is remembered with the time since when; it keeps nobody from working.

    Raises:
        DeskError: as `desk.update.trusted`; "update.no_way_back" (version) when the package of the
            version that is in is neither here nor at the source; "update.files" (reason).
    """
    with _noted(updating):
        outcome = _fetched(updating)
    state = updating.memory.state()
    stuck = state.trouble is not None and state.trouble.code in _OF_PUTTING_IN
    if not (stuck and outcome is Outcome.READY):
        updating.memory.keep(msgspec.structs.replace(state, trouble=None))
    updating.memory.tidy()
    return outcome


def may_put_in(updating: Updating, *, at_any_hour: bool = False) -> Outcome | None:
    """What a package that lies ready waits for; None = nothing, it may be put in now.

    Args:
        at_any_hour: a person says so.

    Raises:
        DeskError: "update.hours" (hours), "update.expired" when it lies here for so long that
            headquarters may have taken it back.
    """
    state = updating.memory.state()
    if state.ready is None or state.ready_until is None:
        return Outcome.NOTHING
    if state.ready_until < updating.clock():
        raise DeskError("update.expired")
    if not at_any_hour and not within(updating.site.updates.hours, updating.clock()):
        return Outcome.READY
    return Outcome.WINDOW if _somebody_works(updating) else None


def put_in(updating: Updating) -> Outcome:
    """Put in what lies ready.

    Raises:
        DeskError: as `desk.update.putting_in`.
    """
    state = updating.memory.state()
    if state.ready is None or state.installed is None:
        return Outcome.NOTHING
    if updating.product.version() != state.installed.version:  # somebody else was here meanwhile
        return Outcome.NOTHING
    putting_in.begin(updating.means, state.ready, state.installed)
    return carried_through(updating)


def carried_through(updating: Updating) -> Outcome:
    """Carry the update of the journal through; raises as `desk.update.putting_in.go_on`."""
    journal = updating.memory.journal()
    with _noted(updating):
        putting_in.go_on(updating.means)
    installed = updating.memory.state().installed
    good = journal is not None and installed == journal.new
    return Outcome.PUT_IN if good else Outcome.WENT_BACK


@contextmanager
def _noted(updating: Updating) -> Iterator[None]:
    """What stands in the way is remembered, with the time since when."""
    try:
        yield
    except (DeskError, OSError) as error:
        trouble = _as_trouble(error)
        _note_trouble(updating, trouble)
        raise trouble from error


def _somebody_works(updating: Updating) -> bool:
    return windows_open(updating.data) or in_use(Path(updating.product.program[0]))


def _fetched(updating: Updating) -> Outcome:
    site, clock = updating.site, updating.clock
    source = site.updates.source
    with way_to(source, updating.rate, site.hq.ca_file if site.hq else "") as way:
        root = Path(site.updates.root)
        return _taken(updating, trusted.ask(updating.memory, root, source, way, clock()))


def _taken(updating: Updating, found: trusted.Trusted) -> Outcome:
    memory, site, clock = updating.memory, updating.site, updating.clock
    known = msgspec.structs.replace(memory.state(), checked_at=clock(), expires=found.expires)
    memory.keep(known)
    installed = updating.product.version()
    name = wanted(
        found.releases,
        kind=updating.product.installer.kind,
        installed=installed,
        branch=site.branch,
        today=local_day(clock()),
        failed=[one.version for one in known.failed],
    )
    if name is None:
        memory.keep(msgspec.structs.replace(known, ready=None, ready_until=None))
        return Outcome.NOTHING
    way_back = _way_back(updating, found, known, installed)
    new = found.package(name)
    if not (way_back and _get(updating, found, new)):
        return Outcome.ELSEWHERE
    memory.keep(
        msgspec.structs.replace(
            memory.state(), installed=way_back, ready=new, ready_until=found.expires
        )
    )
    return Outcome.READY


def _way_back(
    updating: Updating, found: trusted.Trusted, known: State, installed: str
) -> Package | None:
    """The package of the version that is in, kept or fetched; None while another PC fetches it."""
    kept = known.installed
    same = kept is not None and kept.version == installed
    if kept and same and putting_in.is_whole(updating.memory.path(kept), kept):
        return kept
    name = of_version(found.releases, updating.product.installer.kind, installed)
    if name is None:
        raise DeskError("update.no_way_back", version=installed)
    package = found.package(name)
    return package if _get(updating, found, package) else None


def _get(updating: Updating, found: trusted.Trusted, package: Package) -> bool:
    """Get a package, from the site's folder or the source; False while another PC is at it."""
    target = updating.memory.path(package)
    if found.is_right(package.name, target):
        return True
    place = updating.site.updates.cache
    if not place:
        found.download(package.name, target)
        return True
    cache = SiteCache(Path(place), updating.owner, updating.clock)
    draft = target.with_name(target.name + trusted.DRAFT)
    if cache.take(package, draft, lambda file: found.is_right(package.name, file)):
        draft.replace(target)
        return True
    with cache.lease(package, _takes(updating, package)) as mine:
        if not mine:
            return False
        found.download(package.name, target)
        cache.put(package, target)
    return True


def _takes(updating: Updating, package: Package) -> timedelta:
    rate = updating.site.updates.rate or _SLOWEST
    return timedelta(seconds=package.length / (rate * _KB))


def _as_trouble(error: DeskError | OSError) -> DeskError:
    if isinstance(error, DeskError):
        return error
    return DeskError("update.files", reason=error.strerror or type(error).__name__)


def _note_trouble(updating: Updating, error: DeskError) -> None:
    state = updating.memory.state()
    since = updating.clock()
    if state.trouble and state.trouble.code == error.code:
        since = state.trouble.since
    params = {name: str(value) for name, value in error.params.items()}
    log.warning("updates stand still: %s", error)
    updating.memory.keep(msgspec.structs.replace(state, trouble=Trouble(error.code, params, since)))
