"""The erasure job: what is due goes, what is open stays, and a wrong clock erases nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall
from erasing_at_work import ANNA, day_of, go_to, keep, lives, log, run, with_period
from hypothesis import given, settings
from hypothesis import strategies as st
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from desk.domain.clock import local_day
from desk.domain.erasure import Why
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.person import Purpose
from desk.domain.roles import Role
from desk.services import accounts, incidents, queue, retention_job
from desk.services.retention_clock import MOST_LEFT_OUT, confirm_date, judge


def test_a_row_goes_when_its_day_has_closed_and_not_before(branch: Branch) -> None:
    row = keep(branch, Purpose.APPOINTMENT, DAY)
    run(branch)
    branch.clock.now = wall(23, 59)
    with branch.database.unit_of_work() as uow:
        retention_job.begin_anew(uow)
        uow.commit()
    run(branch)
    assert lives(branch, row)
    branch.clock.now = wall(0, 1, day=DAY + timedelta(days=1))
    assert run(branch) == 1
    assert not lives(branch, row)
    assert log(branch) == [("appointment", Why.EXPIRED, 1)]
    assert run(branch) == 0


def test_many_rows_go_in_small_steps(branch: Branch) -> None:
    for _ in range(retention_job.AT_ONCE * 2 + 3):
        keep(branch, Purpose.APPOINTMENT, DAY)
    run(branch)
    branch.clock.advance(days=1)
    steps = []
    for _ in range(4):
        with branch.database.unit_of_work() as uow:
            done = retention_job.step(uow, branch.env)
            uow.commit()
        steps.append((done.erased, done.more))
    full = (retention_job.AT_ONCE, True)
    assert steps == [(0, True), full, full, (3, False)]


def test_the_job_says_when_it_last_came_to_its_end(branch: Branch) -> None:
    with branch.database.reader() as reader:
        assert retention_job.is_due(reader, branch.env)
        assert retention_job.last_run(reader) is None
    run(branch)
    with branch.database.reader() as reader:
        assert retention_job.last_run(reader) == branch.clock()
        assert not retention_job.is_due(reader, branch.env)
        branch.clock.advance(days=1)
        assert retention_job.is_due(reader, branch.env)


# What has a clock of its own.


def test_the_contact_of_a_parked_visit_stays(branch: Branch) -> None:
    branch.env = with_period(branch, "visit_contact", 1)
    visit = branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    visit = branch.do(queue.set_contact, visit.id, ANNA, by=branch.anna)
    assert visit.contact_id is not None
    go_to(branch, DAY + timedelta(days=6))
    assert lives(branch, visit.contact_id)
    branch.do(queue.leave, visit.id, "", by=branch.anna)
    go_to(branch, DAY + timedelta(days=7))
    assert lives(branch, visit.contact_id)
    go_to(branch, DAY + timedelta(days=8))
    assert not lives(branch, visit.contact_id)


def test_a_colleagues_name_goes_after_its_period_without_the_account(branch: Branch) -> None:
    branch.env = with_period(branch, "staff", 5)
    branch.sign_up("ilze", "Ilze", Role.HEAD)
    anna = branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)
    go_to(branch, DAY + timedelta(days=20))
    assert _names(branch)[anna.account_id] == "Anna Bērziņa"
    branch.do(accounts.disable, anna.account_id, by=branch.head)
    go_to(branch, DAY + timedelta(days=25))
    assert _names(branch)[anna.account_id] == "Anna Bērziņa"
    go_to(branch, DAY + timedelta(days=26))
    assert anna.account_id not in _names(branch)
    assert "Ilze" in _names(branch).values()


def _names(branch: Branch) -> dict[UUID, str]:
    with branch.database.reader() as reader:
        return reader.accounts.names()


def test_help_needed_goes_when_the_day_is_closed(branch: Branch) -> None:
    visit = branch.do(queue.take_in_walk_in, ("passport",), assistance=("write",), by=branch.anna)
    first = visit.assistance_id
    visit = branch.do(queue.set_assistance, visit.id, ("interpreter",), by=branch.anna)
    assert first is not None and visit.assistance_id not in (None, first)
    with branch.database.unit_of_work() as uow:
        assert retention_job.day_closed(uow, branch.env, "riga-3", DAY) == 0
        assert retention_job.day_closed(uow, branch.env, SITE, DAY) == 2
        uow.commit()
    assert not lives(branch, first) and not lives(branch, visit.assistance_id)
    assert log(branch) == [("assistance", Why.DAY_CLOSED, 2)]


def test_drafts_go_after_their_period(branch: Branch) -> None:
    first = FirstReport(IncidentKind.ERROR, branch.clock(), text="nepabeigts")
    branch.do(incidents.save_draft, IncidentKind.ERROR, first, by=branch.anna)
    go_to(branch, DAY + timedelta(days=6))
    assert branch.read(incidents.load_draft, IncidentKind.ERROR, by=branch.anna) == first
    go_to(branch, DAY + timedelta(days=8))
    assert branch.read(incidents.load_draft, IncidentKind.ERROR, by=branch.anna) is None


# The content pack's table in force.


@pytest.mark.parametrize("days", [5, 90])
def test_another_period_moves_what_is_kept_already(branch: Branch, days: int) -> None:
    run(branch)
    row = keep(branch, Purpose.APPOINTMENT, DAY + timedelta(days=30))
    branch.clock.advance(minutes=1)
    with branch.database.unit_of_work() as uow:
        uow.content.install("pmlp", "pmlp", 9, "x", b"", branch.clock(), DEVICE)
        uow.commit()
    branch.env = with_period(branch, "appointment", days)
    branch.clock.advance(minutes=1)
    new = keep(branch, Purpose.APPOINTMENT, DAY + timedelta(days=days))
    run(branch)
    assert day_of(branch, row) == day_of(branch, new) == DAY + timedelta(days=days)


def test_a_purpose_without_a_period_waits_and_counts_from_its_recording(branch: Branch) -> None:
    branch.env = with_period(branch, "visit_note", None)
    row = keep(branch, Purpose.VISIT_NOTE, None)
    go_to(branch, DAY + timedelta(days=60))
    assert lives(branch, row) and day_of(branch, row) is None
    branch.env = with_period(branch, "visit_note", 90)
    run(branch)
    assert day_of(branch, row) == DAY + timedelta(days=90)


# A clock that cannot be believed.


def test_a_clock_far_ahead_erases_nothing_until_a_person_confirms(branch: Branch) -> None:
    row = keep(branch, Purpose.APPOINTMENT, DAY + timedelta(days=30))
    run(branch)
    branch.clock.advance(days=400)
    with branch.database.unit_of_work() as uow:
        assert retention_job.step(uow, branch.env) == retention_job.Step(waits=True)
        judged = judge(uow, branch.env)
    assert (judged.seen, judged.believed) == (DAY, False)
    assert judged.left_out > MOST_LEFT_OUT
    with refuses("access.no_right"):
        branch.do(confirm_date, by=branch.anna)
    with refuses("access.password_needed"):
        branch.do(confirm_date, by=replace(branch.it, by_pin=True))
    assert lives(branch, row)
    branch.do(confirm_date, by=branch.it)
    assert ("confirm", "day", "retention_date") in branch.looks()
    assert run(branch) == 1


def test_entries_made_under_a_wrong_clock_do_not_make_it_right(branch: Branch) -> None:
    row = keep(branch, Purpose.APPOINTMENT, DAY + timedelta(days=30))
    run(branch)
    branch.clock.advance(days=400)
    branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.clock.advance(days=1)
    with branch.database.unit_of_work() as uow:
        assert retention_job.step(uow, branch.env).waits
    branch.clock.now = wall(10)
    run(branch)
    assert lives(branch, row)


def test_a_week_off_is_believed_when_todays_bookings_came(branch: Branch) -> None:
    row = keep(branch, Purpose.APPOINTMENT, DAY)
    run(branch)
    branch.clock.advance(days=14)
    today = local_day(branch.clock())
    with branch.database.unit_of_work() as uow:
        assert retention_job.step(uow, branch.env).waits
        uow.imports.add(SITE, today, today, "x", branch.clock(), DEVICE, 1, 0, 0)
        uow.commit()
    assert run(branch) == 1
    assert not lives(branch, row)


def test_weekends_and_holidays_need_nobody(branch: Branch) -> None:
    branch.clock.now = wall(9, day=date(2026, 12, 23))
    run(branch)
    branch.clock.now = wall(8, day=date(2026, 12, 28))
    run(branch)


def test_before_the_first_run_the_newest_entry_speaks(branch: Branch) -> None:
    row = keep(branch, Purpose.APPOINTMENT, DAY)
    branch.do(queue.take_in_walk_in, ("passport",), by=branch.anna)
    branch.clock.advance(days=40)
    with branch.database.unit_of_work() as uow:
        assert retention_job.step(uow, branch.env).waits
    assert lives(branch, row)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, database_template: Path) -> Callable[[], Path]:
    """Makes data folders for many examples."""

    def make() -> Path:
        folder = tmp_path_factory.mktemp("many") / "data"
        folder.mkdir()
        (folder / "branch.db").write_bytes(database_template.read_bytes())
        return folder

    return make


@settings(max_examples=40)
@given(
    periods=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    jumps=st.lists(st.integers(-40, 60), min_size=1, max_size=8),
)
def test_whatever_the_clock_does_nothing_goes_long_before_its_day(
    empty: Callable[[], Path], periods: list[int], jumps: list[int]
) -> None:
    """The true day goes on one by one; the PC's clock is off by a jump each time.

    A clock that is off by so little that it is believed can be early by that much and no more.
    """
    clock = VirtualClock(wall(9))
    database = Database.open(empty(), KEY, make_id, clock, DEVICE)
    try:
        branch = Branch(database, clock)
        rows = {keep(branch, Purpose.APPOINTMENT, DAY + timedelta(days=n)): n for n in periods}
        _run_believing(branch)
        for true, jump in enumerate(jumps):
            clock.now = wall(9) + timedelta(days=true + jump)
            believed = _run_believing(branch)
            for row, days in rows.items():
                gone = not lives(branch, row)
                assert not gone or days < true + _most_ahead(jumps[: true + 1])
                if believed and days < true + jump:
                    assert gone
    finally:
        database.close()


def _run_believing(branch: Branch) -> bool:
    while True:
        with branch.database.unit_of_work() as uow:
            done = retention_job.step(uow, branch.env)
            uow.commit()
        if done.waits or not done.more:
            return not done.waits


def _most_ahead(jumps: list[int]) -> int:
    """How far an unbelievable clock can ever have got: step by step, each a few days further."""
    widest = MOST_LEFT_OUT + 6  # with a weekend and the holidays around it
    return min(max(jumps), widest * len(jumps)) + 1


def test_instants_are_aware(branch: Branch) -> None:
    run(branch)
    with branch.database.reader() as reader:
        last = retention_job.last_run(reader)
    assert last is not None and last.tzinfo is not None
    assert last.astimezone(UTC) == datetime(2026, 11, 24, 7, tzinfo=UTC)
