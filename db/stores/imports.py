"""Which day files were imported: rows are never changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from db.models import import_log
from db.stores.base import Store, StoreReader
from desk.domain.topics import Topic

_LAST: Final = (
    select(import_log)
    .where(import_log.c.site == bindparam("site"))
    .where(import_log.c.day_last >= bindparam("day"), import_log.c.day_first <= bindparam("day"))
    .order_by(import_log.c.position.desc())
    .limit(1)
)
_HOLDS: Final = select(import_log.c.id).where(import_log.c.sha256 == bindparam("sha256")).limit(1)
_ADD: Final = insert(import_log)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One imported day file.

    Args:
        day_first, day_last: the days it covers, both included.
        sha256: hexadecimal digest of the file.
        added, changed, cancelled: how many bookings.
    """

    site: str
    day_first: date
    day_last: date
    sha256: str
    at: datetime
    account_id: UUID
    added: int
    changed: int
    cancelled: int


class ImportReader(StoreReader):
    """Questions about imports."""

    def last(self, site: str, day: date) -> ImportRecord | None:
        """The latest import that covers a day of a site."""
        row = self._one(_LAST, site=site, day=day)
        if row is None:
            return None
        return ImportRecord(
            site=row.site,
            day_first=row.day_first,
            day_last=row.day_last,
            sha256=row.sha256,
            at=row.at,
            account_id=row.account_id,
            added=row.added,
            changed=row.changed,
            cancelled=row.cancelled,
        )

    def holds(self, sha256: str) -> bool:
        """Whether a file with this content was imported, for whichever site."""
        return self._one(_HOLDS, sha256=sha256) is not None


class ImportStore(ImportReader, Store):
    """Writes of the import log."""

    def add(
        self,
        site: str,
        day_first: date,
        day_last: date,
        sha256: str,
        at: datetime,
        account_id: UUID,
        added: int,
        changed: int,
        cancelled: int,
    ) -> None:
        """Record an import (arguments as in `ImportRecord`)."""
        row_id = self._journal.new_id()
        self._write(
            _ADD,
            id=row_id,
            site=site,
            day_first=day_first,
            day_last=day_last,
            sha256=sha256,
            at=at,
            account_id=account_id,
            added=added,
            changed=changed,
            cancelled=cancelled,
        )
        self._journal.point("import_log", row_id)
        self._journal.topics.add(Topic.DAY)
