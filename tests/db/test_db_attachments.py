"""Pictures and scans in the file: portions, keys, a program killed half-way, an older schema."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Executable, insert
from sqlalchemy.dialects import sqlite
from virtual import KEY, make_id

from db.attachment_cipher import (
    PORTION,
    address_of,
    new_key,
    open_file,
    opens,
    seal_file,
)
from db.database import Database
from db.driver import connect
from db.layout import database_path
from db.models import attachment_chunk
from db.stores import annex_asked
from db.stores import attachments as attachments_store
from db.stores import persons as persons_store
from desk.domain.errors import DeskError

FILE, OTHER = UUID(int=1), UUID(int=2)
DATA = os.urandom(2 * PORTION + 9)
SIZES = st.one_of(
    st.integers(0, 64), st.integers(PORTION - 3, PORTION + 3), st.integers(2 * PORTION, 3 * PORTION)
)


@given(SIZES, st.binary(min_size=1, max_size=7))
def test_what_goes_in_comes_out(size: int, seed: bytes) -> None:
    data = (seed * (size // len(seed) + 1))[:size]
    key = new_key()
    portions = seal_file(FILE, key, data)
    assert len(portions) == max(-(-size // PORTION), 1)
    assert all(len(one) <= 256 * 1024 for one in portions)
    assert open_file(FILE, key, portions) == data
    assert opens(FILE, key, portions[0], len(portions))


@given(st.data())
def test_no_bit_of_it_can_be_changed(data: st.DataObject) -> None:
    key = new_key()
    portions = list(seal_file(FILE, key, DATA))
    place = data.draw(st.integers(0, 2))
    bit = data.draw(st.integers(0, len(portions[place]) * 8 - 1))
    changed = bytearray(portions[place])
    changed[bit // 8] ^= 1 << bit % 8
    before = address_of(portions)
    portions[place] = bytes(changed)
    assert address_of(portions) != before
    with pytest.raises(DeskError, match=r"attachment\.damaged"):
        open_file(FILE, key, portions)


Portions = tuple[bytes, ...]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda p: p[:2],
        lambda p: p[1:],
        lambda p: (p[1], p[0], p[2]),
        lambda p: (*p, p[2]),
        lambda p: (),
    ],
)
def test_no_portion_can_be_left_out_moved_or_added(wrong: Callable[[Portions], Portions]) -> None:
    key = new_key()
    portions = wrong(seal_file(FILE, key, DATA))
    assert address_of(portions) != address_of(seal_file(FILE, key, DATA))
    with pytest.raises(DeskError, match=r"attachment\.damaged"):
        open_file(FILE, key, portions)


def test_a_file_opens_with_its_own_key_under_its_own_id() -> None:
    key = new_key()
    portions = seal_file(FILE, key, DATA)
    assert not opens(FILE, new_key(), portions[0], 3)
    assert not opens(OTHER, key, portions[0], 3) and not opens(FILE, key, portions[0], 2)
    for file, other in ((OTHER, key), (FILE, new_key()), (FILE, b"short")):
        with pytest.raises(DeskError, match=r"attachment\.damaged"):
            open_file(file, other, portions)


def test_portions_are_bound_by_their_lengths_in_the_address() -> None:
    assert address_of([b"ab", b"c"]) != address_of([b"a", b"bc"])


def test_the_store_keeps_reads_and_drops(database: Database) -> None:
    key = new_key()
    with database.unit_of_work() as uow:
        address = uow.attachments.add(FILE, key, DATA, text_id=make_id())
        assert address == address_of(seal_file(FILE, key, DATA))
        assert uow.attachments.read(FILE) == DATA
        with pytest.raises(ValueError, match="still here"):
            uow.attachments.drop(FILE)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.attachments.sweep(9) == 0, "what has its key stays"
        uow.attachments.add(OTHER, key, DATA, entry_id=make_id())
        with pytest.raises(DeskError, match=r"attachment\.sealed"):
            uow.attachments.read(OTHER)
        assert uow.attachments.read(OTHER, key) == DATA


def test_portions_without_a_key_are_swept_a_few_at_a_time(database: Database) -> None:
    with database.unit_of_work() as uow:
        for number in range(5):
            values = {"attachment_id": OTHER, "number": number, "ciphertext": b"x"}
            uow._connection.execute(insert(attachment_chunk), values)
        assert [uow.attachments.sweep(2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    ("statement", "plan"),
    [
        (attachments_store._LEFT, "attachment_chunk USING COVERING INDEX"),
        (attachments_store._LEFT, "attachment_key USING PRIMARY KEY (attachment_id=?)"),
        (attachments_store._DROP_PORTIONS, "_chunk_1 (attachment_id=?)"),
        (persons_store._DROP_FILE, "ix_attachment_key_text_id (text_id=?)"),
        (annex_asked.ERASE_FILE, "ix_attachment_key_entry_id (entry_id=?)"),
    ],
)
def test_writes_find_their_rows_by_an_index(
    data_folder: Path, statement: Executable, plan: str
) -> None:
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    sql = re.sub(r":\w+", "NULL", str(compiled))
    raw = connect(database_path(data_folder), KEY)
    found = " | ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}"))
    raw.close()
    assert plan in found, found


def test_a_program_killed_while_adding_leaves_none_or_whole(data_folder: Path) -> None:
    """kill -9 at whatever moment: what is there can be read to its end."""
    here = Path(__file__).parent
    paths = os.pathsep.join(map(str, (here, here.parent, here.parent.parent)))
    child = subprocess.Popen(
        [sys.executable, str(here / "attaching_process.py"), str(data_folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    )
    assert child.stdout is not None
    said = [child.stdout.readline().strip() for _ in range(4)]
    child.kill()
    rest, _ = child.communicate()
    told = {UUID(line) for line in (*said, *rest.split()) if line}
    database = Database.open(data_folder, KEY, make_id, lambda: None, UUID(int=9))  # type: ignore[arg-type, return-value]
    with database.reader() as reader:
        asked = "SELECT attachment_id FROM attachment_key"
        kept = {UUID(bytes=one) for one in reader._connection.exec_driver_sql(asked).scalars()}
        assert told <= kept and len(kept - told) <= 1
        assert {len(reader.attachments.read(one)) for one in kept} == {2_000_000}
        orphans = (
            "SELECT count(*) FROM attachment_chunk WHERE attachment_id NOT IN"
            " (SELECT attachment_id FROM attachment_key)"
        )
        assert reader._connection.exec_driver_sql(orphans).scalar() == 0
    database.close()
