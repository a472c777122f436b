"""Restoring: a backup, a mirror or a folder put aside takes the place of the present database.

Everything is done to the restored database while it still lies apart: it is checked, brought to
the program's schema, opened by this machine, given a device id and a ticket series of its own, and
rid of what has been erased since.  Only then the two are exchanged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from db import erasure_record, keys
from db.backup import copy_database
from db.backup_check import check
from db.backup_file import extract, made_of
from db.backup_make import place_error
from db.backup_restore import put_in_place, require_alone, staging
from db.driver import connect
from db.failures import as_desk_errors
from db.keys import ring_of, unlock, unlock_by_paper
from db.layout import KEYS_NAME, database_path, keys_path
from db.mirror_read import find_mirror, rebuild_from_mirror
from db.sharing import share
from db.spoken_key import is_key_code
from desk.app import App, open_app
from desk.clocks import system_clock
from desk.data_folder import is_demo, key_dir
from desk.domain.account import AccountAction
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.log import start_log, stop_log
from desk.services import annex_keys, annex_recovery
from desk.services.access import Look
from desk.services.queue_authority import FIRST_SERIES, SERIES_KEY, next_series
from desk.sync.returned import newest_change

log = logging.getLogger(__name__)

_BAD = frozenset({"db.damaged", "backup.differs", "db.missing"})
_CODES = {"backup.full": "db.full", "backup.read_only": "db.read_only"}
_CLOSED = "SELECT id FROM account WHERE disabled"
_SERIES = "SELECT value FROM meta WHERE key = ?"
_PUT_SERIES = (
    "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to.

    Args:
        made: the instant that the database was brought back to, None when nobody noted it.
        replaced: where the database that was there lies now; None when there was none.
        by_code: the recovery code was needed.
        unusable: newer parts of a mirror that could not be used.
        newest: when the newest change was saved that is in it; None for none.
        by_hq: headquarters know this branch, and may have newer changes.
    """

    folder: Path
    made: datetime | None
    replaced: Path | None
    by_code: bool
    unusable: int = 0
    newest: datetime | None = None
    by_hq: bool = False


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What was taken out of a source: when it was made, and how many rows it must have."""

    made: datetime | None = None
    rows: dict[str, int] | None = None
    unusable: int = 0


def restore(
    source: Path,
    folder: Path,
    *,
    code: Callable[[], str],
    allow: Callable[[App], None],
    clock: Clock = system_clock,
) -> Restored:
    """Restore a backup file, a backup's folder or a mirror into a data folder.

    Args:
        code: asks for the recovery code, or the key from the escrow; called when this machine's
            key does not open it.
        allow: refuses whoever may not restore; called with the restored database, opened, when
            this machine's own key was enough.

    Raises:
        DeskError: "restore.demo", "restore.in_use", "restore.running" (folder), "backup.not_one",
            "backup.damaged", "backup.unreadable" (name), "backup.newer" (found, known),
            "db.newer" (found, known), "mirror.*" and `keys.*` as the source has it; "db.full" and
            "db.read_only" about the data folder.
    """
    if is_demo(folder):
        raise DeskError("restore.demo", folder=str(folder))
    with _explained(source):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        require_alone(folder)
        with staging(folder) as draft:
            typed: list[str] = []
            drawn, key, by_code = _draw(source, folder, draft, _remembered(code, typed))
            _require_sound(source, draft, key, drawn)
            _make_own(folder, draft, key)
            with closing(open_app(draft, clock=clock)) as app:
                with app.database.reader() as reader:
                    newest, by_hq = newest_change(reader), reader.sync.enrolment() is not None
                _keep_closed(app, _closed(folder, key))
                if not by_code:
                    allow(app)
                elif not is_key_code(typed[0]):  # of the escrow: it opens no annex
                    annex_recovery.use_code(app.database, app.env, typed[0])
                _note(app)
            erasure_record.carry_over(draft, folder)
            replaced = put_in_place(folder, clock())
    share(folder)
    start_log(folder)
    log.info("restored a database of %s", drawn.made)
    stop_log()
    return Restored(folder, drawn.made, replaced, by_code, drawn.unusable, newest, by_hq)


def _remembered(code: Callable[[], str], typed: list[str]) -> Callable[[], str]:
    """Asks once; the sealed annex needs the same code when the database is open."""

    def ask() -> str:
        typed.append(code())
        return typed[-1]

    return ask


@contextmanager
def _explained(source: Path) -> Iterator[None]:
    """A disk that has no room here, or a source that cannot be read to its end."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(place_error(error, source).code)
        raise (DeskError(code) if code else _unreadable(source.name)) from error


