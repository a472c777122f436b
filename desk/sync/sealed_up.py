"""Sealed parts of incidents: which ones go up, in portions, and how a restored branch gets them.

They travel last, in the deletable lane, so that no operation ever waits for a picture.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from db.database import Database
from db.lane_cipher import FileKey, unwrap, wrap
from db.stores.lane import ANNEX, FILE
from db.stores.sealed_parts import AnnexPart
from desk.domain.errors import DeskError
from desk.domain.for_headquarters import goes_up
from desk.sync.lane_bodies import LaneEntry
from desk.sync.line import Line
from desk.sync.wire import MOST_BYTES

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

_LOOKED: Final = "lane.looked"
"""Fact about a database: the last position of the outbox that was looked at."""

_BEGUN: Final = "lane.file"
"""Fact about a database: the file that is on its way, and its next part."""

_AT_ONCE: Final = 200
"""Positions that are looked at together; so few are looked at once more rather than noted."""
_MANY: Final = 20
"""Incidents that are noted while others wait for the database."""
_ENTRIES: Final = 20
MOST_A_ROUND: Final = 8 * 1024 * 1024
"""Bytes of pictures in one round; the rest goes with the next ones."""


def release(database: Database) -> None:
    """Note the sealed parts of incidents that changed and are ones that go up."""
    with database.reader() as reader:
        noted = after = int(reader.meta.get(_LOOKED, "0"))
    found: set[UUID] = set()
    while True:
        with database.reader() as reader:
            last, changed = reader.lane.incidents_changed(after, _AT_ONCE)
        found |= changed
        ended = last == after
        if len(found) >= _MANY or (ended and (found or last >= noted + _AT_ONCE)):
            _note_all(database, found, last)
            noted, found = last, set()
        if ended:
            return
        after = last


def _note_all(database: Database, incidents: Collection[UUID], last: int) -> None:
    with database.unit_of_work() as uow:
        for incident_id in incidents:
            _note(uow, incident_id)
        uow.meta.note(_LOOKED, str(last))
        uow.commit()


def _note(uow: UnitOfWork, incident_id: UUID) -> None:
    try:
        incident = uow.incidents.get(incident_id)
    except DeskError:  # its events are not all back yet; they will tell of it again
        return
    if not goes_up(incident.kind, incident.level):
        return
    for entry in uow.annex.entries(incident_id):
        if not entry.erased:
            uow.lane.note(ANNEX, entry.id)
    for file in incident.handling.attachments:
        if uow.attachments.is_kept(file.id):
            uow.lane.note(FILE, file.id)


def send_parts(database: Database, line: Line) -> None:
    """Send sealed parts that headquarters lack."""
    while _send_entries(database, line):
        pass
    left = MOST_A_ROUND
    while left > 0 and (sent := _send_file(database, line)):
        left -= sent


def _send_entries(database: Database, line: Line) -> bool:
    """Some entries of the annex, as they are sealed for their holders."""
    with database.reader() as reader:
        ids = reader.lane.waiting(ANNEX, _ENTRIES)
    if not ids:
        return False
    entries = annex_entries(database, ids)
    for few in fitting(iter(entries)):
        line.lane_up(few)
    there = {one.row_id for one in entries}
    with database.unit_of_work() as uow:
        for one in ids:
            (uow.lane.sent if one in there else uow.lane.drop)(one)
        uow.commit()
    return True


def annex_entries(database: Database, ids: Collection[UUID]) -> list[LaneEntry]:
    """Entries of the annex as they travel; those that are erased are left out."""
    with database.reader() as reader:
        parts = {one: part for one in ids if (part := reader.sealed_parts.entry(one))}
    return [LaneEntry(one, one, ANNEX, msgspec.json.encode(p)) for one, p in parts.items()]


def file_entries(database: Database, file_id: UUID) -> Iterator[LaneEntry]:
    """A picture or scan as it travels: what opens it, then its portions; nothing when erased."""
    with database.reader() as reader:
        key = reader.sealed_parts.file(file_id)
    if key is not None:
        yield from _parts(database, file_id, key, 0)


def _send_file(database: Database, line: Line) -> int:
    """One picture or scan; gives its bytes, at least 1, and 0 when none waits."""
    with database.reader() as reader:
        ids = reader.lane.waiting(FILE, 1)
        key = reader.sealed_parts.file(ids[0]) if ids else None
        begun = reader.meta.get(_BEGUN, "").split()
    if not ids:
        return 0
    (file_id,) = ids
    first = int(begun[1]) if begun[:1] == [str(file_id)] else 0
    size = 1
    if key is not None:
        for few in fitting(_parts(database, file_id, key, first)):
            line.lane_up(few)
            size += sum(len(one.sealed) for one in few)
            _note_begun(database, f"{file_id} {few[-1].part + 1}")
    with database.unit_of_work() as uow:
        (uow.lane.drop if key is None else uow.lane.sent)(file_id)
        uow.meta.note(_BEGUN, "")
        uow.commit()
    return size


def _parts(database: Database, file_id: UUID, key: FileKey, first: int) -> Iterator[LaneEntry]:
    """What opens a file, and its portions as they lie here."""
    owner = key.text_id or key.entry_id or file_id
    if not first:
        yield LaneEntry(file_id, owner, FILE, wrap(database.lane_key, file_id, key))
    for part in range(max(first, 1), key.portions + 1):
        with database.reader() as reader:
            portion = reader.sealed_parts.portion(file_id, part - 1)
        if portion is None:  # erased meanwhile
            return
        yield LaneEntry(file_id, owner, FILE, portion, part)


def fitting(entries: Iterator[LaneEntry]) -> Iterator[tuple[LaneEntry, ...]]:
    """As many at a time as fit into one request."""
    few: list[LaneEntry] = []
    for entry in entries:
        if few and sum(len(one.sealed) for one in few) + len(entry.sealed) > MOST_BYTES:
            yield tuple(few)
            few = []
        few.append(entry)
    if few:
        yield tuple(few)


def _note_begun(database: Database, text: str) -> None:
    with database.unit_of_work() as uow:
        uow.meta.note(_BEGUN, text)
        uow.commit()


def give_back(uow: UnitOfWork, lane_key: bytes, entry: LaneEntry) -> None:
    """Put a sealed part back that a restored database lacks."""
    if entry.kind == ANNEX:
        part = msgspec.json.decode(entry.sealed, type=AnnexPart)
        uow.sealed_parts.give_back_entry(entry.row_id, part)
    elif entry.part:
        uow.sealed_parts.give_back_portion(entry.row_id, entry.part - 1, entry.sealed)
    elif key := unwrap(lane_key, entry.row_id, entry.sealed, FileKey):
        uow.sealed_parts.give_back_file(entry.row_id, key)
