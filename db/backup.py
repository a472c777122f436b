"""Backups: an encrypted copy of the whole database at one instant, proven before it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from db.driver import connect
from db.failures import as_desk_errors
from db.keys import copy_for_backup
from db.layout import database_path, keys_path, settle
from desk.domain.errors import DeskError

Progress = Callable[[int], None]
"""Told of percents while something takes long; what it raises ends the work."""

_PAGES_AT_ONCE: Final = 2048


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was copied, as the original said at the same instant.

    Args:
        revision: of the schema; outbox: the last change.
        rows: how many rows each table had.
    """

    revision: str
    outbox: int
    rows: Mapping[str, int]


def backup(folder: Path, key: bytes, target: Path) -> None:
    """Copy a data folder's database, what is still in its log included, and verify the copy.

    The copy is a data folder of its own under the same key, without this machine's slot: any
    machine opens it with the recovery code.  Writers are not held up meanwhile.

    Args:
        folder: the data folder; the database may be in use.
        key: its raw key.
        target: the folder to make; an earlier backup in it is replaced only by a proven one.

    Raises:
        DeskError: "backup.failed" when the copy cannot be written or does not verify,
            "db.full", and the other codes of `db.failures`.
    """
    draft = target / "branch.db.new"
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        copy_database(database_path(folder), key, draft)
        _prove(draft, key)
        settle(draft, database_path(target))
        if keys_path(folder).exists():
            copy_for_backup(folder, target)
    except OSError as error:
        raise DeskError("backup.failed") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def copy_database(
    source: Path, key: bytes, target: Path, progress: Progress = lambda percent: None
) -> Snapshot:
    """Copy a database file that may be in use, as it was at one instant.

    Args:
        target: the file to make; it must not exist.

    Raises:
        DeskError: the codes of `db.failures`; "db.full" also when the copy has no room.
    """
    with (
        as_desk_errors(source),
        closing(connect(source, key, read_only=True)) as old,
        closing(connect(target, key)) as new,
    ):
        old.execute("BEGIN")  # one instant for the copy and for what is counted
        snapshot = Snapshot(*database_facts(old))
        old.backup(new, pages=_PAGES_AT_ONCE, progress=_percents(progress))
    return snapshot


def database_facts(raw: Any) -> tuple[str, int, dict[str, int]]:
    """Revision, last change and rows of each table, of a raw connection."""
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    names = [str(name) for (name,) in raw.execute(tables) if str(name).isidentifier()]
    counts = {name: f'SELECT count(*) FROM "{name}"' for name in names}  # noqa: S608 - our tables
    rows = {name: raw.execute(query).fetchone()[0] for name, query in counts.items()}
    known = "alembic_version" in rows
    revision = raw.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    last = "SELECT coalesce(max(position), 0) FROM outbox"
    outbox = raw.execute(last).fetchone()[0] if "outbox" in rows else 0
    return (revision[0] if revision else ""), outbox, rows


def verify(path: Path, key: bytes) -> None:
    """Open a database file and check every page and every index of it.

    Raises:
        DeskError: "db.damaged", "db.wrong_key" and the other codes of `db.failures`.
    """
    with as_desk_errors(path), closing(connect(path, key, read_only=True)) as raw:
        pages = raw.execute("PRAGMA cipher_integrity_check").fetchall()
        rows = raw.execute("PRAGMA integrity_check").fetchall()
    if pages or rows != [("ok",)]:
        raise DeskError("db.damaged")


def _prove(draft: Path, key: bytes) -> None:
    try:
        verify(draft, key)
    except DeskError as error:
        raise DeskError("backup.failed") from error


def _percents(progress: Progress) -> Callable[[int, int, int], None]:
    def told(_status: int, left: int, total: int) -> None:
        progress((total - left) * 100 // total if total else 100)

    return told
