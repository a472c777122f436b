"""What a restored database has back from headquarters, and up to when: as people have to be told.

What the dead PC had saved after that instant was on it alone; nobody else can know of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.stores.sync_facts import made_at
from db.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back.

    Args:
        count: of changes; until: when the newest of them was saved on the PC that is gone.
    """

    count: int = 0
    until: datetime | None = None


def returned(reader: Reader) -> Returned:
    """What came back since this database was ever restored; nothing where it never was."""
    known = reader.sync.enrolment()
    if known is None:
        return Returned()
    count, newest = reader.received.own_back(known.stream, known.device)
    return Returned(count, made_at(newest) if newest is not None else None)


def newest_change(reader: Reader) -> datetime | None:
    """When the newest change was saved that this database knows; None for none."""
    newest = reader.outbox.newest()
    return made_at(newest) if newest is not None else None
