"""What can be wrong with a database file is told as one error that a person can act on."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from making import SITE, TODAY, issue
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from db.layout import database_path
from db.upgrade import prepare
from desk.domain.errors import DeskError

_PAGE = 4096
_NOBODY = 65534


def _open(folder: Path, clock: VirtualClock, key: bytes = KEY) -> Database:
    return Database.open(folder, key, make_id, clock, DEVICE)


def test_a_wrong_key(data_folder: Path, clock: VirtualClock) -> None:
    before = database_path(data_folder).read_bytes()
    with pytest.raises(DeskError, match=r"db\.wrong_key"):
        _open(data_folder, clock, bytes(32))
    assert database_path(data_folder).read_bytes() == before


@pytest.mark.parametrize(
    "body",
    [b"a letter\n" * 1000, b"a letter" * 512, bytes(3 * _PAGE), b"SQLite format 3\0" + bytes(4080)],
)
def test_not_a_database(data_folder: Path, clock: VirtualClock, body: bytes) -> None:
    database_path(data_folder).write_bytes(body)
    with pytest.raises(DeskError, match=r"db\.damaged"):
        _open(data_folder, clock)
    assert database_path(data_folder).read_bytes() == body


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: -_PAGE * 4 - 100])


def _flip(path: Path) -> None:
    """One bit of every page but the first."""
    body = bytearray(path.read_bytes())
    for place in range(_PAGE + 700, len(body), _PAGE):
        body[place] ^= 1
    path.write_bytes(body)


@pytest.mark.parametrize("harm", [_cut, _flip])
def test_damaged_pages(
    data_folder: Path, clock: VirtualClock, harm: Callable[[Path], None]
) -> None:
    opened = _open(data_folder, clock)
    with opened.unit_of_work() as uow:
        for serial in range(50):
            issue(uow, clock, f"A{serial:03d}")
        uow.commit()
    opened.close()
    harm(database_path(data_folder))
    with pytest.raises(DeskError, match=r"db\.damaged"):
        _read(data_folder, clock)


def _read(folder: Path, clock: VirtualClock) -> None:
    opened = _open(folder, clock)
    try:
        with opened.reader() as reader:
            reader.visits.of_day(SITE, TODAY)
    finally:
        opened.close()


def test_a_missing_folder_or_file(tmp_path: Path, clock: VirtualClock) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DeskError, match=r"db\.missing"):
            _open(folder, clock)
    with pytest.raises(DeskError, match=r"db\.missing"):
        prepare(tmp_path / "nowhere", KEY)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def _without_privileges() -> Iterator[None]:
    """As an ordinary user, whom permissions hold back; tests may run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_folder_without_the_right_to_write(data_folder: Path, clock: VirtualClock) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        shutil.copyfile(database_path(data_folder), database_path(folder))
        database_path(folder).chmod(0o444)
        folder.chmod(0o555)
        with _without_privileges(), pytest.raises(DeskError, match=r"db\.read_only"):
            _open(folder, clock)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_full_disk_refuses_and_harms_nothing(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        first = issue(uow, clock, "A001")
        uow.commit()
    with pytest.raises(DeskError, match=r"db\.full"), database.unit_of_work() as uow:
        pages = uow._connection.exec_driver_sql("PRAGMA page_count").scalar()
        uow._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for serial in range(2, 500):
            issue(uow, clock, f"A{serial:03d}")
    with database.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == (first,)
    with database.unit_of_work() as uow:
        uow._connection.exec_driver_sql("PRAGMA max_page_count = 100000")
        second = issue(uow, clock, "A002")
        uow.commit()
    with database.reader() as reader:
        assert reader.visits.of_day(SITE, TODAY) == (first, second)


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_commit_that_the_disk_refuses_is_told_and_the_next_one_works(
    database: Database, clock: VirtualClock, data_folder: Path
) -> None:
    with database.unit_of_work() as uow:
        first = issue(uow, clock, "A001")
        uow.commit()
    log = database_path(data_folder).with_name("branch.db-wal")
    with database.unit_of_work() as uow, _files_no_larger_than(log):
        issue(uow, clock, "A002")
        with pytest.raises(DeskError, match=r"db\.(disk|full)"):
            uow.commit()
    with database.unit_of_work() as uow:
        assert uow.visits.of_day(SITE, TODAY) == (first,)
        issue(uow, clock, "A003")
        uow.commit()
    with database.reader() as reader:
        numbers = [visit.number for visit in reader.visits.of_day(SITE, TODAY)]
    assert numbers == ["A001", "A003"]


@contextmanager
def _files_no_larger_than(path: Path) -> Iterator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_errors_of_the_program_stay_what_they_are(database: Database) -> None:
    """A wrong statement is a bug and must not look like a person's problem."""
    with database.reader() as reader, pytest.raises(Exception, match="no such table") as caught:
        reader._connection.exec_driver_sql("SELECT * FROM nowhere")
    assert not isinstance(caught.value, DeskError)


def test_errors_never_show_values(database: Database, clock: VirtualClock) -> None:
    with database.unit_of_work() as uow:
        issue(uow, clock)
        with pytest.raises(DeskError) as caught:
            issue(uow, clock)
    shown = f"{caught.value!r} {caught.value.__cause__}"
    assert SITE not in shown
    assert "A001" not in shown
