"""Drafts: what a person was typing when the program ended; they lie here until dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from db.models import draft
from db.stores.base import Store, StoreReader
from desk.domain.topics import Topic

_GET: Final = select(draft.c.body).where(
    draft.c.account_id == bindparam("account"), draft.c.kind == bindparam("what")
)
_BEGUN: Final = (
    select(draft.c.kind, draft.c.at)
    .where(draft.c.account_id == bindparam("account"))
    .order_by(draft.c.kind)
)
_INSERT: Final = insert(draft)
_PUT: Final = _INSERT.on_conflict_do_update(
    index_elements=["account_id", "kind"],
    set_={"body": _INSERT.excluded.body, "at": _INSERT.excluded.at},
)
_DROP: Final = delete(draft).where(
    draft.c.account_id == bindparam("account"), draft.c.kind == bindparam("what")
)


class DraftReader(StoreReader):
    """Questions about drafts."""

    def get(self, account_id: UUID, kind: str) -> bytes | None:
        """A person's draft of a kind, None when there is none."""
        row = self._one(_GET, account=account_id, what=kind)
        return None if row is None else bytes(row.body)

    def begun(self, account_id: UUID) -> tuple[tuple[str, datetime], ...]:
        """The kinds of a person's drafts, and when each was last typed in."""
        rows = self._all(_BEGUN, account=account_id)
        return tuple((row.kind, row.at) for row in rows)


class DraftStore(DraftReader, Store):
    """Writes of drafts; local to this PC."""

    def put(self, account_id: UUID, kind: str, body: bytes, at: datetime) -> None:
        """Keep a draft in place of the person's earlier one of this kind."""
        self._write(_PUT, account_id=account_id, kind=kind, body=body, at=at)
        self._journal.topics.add(Topic.DRAFTS)

    def drop(self, account_id: UUID, kind: str) -> None:
        """Remove a draft without a trace."""
        self._write(_DROP, account=account_id, what=kind)
        self._journal.topics.add(Topic.DRAFTS)
