"""Who is signed in at this device."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

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
_ADD: Final = insert(session)
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
        return Session(row.id, row.account_id, row.site, row.counter, row.started_at)


class SessionStore(SessionReader, Store):
    """Writes of sessions; local to this PC."""

    def __init__(self, journal: Journal) -> None:
        Store.__init__(self, journal)
        self._device_id = journal.device_id

    def start(self, account_id: UUID, site: str, counter: str, at: datetime) -> UUID:
        """Begin a session at this device and return its id."""
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
        )
        self._journal.topics.add(Topic.ACCOUNTS)
        return session_id

    def end(self, session_id: UUID, at: datetime) -> None:
        """End a session."""
        self._write(_END, key=session_id, ended_at=at)
        self._journal.topics.add(Topic.ACCOUNTS)
