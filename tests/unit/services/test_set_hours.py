"""Hours in force: what the branch sets over headquarters' hours."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from branch_at_work import DAY, SITE, Branch, refuses, wall

from desk.domain.hours import DayHours, Interval, Origin
from desk.domain.person import Person
from desk.services import appointments, opening

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


FRIDAY = date(2026, 11, 27)
NEXT_TUESDAY = date(2026, 12, 1)


def set_days(branch: Branch, first: date, last: date, *hours: Interval) -> tuple[DayHours, ...]:
    made = branch.do(opening.set_days, first, last, hours, "Remontdarbi", by=branch.head)
    assert isinstance(made, tuple)
    return made


def test_a_range_leaves_out_the_days_on_which_no_door_opens(branch: Branch) -> None:
    made = set_days(branch, FRIDAY, NEXT_TUESDAY)
    assert [one.day for one in made] == [FRIDAY, date(2026, 11, 30), NEXT_TUESDAY]
    assert {one.origin for one in made} == {Origin.CLOSURE}
    assert hours(branch, date(2026, 11, 28)).origin is Origin.VERSION


def test_a_day_alone_may_open_a_saturday(branch: Branch) -> None:
    saturday = date(2026, 11, 28)
    assert set_days(branch, saturday, saturday, *AFTERNOON)[0].intervals == AFTERNOON
    with refuses("opening.shut_anyway"):
        set_days(branch, date(2026, 12, 5), date(2026, 12, 6), *AFTERNOON)


@pytest.mark.parametrize("last", [DAY - timedelta(days=1), DAY + timedelta(days=62)])
def test_a_range_has_a_length(branch: Branch, last: date) -> None:
    with refuses("opening.range"):
        set_days(branch, DAY, last)


def test_withdrawn_means_headquarters_hours_again_and_both_versions_stay(branch: Branch) -> None:
    usual = hours(branch, DAY)
    set_days(branch, DAY, DAY)
    set_days(branch, DAY, DAY, *AFTERNOON)
    with refuses("access.no_right"):
        branch.do(opening.withdraw, DAY, by=branch.anna)
    assert branch.do(opening.withdraw, DAY, by=branch.head) == usual
    with refuses("opening.nothing_set"):
        branch.do(opening.withdraw, DAY, by=branch.head)
    with branch.database.reader() as reader:
        count = (
            "SELECT (SELECT count(*) FROM closure), (SELECT count(*) FROM local_hours_exception)"
        )
        assert tuple(reader._connection.exec_driver_sql(count).one()) == (2, 2)


def test_what_was_set_for_a_day_that_is_over_stays(branch: Branch) -> None:
    set_days(branch, DAY, DAY)
    branch.clock.advance(days=1)
    with refuses("opening.past_day"):
        branch.do(opening.withdraw, DAY, by=branch.head)


def test_the_days_to_come_with_other_hours(branch: Branch) -> None:
    set_days(branch, FRIDAY, FRIDAY)
    set_days(branch, DAY, DAY, *AFTERNOON)
    found = branch.read(opening.coming, by=branch.anna)
    assert [(one.day, one.origin) for one in found] == [
        (DAY, Origin.BRANCH_EXCEPTION),
        (FRIDAY, Origin.CLOSURE),
    ]
    branch.do(opening.withdraw, DAY, by=branch.head)
    assert [one.day for one in branch.read(opening.coming, by=branch.anna)] == [FRIDAY]
    with refuses("access.no_right"):
        branch.read(opening.coming, by=branch.it)


def test_a_plan_shows_both_words_and_drops_no_booking(branch: Branch) -> None:
    for hour in (10, 13, 14):
        caller = {"start": wall(hour), "minutes": 15, "service": "passport"}
        branch.do(appointments.book, **caller, person=Person(f"Zelma {hour}"), by=branch.anna)
    set_days(branch, DAY, DAY, *AFTERNOON)
    other = (Interval(time(13, 30), time(15)),)
    (day,) = branch.read(opening.plan, DAY, DAY, other, by=branch.head)
    assert (day.usual.intervals, day.now.intervals) == (
        (Interval(time(8, 30), time(16)),),
        AFTERNOON,
    )
    assert [one.start for one in day.outside] == [wall(10), wall(13)]
    (closed,) = branch.read(opening.plan, DAY, DAY, (), by=branch.head)
    assert len(closed.outside) == 3
    assert "Zelma" not in str(closed)
    with branch.database.reader() as reader:
        assert len(reader.appointments.of_day(SITE, DAY)) == 3


def test_a_reason_with_a_personal_code_is_refused(branch: Branch) -> None:
    with refuses("text.personal_code"):
        branch.do(opening.set_exception, DAY, (), "Slims 010180-12345", by=branch.head)
