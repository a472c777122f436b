"""Putting a package in, in steps that survive a power cut, with a way back.

Each step is noted before it is done, and each can be done again.  A step that fails goes back: the
earlier package is put in again, and the database, where the new program has migrated it, becomes
what it was, unless somebody has entered something since: nothing entered is ever lost, so then
the new program stays and people are told.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from typing import Final

import msgspec

from db.layout import database_path
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.update.children import Ended, run, run_as_owner
from desk.update.installers import Product
from desk.update.journal import Failure, Journal, Memory, Package, Step

log = logging.getLogger(__name__)

_CHECKS: Final = 300
_HOURS: Final = 4 * 60 * 60
_OFTEN: Final = 2
_INSTALLER_LOG: Final = "installer.log"

ENTERED_SINCE: Final = "update.entered_since"
"""The database was migrated, and somebody has entered something: it cannot become what it was."""


class Why(StrEnum):
    """Why an update went back."""

    PACKAGE = "package"  # the installer refused it
    VERSION = "version"  # it is not the version that it was said to be
    CHECK = "check"  # the new program does not work on this PC
    DATABASE = "database"  # it does not open this branch's database
    CUT_OFF = "cut_off"  # the PC went off at the same step again and again


@dataclass(frozen=True, slots=True)
class Means:
    """What an update is carried through with.

    Args:
        data: the branch's data folder; own: the command of the program that is running.
    """

    memory: Memory
    product: Product
    data: Path
    own: tuple[str, ...]
    clock: Clock


def begin(means: Means, new: Package, old: Package) -> None:
    """Start an update: from here on its journal says what comes.

    Raises:
        DeskError: "update.changed" (file) when a package is not what was vouched for any more.
    """
    for package in (new, old):
        require_whole(means.memory.path(package), package)
    means.memory.note(Journal(new, old, Step.BACKING_UP, means.clock()))


def require_whole(file: Path, package: Package) -> None:
    """Refuse a package that has changed since it came: DeskError "update.changed" (file)."""
    if not is_whole(file, package):
        raise DeskError("update.changed", file=package.name)


def is_whole(file: Path, package: Package) -> bool:
    """Whether a file is still the package that TUF vouched for when it came."""
    try:
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest() == package.sha256
    except OSError:
        return False


def go_on(means: Means) -> None:
    """Carry the update that is under way through to its end.

    Raises:
        DeskError: "update.no_backup" before anything was changed; "update.no_way_back_now"
            (version) and "update.no_put_back" when the way back does not end: it is tried again at
            the next time; "update.entered_since" when the new program had to stay.
    """
    while journal := means.memory.journal():
        log.info("update to %s: %s", journal.new.version, journal.step)
        _DO[journal.step](means, journal)


def take_up(means: Means, journal: Journal) -> Journal | None:
    """What to do about an update that was cut off; None when nothing had been changed yet."""
    log.warning("the update to %s was cut off: %s", journal.new.version, journal.step)
    if journal.step is Step.BACKING_UP:
        means.memory.close_journal()
        return None
    means.product.installer.mend()
    again = msgspec.structs.replace(journal, again=journal.again + 1)
    if journal.step in (Step.PUTTING_IN, Step.TRYING) and again.again > _OFTEN:
        return _back(means, again, Why.CUT_OFF)
    return means.memory.note(again)


def _back_up(means: Means, journal: Journal) -> None:
    name = ""
    if database_path(means.data).exists():
        ended = run_as_owner(_words(means.own, means, "backup"), means.data, seconds=_HOURS)
        name = _file_of(ended)
        if not name:
            means.memory.close_journal()
            raise DeskError("update.no_backup")
    _next(means, journal, Step.PUTTING_IN, backup=name)


def _file_of(ended: Ended) -> str:
    if ended.code:
        return ""
    try:
        return str(json.loads(ended.said)["file"])
    except (ValueError, KeyError, TypeError):
        return ""


def _put_in(means: Means, journal: Journal) -> None:
    file = means.memory.path(journal.new)
    if is_whole(file, journal.new) and _install(means, file):
        _next(means, journal, Step.TRYING)
    else:
        _back(means, journal, Why.PACKAGE)


def _try(means: Means, journal: Journal) -> None:
    why = _fault(means, journal.new.version)
    if why is None and database_path(means.data).exists():
        opened = _words(means.product.program, means, "backup", "--list")
        if run_as_owner(opened, means.data, seconds=_HOURS).code:
            why = Why.DATABASE
    if why is None:
        _next(means, journal, Step.KEEPING)
    else:
        _back(means, journal, why)


def _fault(means: Means, version: str) -> Why | None:
    """What is wrong with the program that is in, looked at without the branch's data."""
    if means.product.version() != version:
        return Why.VERSION
    command = (*means.product.program, "--check", "--json")
    return Why.CHECK if run(command, seconds=_CHECKS).code else None


