"""The composition root: opens or makes a database and puts everything together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from db import keys, upgrade
from db.backup_restore import end_interrupted
from db.database import Database
from db.layout import database_path, keys_path
from db.sharing import share
from db.spoken_key import is_key_code
from db.unit_of_work import UnitOfWork
from desk import erasing
from desk.clocks import ShiftedClock, new_uuid7, system_clock, system_uptime
from desk.data_folder import DEMO_FILE, key_dir
from desk.data_folder import default_data_dir as default_data_dir
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.domain.uptime import UptimeClock
from desk.log import start_log, stop_log
from desk.services import annex_recovery, content_store, lockouts
from desk.services.calendar import work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Pack
from desk.services.env import Env
from desk.services.queue_authority import FIRST_SERIES, SERIES_KEY, LocalAuthority, next_series
from desk.setting_up import set_up
from desk.sync.late import LATE, Late

log = logging.getLogger(__name__)


def _releases() -> Late:
    from desk.services.released import RELEASES  # with the line, which a start does not wait for

    return RELEASES


LATE["content_release"] = _releases

DEMO_SHIFT = "demo.shift_seconds"
"""Fact about a demo database: how far its clock is from the real one."""

PRACTICE = "practice"
"""Fact about a demo database that is there to practise in."""

_HOME = "home_branch"
_DEVICE = "device"
_DEVICE_FILE = "device.id"


@dataclass(slots=True)
class App:
    """The opened program without its window.

    Args:
        clock: what `env.clock` and the database tell the time by.
    """

    folder: Path
    database: Database
    clock: ShiftedClock
    new_id: IdMaker
    env: Env

    def settle_erasures(self) -> erasing.Settled:
        """Let no trace of erased data remain in the copies; may take seconds, or a share's time."""
        return erasing.settle(
            self.database, self.env, lambda: unlocked_key(self.folder), self._second_place
        )

    def _second_place(self) -> list[Path]:
        """The folders with backup files in the second place, where one is set."""
        from desk.second_place import shelves
        from desk.services.safety import settings

        with self.database.reader() as reader:
            place = settings(reader).place
        return shelves(self, place) if place else []

    def close(self) -> None:
        """Close the database and the log; what was made here belongs to the PC's others too."""
        self.database.close()
        stop_log()
        share(self.folder)


def has_database(folder: Path) -> bool:
    """Whether a folder holds a database of ours."""
    return database_path(folder).is_file()


def is_taken(folder: Path) -> bool:
    """Whether a folder holds a database, or the keys of one that is elsewhere."""
    return has_database(folder) or keys_path(folder).exists()


def open_app(
    data_dir: Path | None = None,
    *,
    clock: Clock | None = None,
    new_id: IdMaker | None = None,
    uptime: UptimeClock = system_uptime,
) -> App:
    """Open the database of a folder, migrated when its schema is older than the program.

    Raises:
        DeskError: "app.no_database" (folder), "app.folder" (folder), and what `db` and the
            content pack refuse with.
    """
    folder = data_dir or default_data_dir()
    end_interrupted(folder)
    if not has_database(folder):
        raise DeskError("app.no_database", folder=str(folder))
    _ready(folder)
    return _opened(folder, ShiftedClock(clock or system_clock), new_id or new_uuid7, uptime)


def create_app(
    data_dir: Path | None = None,
    *,
    institution: str,
    branch: str,
    clock: Clock | None = None,
    new_id: IdMaker | None = None,
    demo: bool = False,
    begin: Callable[[UnitOfWork, Env], None] = lambda uow, env: None,
    hand_over: Callable[[str], None] = lambda code: None,
) -> tuple[App, str]:
    """Make a new database for a branch; one that was interrupted leaves nothing behind.

    Args:
        demo: mark the folder as one that may be thrown away, its key lying inside it.
        begin: what else a new database holds, e.g. the first account; its refusal ends it all.
        hand_over: gives the recovery code to a person; until it returns nothing is set up, so
            that there is never a database whose code nobody has seen.

    Returns:
        the opened program, and the recovery code: kept nowhere.

    Raises:
        DeskError: "app.database_exists" (folder), "app.folder" (folder), "app.branch_unknown"
            (branch, institution), "app.branch_has_parent" (branch, parent), "keys.exist_already"
            (folder), "app.set_up_running" (folder), "content.unknown_institution", and what
            `db.keys` refuses with.
    """
    folder = data_dir or default_data_dir()
    end_interrupted(folder)
    if has_database(folder):
        raise DeskError("app.database_exists", folder=str(folder))
    pack = bundled_pack(institution)
    _require_home(pack, branch)
    _ready(folder)
    if demo:
        (folder / DEMO_FILE).touch()
    shifted, maker = ShiftedClock(clock or system_clock), new_id or new_uuid7
    device = _device_id(folder, maker)
    with set_up(folder) as draft:
        code = keys.create_keyring(draft, key_dir(folder))
        key = keys.unlock(draft, key_dir(folder))
        upgrade.prepare(draft, key)
        with closing(Database.open(draft, key, maker, shifted, device)) as database:
            _fill(database, pack, branch, shifted())
            env = _env(database, device, shifted, maker, system_uptime)
            annex_recovery.use_code(database, env, code)
            with database.unit_of_work() as uow:
                begin(uow, env)
                uow.commit()
        hand_over(code)
    share(folder)
    return _opened(folder, shifted, maker, system_uptime), code


