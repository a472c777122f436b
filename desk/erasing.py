"""What erasing needs beyond the database: the record outside it, its log, and its copies."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from db import erasure_record
from db.backup_make import throw_away_torsos
from db.database import Database, Reader
from db.erasure_copies import Cleaned, Gone, clean_copies
from desk.domain.clock import local_day
from desk.domain.erasure import Why
from desk.services import retention_job
from desk.services.env import Env
from desk.services.retention_clocks import DRAFT_DROPPED, abandoned_before

log = logging.getLogger(__name__)

_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LONG_RECORD: Final = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the traces of erased data.

    Args:
        done: nothing is left of it here; else it is to be tried again.
        copies: the backups of this PC.
    """

    done: bool
    copies: Cleaned


def reconcile(database: Database, env: Env) -> int:
    """Bring database and record to one state; to be called before anybody can read.

    An old copy that was put back is rid again of what has been erased since; a record that is
    missing or behind is completed from the log.  Usually one comparison.

    Returns:
        how many rows were erased again.

    Raises:
        DeskError: "erasure.record".
    """
    folder = database.folder
    with database.reader() as reader:
        if (reader.meta.get(erasure_record.MARK) or "") == erasure_record.mark(folder):
            return 0
        recent = reader.erasures.logged(env.clock() - retention_job.KEEP_LINES_FOR)
        asked = reader.erasures.logged(_LONG_AGO, Why.REQUESTED)
    erasure_record.union(folder, asked, recent, lasting=asked)
    return _replay(database, env, folder)


def _replay(database: Database, env: Env, folder: Path) -> int:
    with database.unit_of_work() as uow:
        again = retention_job.replay(uow, env, erasure_record.read(folder).keys())
        uow.meta.note(erasure_record.MARK, erasure_record.mark(folder))
        if again:  # whether a person had asked for one of them is not known any more
            uow.meta.note(erasure_record.UNSETTLED, erasure_record.ASKED)
        uow.commit()
    if again:
        log.warning("%d erasures were done again after a restore", again)
        database.scrub()
    return again


def run_to_end(database: Database, env: Env) -> retention_job.Step:
    """The whole erasure job at once; where a person works, the window takes it step by step."""
    erased = 0
    while True:
        with database.unit_of_work() as uow:
            done = retention_job.step(uow, env)
            uow.commit()
        erased += done.erased
        if not done.more:
            return retention_job.Step(erased, waits=done.waits)


def is_unsettled(database: Database) -> bool:
    """Whether the log or a copy may still hold what was erased."""
    return bool(_known(database).state)


def settle(
    database: Database, env: Env, key: Callable[[], bytes], second: Callable[[], list[Path]]
) -> Settled:
    """Let nothing of what was erased remain: in the database's log, and in its copies.

    Copies on this PC are always rid of it.  Backup files of the second place only of what a person
    asked for: what was merely due leaves them in rotation, which is never longer than a period.
    To be called beside the work, on a thread of its own or from the command line.  While a backup
    is being made, or when more was erased meanwhile, it is not done and to be tried again.

    Args:
        key: gives the raw database key, which the backups share.
        second: gives the folders with backup files in the second place.
    """
    folder = database.folder
    if not is_unsettled(database):
        return Settled(True, Cleaned())
    if not throw_away_torsos(folder):  # its copy may be of before the erasure
        return Settled(False, Cleaned())
    _shorten_record(database, env)
    known = _known(database)
    gone = Gone(erasure_record.read(folder).keys(), _drafts_before(known, env))
    shelves = second() if known.state == erasure_record.ASKED else []
    cleaned = clean_copies(folder, shelves, key(), gone)
    done = database.scrub() and not cleaned.failed and _note_done(database, known)
    for name in cleaned.failed:
        log.error("copy %s could not be rid of erased data", name)
    return Settled(done, cleaned)


@dataclass(frozen=True, slots=True)
class _Known:
    """What there is to settle; every erasure and every dropped draft changes it."""

    state: str
    mark: str
    draft: str


def _known(database: Database) -> _Known:
    with database.reader() as reader:
        return _known_by(reader)


def _known_by(reader: Reader) -> _Known:
    keys = (erasure_record.UNSETTLED, erasure_record.MARK, DRAFT_DROPPED)
    return _Known(*(reader.meta.get(key) or "" for key in keys))


def _note_done(database: Database, known: _Known) -> bool:
    """Nothing is left of what was known; False when more was erased meanwhile."""
    with database.unit_of_work() as uow:
        if _known_by(uow) != known:
            return False
        uow.meta.note(erasure_record.UNSETTLED, "")
        uow.meta.note(DRAFT_DROPPED, "")
        uow.commit()
    return True


def _drafts_before(known: _Known, env: Env) -> datetime | None:
    """All drafts leave the copies when one was dropped for a person; else those given up."""
    return env.clock() + timedelta(seconds=1) if known.draft else abandoned_before(env)


def _shorten_record(database: Database, env: Env) -> None:
    path = erasure_record.record_path(database.folder)
    if not path.exists() or path.stat().st_size < _LONG_RECORD:
        return
    with database.unit_of_work() as uow:  # no other program adds a line meanwhile
        before = local_day(env.clock() - retention_job.KEEP_LINES_FOR)
        erasure_record.drop_before(database.folder, before)
        uow.meta.note(erasure_record.MARK, erasure_record.mark(database.folder))
        uow.commit()
