"""A branch's database with ten years of data: played days copied onto every working day.

`python -m tests.bench.ten_years FOLDER [--visits N]` makes one; `cached` keeps it between runs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time as wall_time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.schema import CreateTable

from db.driver import connect
from db.layout import database_path
from db.models import REVISION, metadata
from desk.app import App, create_app, open_app, unlocked_key
from desk.domain.clock import at_local
from desk.domain.roles import Actor, Role
from desk.services import accounts, session
from desk.services.opening import hours_of
from tests.bench.log_lines import write_lines
from tests.bench.people import BRANCH_OFFICE, HOME, PASSWORD, TODAY
from tests.bench.personal import PersonalData
from tests.bench.playing import Day, Plan, Stage, import_bookings
from tests.bench.reviewing import Review
from tests.bench.template import Move, Template, columns_of, snapshot

DAY_CLIENTS = 300
VISITS = 1_000_000
QUICK_VISITS = 50_000

_BIRTH = datetime(2016, 1, 4, 8, tzinfo=UTC)
_PLAYED = (date(2026, 2, 10), date(2026, 2, 12), date(2026, 7, 7), date(2026, 7, 9))
_PLAYED_SMALL = (date(2026, 2, 11), date(2026, 7, 8))
_WEDNESDAY = 3
_COMMIT_DAYS = 60
_FAST = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA secure_delete = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA cache_size = -524288",
)


@dataclass(frozen=True)
class Size:
    """How busy the days are that are played: at the branch, at its sub-branch, today."""

    main: Plan
    small: Plan
    today: Plan


_USUAL = Size(
    main=Plan(booked=135, walk_ins=268, counters=6, reports=4),
    small=Plan(booked=20, walk_ins=40, counters=2, reports=1),
    today=Plan(booked=100, walk_ins=200, counters=8, reports=2),
)


@dataclass(frozen=True)
class Made:
    """What was made.

    Args:
        days_ahead: working days after `TODAY` on which 300 bookings lie, nothing played yet.
    """

    folder: Path
    visits: int
    incidents: int
    days_ahead: tuple[date, ...]

    @property
    def megabytes(self) -> int:
        """The file's size."""
        return database_path(self.folder).stat().st_size // 1_000_000


def make(folder: Path, visits: int, *, days_ahead: int = 8, size: Size = _USUAL) -> Made:
    """Make a database with so many past visits, today's clients and the next days' bookings.

    Args:
        folder: where; must hold no database.
        visits: before today; 0 = a new branch on its first day.
        days_ahead: so many working days after today get bookings.
    """
    stage = Stage(_BIRTH)
    app, _code = create_app(
        folder, institution="pmlp", branch=HOME, clock=stage, new_id=stage.new_id, demo=True
    )
    main: list[Template] = []
    small: list[Template] = []
    with closing(app):
        people = _hire(app)
        if visits:
            main += [_played(app, stage, people, HOME, day, size.main) for day in _PLAYED]
            small += [
                _played(app, stage, people, BRANCH_OFFICE, day, size.small) for day in _PLAYED_SMALL
            ]
    made = _fill(folder, main, small, visits) if visits else (0, 0)
    ahead = tuple(_working_days_after(TODAY, days_ahead))
    _begin_today(folder, people, ahead, size.today)
    return Made(folder, *made, ahead)


def cache_folder() -> Path:
    """Where the bench keeps what it need not make again; `DESK_BENCH_DIR` names another place."""
    from platformdirs import user_cache_path

    return Path(
        os.environ.get("DESK_BENCH_DIR") or user_cache_path("branch-desk-bench", appauthor=False)
    )


def cached(visits: int) -> Made:
    """The same from the user's cache folder, made anew when schema or generator changed."""
    home = cache_folder()
    folder = home / f"{_recipe()}-{visits}"
    done = folder / "made"
    if done.is_file():
        numbers = done.read_text().split()
        return Made(
            folder, int(numbers[0]), int(numbers[1]), tuple(map(date.fromisoformat, numbers[2:]))
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = make(folder, visits)
    days = " ".join(day.isoformat() for day in made.days_ahead)
    done.write_text(f"{made.visits} {made.incidents} {days}")
    for other in home.iterdir():
        if not other.name.startswith((_recipe(), "pouch-")):
            shutil.rmtree(other, ignore_errors=True)
    return made


def copied(made: Made, folder: Path) -> Made:
    """A copy to work on."""
    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    return replace(made, folder=folder)


def _recipe() -> str:
    """A name for what this generator makes with the schema of now."""
    digest = hashlib.sha256(REVISION.encode())
    for table in metadata.sorted_tables:
        digest.update(str(CreateTable(table)).encode())
    for name in (
        "ten_years.py",
        "people.py",
        "template.py",
        "playing.py",
        "personal.py",
        "log_lines.py",
        "reviewing.py",
    ):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:12]


def _hire(app: App) -> dict[str, Actor]:
    """A head and ten clerks; the same people for ten years."""
    people = {}
    with app.database.unit_of_work() as uow:
        nobody = session.nobody(uow, app.env)
        for number in range(11):
            role = Role.HEAD if number == 0 else Role.CLERK
            login = f"clerk{number}" if number else "head"
            made = accounts.add(
                uow, app.env, nobody, login=login, name=f"Vārds Uzvārds {number}", role=role,
                password=PASSWORD,
            )  # fmt: skip
            people[login] = Actor(made.id, made.name, role, HOME, str(number) if number else "")
        uow.commit()
    return people


