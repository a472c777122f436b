"""Backups: an encrypted copy of the whole database at one instant, proven before it counts."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from db.driver import connect
from db.failures import as_desk_errors
from db.keys import copy_for_backup
from db.layout import database_path, keys_path, settle
from desk.domain.errors import DeskError


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
        _copy(database_path(folder), key, draft)
        _prove(draft, key)
        settle(draft, database_path(target))
        if keys_path(folder).exists():
            copy_for_backup(folder, target)
    except OSError as error:
        raise DeskError("backup.failed") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


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


def _copy(source: Path, key: bytes, target: Path) -> None:
    with (
        as_desk_errors(source),
        closing(connect(source, key, read_only=True)) as old,
        closing(connect(target, key)) as new,
    ):
        old.backup(new)
