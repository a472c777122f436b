"""When a backup is due, how long copies may stay, who may decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
from branch_at_work import Branch, environment, pack, wall
from virtual import VirtualClock

from desk.domain.errors import DeskError
from desk.services import safety
from desk.services.safety import BackupResult, SafetySettings


def due(branch: Branch, at: datetime) -> bool:
    branch.clock.now = at
    with branch.database.reader() as reader:
        return safety.due(reader, branch.env)


def note(branch: Branch, done: BackupResult) -> None:
    with branch.database.unit_of_work() as uow:
        safety.note_backup(uow, done)
        uow.commit()


def test_the_first_backup_is_due_at_once(branch: Branch) -> None:
    assert due(branch, wall(8, 30))


@pytest.mark.parametrize(
    ("made", "asked", "expected"),
    [
        (wall(16, 5), wall(16, 10), False),
        (wall(16, 5), wall(23, 59), False),
        (wall(12), wall(15, 59), False),
        (wall(12), wall(16), True),
        (wall(16, 5), wall(16, 5) + timedelta(hours=16), False),
        (wall(12), wall(8) + timedelta(days=1), True),
        (wall(16, 5), wall(16) + timedelta(days=1), True),
        (wall(16) + timedelta(days=90), wall(9), True),
    ],
    ids=["done", "at night", "not yet", "now", "next morning", "missed", "next day", "clock back"],
)
def test_it_is_due_once_a_day(
    branch: Branch, made: datetime, asked: datetime, expected: bool
) -> None:
    note(branch, BackupResult(made, "x"))
    assert due(branch, asked) is expected


def test_another_time_of_day(branch: Branch) -> None:
    note(branch, BackupResult(wall(9), "x"))
    branch.do(safety.set_daily_at, time(11, 30), by=branch.head)
    assert not due(branch, wall(11, 29))
    assert due(branch, wall(11, 30))


def test_after_a_failure_the_next_try_is_an_hour_later(branch: Branch) -> None:
    note(branch, BackupResult(wall(9), "x"))
    with branch.database.unit_of_work() as uow:
        full = DeskError("backup.full", folder="C:/data")
        safety.note_failure(uow, wall(16), full)
        uow.commit()
    assert not due(branch, wall(16, 59))
    assert due(branch, wall(17))
    with branch.database.reader() as reader:
        known = safety.result(reader)
    assert (known.good_at, str(known.failure)) == (wall(9), str(full))
    note(branch, BackupResult(wall(17), "y"))
    with branch.database.reader() as reader:
        assert safety.result(reader).failure is None


def test_the_demo_needs_none(branch: Branch) -> None:
    with branch.database.reader() as reader:
        assert not safety.due(reader, replace(branch.env, demo=True))


def test_copies_stay_no_longer_than_persons_may(clock: VirtualClock) -> None:
    assert safety.keep(environment(clock)) == safety.Keep(7, 4, 28)
    policy = pack().policy
    assert policy is not None
    for days, expected in ((14, safety.Keep(7, 4, 14)), (3, safety.Keep(3, 4, 3))):
        shorter = tuple(
            msgspec.structs.replace(item, days=days) if item.purpose == "appointment" else item
            for item in policy.retention
        )
        content = msgspec.structs.replace(
            pack(), policy=msgspec.structs.replace(policy, retention=shorter)
        )
        assert safety.keep(environment(clock, content=content)) == expected


@pytest.mark.parametrize(
    "use_case",
    [
        lambda uow, env, actor: safety.set_place(uow, env, actor, "/share"),
        lambda uow, env, actor: safety.set_daily_at(uow, env, actor, time(12)),
        lambda uow, env, actor: safety.overview(uow, env, actor, Path()),
    ],
)
def test_a_clerk_may_not(branch: Branch, use_case: Callable[..., object]) -> None:
    with (
        branch.database.unit_of_work() as uow,
        pytest.raises(DeskError, match=r"access\.no_right"),
    ):
        use_case(uow, branch.env, branch.anna)


def test_a_place_is_kept_and_logged(branch: Branch) -> None:
    branch.do(safety.set_place, "/share", by=branch.it)
    with branch.database.reader() as reader:
        assert safety.settings(reader) == SafetySettings("/share")
    assert ("export", "database", "second_place") in branch.looks()


@pytest.mark.parametrize("odd", [{"place": 7}, {"daily_at": "noon"}, []])
def test_odd_settings_are_as_if_never_set(branch: Branch, odd: object) -> None:
    with branch.database.unit_of_work() as uow:
        uow.settings.put("safety", odd)
        assert safety.settings(uow) == SafetySettings()


def test_places_used_earlier_stay_known_until_they_are_emptied(branch: Branch) -> None:
    for place in ("/a", "/b", "", "/a"):
        known = branch.do(safety.set_place, place, by=branch.head)
    assert (known.place, known.earlier) == ("/a", ("/b",))
    (left,) = safety.earlier_places(branch.env, known)
    assert left.place == "/b" and Path(left.folder).parts[:2] == ("/", "b")
    assert branch.do(safety.set_daily_at, time(12), by=branch.head).earlier == ("/b",)
    with pytest.raises(DeskError, match=r"mirror\.not_earlier"):
        branch.do(safety.forget_place, "/c", by=branch.head)
    with pytest.raises(DeskError, match=r"access\.no_right"):
        branch.do(safety.forget_place, "/b", by=branch.anna)
    assert branch.do(safety.forget_place, "/b", by=branch.head).earlier == ()
