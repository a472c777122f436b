"""The composition root: opens or makes a database and puts everything together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from db import keys, upgrade
from db.database import Database
from db.layout import database_path, keys_path
from db.machine_store import default_key_dir
from desk.clocks import ShiftedClock, new_uuid7, system_clock
from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.log import start_log, stop_log
from desk.services import content_store
from desk.services.calendar import work_calendar
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Pack
from desk.services.env import Env
from desk.services.queue_authority import FIRST_SERIES, SERIES_KEY, LocalAuthority, next_series

DEMO_SHIFT = "demo.shift_seconds"
"""Fact about a demo database: how far its clock is from the real one."""

_HOME = "home_branch"
_DEVICE = "device"
_DEVICE_FILE = "device.id"
_DEMO_FILE = "demo"


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

    def refresh_content(self) -> Env:
        """Read the content pack in force anew, after another one was installed."""
        self.env = _env(self.database, self.env.device_id, self.clock, self.new_id)
        return self.env

    def close(self) -> None:
        """Close the database and the log."""
        self.database.close()
        stop_log()


def default_data_dir() -> Path:
    """Where the database lies when nobody says otherwise: the user's folder for program data."""
    from platformdirs import user_data_path

    return user_data_path("branch-desk", appauthor=False)


def has_database(folder: Path) -> bool:
    """Whether a folder holds a database of ours."""
    return database_path(folder).is_file()


def is_demo(folder: Path) -> bool:
    """Whether a folder was made for the demo, so that it may be thrown away."""
    return (folder / _DEMO_FILE).is_file()


def open_app(
    data_dir: Path | None = None, *, clock: Clock | None = None, new_id: IdMaker | None = None
) -> App:
    """Open the database of a folder, migrated when its schema is older than the program.

    Raises:
        DeskError: "app.no_database" (folder), "app.folder" (folder), and what `db` and the
            content pack refuse with.
    """
    folder = data_dir or default_data_dir()
    if not has_database(folder):
        raise DeskError("app.no_database", folder=str(folder))
    _ready(folder)
    return _opened(folder, ShiftedClock(clock or system_clock), new_id or new_uuid7)


def create_app(
    data_dir: Path | None = None,
    *,
    institution: str,
    branch: str,
    clock: Clock | None = None,
    new_id: IdMaker | None = None,
    demo: bool = False,
) -> tuple[App, str]:
    """Make a new database for a branch.

    Args:
        demo: mark the folder as one that may be thrown away, its key lying inside it.

    Returns:
        the opened program, and the recovery code: shown once, kept nowhere.

    Raises:
        DeskError: "app.database_exists" (folder), "app.folder" (folder), "app.branch_unknown"
            (branch, institution), "app.branch_has_parent" (branch, parent),
            "content.unknown_institution", and what `db.keys` refuses with.
    """
    folder = data_dir or default_data_dir()
    if has_database(folder):
        raise DeskError("app.database_exists", folder=str(folder))
    pack = bundled_pack(institution)
    _require_home(pack, branch)
    _ready(folder)
    if demo:
        (folder / _DEMO_FILE).touch()
    shifted, maker = ShiftedClock(clock or system_clock), new_id or new_uuid7
    code = keys.create_keyring(folder, _key_dir(folder))
    try:
        _fill(folder, pack, branch, shifted, maker)
    except BaseException:
        _remove_unfinished(folder)
        raise
    return _opened(folder, shifted, maker), code


def _ready(folder: Path) -> None:
    """The folder is there, and the log goes into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        start_log(folder)
    except OSError:
        raise DeskError("app.folder", folder=str(folder)) from None


def _fill(folder: Path, pack: Pack, branch: str, clock: Clock, new_id: IdMaker) -> None:
    key = unlocked_key(folder)
    upgrade.prepare(folder, key)
    device = _device_id(folder, new_id)
    database = Database.open(folder, key, new_id, clock, device)
    try:
        with database.unit_of_work() as uow:
            uow.meta.put(_HOME, branch)
            uow.meta.put(_DEVICE, str(device))
            content_store.install_first(uow, pack, at=clock(), account_id=device)
            uow.commit()
    finally:
        database.close()


def _remove_unfinished(folder: Path) -> None:
    """After a failure half-way `desk init` must be able to begin anew."""
    for path in (keys_path(folder), *folder.glob(f"{database_path(folder).name}*")):
        path.unlink(missing_ok=True)


def _opened(folder: Path, clock: ShiftedClock, new_id: IdMaker) -> App:
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
        return App(folder, database, clock, new_id, _env(database, device, clock, new_id))
    except BaseException:
        database.close()
        raise


def _take_over(database: Database, device: UUID) -> None:
    """A restored database takes a new series, so that no ticket number is given out twice."""
    with database.unit_of_work() as uow:
        uow.meta.put(SERIES_KEY, next_series(uow.meta.get(SERIES_KEY) or FIRST_SERIES))
        uow.meta.put(_DEVICE, str(device))
        uow.commit()


def _env(database: Database, device: UUID, clock: Clock, new_id: IdMaker) -> Env:
    with database.reader() as reader:
        pack = content_store.current(reader)
        home = reader.meta.get(_HOME) or ""
        demo = bool(reader.meta.get(DEMO_SHIFT))
    return Env(
        clock=clock,
        new_id=new_id,
        pack=pack,
        calendar=work_calendar(pack),
        device_id=device,
        institution=pack.info.institution or "",
        home_branch=home,
        authority=LocalAuthority(),
        demo=demo,
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
    return keys.unlock(folder, _key_dir(folder))


def _key_dir(folder: Path) -> Path:
    return folder / "key" if is_demo(folder) else default_key_dir()


def _require_home(pack: Pack, branch: str) -> None:
    known = {item.id: item for item in pack.branches}
    if branch not in known:
        raise DeskError("app.branch_unknown", branch=branch, institution=pack.info.institution)
    if known[branch].parent:
        raise DeskError("app.branch_has_parent", branch=branch, parent=known[branch].parent)
