"""Content packs that were installed; the newest is in force, the others are history."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select

from db.models import content_pack
from db.stores.base import Store, StoreReader
from desk.domain.topics import Topic

_CURRENT: Final = select(content_pack.c.body).order_by(content_pack.c.position.desc()).limit(1)
_VERSION: Final = select(content_pack.c.version).order_by(content_pack.c.position.desc()).limit(1)
_ADD: Final = insert(content_pack)


class ContentReader(StoreReader):
    """Questions about content."""

    def version(self) -> int:
        """The version of the pack in force; 0 before the first."""
        return self._number(_VERSION)

    def current(self) -> bytes | None:
        """The pack in force, as it was installed; None before the first."""
        row = self._one(_CURRENT)
        return None if row is None else bytes(row.body)


class ContentStore(ContentReader, Store):
    """Writes of content."""

    def install(
        self,
        pack_id: str,
        institution: str,
        version: int,
        sha256: str,
        body: bytes,
        at: datetime,
        account_id: UUID,
    ) -> None:
        """Put a pack in force.

        Args:
            version: of the pack's content, counted up.
            sha256: hexadecimal digest of `body`.
            account_id: who installed it.
        """
        row_id = self._journal.new_id()
        self._write(
            _ADD,
            id=row_id,
            pack_id=pack_id,
            institution=institution,
            version=version,
            sha256=sha256,
            body=body,
            at=at,
            account_id=account_id,
        )
        self._journal.point("content_pack", row_id)
        self._journal.topics.add(Topic.CONTENT)
