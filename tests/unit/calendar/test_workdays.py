"""Working days: moved days, counting there and back, shortened days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from calendars import COMPANY, MOVED_2026, STATE
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.holidays import Holiday
from desk.domain.workdays import MovedDay, WorkCalendar

DAYS = st.dates(date(2008, 1, 1), date(2090, 12, 31))
NEAR_2026 = st.dates(date(2025, 10, 1), date(2027, 3, 1))
STEPS = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 6, 15), 10, date(2026, 7, 1)),
        (date(2026, 6, 19), 2, date(2026, 6, 26)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 23), 2, date(2026, 12, 29)),
        (date(2026, 6, 26), 1, date(2026, 6, 27)),  # the worked Saturday counts
        (date(2026, 6, 28), 0, date(2026, 6, 28)),
        (date(2026, 6, 26), -1, date(2026, 6, 25)),
        (date(2026, 6, 25), -1, date(2026, 6, 19)),
        (date(2026, 12, 30), 1, date(2027, 1, 4)),
        (date(2027, 1, 4), -1, date(2026, 12, 30)),
        (date(2026, 1, 1), 250, date(2026, 12, 30)),
    ],
)
def test_counting_in_a_state_institution(start: date, n: int, expected: date):
    assert STATE.add_working_days(start, n) == expected
    assert STATE.working_days_between(start, expected) == n


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 6, 15), 10, date(2026, 7, 1)),
        (date(2026, 6, 19), 2, date(2026, 6, 25)),
        (date(2026, 1, 1), 1, date(2026, 1, 2)),
    ],
)
def test_counting_where_moved_days_are_not_followed(start: date, n: int, expected: date):
    assert COMPANY.add_working_days(start, n) == expected


def test_the_number_of_working_days():
    assert STATE.working_days(2026) == COMPANY.working_days(2026) == 250
    assert STATE.working_days(2027) == 252


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2026, [(4, 2), (4, 30), (6, 27), (11, 17), (12, 23), (12, 30)]),
        (2027, [(3, 25), (4, 30), (5, 3), (6, 22), (11, 17), (12, 23), (12, 30)]),
    ],
)
def test_shortened_days(year: int, expected: list[tuple[int, int]]):
    assert STATE.shortened(year) == tuple(date(year, *day) for day in expected)


def test_who_does_not_follow_moved_days_is_shortened_on_the_day_itself():
    assert date(2026, 6, 22) in COMPANY.shortened(2026)
    assert date(2026, 6, 27) not in COMPANY.shortened(2026)


def test_the_day_before_a_day_off_instead_of_a_holiday_is_not_shortened():
    free = Holiday(date(2026, 5, 6), "day off", statutory=False)
    calendar = WorkCalendar(lambda year: (free,) if year == 2026 else ())
    assert not calendar.is_working_day(free.day)
    assert calendar.shortened(2026) == ()


def test_a_worked_saturday_before_a_holiday_on_sunday_is_shortened():
    moved = MovedDay(off=date(2021, 5, 3), worked=date(2021, 5, 8))
    calendar = WorkCalendar(STATE.holidays, (moved,))
    assert calendar.is_shortened(date(2021, 5, 8))  # 9 May 2021 is Mother's Day


def test_moved_days_are_listed_only_by_those_who_follow_them():
    assert STATE.moved(2026) == MOVED_2026
    assert STATE.moved(2027) == ()
    assert COMPANY.moved(2026) == ()
    assert STATE.moved_off(date(2026, 6, 22)) == MOVED_2026[1]
    assert STATE.moved_off(date(2026, 6, 27)) is None


def test_a_day_moved_over_new_year_touches_both_years():
    moved = MovedDay(off=date(2027, 12, 30), worked=date(2028, 1, 8))
    calendar = WorkCalendar(STATE.holidays, (moved,))
    assert calendar.moved(2027) == calendar.moved(2028) == (moved,)
    assert calendar.working_days(2027) == STATE.working_days(2027) - 1


@given(DAYS, STEPS)
def test_adding_and_counting_back_agree(day: date, n: int):
    assert STATE.working_days_between(day, STATE.add_working_days(day, n)) == n


@given(NEAR_2026, STEPS)
def test_a_sum_never_lands_on_a_day_off(day: date, n: int):
    result = STATE.add_working_days(day, n)
    assert n == 0 or STATE.is_working_day(result)


@given(NEAR_2026, st.integers(1, 40))
def test_adding_is_the_same_as_walking(day: date, n: int):
    walked = day
    for _step in range(n):
        walked += timedelta(days=1)
        while not STATE.is_working_day(walked):
            walked += timedelta(days=1)
    assert STATE.add_working_days(day, n) == walked


@given(DAYS, DAYS, st.integers(0, 300))
def test_later_starts_are_never_due_earlier(one: date, other: date, n: int):
    first, second = sorted((one, other))
    assert STATE.add_working_days(first, n) <= STATE.add_working_days(second, n)


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(a: date, b: date, c: date):
    a, b, c = sorted((a, b, c))
    whole = STATE.working_days_between(a, c)
    assert whole == STATE.working_days_between(a, b) + STATE.working_days_between(b, c)


@given(st.data())
def test_moving_days_within_a_year_conserves_their_number(data: st.DataObject):
    year = data.draw(st.integers(2008, 2090))
    plain = WorkCalendar(STATE.holidays)
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    working = [day for day in days if plain.is_working_day(day)]
    free = [day for day in days if not plain.is_working_day(day)]
    offs = data.draw(st.lists(st.sampled_from(working), max_size=5, unique=True))
    worked = data.draw(
        st.lists(st.sampled_from(free), min_size=len(offs), max_size=len(offs), unique=True)
    )
    moved = [MovedDay(off, instead) for off, instead in zip(offs, worked, strict=True)]
    calendar = WorkCalendar(STATE.holidays, moved)
    assert calendar.working_days(year) == plain.working_days(year)
    assert not any(calendar.is_working_day(day) for day in offs)
    assert all(calendar.is_working_day(day) for day in worked)
    ignoring = WorkCalendar(STATE.holidays, moved, follows_moved=False)
    assert all(ignoring.is_working_day(day) == plain.is_working_day(day) for day in days)


@given(st.integers(2008, 2090))
def test_shortened_days_are_worked_just_before_a_statutory_holiday(year: int):
    plain = WorkCalendar(STATE.holidays)
    for day in plain.shortened(year):
        following = plain.holiday(day + timedelta(days=1))
        assert plain.is_working_day(day)
        assert following is not None
        assert following.statutory
