"""Deadlines: units, dated terms, ends of days, both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from calendars import STATE
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.clock import local, local_day
from desk.domain.deadlines import (
    Term,
    Unit,
    add_months,
    due,
    due_day,
    end_of_day,
    promised,
    start_of_day,
    term_in_force,
)
from desk.domain.errors import DeskError

OLD = Term("submission", date(2008, 1, 1), 1, Unit.MONTHS)
NEW = Term("submission", date(2026, 3, 1), 10, Unit.WORKING_DAYS)
BREACH = Term("breach", date(2018, 5, 25), 72, Unit.HOURS)
DAYS = st.dates(date(2008, 1, 1), date(2090, 12, 31))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 2, 28), OLD), (date(2026, 3, 1), NEW), (date(2030, 1, 1), NEW)],
)
@pytest.mark.parametrize("terms", [(OLD, NEW, BREACH), (NEW, BREACH, OLD)])
def test_the_term_of_the_day_of_receipt_holds(on: date, expected: Term, terms: tuple[Term, ...]):
    assert term_in_force(terms, "submission", on) == expected


@pytest.mark.parametrize(
    ("id", "on"), [("submission", date(2007, 12, 31)), ("other", date(2026, 1, 1))]
)
def test_a_term_that_is_not_in_force_is_refused(id: str, on: date):
    with pytest.raises(DeskError) as caught:
        term_in_force((OLD, NEW), id, on)
    assert caught.value.code == "deadline.no_term"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), 4, date(2026, 7, 31)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2026, 8, 31), 12, date(2027, 8, 31)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int, expected: date):
    assert add_months(day, months) == expected


def test_working_days_run_from_the_local_day_of_receipt_to_the_end_of_the_last():
    late_evening = utc(2026, 6, 14, 21, 30)  # already 15 June in Riga
    assert due(late_evening, NEW, STATE) == end_of_day(date(2026, 7, 1))
    assert due_day(date(2026, 6, 15), NEW, STATE) == date(2026, 7, 1)


def test_a_month_runs_to_the_end_of_the_same_day():
    assert due(utc(2026, 1, 31, 9), OLD, STATE) == end_of_day(date(2026, 2, 28))


def test_hours_and_minutes_go_by_the_clock():
    aware = utc(2026, 12, 24, 20)
    assert due(aware, BREACH, STATE) == utc(2026, 12, 27, 20)
    assert due(aware, Term("tell", date(2026, 1, 1), 15, Unit.MINUTES), STATE) == utc(
        2026, 12, 24, 20, 15
    )


def test_72_hours_over_a_clock_change_are_72_hours():
    aware = utc(2026, 10, 23, 12)
    assert due(aware, BREACH, STATE) - aware == timedelta(hours=72)
    assert local(due(aware, BREACH, STATE)).hour == local(aware).hour - 1


@pytest.mark.parametrize("unit", [Unit.MINUTES, Unit.HOURS])
def test_a_term_by_the_clock_has_no_last_day(unit: Unit):
    with pytest.raises(DeskError) as caught:
        due_day(date(2026, 1, 1), Term("x", date(2026, 1, 1), 1, unit), STATE)
    assert caught.value.code == "deadline.not_in_days"


def test_a_promise_is_due_at_the_end_of_its_day():
    assert promised(date(2026, 11, 24)) == utc(2026, 11, 24, 21, 59, 59, 999999)
    assert promised(date(2026, 7, 1)) == utc(2026, 7, 1, 20, 59, 59, 999999)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 29), 23),
        (date(2026, 10, 25), 25),
        (date(2027, 3, 28), 23),
        (date(2027, 10, 31), 25),
        (date(2026, 11, 24), 24),
    ],
)
def test_days_of_clock_changes_have_23_and_25_hours(day: date, hours: int):
    assert start_of_day(day + timedelta(days=1)) - start_of_day(day) == timedelta(hours=hours)


@given(DAYS)
def test_days_follow_each_other_without_a_gap(day: date):
    assert local_day(start_of_day(day)) == local_day(end_of_day(day)) == day
    assert end_of_day(day) + timedelta(microseconds=1) == start_of_day(day + timedelta(days=1))
    assert local(start_of_day(day)).time().isoformat() == "00:00:00"


@given(DAYS, st.integers(0, 60))
def test_months_land_in_the_right_month_and_grow(day: date, months: int):
    result = add_months(day, months)
    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day <= day.day
    assert add_months(day, months + 1) > result


INSTANTS = st.datetimes(datetime(2008, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
TERMS = st.builds(
    Term,
    st.just("t"),
    st.just(date(2000, 1, 1)),
    st.integers(0, 40),
    st.sampled_from(Unit),
)


@given(INSTANTS, INSTANTS, TERMS)
def test_what_comes_later_is_never_due_earlier(one: datetime, other: datetime, term: Term):
    first, second = sorted((one, other))
    assert first <= due(first, term, STATE) <= due(second, term, STATE)