def _unreadable(name: str) -> DeskError:
    return DeskError("backup.unreadable", name=name)


def _closed(folder: Path, key: bytes) -> frozenset[UUID]:
    """Accounts that are closed in the database that is replaced, where it can be read."""
    path = database_path(folder)
    if path.is_file():
        with (
            suppress(DeskError),
            as_desk_errors(path),
            closing(connect(path, key, read_only=True)) as raw,
        ):
            return frozenset(UUID(bytes=row[0]) for row in raw.execute(_CLOSED))
    return frozenset()


def _keep_closed(app: App, closed: frozenset[UUID]) -> None:
    """Nobody comes back, and nobody restores, by a backup from before their account was closed."""
    with app.database.unit_of_work() as uow:
        for account in uow.accounts.all():
            if account.id in closed and not account.disabled:
                after = uow.accounts.update(
                    replace(account, disabled=True),
                    AccountAction.DISABLE,
                    actor_id=app.env.device_id,
                    at=app.env.clock(),
                )
                annex_keys.follow(uow, app.env, after)
        uow.commit()


def _note(app: App) -> None:
    """Whoever reads the access log sees where it begins anew."""
    with app.database.unit_of_work() as uow:
        at, device = app.env.clock(), app.env.device_id
        uow.access_log.add(at, device, Look.IMPORT.value, "database", None, "restore")
        uow.commit()


def _draw(
    source: Path, folder: Path, draft: Path, code: Callable[[], str]
) -> tuple[_Drawn, bytes, bool]:
    """Take the database out of its source; with its key, and whether the code was needed."""
    if source.is_file():
        manifest = extract(source, draft)
        return _Drawn(manifest.created, dict(manifest.rows)), *_key(folder, draft, code)
    if database_path(source).is_file():
        _copy_keys(source, draft)
        key, by_code = _key(folder, draft, code)
        copy_database(database_path(source), key, database_path(draft))
        erasure_record.carry_over(source, draft)
        return _Drawn(made_of(source)), key, by_code
    mirror = find_mirror(source)
    _copy_keys(mirror, draft)
    key, by_code = _key(folder, draft, code)
    reached = rebuild_from_mirror(mirror, key, database_path(draft))
    erasure_record.carry_over(mirror, draft)
    return _Drawn(reached.point.at, None, reached.unusable), key, by_code


def _copy_keys(source: Path, draft: Path) -> None:
    try:
        keys_path(draft).write_bytes(keys_path(source).read_bytes())
    except FileNotFoundError as error:
        raise DeskError("keys.missing") from error
    except OSError as error:
        raise _unreadable(KEYS_NAME) from error


def _key(folder: Path, draft: Path, code: Callable[[], str]) -> tuple[bytes, bool]:
    """The key by this machine, when it has the key of the same database; else by the code."""
    with suppress(DeskError):
        if ring_of(folder) == ring_of(draft):
            return unlock(folder, key_dir(folder)), False
    return unlock_by_paper(draft, code()), True


def _require_sound(source: Path, draft: Path, key: bytes, drawn: _Drawn) -> None:
    try:
        check(draft, key, drawn.rows)
    except DeskError as error:
        if error.code in _BAD:
            raise DeskError("backup.damaged", name=source.name) from error
        raise


def _make_own(folder: Path, draft: Path, key: bytes) -> None:
    """Let this machine open it, and let it begin behind every series that was ever used here."""
    keys.adopt_machine(draft, key, key_dir(folder))
    erasure_record.carry_over(folder, draft)
    path = database_path(draft)
    with as_desk_errors(path), closing(connect(path, key)) as raw:
        own = _series(raw)
        raw.execute(_PUT_SERIES, (SERIES_KEY, max(own, _present(folder, key, own), key=_rank)))


def _present(folder: Path, key: bytes, own: str) -> str:
    """The series of the database that is replaced.

    Where it cannot be read, so many series are left out as databases were replaced before.
    """
    path, series = database_path(folder), own
    if path.is_file():
        with (
            suppress(DeskError),
            as_desk_errors(path),
            closing(connect(path, key, read_only=True)) as raw,
        ):
            return _series(raw)
        series = next_series(series)
    for _replaced in folder.glob("replaced-*"):
        series = next_series(series)
    return series


def _series(raw: object) -> str:
    row = raw.execute(_SERIES, (SERIES_KEY,)).fetchone()  # type: ignore[attr-defined]
    return str(row[0]) if row else FIRST_SERIES


def _rank(series: str) -> tuple[int, str]:
    return len(series), series
