"""Who is signed in at this device."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from db.models import session
from db.stores.base import Journal, Store, StoreReader
from desk.domain.account import Session
from desk.domain.topics import Topic

_CURRENT: Final = (
    select(session)
    .where(session.c.device_id == bindparam("device"), session.c.ended_at.is_(None))
    .order_by(session.c.started_at.desc(), session.c.id.desc())
    .limit(1)
)
_RESUMABLE: Final = (
    select(session)
    .where(session.c.device_id == bindparam("device"), session.c.resumable_on.is_not(None))
    .where(session.c.resumable_on == bindparam("day"))
    .order_by(session.c.started_at, session.c.id)
)
_OTHER_DAYS: Final = (
    select(session.c.id)
    .where(session.c.device_id == bindparam("device"), session.c.resumable_on.is_not(None))
    .where(session.c.resumable_on != bindparam("day"))
    .limit(1)
)
_ADD: Final = insert(session)
_REVOKE: Final = (
    update(session)
    .where(session.c.device_id == bindparam("device"), session.c.resumable_on.is_not(None))
    .values(resumable_on=None)
)
_REVOKE_ONE: Final = _REVOKE.where(session.c.account_id == bindparam("account"))
_REVOKE_OTHER_DAYS: Final = _REVOKE.where(session.c.resumable_on != bindparam("day"))
_END: Final = update(session).where(session.c.id == bindparam("key"))


class SessionReader(StoreReader):
    """Questions about sessions."""

    def __init__(self, connection: Connection, device_id: UUID) -> None:
        super().__init__(connection)
        self._device_id = device_id

    def current(self) -> Session | None:
        """The latest session of this device that has not ended."""
        row = self._one(_CURRENT, device=self._device_id)
        if row is None:
            return None
        return _session_of(row)

    def resumable(self, day: date) -> tuple[Session, ...]:
        """The day's sessions at this device that a PIN resumes, one for each account."""
        rows = self._all(_RESUMABLE, device=self._device_id, day=day)
        return tuple({row.account_id: _session_of(row) for row in rows}.values())

    def has_other_days(self, day: date) -> bool:
        """Whether a PIN could resume a session of any other day."""
        return self._one(_OTHER_DAYS, device=self._device_id, day=day) is not None


class SessionStore(SessionReader, Store):
    """Writes of sessions; local to this PC."""

    def __init__(self, journal: Journal) -> None:
        Store.__init__(self, journal)
        self._device_id = journal.device_id

    def start(
        self,
        account_id: UUID,
        site: str,
        counter: str,
        at: datetime,
        *,
        resumable_on: date | None = None,
    ) -> UUID:
        """Begin a session at this device and return its id.

        Args:
            resumable_on: the local day on which a PIN resumes it; None = a PIN began it.
        """
        session_id = self._journal.new_id()
        self._write(
            _ADD,
            id=session_id,
            device_id=self._device_id,
            account_id=account_id,
            site=site,
            counter=counter,
            started_at=at,
            ended_at=None,
            resumable_on=resumable_on,
        )
        self._journal.topics.add(Topic.ACCOUNTS)
        return session_id

    def end(self, session_id: UUID, at: datetime) -> None:
        """End a session."""
        self._write(_END, key=session_id, ended_at=at)
        self._journal.topics.add(Topic.ACCOUNTS)

    def revoke(self, account_id: UUID) -> None:
        """Let no PIN resume an account's sessions at this device."""
        self._write(_REVOKE_ONE, device=self._device_id, account=account_id)
        self._journal.topics.add(Topic.ACCOUNTS)

    def revoke_other_days(self, day: date) -> None:
        """Let no PIN resume sessions of any other day, whatever the clock says later."""
        self._write(_REVOKE_OTHER_DAYS, device=self._device_id, day=day)


def _session_of(row: Row[Any]) -> Session:
    return Session(row.id, row.account_id, row.site, row.counter, row.started_at)
