"""Hours in force: what the branch sets over headquarters' hours."""

from __future__ import annotations

from datetime import date, time

import pytest
from branch_at_work import DAY, SITE, Branch, refuses

from desk.domain.hours import DayHours, Interval, Origin
from desk.services import opening

BEFORE_CHRISTMAS = date(2026, 12, 23)
AFTERNOON = (Interval(time(12), time(15)),)


def hours(branch: Branch, day: date) -> DayHours:
    with branch.database.reader() as reader:
        return opening.hours_of(reader, branch.env, SITE, day)


def test_without_an_overlay_the_packs_hours_hold(branch: Branch) -> None:
    found = hours(branch, DAY)
    assert found.intervals == (Interval(time(8, 30), time(16)),)
    assert (found.origin, found.confirmed) == (Origin.VERSION, False)


def test_a_shorter_day_is_only_proposed_until_a_head_confirms_it(branch: Branch) -> None:
    before = hours(branch, BEFORE_CHRISTMAS)
    assert before.intervals[-1].end == time(16)
    assert before.proposed == (Interval(time(8, 30), time(15)),)
    with refuses("access.no_right"):
        branch.do(opening.confirm_shortened, BEFORE_CHRISTMAS, by=branch.anna)
    after = branch.do(opening.confirm_shortened, BEFORE_CHRISTMAS, by=branch.head)
    assert after == hours(branch, BEFORE_CHRISTMAS)
    assert after.intervals == before.proposed
    assert (after.origin, after.proposed) == (Origin.BRANCH_EXCEPTION, None)
    with refuses("opening.nothing_proposed"):
        branch.do(opening.confirm_shortened, BEFORE_CHRISTMAS, by=branch.head)


def test_the_last_word_counts_whether_it_opens_or_closes(branch: Branch) -> None:
    closed = branch.do(opening.set_exception, DAY, (), "Avārija", by=branch.head)
    assert (closed.origin, closed.open, closed.note) == (Origin.CLOSURE, False, "Avārija")
    opened = branch.do(opening.set_exception, DAY, AFTERNOON, "Salabots", by=branch.head)
    assert (opened.origin, opened.intervals) == (Origin.BRANCH_EXCEPTION, AFTERNOON)
    closed = branch.do(opening.set_exception, DAY, (), "Atkal avārija", by=branch.head)
    assert closed.origin is Origin.CLOSURE


@pytest.mark.parametrize(
    ("day", "intervals", "reason", "code"),
    [
        (date(2026, 11, 23), AFTERNOON, "x", "opening.past_day"),
        (DAY, AFTERNOON, "  ", "opening.reason_missing"),
        (DAY, AFTERNOON, "x" * 201, "opening.reason_missing"),
        (DAY, (Interval(time(12), time(12)),), "x", "opening.intervals"),
    ],
)
def test_what_is_refused(
    branch: Branch, day: date, intervals: tuple[Interval, ...], reason: str, code: str
) -> None:
    with refuses(code):
        branch.do(opening.set_exception, day, intervals, reason, by=branch.head)
