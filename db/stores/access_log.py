"""Who looked at whose data, when and why: rows are never changed or removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, insert, select, tuple_

from db.models import access_log
from db.stores.base import Store, StoreReader

_IN_TIME: Final = select(access_log).where(
    access_log.c.at >= bindparam("first"), access_log.c.at < bindparam("last")
)
_LIST: Final = _IN_TIME.order_by(access_log.c.at, access_log.c.position)
_NEWEST: Final = _IN_TIME.order_by(access_log.c.at.desc(), access_log.c.position.desc()).limit(
    bindparam("most")
)
_ADD: Final = insert(access_log)


@dataclass(frozen=True, slots=True)
class Access:
    """One look: a record opened, exported or printed, or a settled search.

    Args:
        what: "open", "export", "print", "search", ...
        subject_kind, subject_id: the record; no id where the look was at many.
        purpose: why, in the words of the service that looked.
        own: "own" or "surname" when the record is the looker's own or a namesake's; "" if not.
        position: the order of writing; not part of what is compared.
    """

    at: datetime
    account_id: UUID
    what: str
    subject_kind: str
    subject_id: UUID | None
    purpose: str
    own: str = ""
    position: int = field(default=0, compare=False)


class AccessLogReader(StoreReader):
    """Questions of the data-protection officer."""

    def list(self, first: datetime, last: datetime) -> tuple[Access, ...]:
        """The looks from one instant (included) to another (not included)."""
        return tuple(map(_access_of, self._all(_LIST, first=first, last=last)))

    def page(
        self,
        first: datetime,
        last: datetime,
        most: int,
        *,
        account_id: UUID | None = None,
        what: str = "",
        own: bool = False,
        after: Access | None = None,
    ) -> tuple[Access, ...]:
        """So many looks of a time, the newest first; each filter has its index.

        Args:
            own: only looks at one's own record or a namesake's.
            after: the last look of the page before.
        """
        question = _narrowed(account_id, what, own)
        values: dict[str, object] = {"first": first, "last": last, "most": most}
        if account_id is not None:
            values["account"] = account_id
        if what:
            values["what"] = what
        if after is not None:
            question = question.where(_BEFORE)
            values |= {"at": after.at, "position": after.position}
        return tuple(map(_access_of, self._all(question, **values)))


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
        own: str = "",
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
            own=own or None,
        )


_BEFORE: Final = tuple_(access_log.c.at, access_log.c.position) < tuple_(
    bindparam("at", type_=access_log.c.at.type), bindparam("position")
)


def _narrowed(account_id: UUID | None, what: str, own: bool) -> Select[Any]:
    question = _NEWEST
    if account_id is not None:
        question = question.where(access_log.c.account_id == bindparam("account"))
    if what:
        question = question.where(access_log.c.what == bindparam("what"))
    return question.where(access_log.c.own.is_not(None)) if own else question


def _access_of(row: Row[Any]) -> Access:
    return Access(
        at=row.at,
        account_id=row.account_id,
        what=row.what,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        purpose=row.purpose,
        own=row.own or "",
        position=row.position,
    )
