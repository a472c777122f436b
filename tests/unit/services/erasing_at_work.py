"""The erasure job at a branch: days that go by, rows that are kept and go."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from branch_at_work import Branch, environment, pack, wall
from msgspec.structs import replace as replace_struct

from desk.domain.clock import local_day
from desk.domain.erasure import Why
from desk.domain.person import Person, Purpose
from desk.services import retention_job
from desk.services.content.schema import Retention
from desk.services.env import Env

ANNA = Person("Anna Bērziņa", "+37120000000", "anna@example.lv")


def run(branch: Branch, most: int = 1000) -> int:
    """The job to its end, a unit of work for each step; gives how many rows it erased."""
    erased = 0
    for _ in range(most):
        with branch.database.unit_of_work() as uow:
            done = retention_job.step(uow, branch.env)
            uow.commit()
        erased += done.erased
        if not done.more:
            assert not done.waits
            return erased
    raise AssertionError("the job does not end")


def keep(branch: Branch, purpose: Purpose, expires: date | None) -> UUID:
    with branch.database.unit_of_work() as uow:
        row = uow.persons.put(purpose, ANNA, at=branch.clock(), expires=expires)
        uow.commit()
    return row


def lives(branch: Branch, row: UUID) -> bool:
    with branch.database.reader() as reader:
        return reader.persons.get(row) is not None


def day_of(branch: Branch, row: UUID) -> date | None:
    with branch.database.reader() as reader:
        return reader.erasures.held([row])[row].expires


def go_to(branch: Branch, day: date, hour: int = 9) -> None:
    """The clock at a later day; the job ran on every day between, as it does."""
    now = local_day(branch.clock())
    while now < day:
        now += timedelta(days=1)
        branch.clock.now = wall(hour, day=now)
        if branch.env.calendar.is_working_day(now) or now == day:
            run(branch)


def log(branch: Branch) -> list[tuple[str, Why, int]]:
    with branch.database.reader() as reader:
        return [(line.purpose, line.why, line.rows) for line in reader.erasures.lines(50)]


def with_period(branch: Branch, purpose: str, days: int | None) -> Env:
    assert pack().policy is not None
    kept: list[Retention] = [
        replace_struct(one, days=days) if one.purpose == purpose and days is not None else one
        for one in pack().policy.retention
        if one.purpose != purpose or days is not None
    ]
    policy = replace_struct(pack().policy, retention=kept)
    info = replace_struct(pack().info, version=pack().info.version + (days or 0) + 1)
    content = replace_struct(pack(), policy=policy, info=info)
    return environment(branch.clock, content=content)
