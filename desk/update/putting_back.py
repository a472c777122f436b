"""The database as it was before an update that failed; only while nothing is lost by it.

It differs from a restore in that nobody signs in, so it refuses whatever a restore is good for:
it only undoes a migration, by the backup that was made right before, and only when nothing has
been entered since.  What is there now is put aside, as a restore does.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec

from db import erasure_record
from db.backup import copy_database, database_facts
from db.backup_check import check
from db.backup_file import MANIFEST_NAME, Manifest
from db.backup_make import BACKUPS
from db.backup_restore import end_interrupted, put_in_place, staging
from db.backup_shelf import shelf
from db.driver import connect
from db.failures import as_desk_errors
from db.layout import database_path, keys_path
from db.models import REVISION
from desk.app import open_app, unlocked_key
from desk.data_folder import is_demo
from desk.domain.clock import Clock
from desk.domain.errors import DeskError

_OF_PEOPLE: Final = ("draft", "access_log")
"""Tables that somebody at work fills, besides those whose changes are in the outbox."""


def put_back(folder: Path, name: str, clock: Clock) -> Path | None:
    """Undo a migration by the backup that was made before it.

    Args:
        folder: the data folder; name: of a backup on its shelf.

    Returns:
        where the migrated database lies now; None when there was nothing to undo.

    Raises:
        DeskError: "update.entered_since"; "update.no_such_backup" (name); and what
            `db.backup_restore` and `db.backup_check` refuse with.
    """
    end_interrupted(folder)
    source = _source(folder, name)
    key = unlocked_key(folder)
    before = msgspec.json.decode((source / MANIFEST_NAME).read_bytes(), type=Manifest)
    revision, outbox, rows = _present(folder, key)
    if revision in (before.revision, REVISION) or is_demo(folder):
        return None
    if outbox != before.outbox or any(rows.get(t) != before.rows.get(t) for t in _OF_PEOPLE):
        raise DeskError("update.entered_since")
    with staging(folder) as draft:
        _copy_beside(keys_path(folder), keys_path(draft))
        copy_database(database_path(source), key, database_path(draft))
        check(draft, key, before.rows)
        shutil.copymode(database_path(folder), database_path(draft))
        erasure_record.carry_over(folder, draft)
        with closing(open_app(draft, clock=clock)):
            pass  # it opens, and takes a device id and a series of tickets of its own
        return put_in_place(folder, clock())


def _source(folder: Path, name: str) -> Path:
    for kept in shelf(folder / BACKUPS):
        if kept.path.name == name and (kept.path / MANIFEST_NAME).is_file():
            return kept.path
    raise DeskError("update.no_such_backup", name=name)


def _present(folder: Path, key: bytes) -> tuple[str, int, dict[str, int]]:
    """Revision, last change and rows of the database that is there, also of a newer program."""
    path = database_path(folder)
    with as_desk_errors(path), closing(connect(path, key, read_only=True)) as raw:
        return database_facts(raw)


def _copy_beside(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    shutil.copymode(source, target)
