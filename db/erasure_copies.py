"""Erasing in the copies of a database: what was erased in it goes from its backups too.

The copies stay what they are, a day's state to go back to; only the destroyed keys, their search
words and old drafts leave them.  A copy that is a folder is changed in one transaction; a backup
that is a file is unpacked, changed, packed and proven anew before it takes the old one's place.
A power cut leaves every copy whole.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from db.backup import database_facts
from db.backup_check import check
from db.backup_file import Manifest, extract, part_facts, write_backup
from db.backup_make import BACKUPS, DRAFT
from db.backup_shelf import shelf
from db.driver import connect
from db.failures import as_desk_errors
from db.folder_lock import held
from db.layout import DATABASE_NAME, database_path, settle
from db.sharing import folder_mode
from db.types import to_micros
from desk.domain.errors import DeskError

log = logging.getLogger(__name__)

_WORKSHOP: Final = "cleaning"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of the copies.

    Args:
        copies: how many were looked at; rows: keys destroyed in all of them.
        failed: names of those that could not be opened or changed: they may still hold them.
    """

    copies: int = 0
    rows: int = 0
    failed: tuple[str, ...] = ()

    def __add__(self, other: Cleaned) -> Cleaned:
        return Cleaned(
            self.copies + other.copies, self.rows + other.rows, (*self.failed, *other.failed)
        )


@dataclass(frozen=True, slots=True)
class Gone:
    """What has to leave a copy.

    Args:
        rows: of personal data; those that a copy does not hold make no difference.
        drafts_before: unfinished entries last typed at before this instant.
    """

    rows: Collection[UUID]
    drafts_before: datetime | None = None


def clean_copies(folder: Path, key: bytes, gone: Gone) -> Cleaned:
    """Erase in all copies that lie in a data folder.

    Args:
        key: the raw database key; a copy that another one locks counts as failed.
    """
    cleaned = Cleaned()
    if (folder / BACKUPS / _WORKSHOP).is_dir():  # a killed one left a whole copy in it
        with suppress(DeskError), _workshop(folder):
            pass
    for path in _databases(folder):
        cleaned += _tried(path.parent.name, partial(clean_database, path, key, gone))
    return cleaned


def clean_shelves(folder: Path, shelves: Collection[Path], key: bytes, gone: Gone) -> Cleaned:
    """Erase in the backup files of other folders, the second place's.

    Args:
        folder: the data folder, in which the work is done.
        shelves: the folders; an unreachable one counts as failed.
    """
    cleaned = Cleaned()
    for place in shelves:
        if not place.is_dir():
            cleaned += Cleaned(1, 0, (str(place),))
        for kept in (one for one in shelf(place) if one.path.is_file()):
            work = partial(clean_backup, folder, kept.path, key, gone)
            cleaned += _tried(kept.path.name, work)
    return cleaned


def clean_database(path: Path, key: bytes, gone: Gone) -> int:
    """Erase in a database file that is not in use, of this or an earlier schema.

    Returns:
        how many keys were destroyed.

    Raises:
        DeskError: the codes of `db.failures`; "db.busy" also while somebody reads it.
    """
    erased = {row_id.bytes for row_id in gone.rows}
    old = to_micros(gone.drafts_before) if gone.drafts_before else 0
    with as_desk_errors(path), closing(connect(path, key)) as raw:
        held_rows = list(_held(raw, erased))
        sealed_rows = list(_sealed(raw, erased))
        if held_rows or sealed_rows or _old_drafts(raw, old):
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("DELETE FROM person_search WHERE rowid = ?", held_rows)
            raw.executemany("DELETE FROM person_key WHERE search_id = ?", held_rows)
            raw.executemany("DELETE FROM annex_key WHERE entry_id = ?", sealed_rows)
            _drop_files(raw, erased)
            raw.execute("DELETE FROM draft WHERE at < ?", (old,))
            raw.execute("COMMIT")
        if raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise DeskError("db.busy")  # somebody reads it: its pages are not overwritten yet
    return len(held_rows) + len(sealed_rows)


