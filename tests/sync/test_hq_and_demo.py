"""A branch's real morning at headquarters: its reports as its own services wrote them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from branch_pc import Branch
from virtual import VirtualClock

from db.hq import projections
from db.hq.database import transaction
from desk.app import open_app
from desk.demo.make import make_demo
from desk.hq.incidents import of_branch, waiting
from desk.hq.projecting import catch_up
from desk.hq.verify import verify
from desk.hq.work import Work


@pytest.mark.parametrize("work", ["sqlite"], indirect=True)
def test_the_reports_of_a_branch_are_what_they_are_there(
    work: Work, tmp_path: Path, clock: VirtualClock
) -> None:
    with closing(open_app(make_demo(tmp_path / "demo", small=True))) as app:

        class Open(Branch):
            def open(self) -> None:
                self.database = app.database

        Open(app.folder, work, clock).round()
        with app.database.reader() as reader:
            there = {one.id: one for one in reader.incidents.list("riga-2")}
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        assert len(there) > 1
        for number, one in there.items():
            row = projections.case(connection, "riga-2", number)
            assert (row.number, row.level, row.state) == (one.number, one.level, one.state.value)
            assert row.clear
        serious = {one.number for one in of_branch(connection, "riga-2", 100)}
        assert {one.number for one in waiting(connection, 100)} == serious
        assert verify(connection).fine
