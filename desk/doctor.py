"""Checking an installation: folder, disk, clock, printer, keys, database, content, fonts."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Thread

from desk.app import has_database, open_app, unlocked_key
from desk.domain.clock import Clock, local
from desk.domain.errors import DeskError
from desk.error_texts import error_text

log = logging.getLogger(__name__)

_MIB = 1024 * 1024
_LITTLE = 1024 * _MIB
_TOO_LITTLE = 200 * _MIB
_BUILT = datetime(2026, 11, 1, tzinfo=UTC)
_FAR = timedelta(days=365 * 20)
_OLD_BACKUP = 2
_PATIENCE = 10.0
_FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")


class Status(StrEnum):
    """How a check went; a warning asks for attention, a problem stops work or loses data."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found, in a sentence without personal data."""

    check: str
    status: Status
    message: str


Outcome = tuple[Status, str]
Check = Callable[[], Outcome]


def examine(folder: Path, clock: Clock) -> tuple[Finding, ...]:
    """Check everything; a failing check does not keep the others from running."""
    from desk import doctor_line

    checks: list[tuple[str, Check]] = [
        ("data_folder", lambda: _folder(folder)),
        ("disk_space", lambda: _disk(folder)),
        ("disk_encryption", lambda: _encryption(folder)),
        ("clock", lambda: _clock(clock())),
        ("fonts", _fonts),
        ("printer", _printer),
        ("versions", lambda: doctor_line.versions(folder)),
        ("site", lambda: doctor_line.site(folder)),
        ("updates", lambda: doctor_line.updates(clock())),
    ]
    if not has_database(folder):
        return (*_run(checks), Finding("database", Status.PROBLEM, "none here; run `desk init`"))
    checks += [
        ("key_store", lambda: _keys(folder)),
        ("database", lambda: _database(folder)),
        ("schema", lambda: _schema(folder)),
        ("entries", lambda: _entries(folder, clock())),
        ("content", lambda: _content(folder)),
        ("retention", lambda: _retention(folder)),
        ("annex", lambda: _annex(folder)),
        ("backup", lambda: _backup(folder)),
        ("second_place", lambda: _second_place(folder)),
        ("network", lambda: doctor_line.network(folder)),
    ]
    return tuple(_run(checks))


def _run(checks: list[tuple[str, Check]]) -> Iterator[Finding]:
    for name, check in checks:
        try:
            yield Finding(name, *check())
        except DeskError as error:
            yield Finding(name, Status.PROBLEM, error_text(error))
        except Exception as error:
            log.error("unexpected in check %s", name, exc_info=error)
            yield Finding(name, Status.PROBLEM, f"could not be checked: {type(error).__name__}")


def _folder(folder: Path) -> Outcome:
    if not folder.is_dir():
        return (Status.PROBLEM, f"{folder} does not exist")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return (Status.PROBLEM, f"{folder} cannot be written to")
    return (Status.OK, str(folder))


def _there(folder: Path) -> Path:
    """The folder, or the one in which it would be made."""
    absolute = folder.absolute()
    return next(path for path in (absolute, *absolute.parents) if path.exists())


def _disk(folder: Path) -> Outcome:
    free = shutil.disk_usage(_there(folder)).free
    message = f"{free // _MIB} MB free"
    if free < _TOO_LITTLE:
        return (Status.PROBLEM, message)
    return (Status.WARNING if free < _LITTLE else Status.OK, message)


def _encryption(folder: Path) -> Outcome:
    from desk.machine import disk_encrypted

    encrypted = disk_encrypted(_there(folder))
    if encrypted:
        return (Status.OK, "the disk is encrypted")
    if encrypted is None:
        return (Status.WARNING, "cannot tell whether the disk is encrypted; please see to it")
    message = "the disk is not encrypted: a thief of this PC could read the database"
    return (Status.WARNING, message)


def _printer() -> Outcome:
    from desk.machine import printers

    found = printers()
    if found is None:
        return (Status.WARNING, "cannot tell: the window's libraries are missing")
    if not found:
        return (Status.WARNING, "none; the day sheet for work on paper cannot be printed")
    return (Status.OK, ", ".join(found))


def _clock(now: datetime) -> Outcome:
    message = f"{local(now):%Y-%m-%d %H:%M} in Riga"
    plausible = _BUILT <= now <= _BUILT + _FAR
    return (Status.OK, message) if plausible else (Status.PROBLEM, f"cannot be right: {message}")


def _fonts() -> Outcome:
    from desk.resources import resources_dir

    missing = [name for name in _FONTS if not (resources_dir() / "fonts" / name).is_file()]
    if missing:
        return (Status.PROBLEM, f"missing: {', '.join(missing)}")
    return (Status.OK, "all there")


def _keys(folder: Path) -> Outcome:
    unlocked_key(folder)
    return (Status.OK, "this machine opens the database key")


def _database(folder: Path) -> Outcome:
    from db.backup import verify
    from db.layout import database_path

    verify(database_path(folder), unlocked_key(folder))
    return (Status.OK, "every page is in order")


def _schema(folder: Path) -> Outcome:
    from db.engine import open_engine
    from db.layout import database_path
    from db.models import REVISION
    from db.upgrade import stored_revision

    engine = open_engine(database_path(folder), unlocked_key(folder), read_only=True)
    try:
        found = stored_revision(engine)
    finally:
        engine.dispose()
    if found == REVISION:
        return (Status.OK, f"revision {found}")
    message = f"revision {found}, the program wants {REVISION}; it migrates at the next start"
    return (Status.WARNING, message)


