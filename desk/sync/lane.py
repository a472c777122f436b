"""The lane of personal keys: sent up wrapped, apart from the operations, and given back once.

Headquarters keep the keys, cannot open them, and destroy them when the branch erases.
"""

from __future__ import annotations

from typing import Final

from db.database import Database
from db.lane_cipher import PersonKey, unwrap, wrap
from db.stores.lane import PERSON
from db.unit_of_work import UnitOfWork
from desk.sync.erasures import ERASED
from desk.sync.lane_bodies import LaneEntry
from desk.sync.line import Line
from desk.sync.sealed_up import give_back

AT_ONCE: Final = 250
_BACK: Final = 20
"""Entries that are put back at a time: others want to write meanwhile."""
"""Keys of one request."""

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


def send_keys(database: Database, line: Line) -> int:
    """Send keys that headquarters lack; gives how many."""
    count = 0
    while True:
        with database.reader() as reader:
            ids = reader.lane.waiting(PERSON, AT_ONCE)
            keys = reader.lane.person_keys(ids)
        if not ids:
            return count
        entries = tuple(
            LaneEntry(one, one, PERSON, wrap(database.lane_key, one, key))
            for one, key in keys.items()
        )
        head = line.lane_up(entries).entries if entries else None
        with database.unit_of_work() as uow:
            uow.lane.sent_persons(keys, [one for one in ids if one not in keys])
            if head is not None:
                uow.meta.note(_LAST, str(head))
            uow.commit()
        count += len(entries)


def take_keys(database: Database, line: Line, *, settled: bool) -> int:
    """Put the keys back that a restored database lacks, once their rows are here again.

    Args:
        settled: nothing of the own stream came in this round, so that no row is missing any more.

    Returns:
        how many persons can be read again.
    """
    with database.reader() as reader:
        if not reader.meta.get(_WANTED):
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
