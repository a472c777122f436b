"""What a stick carries beside the operations: keys and sealed parts, erasures, the log's root.

A line asks and hears at once; a file only says, and what it said is settled when the answer comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Protocol
from uuid import UUID

import msgspec

from db.database import Database
from db.lane_cipher import PersonKey, unwrap, wrap
from db.stores.lane import ANNEX, FILE, PERSON
from desk.sync import lane, sealed_up
from desk.sync.courier_file import LaneAsked, LaneKept
from desk.sync.erasures import ERASED
from desk.sync.lane_bodies import MOST_KEYS, LaneEntry, LaneUp
from desk.sync.witness import question

MOST_A_FILE: Final = 256 * 1024 * 1024
"""Bytes of pictures and scans in one file; the rest goes with the next ones."""

_EVERY: Final = -1
"""As a number of rows: without limit (SQLite)."""


class _Puts(Protocol):
    """Takes pieces of a file, one after another."""

    def put(self, piece: msgspec.Struct) -> None:
        """One more piece."""


def put_beside(database: Database, file: _Puts) -> None:
    """Everything beside the operations that headquarters lack; nothing counts as sent by it."""
    with database.reader() as reader:
        erased = int(reader.meta.get(ERASED, "0"))
        file.put(LaneAsked(erased, keys=lane.is_wanted(reader)))
    sealed_up.release(database)
    for few in _fitting(_entries(database)):
        file.put(LaneUp(few))
    if found := question(database):
        file.put(found.asked(found.since))


def settle(database: Database, kept: Iterable[LaneKept]) -> None:
    """Headquarters took these from a file: they need not go again, unless they changed since."""
    files: dict[UUID, set[int]] = {}
    for few in kept:
        keys = _keys(database, few.entries)
        with database.unit_of_work() as uow:
            uow.lane.sent_persons(keys, [])
            for one in few.entries:
                if one.kind == ANNEX:
                    uow.lane.sent(one.row_id)
                elif one.kind == FILE:
                    files.setdefault(one.row_id, set()).add(one.part)
            uow.commit()
    with database.unit_of_work() as uow:
        for file_id, there in files.items():
            key = uow.sealed_parts.file(file_id)
            if key is not None and there >= set(range(key.portions + 1)):
                uow.lane.sent(file_id)
        uow.commit()


def _keys(database: Database, entries: Iterable[LaneEntry]) -> dict[UUID, PersonKey]:
    """The keys among some entries, as they were when they were written."""
    found = (
        (one.row_id, unwrap(database.lane_key, one.row_id, one.sealed, PersonKey))
        for one in entries
        if one.kind == PERSON
    )
    return {row_id: key for row_id, key in found if key is not None}


def _entries(database: Database) -> Iterator[LaneEntry]:
    """Keys first, then entries of the annex, then pictures: they are the largest."""
    with database.reader() as reader:
        waiting = {kind: reader.lane.waiting(kind, _EVERY) for kind in (PERSON, ANNEX, FILE)}
    for few in _portions(waiting[PERSON]):
        with database.reader() as reader:
            keys = reader.lane.person_keys(few)
        for one, key in keys.items():
            yield LaneEntry(one, one, PERSON, wrap(database.lane_key, one, key))
    for few in _portions(waiting[ANNEX]):
        yield from sealed_up.annex_entries(database, few)
    left = MOST_A_FILE
    for one in waiting[FILE]:
        for entry in sealed_up.file_entries(database, one):
            yield entry
            left -= len(entry.sealed)
        if left <= 0:
            return


def _portions(ids: tuple[UUID, ...]) -> Iterator[tuple[UUID, ...]]:
    rest = iter(ids)
    while few := tuple(islice(rest, lane.AT_ONCE)):
        yield few


def _fitting(entries: Iterator[LaneEntry]) -> Iterator[tuple[LaneEntry, ...]]:
    """As headquarters take them: by their bytes, and by their number."""
    for few in sealed_up.fitting(entries):
        for start in range(0, len(few), MOST_KEYS):
            yield few[start : start + MOST_KEYS]
