"""Questions to headquarters about lost passwords."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from db.models import challenge
from db.stores.base import Store, StoreReader
from desk.domain.challenge import Challenge
from desk.domain.lockout import Lockout

_FIND: Final = select(challenge).where(challenge.c.account_id == bindparam("key"))
_NEW: Final = insert(challenge)
_PUT: Final = _NEW.on_conflict_do_update(
    index_elements=["account_id"],
    set_={c.name: _NEW.excluded[c.name] for c in challenge.c if not c.primary_key},
)


class ChallengeReader(StoreReader):
    """What is open."""

    def of(self, account_id: UUID) -> Challenge | None:
        """What an account asked last; None when it never did."""
        row = self._one(_FIND, key=account_id)
        return None if row is None else _challenge(row)


class ChallengeStore(ChallengeReader, Store):
    """Writes of questions; local to this PC."""

    def put(self, account_id: UUID, now: Challenge) -> None:
        """Keep how an account stands."""
        wait = now.lockout
        self._write(
            _PUT,
            account_id=account_id,
            nonce=now.nonce,
            boot=now.boot,
            since=now.since,
            failed=now.failed,
            wait=wait.seconds if wait else 0,
            wait_boot=wait.boot if wait else "",
            wait_since=wait.since if wait else 0,
        )


def _challenge(row: Any) -> Challenge:
    wait = Lockout(row.wait_boot, row.wait_since, row.wait) if row.wait else None
    return Challenge(row.nonce, row.boot, row.since, row.failed, wait)
