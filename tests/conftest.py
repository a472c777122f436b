"""Fixtures for every test: a virtual clock, ids, and a fresh encrypted database."""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from postgres_server import Postgres, running
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.layout import database_path
from db.upgrade import prepare
from desk.domain.clock import RIGA, IdMaker

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=1000)
settings.load_profile("steady")
"""The same examples in every run, however busy the machine; `pytest --hypothesis-profile=search`
looks for new ones."""


@pytest.fixture(autouse=True)
def _tidied() -> Iterator[None]:
    """The window's program collects on its own thread, when its timer fires; here, after a test."""
    yield
    if not gc.isenabled():
        gc.collect(1)


@pytest.fixture
def clock() -> VirtualClock:
    """A Tuesday morning in Riga: 2026-11-24, 8.30."""
    return VirtualClock(datetime(2026, 11, 24, 8, 30, tzinfo=RIGA).astimezone(UTC))


@pytest.fixture
def new_id() -> IdMaker:
    """The maker of ids."""
    return make_id


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of a process; its socket's path has to be a short one."""
    if sys.platform == "win32":
        pytest.skip("PostgreSQL is tested where the set-up installs it")
    with tempfile.TemporaryDirectory(prefix="hq-") as folder, running(Path(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the schema and nothing in it, made once."""
    folder = tmp_path_factory.mktemp("template")
    prepare(folder, KEY)
    return database_path(folder)


@pytest.fixture
def data_folder(tmp_path: Path, database_template: Path) -> Path:
    """A data folder with an empty database under `KEY`, not open."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(database_template, database_path(folder))
    return folder


@pytest.fixture
def database(data_folder: Path, clock: VirtualClock, new_id: IdMaker) -> Iterator[Database]:
    """A fresh open database."""
    opened = Database.open(data_folder, KEY, new_id, clock, DEVICE)
    yield opened
    opened.close()
