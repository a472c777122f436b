"""What erasing needs beyond the database: the record outside it, its log, and its copies."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from db import erasure_record
from db.backup_make import throw_away_torsos
from db.database import Database, Reader
from db.erasure_copies import Cleaned, Gone, clean_copies, clean_shelves
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
        here: nothing is left of it on this PC; else it is to be tried again soon.
        elsewhere: nothing is left in the backup files of the second place; else it is to be
            tried again when the place can be reached.
        copies: the backups that were looked at.
    """

    here: bool
    elsewhere: bool
    copies: Cleaned = field(default_factory=Cleaned)

    @property
    def done(self) -> bool:
        """Nothing is left of it anywhere that is known."""
        return self.here and self.elsewhere


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
        if again:
            for copies in (erasure_record.UNSETTLED, erasure_record.ELSEWHERE):
                uow.meta.note(copies, erasure_record.STILL)
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
    known = _known(database)
    return bool(known.here or known.elsewhere)


def settle(
    database: Database, env: Env, key: Callable[[], bytes], second: Callable[[], list[Path]]
) -> Settled:
    """Let nothing of what was erased remain: in the database's log, and in its copies.

    To be called beside the work, on a thread of its own or from the command line.  While a backup
    is being made, or when more was erased meanwhile, it is not done and to be tried again.  A
    second place that cannot be reached is remembered: nothing on this PC is looked at again for it.

    Args:
        key: gives the raw database key, which the backups share.
        second: gives the folders with backup files in the second place.
    """
    folder = database.folder
    known = _known(database)
    if not (known.here or known.elsewhere):
        return Settled(True, True)
    if not throw_away_torsos(folder):  # its copy may be of before the erasure
        return Settled(not known.here, not known.elsewhere)
    _shorten_record(database, env)
    known = _known(database)
    gone = Gone(erasure_record.read(folder).keys(), _drafts_before(known, env))
    at_hand = clean_copies(folder, key(), gone) if known.here else Cleaned()
    away = clean_shelves(folder, second(), key(), gone) if known.elsewhere else Cleaned()
    here = not known.here or (database.scrub() and not at_hand.failed)
    for name in (*at_hand.failed, *away.failed):
        log.error("copy %s could not be rid of erased data", name)
    noted = _note_done(database, known, here=here, elsewhere=not away.failed)
    return Settled(here and noted, not away.failed and noted, at_hand + away)


@dataclass(frozen=True, slots=True)
class _Known:
    """What there is to settle; every erasure and every dropped draft changes it."""

    here: str
    elsewhere: str
    mark: str
    draft: str


def _known(database: Database) -> _Known:
    with database.reader() as reader:
        return _known_by(reader)


def _known_by(reader: Reader) -> _Known:
    record = erasure_record
    keys = (record.UNSETTLED, record.ELSEWHERE, record.MARK, DRAFT_DROPPED)
    here, elsewhere, mark, draft = (reader.meta.get(key) for key in keys)
    if elsewhere is None:  # erased by a program that knew the first fact alone
        elsewhere = here
    return _Known(here or "", elsewhere or "", mark or "", draft or "")


def _note_done(database: Database, known: _Known, *, here: bool, elsewhere: bool) -> bool:
    """Nothing is left of what was known in these copies; False when more was erased meanwhile."""
    ended = {erasure_record.UNSETTLED: here, erasure_record.ELSEWHERE: elsewhere}
    ended[DRAFT_DROPPED] = here and elsewhere
    with database.unit_of_work() as uow:
        if _known_by(uow) != known:
            return False
        for fact in (fact for fact, is_over in ended.items() if is_over):
            uow.meta.note(fact, "")
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