def recover(data_dir: Path | None, code: str) -> Path:
    """Let this machine open a database of another one (design: keys).

    This PC takes a device id of its own, so that no ticket number is given out twice.

    Args:
        code: the recovery code, or the key as headquarters' escrow gave it out.

    Returns:
        the data folder.

    Raises:
        DeskError: "app.no_database" (folder), and what `db.keys` and `db` refuse with.
    """
    folder = data_dir or default_data_dir()
    end_interrupted(folder)
    if not has_database(folder):
        raise DeskError("app.no_database", folder=str(folder))
    _ready(folder)
    try:
        key = keys.unlock_by_paper(folder, code)
        upgrade.prepare(folder, key)
        keys.adopt_machine(folder, key, key_dir(folder))
        (folder / _DEVICE_FILE).unlink(missing_ok=True)
        log.info("recovered with the recovery code")
    finally:
        stop_log()
    with closing(open_app(folder)) as app:
        if not is_key_code(code):  # of the escrow: it opens no annex
            annex_recovery.use_code(app.database, app.env, code)
    return folder


def _ready(folder: Path) -> None:
    """The folder is there, and the log goes into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        share(folder)
        start_log(folder)
    except OSError:
        raise DeskError("app.folder", folder=str(folder)) from None


def _fill(database: Database, pack: Pack, branch: str, at: datetime) -> None:
    """What a new database begins with."""
    device = database.device_id
    with database.unit_of_work() as uow:
        uow.meta.put(_HOME, branch)
        uow.meta.put(_DEVICE, str(device))
        content_store.install_first(uow, pack, at=at, account_id=device)
        uow.commit()


def _opened(folder: Path, clock: ShiftedClock, new_id: IdMaker, uptime: UptimeClock) -> App:
    key = unlocked_key(folder)
    device = _device_id(folder, new_id)
    database = Database.open(folder, key, new_id, clock, device)
    try:
        with database.reader() as reader:
            shift = reader.meta.get(DEMO_SHIFT)
            known = reader.meta.get(_DEVICE)
        clock.shift = timedelta(seconds=float(shift or 0))
        if known != str(device):
            _take_over(database, device)
        env = _env(database, device, clock, new_id, uptime)
        lockouts.wake(database, env)
        erasing.reconcile(database, env)
        share(folder)
        return App(folder, database, clock, new_id, env)
    except BaseException:
        database.close()
        raise


def _take_over(database: Database, device: UUID) -> None:
    """A restored database takes a new series, so that no ticket number is given out twice."""
    with database.unit_of_work() as uow:
        uow.meta.put(SERIES_KEY, next_series(uow.meta.get(SERIES_KEY) or FIRST_SERIES))
        uow.meta.put(_DEVICE, str(device))
        uow.commit()


def _env(
    database: Database, device: UUID, clock: Clock, new_id: IdMaker, uptime: UptimeClock
) -> Env:
    with database.reader() as reader:
        pack = content_store.current(reader)
        home = reader.meta.get(_HOME) or ""
        demo = bool(reader.meta.get(DEMO_SHIFT))
        practice = bool(reader.meta.get(PRACTICE))
    return Env(
        clock=clock,
        new_id=new_id,
        pack=pack,
        calendar=work_calendar(pack),
        device_id=device,
        institution=pack.info.institution or "",
        home_branch=home,
        authority=LocalAuthority(),
        uptime=uptime,
        demo=demo,
        practice=practice,
    )


def _device_id(folder: Path, new_id: IdMaker) -> UUID:
    """This PC's id: a file beside the database, because a backup must not carry it along."""
    path = folder / _DEVICE_FILE
    try:
        return UUID(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        device = new_id()
        path.write_text(f"{device}\n", encoding="ascii")
        return device


def unlocked_key(folder: Path) -> bytes:
    """The database key, opened by this machine.

    Raises:
        DeskError: what `db.keys.unlock` refuses with.
    """
    return keys.unlock(folder, key_dir(folder))


def _require_home(pack: Pack, branch: str) -> None:
    known = {item.id: item for item in pack.branches}
    if branch not in known:
        raise DeskError("app.branch_unknown", branch=branch, institution=pack.info.institution)
    if known[branch].parent:
        raise DeskError("app.branch_has_parent", branch=branch, parent=known[branch].parent)
