"""Who looked at whose data, when and why: rows are never changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from db.models import access_log
from db.stores.base import Store, StoreReader

_LIST: Final = (
    select(access_log)
    .where(access_log.c.at >= bindparam("first"), access_log.c.at < bindparam("last"))
    .order_by(access_log.c.at, access_log.c.position)
)
_ADD: Final = insert(access_log)


@dataclass(frozen=True, slots=True)
class Access:
    """One look: a record opened, exported or printed, or a settled search.

    Args:
        what: "open", "export", "print", "search", ...
        subject_kind, subject_id: the record; no id where the look was at many.
        purpose: why, in the words of the service that looked.
    """

    at: datetime
    account_id: UUID
    what: str
    subject_kind: str
    subject_id: UUID | None
    purpose: str


class AccessLogReader(StoreReader):
    """Questions of the data-protection officer."""

    def list(self, first: datetime, last: datetime) -> tuple[Access, ...]:
        """The looks from one instant (included) to another (not included)."""
        rows = self._all(_LIST, first=first, last=last)
        return tuple(
            Access(
                at=row.at,
                account_id=row.account_id,
                what=row.what,
                subject_kind=row.subject_kind,
                subject_id=row.subject_id,
                purpose=row.purpose,
            )
            for row in rows
        )


class AccessLogStore(AccessLogReader, Store):
    """Writes of the log; local to this PC."""

    def add(
        self,
        at: datetime,
        account_id: UUID,
        what: str,
        subject_kind: str,
        subject_id: UUID | None,
        purpose: str,
    ) -> None:
        """Record a look (arguments as in `Access`)."""
        self._write(
            _ADD,
            at=at,
            account_id=account_id,
            what=what,
            subject_kind=subject_kind,
            subject_id=subject_id,
            purpose=purpose,
        )
