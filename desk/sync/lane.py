"""The lane of personal keys: sent up wrapped, apart from the operations, and given back once.

Headquarters keep the keys, cannot open them, and destroy them when the branch erases.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from db.database import Database
from db.lane_cipher import PersonKey, unwrap, wrap
from db.stores.lane import PERSON
from db.unit_of_work import Reader, UnitOfWork
from desk.sync.erasures import ERASED
from desk.sync.lane_bodies import LaneEntry
from desk.sync.line import Line
from desk.sync.sealed_up import give_back

AT_ONCE: Final = 250
"""Keys of one request."""
_BACK: Final = 20
"""Entries that are put back at a time: others want to write meanwhile."""

_WANTED: Final = "lane.wanted"
"""Fact about a database: "yes" while it lacks keys because it was restored."""

_LAST: Final = "lane.last"
"""Fact about a database: the last number of the lane that headquarters told it."""


def begin_anew(uow: UnitOfWork, *, restored: bool) -> None:
    """This database was restored, or headquarters were: what they may lack goes up again.

    To be called in the transaction that notes it.

    Args:
        restored: keys are wanted back; else what is known of headquarters' erasures is no more.
    """
    uow.lane.begin_anew()
    if restored:
        uow.meta.note(_WANTED, "yes")
    else:
        uow.meta.note(ERASED, "0")


def check_there(database: Database, told: int) -> None:
    """Headquarters that have less of the lane than they had were set back: all of it goes again.

    Args:
        told: the last number as they tell it now.
    """
    with database.reader() as reader:
        if told >= int(reader.meta.get(_LAST, "0")):
            return
    with database.unit_of_work() as uow:
        begin_anew(uow, restored=False)
        uow.meta.note(_LAST, "0")
        uow.commit()


def is_wanted(reader: Reader) -> bool:
    """Whether this database was restored, and lacks keys."""
    return bool(reader.meta.get(_WANTED))


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of persons that headquarters lack, as they were when they were read.

    Args:
        erased: rows whose keys waited and are no more; entries: the others, wrapped.
    """

    known: dict[UUID, PersonKey] = field(default_factory=dict)
    erased: tuple[UUID, ...] = ()
    entries: tuple[LaneEntry, ...] = ()


def waiting_keys(database: Database) -> Keys:
    """The next keys that headquarters lack."""
    with database.reader() as reader:
        ids = reader.lane.waiting(PERSON, AT_ONCE)
        keys = reader.lane.person_keys(ids) if ids else {}
    entries = (
        LaneEntry(one, one, PERSON, wrap(database.lane_key, one, key)) for one, key in keys.items()
    )
    return Keys(keys, tuple(one for one in ids if one not in keys), tuple(entries))


def keys_are_there(uow: UnitOfWork, keys: Keys, last: int | None) -> None:
    """Headquarters have these keys; the caller commits.

    Args:
        last: the last number of the lane as they tell it; None when they were not asked.
    """
    uow.lane.sent_persons(keys.known, keys.erased)
    if last is not None:
        uow.meta.note(_LAST, str(last))


def send_keys(database: Database, line: Line) -> int:
    """Send keys that headquarters lack; gives how many."""
    count = 0
    while True:
        keys = waiting_keys(database)
        if not keys.entries and not keys.erased:
            return count
        last = line.lane_up(keys.entries).entries if keys.entries else None
        with database.unit_of_work() as uow:
            keys_are_there(uow, keys, last)
            uow.commit()
        count += len(keys.entries)


def take_keys(database: Database, line: Line, *, settled: bool) -> int:
    """Put the keys back that a restored database lacks, once their rows are here again.

    Args:
        settled: nothing of the own stream came in this round, so that no row is missing any more.

    Returns:
        how many persons can be read again.
    """
    with database.reader() as reader:
        if not is_wanted(reader):
            return 0
        erased = int(reader.meta.get(ERASED, "0"))
    count = after = 0
    while entries := line.lane(erased, after).entries:
        for few in (entries[at : at + _BACK] for at in range(0, len(entries), _BACK)):
            with database.unit_of_work() as uow:
                for entry in few:
                    count += _given_back(uow, database.lane_key, entry)
                uow.commit()
        after = entries[-1].number
    if settled:
        with database.unit_of_work() as uow:
            uow.meta.note(_WANTED, "")
            uow.commit()
    return count


def _given_back(uow: UnitOfWork, lane_key: bytes, entry: LaneEntry) -> bool:
    """Put one entry back; whether it is a person who can be read again."""
    if entry.kind != PERSON:
        give_back(uow, lane_key, entry)
        return False
    key = unwrap(lane_key, entry.row_id, entry.sealed, PersonKey)
    return key is not None and uow.lane.give_back(entry.row_id, key)
