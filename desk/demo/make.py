"""Making the demo: a database of its own, filled by playing its morning."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desk.app import DEMO_SHIFT, App, create_app, has_database, is_taken, open_app
from desk.clocks import system_clock
from desk.data_folder import is_demo
from desk.demo import PASSWORD
from desk.demo.bookings import day_file
from desk.demo.cast import ANNA, COLLEAGUES, INESE
from desk.demo.day import Morning, Stage, at_counter
from desk.demo.incident_log import DAYS_BEFORE, IncidentLog
from desk.demo.reports import file_reports
from desk.demo.script import NOW
from desk.demo.whole_day import before_the_doors
from desk.domain.clock import Clock, at_local, local_day
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.services import accounts, import_day, session
from desk.services.env import Env
from desk.services.opening import hours_of

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork

INSTITUTION, BRANCH = "pmlp", "riga-2"
_DAY = "demo.day"
_DAYS_WITH_BOOKINGS = 6
_FULL_DAY = (time(8, 30), time(16))
_SEARCH_DAYS = 60


def default_demo_dir() -> Path:
    """Where the demo lies when nobody says otherwise."""
    from platformdirs import user_data_path

    return user_data_path("branch-desk-demo", appauthor=False)


def make_demo(
    data_dir: Path | None = None,
    *,
    reset: bool = False,
    clock: Clock | None = None,
    small: bool = False,
) -> Path:
    """The folder of the demo, made anew when there is none or its day is over.

    Args:
        reset: make it anew in any case.
        small: with the two newest incidents alone.

    Raises:
        DeskError: "demo.not_a_demo" (folder) for a folder that holds something else.
    """
    folder = data_dir or default_demo_dir()
    if is_taken(folder) and not is_demo(folder):
        raise DeskError("demo.not_a_demo", folder=str(folder))
    if not reset and is_demo(folder) and has_database(folder) and _still_that_day(folder, clock):
        return folder
    clear(folder)
    _make(folder, clock or system_clock, small=small)
    return folder


def _make(folder: Path, clock: Clock, *, small: bool) -> None:
    stage = Stage(clock())
    app, _code = create_app(folder, institution=INSTITUTION, branch=BRANCH, clock=stage, demo=True)
    try:
        with app.database.unit_of_work() as uow:
            day = _demo_day(uow, app.env, local_day(clock()))
            _play(app, uow, stage, day, small=small)
            shift = at_local(day, NOW) - clock()
            uow.meta.put(DEMO_SHIFT, str(shift.total_seconds()))
            uow.meta.put(_DAY, day.isoformat())
            uow.commit()
    finally:
        app.close()


def _play(app: App, uow: UnitOfWork, stage: Stage, day: date, *, small: bool) -> None:
    env = app.env
    first = day if small else env.calendar.add_working_days(day, -DAYS_BEFORE)
    stage.now = at_local(first, time(7, 40))
    actors = sign_up(uow, env)
    log = IncidentLog(uow, env, stage, day, actors)
    if not small:
        log.play_days_before()
    stage.now = at_local(day, time(7, 52))
    _import(uow, env, actors[ANNA.login], day)
    stage.now = at_local(day, time(8, 5))
    before_the_doors(uow, env, stage, day, actors)
    file_reports(uow, env, stage, day, anna=actors[ANNA.login], inese=actors[INESE.login])
    if not small:
        log.play_morning()
    Morning(uow, env, stage, actors, day).play()


def sign_up(uow: UnitOfWork, env: Env) -> dict[str, Actor]:
    """Accounts for everyone of the cast; gives each at work, by login."""
    nobody = session.nobody(uow, env)
    actors = {}
    for person in COLLEAGUES:
        account = accounts.add(
            uow,
            env,
            nobody,
            login=person.login,
            name=person.name,
            role=person.role,
            password=PASSWORD,
            position=person.position,
        )
        actors[person.login] = at_counter(account.id, person, env.home_branch)
    return actors


def _import(uow: UnitOfWork, env: Env, actor: Actor, day: date) -> None:
    """The morning's file, read as any file of the booking system is."""
    days = _working_days(uow, env, day)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pieraksts.csv"
        path.write_bytes(day_file(env.pack, days))
        shown = import_day.preview(uow, env, actor, path)
        import_day.apply(uow, env, actor, shown)


def _demo_day(uow: UnitOfWork, env: Env, today: date) -> date:
    """The first day from today on with the usual hours from 8.30 to 16.00."""
    for day in (today + timedelta(days=number) for number in range(_SEARCH_DAYS)):
        hours = hours_of(uow, env, env.home_branch, day)
        spans = [(item.start, item.end) for item in hours.intervals]
        if spans == [_FULL_DAY] and hours.proposed is None:
            return day
    return today


def _working_days(uow: UnitOfWork, env: Env, first: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range(_SEARCH_DAYS))
    opened = (day for day in days if hours_of(uow, env, env.home_branch, day).open)
    return [next(opened) for _number in range(_DAYS_WITH_BOOKINGS)]


def _still_that_day(folder: Path, clock: Clock | None) -> bool:
    """Whether the demo's own clock still shows its day; a demo that cannot be read is made anew."""
    try:
        app = open_app(folder, clock=clock)
    except DeskError:
        return False
    try:
        with app.database.reader() as reader:
            return reader.meta.get(_DAY) == local_day(app.env.clock()).isoformat()
    finally:
        app.close()


def clear(folder: Path) -> None:
    """Remove what a demo consists of, and nothing else that may lie in the folder."""
    for path in (*folder.glob("branch.db*"), *folder.glob("keys.json*"), folder / "device.id"):
        path.unlink(missing_ok=True)
    for name in ("key", "log"):
        shutil.rmtree(folder / name, ignore_errors=True)