def _at(site: str, people: dict[str, Actor]) -> tuple[Actor, list[Actor]]:
    head, *clerks = (replace(actor, site=site) for actor in people.values())
    return head, clerks


def _played(
    app: App, stage: Stage, people: dict[str, Actor], site: str, day: date, plan: Plan
) -> Template:
    """A day played in a transaction that is taken back, and kept as rows."""
    head, clerks = _at(site, people)
    with app.database.unit_of_work() as uow:
        before = snapshot(uow)
        stage.now = at_local(day, time(7, 40))
        _sign_in_and_out(uow, app, clerks[:3])
        Day(uow, app.env, stage, head, clerks, day).play(plan)
        return Template(uow, site, day, before)


def _sign_in_and_out(uow: Any, app: App, clerks: list[Actor]) -> None:
    for clerk in clerks:
        verified = session.Verified("", clerk.account_id, right=True)
        session.begin(uow, app.env, verified, app.env.home_branch, clerk.counter)
        session.end(uow, app.env, clerk)


def _fill(
    folder: Path, main: list[Template], small: list[Template], visits: int
) -> tuple[int, int]:
    with closing(connect(database_path(folder), unlocked_key(folder))) as raw:
        for pragma in _FAST:
            raw.execute(pragma)
        filler = _Filler(raw, main, small)
        filler.fill(visits)
        raw.execute("BEGIN")
        write_lines(raw)
        raw.execute("COMMIT")
        return filler.visits, filler.incidents


class _Filler:
    """Copies played days onto the past."""

    def __init__(self, raw: Any, main: list[Template], small: list[Template]) -> None:
        self._raw, self._main, self._small = raw, main, small
        self._personal = PersonalData(raw, TODAY)
        self._serials: dict[tuple[str, int], int] = {}
        self.visits = self.incidents = 0

    def fill(self, visits: int) -> None:
        """Days that end yesterday, so many as the visits need."""
        days = list(self._days(visits))
        for number, day in enumerate(reversed(days)):
            if number % _COMMIT_DAYS == 0:
                self._raw.execute("BEGIN")
            self._copy(self._of_season(self._main, day), day)
            if day.isoweekday() == _WEDNESDAY:
                self._copy(self._of_season(self._small, day), day)
            if (number + 1) % _COMMIT_DAYS == 0:
                self._raw.execute("COMMIT")
        if self._raw.in_transaction:
            self._raw.execute("COMMIT")

    def _days(self, visits: int) -> Iterator[date]:
        per_day = sum(one.visits for one in self._main) / len(self._main)
        day, left = TODAY, float(visits)
        while left > 0:
            day -= timedelta(days=1)
            if day.isoweekday() < 6:
                left -= per_day
                if day.isoweekday() == _WEDNESDAY:
                    left -= self._small[0].visits
                yield day

    @staticmethod
    def _of_season(templates: list[Template], day: date) -> Template:
        """One whose clocks stand as on this day, so that its hours are right."""
        offset = at_local(day, time(12)).hour
        fitting = [one for one in templates if at_local(one.day, time(12)).hour == offset]
        return fitting[day.toordinal() % len(fitting)]

    def _copy(self, template: Template, day: date) -> None:
        place = (template.site, day.year)
        serial = self._serials.get(place, 0) + 1
        move = Move(template, day, serial)
        self._serials[place] = serial + len(template.incident_serials) - 1
        self._personal.copy(template, move)
        for name, rows in template.copy(move):
            columns = columns_of(metadata.tables[name])
            names = ", ".join(f'"{column.name}"' for column in columns)
            marks = ", ".join("?" * len(columns))
            self._raw.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", rows)
        self.visits += template.visits
        self.incidents += len(template.incident_serials)


def _working_days_after(day: date, number: int) -> Iterator[date]:
    while number:
        day += timedelta(days=1)
        if day.isoweekday() < 5:
            number -= 1
            yield day


def _begin_today(
    folder: Path, people: dict[str, Actor], ahead: tuple[date, ...], plan: Plan
) -> None:
    """Today's 300 clients, played till noon, and the bookings of the days after."""
    stage = Stage(at_local(TODAY, time(7, 30)), seed=2)
    app = open_app(folder, clock=stage, new_id=stage.new_id)
    head, clerks = _at(HOME, people)
    with closing(app), app.database.unit_of_work() as uow:
        for day in ahead:
            import_bookings(uow, app.env, head, _slots(uow, app, day))
        Day(uow, app.env, stage, head, clerks, TODAY).play(plan, at_local(TODAY, time(12)))
        Review(uow, app.env, head).leave_open(clerks, stage.now)
        uow.commit()


def _slots(uow: Any, app: App, day: date) -> list[tuple[str, datetime, str]]:
    """300 bookings, one a minute from the opening on."""
    services = [item.id for item in app.env.pack.services if item.bookable]
    opens = at_local(day, hours_of(uow, app.env, HOME, day).intervals[0].start)
    return [
        (
            f"A-{day}-{number:03}",
            opens + timedelta(minutes=number),
            services[number % len(services)],
        )
        for number in range(DAY_CLIENTS)
    ]


if __name__ == "__main__":
    began = wall_time.monotonic()
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else VISITS
    result = make(Path(sys.argv[1]), wanted)
    seconds = wall_time.monotonic() - began
    counts = f"{result.visits:,} visits, {result.incidents:,} incidents"
    print(f"{counts}, {result.megabytes:,} MB, {seconds:.0f} s")
