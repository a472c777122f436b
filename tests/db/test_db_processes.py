"""Several processes and threads at one database, and what is left when one of them is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from making import SITE, TODAY, issue
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.backup import verify
from db.database import Database
from db.layout import database_path
from desk.domain.errors import DeskError

_HERE = Path(__file__).parent
_Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(data_folder: Path) -> Iterator[_Start]:
    """Starts another process on the data folder; none is left behind."""
    started: list[subprocess.Popen[str]] = []

    def go(task: str, *more: str) -> subprocess.Popen[str]:
        paths = [str(_HERE.parent.parent), str(_HERE.parent), str(_HERE)]
        process = subprocess.Popen(
            [sys.executable, str(_HERE / "other_process.py"), task, str(data_folder), *more],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        return process

    yield go
    for process in started:
        process.kill()
        process.communicate()


def test_a_lock_held_elsewhere_is_busy_for_writers_only(
    data_folder: Path, clock: VirtualClock, start: _Start
) -> None:
    other = start("hold")
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    impatient = Database.open(data_folder, KEY, make_id, clock, DEVICE, busy_seconds=0.05)
    with pytest.raises(DeskError, match=r"db\.busy"), impatient.unit_of_work():
        raise AssertionError
    with impatient.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == ()
    other.communicate("")
    with impatient.unit_of_work() as uow:
        issue(uow, clock)
        uow.commit()
    impatient.close()


def test_two_processes_queue_and_lose_nothing(database: Database, start: _Start) -> None:
    rounds = 60
    others = [start("count", str(rounds)) for _ in range(2)]
    for other in others:
        other.communicate(timeout=60)
        assert other.returncode == 0
    with database.reader() as reader:
        assert reader.meta.get("count") == str(rounds * 2)


def test_threads_queue_for_the_one_writer(database: Database) -> None:
    def add_one(_: int) -> None:
        with database.unit_of_work() as uow:
            uow.meta.put("count", str(int(uow.meta.get("count", "0")) + 1))
            uow.commit()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add_one, range(80)))
    with database.reader() as reader:
        assert reader.meta.get("count") == "80"


def test_a_second_change_inside_the_first_is_busy_and_not_a_hang(
    data_folder: Path, clock: VirtualClock
) -> None:
    impatient = Database.open(data_folder, KEY, make_id, clock, DEVICE, busy_seconds=0.05)
    with impatient.unit_of_work() as uow:
        with pytest.raises(DeskError, match=r"db\.busy"), impatient.unit_of_work():
            raise AssertionError
        visit = issue(uow, clock)
        uow.commit()
    with impatient.reader() as reader:
        assert reader.visits.get(visit.id) == visit
    impatient.close()


def test_a_reader_sees_one_state_throughout(database: Database, clock: VirtualClock) -> None:
    with database.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == ()
        with database.unit_of_work() as uow:
            visit = issue(uow, clock)
            uow.commit()
        assert reader.visits.of_day(SITE, TODAY) == ()
        with database.reader() as later:
            assert later.visits.of_day(SITE, TODAY) == (visit,)


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reader() as reader, pytest.raises(DeskError, match=r"db\.read_only"):
        reader._connection.exec_driver_sql("DELETE FROM outbox")


@pytest.mark.parametrize("series", ["A", "B"])
def test_everything_acknowledged_survives_a_kill(
    data_folder: Path, clock: VirtualClock, start: _Start, series: str
) -> None:
    other = start("fill", series)
    assert other.stdout is not None
    said = [UUID(other.stdout.readline().strip()) for _ in range(60)]
    other.kill()
    said += [UUID(line) for line in other.stdout.read().splitlines()]
    other.wait()
    verify(database_path(data_folder), KEY)
    reopened = Database.open(data_folder, KEY, make_id, clock, DEVICE)
    with reopened.reader() as reader:
        kept = {visit.id for visit in reader.visits.of_day(SITE, TODAY)}
        pointers = {one.version for one in reader.outbox.pending(10**6)}
        assert reader.outbox.count() == len(kept)
    assert set(said) <= kept
    assert len(kept) - len(said) <= 1, "at most the one that was not acknowledged yet"
    assert pointers == {1}
    reopened.close()


def test_tidying_empties_the_log_while_someone_reads(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    with database.unit_of_work() as uow:
        visit = issue(uow, clock)
        uow.commit()
    before = database_path(data_folder).read_bytes()
    with database.reader() as reader:
        database.tidy()
        assert reader.visits.get(visit.id) == visit
    assert database_path(data_folder).read_bytes() != before
