"""Headquarters of the tests, on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from branch_pc import Branch, Make
from hq_device import Pc
from hq_tables import emptied
from postgres_server import Postgres
from virtual import VirtualClock, make_id

from db.hq.database import open_hq, transaction
from db.hq.upgrade import upgrade_hq
from desk.hq.enrolling import new_code
from desk.hq.identity import make
from desk.hq.work import Work


@pytest.fixture
def clock() -> VirtualClock:
    """Headquarters' clock, on a Tuesday morning."""
    return VirtualClock(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def hq_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Headquarters' tables in an SQLite file, made once."""
    file = tmp_path_factory.mktemp("hq") / "hq.db"
    engine = open_hq(f"sqlite:///{file}")
    upgrade_hq(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def hq_postgres(postgres: Postgres) -> str:
    """Headquarters' tables in a PostgreSQL database, made once; each test empties them."""
    url = postgres.new()
    engine = open_hq(url)
    upgrade_hq(engine)
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def work(request: pytest.FixtureRequest, tmp_path: Path, clock: VirtualClock) -> Iterator[Work]:
    """Headquarters, empty, on one of the two databases."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("hq_file"), tmp_path / "hq.db")
        url = f"sqlite:///{tmp_path / 'hq.db'}"
    else:
        url = request.getfixturevalue("hq_postgres")
    engine = open_hq(url)
    emptied(engine)
    with transaction(engine) as connection:
        make(connection, make_id)
    yield Work(engine, clock)
    engine.dispose()


@pytest.fixture
def taken_in(work: Work) -> Callable[[str], Pc]:
    """A maker of PCs that were taken in by a branch."""

    def take(branch: str = "riga-2") -> Pc:
        pc = Pc(work)
        with transaction(work.engine) as connection:
            code = new_code(connection, branch, work.clock())
        pc.enrol(code)
        return pc

    return take


@pytest.fixture(name="make")
def _make(
    work: Work, clock: VirtualClock, tmp_path: Path, database_template: Path
) -> Iterator[Make]:
    """A maker of branches' PCs that headquarters have taken in."""
    made: list[Branch] = []

    def make_one(name: str = "riga-2") -> Branch:
        folder = tmp_path / f"pc-{len(made)}"
        folder.mkdir()
        shutil.copyfile(database_template, folder / database_template.name)
        made.append(Branch(folder, work, clock, name))
        return made[-1]

    yield make_one
    for one in made:
        one.database.close()


@pytest.fixture
def pc(make: Make) -> Branch:
    """A branch's PC that headquarters have taken in."""
    return make()