def _entries(folder: Path, now: datetime) -> Outcome:
    """Entries from the future mean that the PC's clock went back."""
    from desk.known import read_known
    from desk.services.clock_check import Odd, check_clock

    app = open_app(folder)
    try:
        if app.env.demo:
            return (Status.OK, "the demo's clock runs apart")
        known = read_known(folder)
        with app.database.reader() as reader:
            later = reader.access_log.list(now + timedelta(minutes=5), now + _FAR)
            doubt = check_clock(reader, app.env, known.last_seen, known.accepted)
    finally:
        app.close()
    if later or (doubt is not None and doubt.odd is Odd.BEHIND):
        return (Status.PROBLEM, "it is behind entries that were made before; set it right")
    if doubt is not None:
        seen = f"{local(doubt.other):%Y-%m-%d %H:%M}"
        return (Status.WARNING, f"the clock may have jumped since {seen}; look at it")
    return (Status.OK, "no entry is from the future")


def _content(folder: Path) -> Outcome:
    from desk.services.content.bundled import bundled_pack

    app = open_app(folder)
    try:
        info = app.env.pack.info
    finally:
        app.close()
    shipped = bundled_pack(info.institution or "").info
    message = f"{info.id} {info.version}"
    if shipped.version > info.version:
        newer = f"{message}; the program brings {shipped.version}: `desk rules install`"
        return (Status.WARNING, newer)
    return (Status.OK, message)


def _retention(folder: Path) -> Outcome:
    from desk.erasing import is_unsettled
    from desk.services.retention_table import table

    with closing(open_app(folder)) as app:
        with app.database.reader() as reader:
            found = table(reader, app.env)
        unsettled = is_unsettled(app.database)
    if found.without_period:
        missing = ", ".join(sorted(found.without_period))
        return (Status.WARNING, f"no period for: {missing}; headquarters has to set it")
    if not found.date.believed:
        message = f"nothing is erased: the date jumped from {found.date.seen}; confirm it"
        return (Status.WARNING, message)
    ran = f"last run {local(found.last_run):%Y-%m-%d %H:%M}" if found.last_run else "not run yet"
    if found.overdue:
        return (Status.WARNING, f"{found.overdue} rows overdue, {ran}: `desk retention run`")
    if unsettled:
        message = f"a backup may still hold what was erased, {ran}: `desk retention run`"
        return (Status.WARNING, message)
    return (Status.OK, f"every purpose has a period; nothing is overdue, {ran}")


def _annex(folder: Path) -> Outcome:
    from desk.services.annex_holders import HolderState, health

    with closing(open_app(folder)) as app, app.database.reader() as reader:
        found = health(reader)
    if found.orphans:
        message = f"nobody opens {found.orphans} sealed entries: `desk annex status`"
        return (Status.PROBLEM, message)
    if found.doubtful:
        message = "holders of annex keys that the incident log does not know: `desk verify`"
        return (Status.PROBLEM, message)
    if found.recovery is HolderState.NO_KEYS:
        message = "the institution's key is missing: `desk annex recovery-key`"
        return (Status.WARNING, message)
    waiting = f", {found.waiting} wait for keys" if found.waiting else ""
    return (Status.OK, f"{found.sealed} incidents with a sealed annex{waiting}")


def _backup(folder: Path) -> Outcome:
    from desk.services import safety

    with closing(open_app(folder)) as app:
        if app.env.demo:
            return (Status.OK, "the demo needs none")
        now = app.env.clock()
        with app.database.reader() as reader:
            known = safety.result(reader)
    if known.failure is not None:
        return (Status.PROBLEM, f"the last one failed: {error_text(known.failure)}")
    if known.good_at is None:
        return (Status.WARNING, "none yet; `desk backup` makes one")
    days = (now - known.good_at) // timedelta(days=1)
    message = f"{known.file}, checked, {days} days old"
    return (Status.WARNING if days > _OLD_BACKUP else Status.OK, message)


def _second_place(folder: Path) -> Outcome:
    """In a thread of its own: a share that is gone may take minutes to say so."""
    from desk.services import safety

    with closing(open_app(folder)) as app, app.database.reader() as reader:
        known = safety.settings(reader)
        left = safety.earlier_places(app.env, known)
    status, message = _place(folder, known.place)
    if not left:
        return (status, message)
    folders = ", ".join(one.folder for one in left)
    by_hand = f"may still hold copies, delete by hand: {folders}; then `desk mirror forget DIR`"
    return (Status.WARNING if status is Status.OK else status, f"{message}; {by_hand}")


def _place(folder: Path, place: str) -> Outcome:
    from desk.second_place import try_place

    if not place:
        return (Status.WARNING, "none is set: what is saved lies on this PC alone")
    found: list[Outcome] = []

    def ask() -> None:
        try:
            tried = try_place(folder, Path(place))
        except DeskError as error:
            found.append((Status.PROBLEM, f"{place}: {error_text(error)}"))
            return
        same = ", but on the disk of the database" if tried.same_disk else ""
        status = Status.WARNING if tried.same_disk else Status.OK
        found.append((status, f"{place}: {tried.free} MB free{same}"))

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    return found[0] if found else (Status.PROBLEM, f"{place} does not answer")
