"""Bulletins of headquarters."""

from __future__ import annotations

from db.stores.from_hq import BulletinRow
from desk.sync.apply.wording import by_language
from desk.sync.down import Bulletin
from desk.sync.received import Applying, Received


def apply_bulletin(applying: Applying, received: Received) -> None:
    """Keep a bulletin, and tell headquarters that it is here; an older version changes nothing.

    Raises:
        DeskError: "sync.body".
    """
    given = received.read(Bulletin)
    kept = applying.uow.from_hq.put_bulletin(
        BulletinRow(
            id=given.id,
            version=given.version,
            text=by_language(given.text),
            office=given.office,
            at=given.at,
            until=given.until,
            must_read=given.must_read,
            withdrawn=given.withdrawn,
        )
    )
    if kept:
        applying.uow.from_hq.note_bulletin(given.id, given.version)