def clean_backup(folder: Path, backup: Path, key: bytes, gone: Gone) -> int:
    """Erase in a backup file; one that holds nothing of it stays as it is.

    Args:
        folder: the data folder, in which the work is done.

    Returns:
        how many keys were destroyed.

    Raises:
        DeskError: "backup.running", "backup.failed" and the other codes of reading a backup.
    """
    with _workshop(folder) as work:
        manifest = extract(backup, work)
        path = database_path(work)
        before = path.stat().st_mtime_ns, path.stat().st_size
        rows = clean_database(path, key, gone)
        if (path.stat().st_mtime_ns, path.stat().st_size) == before:
            return 0
        with as_desk_errors(path), closing(connect(path, key, read_only=True)) as raw:
            _revision, _outbox, counted = database_facts(raw)
        for side in ("-wal", "-shm"):
            path.with_name(path.name + side).unlink(missing_ok=True)
        parts = {name: part_facts(work / name) for name in manifest.parts}
        _replace(backup, work, key, msgspec.structs.replace(manifest, rows=counted, parts=parts))
    return rows


def _replace(backup: Path, work: Path, key: bytes, manifest: Manifest) -> None:
    """Pack the workshop, prove the file, and only then let it take the old one's place."""
    draft = backup.with_name(backup.name + DRAFT)
    try:
        write_backup(draft, manifest, work)
        extract(draft, work)
        check(work, key, manifest.rows)
        if backup.exists():  # else its time has come meanwhile
            settle(draft, backup)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _tried(name: str, work: Callable[[], int]) -> Cleaned:
    try:
        return Cleaned(1, work())
    except (DeskError, OSError) as error:
        log.warning("copy %s was not rid of erased data", name, exc_info=error)
        return Cleaned(1, 0, (name,))


def _databases(folder: Path) -> tuple[Path, ...]:
    """The database files of daily backups, and of what upgrades and restores left behind."""
    found = [
        *folder.glob(f"{BACKUPS}/*/{DATABASE_NAME}"),
        *folder.glob(f"replaced-*/{DATABASE_NAME}"),
    ]
    half_made = (_WORKSHOP, DRAFT)
    return tuple(sorted(path for path in found if not path.parent.name.endswith(half_made)))


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """An empty folder for one copy at a time; what a killed one left is thrown away."""
    work = folder / BACKUPS / _WORKSHOP
    work.mkdir(mode=folder_mode(folder), parents=True, exist_ok=True)
    with held(work.with_name(_WORKSHOP + ".lock")) as free:
        if not free:
            raise DeskError("backup.running")
        try:
            _empty(work)
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _empty(work: Path) -> None:
    for path in work.iterdir():
        path.unlink()


def _held(raw: Any, erased: set[bytes]) -> Iterator[tuple[int]]:
    """The numbers of those rows that a copy still has keys for."""
    for person_id, number in raw.execute("SELECT person_id, search_id FROM person_key"):
        if bytes(person_id) in erased:
            yield (number,)


def _sealed(raw: Any, erased: set[bytes]) -> Iterator[tuple[bytes]]:
    """Entries of the sealed annex that a copy still has keys for; earlier schemas have none."""
    if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'annex_key'").fetchone():
        for (entry_id,) in raw.execute("SELECT DISTINCT entry_id FROM annex_key").fetchall():
            if bytes(entry_id) in erased:
                yield (bytes(entry_id),)


def _drop_files(raw: Any, erased: set[bytes]) -> None:
    """Pictures and scans that go with erased rows, key and bytes; earlier schemas have none."""
    if not raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attachment_key'").fetchone():
        return
    kept = raw.execute("SELECT attachment_id, text_id, entry_id FROM attachment_key").fetchall()
    gone = [(one,) for one, *rows in kept if erased & {bytes(row) for row in rows if row}]
    raw.executemany("DELETE FROM attachment_key WHERE attachment_id = ?", gone)
    raw.executemany("DELETE FROM attachment_chunk WHERE attachment_id = ?", gone)


def _old_drafts(raw: Any, before: int) -> bool:
    found = raw.execute("SELECT 1 FROM draft WHERE at < ? LIMIT 1", (before,)).fetchone()
    return found is not None
