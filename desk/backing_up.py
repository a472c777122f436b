"""Making the branch's backups: the day's, kept in two places, and one for a file of one's own."""

from __future__ import annotations

import logging
from pathlib import Path
from time import monotonic

from db.backup_file import SUFFIX, Manifest
from db.backup_make import BACKUPS, About, Told, pack, prove_file, proven_copy, shelve
from db.backup_shelf import backup_name, expire_copies, rotate
from desk.app import App, unlocked_key
from desk.domain.errors import DeskError
from desk.second_place import backups_folder, expire_others
from desk.services import safety
from desk.services.access import Look
from desk.services.safety import BackupResult
from desk.version import VERSION

log = logging.getLogger(__name__)


def back_up(app: App, told: Told) -> BackupResult:
    """Make the day's backup, put it into the second place too, and let old ones go.

    How it went is remembered, also when it fails; a second place that is not there does not
    make the backup fail.

    Raises:
        DeskError: as `db.backup_make.proven_copy`.
    """
    began = monotonic()
    try:
        done = _made(app, told)
    except DeskError as error:
        log.error("backup: %s", error)
        _note_failure(app, error)
        raise
    done = safety.timed(done, monotonic() - began)
    with app.database.unit_of_work() as uow:
        safety.note_backup(uow, done)
        uow.commit()
    _let_go(app, done)
    log.info("backup made and checked: %s, %s bytes", done.file, done.size)
    return done


def back_up_to(app: App, target: Path, told: Told) -> Manifest:
    """Make a backup in one file of one's own, and prove it by restoring it; it is logged.

    Raises:
        DeskError: as `db.backup_make.proven_copy`.
    """
    key = unlocked_key(app.folder)
    with proven_copy(app.folder, key, _about(app), told) as (work, manifest):
        pack(work, manifest, target, told)
    prove_file(app.folder, target, key, told)
    with app.database.unit_of_work() as uow:
        env = app.env
        uow.access_log.add(
            env.clock(), env.device_id, Look.EXPORT.value, "database", None, "backup"
        )
        uow.commit()
    return manifest


def _made(app: App, told: Told) -> BackupResult:
    env = app.env
    about = _about(app)
    name = backup_name(env.home_branch, about.created)
    with app.database.reader() as reader:
        place = safety.settings(reader).place
    with proven_copy(app.folder, unlocked_key(app.folder), about, told) as (work, manifest):
        second = _second(app, place, work, manifest, told) if place else None
        shelve(work, manifest, app.folder / BACKUPS / name)
    size = sum(part.size for part in manifest.parts.values())
    return BackupResult(about.created, name, size, second=second)


def _second(app: App, place: str, work: Path, manifest: Manifest, told: Told) -> str:
    """Put it into the second place too; why that did not work, "" when it did."""
    target = backups_folder(app, place)
    try:
        pack(work, manifest, target / (backup_name(manifest.site, manifest.created) + SUFFIX), told)
    except DeskError as error:
        log.warning("backup in the second place: %s", error)
        return error.code
    return ""


def _let_go(app: App, done: BackupResult) -> None:
    """Old copies go where a new one has come."""
    keep, now = safety.keep(app.env), app.env.clock()
    gone = [*rotate(app.folder / BACKUPS, now, keep)]
    gone += expire_copies(app.folder, now, keep.most_days)
    with app.database.reader() as reader:
        place = safety.settings(reader).place
    if place and done.second == "":
        try:
            gone += expire_others(app, place, keep)
        except OSError as error:
            log.warning("old backups in the second place: %s", type(error).__name__)
    if gone:
        log.info("expired: %s", ", ".join(gone))


def _note_failure(app: App, failure: DeskError) -> None:
    """A full disk may refuse even this; then the caller alone says it."""
    try:
        with app.database.unit_of_work() as uow:
            safety.note_failure(uow, app.env.clock(), failure)
            uow.commit()
    except DeskError as error:
        log.error("backup: its failure cannot be noted: %s", error)


def _about(app: App) -> About:
    env = app.env
    return About(env.clock(), VERSION, env.institution, env.home_branch, str(env.device_id))
