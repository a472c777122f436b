"""The generator of the bench, in the small: it makes what the program itself would have made."""

from __future__ import annotations

from contextlib import closing
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from db.driver import connect, driver
from db.layout import database_path
from db.models import INSERT_ONLY, metadata
from db.rebuild import rebuild_projections
from desk.app import open_app, unlocked_key
from desk.domain.clock import at_local
from desk.domain.log_check import Found
from desk.domain.person import Purpose
from desk.services.verify import verify
from tests.bench.people import TODAY
from tests.bench.playing import Plan
from tests.bench.ten_years import Made, Size, make

_VISITS = 2000
_SIZE = Size(
    main=Plan(booked=16, walk_ins=30, counters=2, reports=2),
    small=Plan(booked=4, walk_ins=6, counters=1, reports=1),
    today=Plan(booked=8, walk_ins=12, counters=2, reports=1),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("ten-years"), _VISITS, days_ahead=1, size=_SIZE)


def _dump(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(connect(database_path(folder), unlocked_key(folder), read_only=True)) as raw:
        return {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in metadata.tables}


def test_the_copied_days_are_what_their_events_come_to(made: Made):
    before = _dump(made.folder)
    app = open_app(made.folder, clock=lambda: at_local(TODAY, time(12)))
    with closing(app), app.database.unit_of_work() as uow:
        rebuild_projections(uow)
        uow.commit()
    after = _dump(made.folder)
    changed = {
        name for name in before if sorted(before[name], key=repr) != sorted(after[name], key=repr)
    }
    assert not changed


def test_it_is_as_large_as_was_asked_for(made: Made):
    rows = _dump(made.folder)
    past = [row for row in rows["visit"] if TODAY.isoformat() not in row]
    assert made.visits == len(past) >= _VISITS
    assert made.incidents >= len(past) // 100
    sites = {row[1] for row in rows["visit"]}
    assert sites == {"riga-1", "sigulda"}


def test_the_log_has_a_line_of_every_entry(made: Made):
    with closing(open_app(made.folder)) as app, app.database.reader() as reader:
        check = verify(reader, ())
    rows = _dump(made.folder)
    assert check.size >= len(rows["incident_event"]) > len(rows["incident"])
    # Keys of texts past their period were never written, so no record tells of their erasure.
    assert {finding.found for finding in check.findings} <= {Found.KEY_GONE}


def test_reports_stand_in_every_state_that_is_usual(made: Made):
    place = list(metadata.tables["incident"].columns.keys()).index("state")
    states = {row[place] for row in _dump(made.folder)["incident"]}
    assert states >= {"closed", "blocked", "returned", "under_review"}


def test_references_and_triggers_are_whole(made: Made):
    with closing(connect(database_path(made.folder), unlocked_key(made.folder))) as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in INSERT_ONLY:
            if raw.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]:
                with pytest.raises(driver.Error, match="insert-only"):
                    raw.execute(f"DELETE FROM {table.name}")


def test_only_what_is_within_its_period_can_be_read(made: Made):
    rows = _dump(made.folder)
    expires = [row[3] for row in rows["person_key"]]
    assert all(day is None or day >= TODAY.isoformat() for day in expires)
    assert len(expires) < len(rows["person_data"])
    with closing(open_app(made.folder)) as app, app.database.reader() as reader:
        found = reader.persons.search("Aurora", Purpose.APPOINTMENT)
        assert found
        assert all(reader.persons.get(one) is not None for one in found)
