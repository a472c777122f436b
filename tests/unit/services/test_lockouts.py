"""Waits that neither a changed clock nor a restart of PC or program shortens."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from branch_at_work import PASSWORD, SITE, Branch, refuses
from virtual import DEVICE, KEY, VirtualClock, make_id

from db.database import Database
from desk.clocks import system_uptime
from desk.domain.errors import DeskError
from desk.domain.lockout import FIRST_SECONDS, LONGEST_SECONDS, TRIES, Lockout, lockout_after
from desk.domain.roles import Actor, Role
from desk.domain.uptime import Uptime
from desk.services import accounts, lockouts, session

WRONG = "wrong wrong wrong"


@pytest.fixture
def anna(branch: Branch) -> Actor:
    branch.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
    return branch.sign_up("anna", "Anna Bērziņa", Role.CLERK)


def sign_in(branch: Branch, password: str) -> Actor:
    with branch.database.reader() as reader:
        checked = session.check_password(reader, branch.env, "anna", password)
    with branch.database.unit_of_work() as uow:
        actor = session.begin(uow, branch.env, checked, SITE, "3")
        uow.commit()
    return actor


def lock_out(branch: Branch, tries: int = TRIES) -> None:
    for _ in range(tries):
        with refuses("session.wrong_password"):
            sign_in(branch, WRONG)


def minutes(branch: Branch) -> int:
    with pytest.raises(DeskError) as locked:
        sign_in(branch, PASSWORD)
    assert locked.value.code == "session.locked"
    return int(str(locked.value.params["minutes"]))


@pytest.mark.parametrize("jump", [timedelta(days=400), -timedelta(days=400), timedelta(hours=1)])
def test_another_wall_clock_changes_nothing(branch: Branch, anna: Actor, jump: timedelta) -> None:
    lock_out(branch)
    branch.clock.now += jump
    assert minutes(branch) == 5
    branch.uptime.advance(61)
    assert minutes(branch) == 4
    branch.uptime.advance(FIRST_SECONDS - 62)
    assert minutes(branch) == 1
    branch.uptime.advance(1)
    assert sign_in(branch, PASSWORD) == anna


def test_a_restart_of_the_pc_begins_the_wait_anew(branch: Branch, anna: Actor) -> None:
    lock_out(branch)
    branch.uptime.advance(FIRST_SECONDS - 1)
    assert minutes(branch) == 1
    branch.uptime.restart()
    lockouts.wake(branch.database, branch.env)
    assert minutes(branch) == 5
    branch.uptime.advance(FIRST_SECONDS)
    assert sign_in(branch, PASSWORD) == anna


def test_a_long_time_after_a_restart_does_not_count_before_the_program_has_seen_it(
    branch: Branch, anna: Actor
) -> None:
    lock_out(branch)
    branch.uptime.restart(seconds=90_000)
    assert minutes(branch) == 5
    lockouts.wake(branch.database, branch.env)
    branch.uptime.advance(FIRST_SECONDS)
    assert sign_in(branch, PASSWORD) == anna


def test_waking_again_in_the_same_start_shortens_and_lengthens_nothing(
    branch: Branch, anna: Actor
) -> None:
    lock_out(branch)
    branch.uptime.advance(120)
    for _ in range(3):
        lockouts.wake(branch.database, branch.env)
    assert minutes(branch) == 3


def test_a_counter_that_went_back_is_a_restart_where_starts_have_no_names() -> None:
    wait = Lockout("", 5000, 300)
    assert wait.left(Uptime("", 5100)) == 200
    assert wait.left(Uptime("", 40)) == 300
    assert wait.carried_over(Uptime("", 40)) == Lockout("", 40, 300)


def test_each_further_wrong_one_doubles_the_wait_up_to_an_hour(branch: Branch, anna: Actor) -> None:
    lock_out(branch)
    waits = []
    for _ in range(6):
        waits.append(minutes(branch))
        branch.uptime.advance(waits[-1] * 60)
        lock_out(branch, 1)
    assert waits == [5, 10, 20, 40, 60, 60]


def test_the_longest_wait_is_bounded_however_many_wrong_ones() -> None:
    waits = [lockout_after(failed, Uptime("b", 0)) for failed in range(10_000)]
    assert waits[:TRIES] == [None] * TRIES
    assert {wait.seconds for wait in waits if wait} == {300, 600, 1200, 2400, LONGEST_SECONDS}


def test_two_programs_on_one_database_see_one_wait(
    branch: Branch, anna: Actor, data_folder: Path, clock: VirtualClock
) -> None:
    lock_out(branch, TRIES - 1)
    other = Branch(Database.open(data_folder, KEY, make_id, clock, DEVICE), clock)
    other.env = branch.env
    lock_out(other, 1)
    assert minutes(branch) == minutes(other) == 5
    branch.uptime.advance(FIRST_SECONDS)
    assert sign_in(other, PASSWORD) == anna
    other.database.close()


def test_the_head_ends_a_wait(branch: Branch, anna: Actor) -> None:
    lock_out(branch)
    with refuses("access.no_right"):
        branch.do(accounts.end_lockout, anna.account_id, by=branch.inese)
    branch.do(accounts.end_lockout, anna.account_id, by=branch.head)
    assert sign_in(branch, PASSWORD) == anna


def test_this_pc_counts_on_and_keeps_the_name_of_its_start() -> None:
    """Two processes read one counter."""
    code = "from desk.clocks import system_uptime as u; n = u(); print(n.boot); print(n.seconds)"
    before = system_uptime()
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    boot, seconds = said.stdout.splitlines()
    assert boot == before.boot != ""
    assert before.seconds <= float(seconds) <= system_uptime().seconds
