"""Erasures that come from headquarters: done here before anything else is read or sent.

A branch that was restored from an old backup has keys again that it had destroyed.  Headquarters
name all that were, and what is found of them goes, with its search words and from the backups.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Final
from uuid import UUID

from db import erasure_record
from db.database import Database
from desk.domain.clock import local_day
from desk.domain.erasure import Why
from desk.sync.line import Line
from desk.sync.wire import Welcome

log = logging.getLogger(__name__)

ERASED: Final = "lane.erased"
"""Fact about a database: the number of the last erasure that it knows from headquarters."""


def take_erasures(database: Database, line: Line, welcome: Welcome) -> int:
    """Erase what headquarters know to be erased; usually nothing is asked.

    When headquarters were set back, all of them are looked at again.

    Returns:
        how many rows were still held here.

    Raises:
        DeskError: "erasure.record", and what the line raises.
    """
    with database.reader() as reader:
        known = int(reader.meta.get(ERASED, "0"))
    if known > welcome.erased:
        known = 0
    again = 0
    while known < welcome.erased:
        page = line.lane(known)
        if page.last <= known:
            break
        again += _erase(database, page.erased, page.last)
        known = page.last
    if again:
        log.warning("%d erasures were done again, as headquarters know them", again)
        database.scrub()
    return again


def _erase(database: Database, ids: Collection[UUID], last: int) -> int:
    """Destroy keys, in one transaction with the number that is known from now on.

    What was held here, and what is not known here (yet), goes into the record beside the database,
    so that no backup brings it back either.
    """
    with database.unit_of_work() as uow:
        at = uow.now
        held = uow.lane.held(ids)
        news = held | uow.lane.unknown(ids)
        erasure_record.union(database.folder, dict.fromkeys(news, local_day(at)))
        uow.erasures.erase(held, Why.REPLAYED, at=at)
        uow.annex.erase(held, Why.REPLAYED, at=at)
        uow.meta.note(ERASED, str(last))
        uow.meta.note(erasure_record.MARK, erasure_record.mark(database.folder))
        if held:
            for copies in (erasure_record.UNSETTLED, erasure_record.ELSEWHERE):
                uow.meta.note(copies, erasure_record.STILL)
        uow.commit()
    return len(held)