def _keep(means: Means, journal: Journal) -> None:
    state = means.memory.state()
    means.memory.keep(
        msgspec.structs.replace(
            state,
            installed=journal.new,
            ready=None,
            ready_until=None,
            put_in=journal.new.version,
            put_in_at=means.clock(),
            trouble=None,
        )
    )
    means.memory.close_journal()


def _go_back(means: Means, journal: Journal) -> None:
    file = means.memory.path(journal.old)
    if not (is_whole(file, journal.old) and _install(means, file)):
        raise DeskError("update.no_way_back_now", version=journal.old.version)
    _next(means, journal, Step.PUTTING_BACK)


def _put_back(means: Means, journal: Journal) -> None:
    """The earlier program is in again; let the database be one that it can open."""
    if journal.backup and database_path(means.data).exists():
        words = _words(means.own, means, "update", "put-back", journal.backup)
        refusal = _refusal(run_as_owner(words, means.data, seconds=_HOURS))
        if refusal == ENTERED_SINCE:
            _stay(means, journal)
        elif refusal:
            raise DeskError("update.no_put_back")
    _note_failure(means, journal, journal.old)
    means.memory.close_journal()


def _stay(means: Means, journal: Journal) -> None:
    """The database cannot go back, so the new program comes in again, for IT to look at."""
    if not _install(means, means.memory.path(journal.new)):
        raise DeskError("update.no_way_back_now", version=journal.old.version)
    _note_failure(means, journal, journal.new)
    means.memory.close_journal()
    raise DeskError(ENTERED_SINCE)


def _refusal(ended: Ended) -> str:
    """The code of what a command of ours refused with, "" when it did not."""
    if not ended.code:
        return ""
    try:
        return str(json.loads(ended.said)["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return "?"


def _note_failure(means: Means, journal: Journal, installed: Package) -> None:
    state = means.memory.state()
    version = journal.new.version
    others = tuple(one for one in state.failed if one.version != version)
    means.memory.keep(
        msgspec.structs.replace(
            state,
            installed=installed,
            ready=None,
            ready_until=None,
            failed=(*others, Failure(version, journal.why, means.clock())),
        )
    )


def _install(means: Means, file: Path) -> bool:
    return means.product.installer.install(file, means.memory.folder / _INSTALLER_LOG)


def _words(program: tuple[str, ...], means: Means, *words: str) -> tuple[str, ...]:
    return (*program, *words, "--json", "--data-dir", str(means.data))


def _next(means: Means, journal: Journal, step: Step, backup: str | None = None) -> None:
    name = journal.backup if backup is None else backup
    means.memory.note(msgspec.structs.replace(journal, step=step, backup=name, again=0))


def _back(means: Means, journal: Journal, why: Why) -> Journal:
    log.error("the update to %s goes back: %s", journal.new.version, why)
    going = msgspec.structs.replace(journal, step=Step.GOING_BACK, why=why.value, again=0)
    return means.memory.note(going)


_DO: Final[dict[Step, Callable[[Means, Journal], object]]] = {
    Step.BACKING_UP: _back_up,
    Step.PUTTING_IN: _put_in,
    Step.TRYING: _try,
    Step.KEEPING: _keep,
    Step.GOING_BACK: _go_back,
    Step.PUTTING_BACK: _put_back,
}
