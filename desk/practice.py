"""Making and opening the practice: a database of its own in a folder inside the data folder.

It is made as the demo is, with the key inside its folder, and thrown away as the demo is.  While
it is open the real database is closed: the window that opens it has closed the other first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desk.app import (
    DEMO_SHIFT,
    PRACTICE,
    App,
    create_app,
    has_database,
    is_taken,
    open_app,
)
from desk.clocks import system_clock
from desk.data_folder import is_demo, traces_dir
from desk.demo.cast import MARTA
from desk.demo.day import Stage
from desk.demo.make import clear, sign_up
from desk.demo.practice_play import arrive, day_file
from desk.domain.clock import Clock, at_local, local_day
from desk.domain.errors import DeskError
from desk.domain.opening import spans
from desk.domain.roles import Actor
from desk.i18n import marked
from desk.services import day_open, import_day, practice
from desk.services.env import Env
from desk.services.opening import hours_of
from desk.services.practice_script import morning
from desk.services.preferences import Preferences, keep_preferences

if TYPE_CHECKING:
    from db.unit_of_work import Reader, UnitOfWork

_FOLDER = "practice"
_BEFORE_DOORS = timedelta(minutes=10)
_USUAL = time(8, 30)
_SEARCH_DAYS = 60
MAKING = marked("Making a database for practice…")
PEOPLE = marked("Colleagues and bookings are coming in…")
OPENING = marked("The doors open…")
Say = Callable[[str], None]
"""Is told what goes on, as a text marked for translation."""


def practice_dir(data_dir: Path | None = None) -> Path:
    """Where the practice lies that belongs to a data folder."""
    return (data_dir or traces_dir()) / _FOLDER


def can_go_on(folder: Path) -> bool:
    """Whether there is a practice that was begun."""
    return is_demo(folder) and has_database(folder)


def open_practice(
    folder: Path,
    institution: str,
    branch: str,
    *,
    anew: bool = False,
    looks: Preferences | None = None,
    clock: Clock = system_clock,
    say: Say = lambda _text: None,
) -> App:
    """The practice, opened where it was left; made afresh when asked or when there is none.

    Args:
        looks: language, text size, theme and keys as they are to be.

    Raises:
        DeskError: "demo.not_a_demo" (folder) for a folder that holds something else, and those
            of `desk.app.create_app`.
    """
    if is_taken(folder) and not is_demo(folder):
        raise DeskError("demo.not_a_demo", folder=str(folder))
    app = None if anew or not can_go_on(folder) else _continued(folder, institution, branch, clock)
    if app is None:
        clear(folder)
        say(MAKING)
        _make(folder, institution, branch, clock, say)
        say(OPENING)
        app = open_app(folder, clock=clock)
    if looks is not None:
        with app.database.unit_of_work() as uow:
            keep_preferences(uow, looks)
            uow.commit()
    return app


def enter(app: App, uow: UnitOfWork, actor: Actor, wanted: practice.Progress) -> practice.Progress:
    """Begin a situation: the practice clock goes ahead to it, never back, and its clients come."""
    step = practice.find(morning(), wanted.step)
    if step is not None:
        opened = _doors(uow, app.env, local_day(app.env.clock()))
        _put_clock(app, uow, opened + timedelta(minutes=step.minute))
        day_open.doors(uow, app.env, actor)
    people = wanted.people
    for arrival in step.arrivals if step else ():
        arrive(uow, app.env, actor.site, arrival, people)
        people += 1
    return practice.keep(uow, app.env, wanted, people)


def first(app: App) -> practice.Progress:
    """The progress of somebody who begins."""
    return practice.Progress(morning().steps[0].id, app.env.clock())


def _continued(folder: Path, institution: str, branch: str, clock: Clock) -> App | None:
    """The practice as it was left; None when it is another branch's or cannot be opened."""
    try:
        app = open_app(folder, clock=clock)
    except DeskError:
        return None
    if (app.env.institution, app.env.home_branch) != (institution, branch):
        app.close()
        return None
    with app.database.unit_of_work() as uow:
        known = practice.progress(uow)
        if known is not None:
            then = practice.last_moment(uow, app.env, branch, known)
            app.clock.shift = then - clock()
            uow.meta.put(DEMO_SHIFT, str(app.clock.shift.total_seconds()))
        uow.commit()
    return app


def _put_clock(app: App, uow: UnitOfWork, moment: datetime) -> None:
    ahead = moment - app.env.clock()
    if ahead > timedelta(0):
        app.clock.shift += ahead
        uow.meta.put(DEMO_SHIFT, str(app.clock.shift.total_seconds()))


def _make(folder: Path, institution: str, branch: str, clock: Clock, say: Say) -> None:
    stage = Stage(clock())

    def begin(uow: UnitOfWork, env: Env) -> None:
        say(PEOPLE)
        opened = _next_doors(uow, env, clock())
        stage.now = opened - timedelta(hours=1)
        marta = sign_up(uow, env)[MARTA.login]
        stage.now = opened - _BEFORE_DOORS
        _import(uow, env, marta, opened)
        for item in env.pack.opening:
            day_open.tick(uow, env, marta, item.id, True)
        shift = stage.now - clock()
        uow.meta.put(DEMO_SHIFT, str(shift.total_seconds()))
        uow.meta.put(PRACTICE, "1")

    app, _code = create_app(
        folder, institution=institution, branch=branch, clock=stage, demo=True, begin=begin
    )
    app.close()


def _import(uow: UnitOfWork, env: Env, actor: Actor, opened: datetime) -> None:
    """The rest of the day's bookings, read as any file of the booking system is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pieraksts.csv"
        path.write_bytes(day_file(env.pack, opened))
        import_day.apply(uow, env, actor, import_day.preview(uow, env, actor, path))


def _next_doors(reader: Reader, env: Env, now: datetime) -> datetime:
    """When the doors open on the next day that has hours, today's included."""
    today = local_day(now)
    days = (today + timedelta(days=number) for number in range(_SEARCH_DAYS))
    opened = (day for day in days if hours_of(reader, env, env.home_branch, day).open)
    return _doors(reader, env, next(opened, today))


def _doors(reader: Reader, env: Env, day: date) -> datetime:
    found = spans(hours_of(reader, env, env.home_branch, day))
    return found[0][0] if found else at_local(day, _USUAL)
