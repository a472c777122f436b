"""The doors: versions, exceptions, breaks, holidays, and what a clerk asks of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from calendars import COMPANY, STATE
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.clock import at_local
from desk.domain.hours import DayException, DayHours, Interval, Origin, WeeklyHours
from desk.domain.opening import (
    Fit,
    break_at,
    closes_at,
    day_hours,
    fits,
    hour_shorter,
    is_open,
    minutes_left,
    next_opening,
    open_minutes,
    tidy,
    version_in_force,
    weekly_hours,
)


def iv(text: str) -> tuple[Interval, ...]:
    """Intervals out of "0830-1200 1300-1730"."""
    pairs = (pair.split("-") for pair in text.split())
    return tuple(Interval(*(time(int(part[:2]), int(part[2:])) for part in pair)) for pair in pairs)


def version(id: str, since: date, *week: str, confirmed: bool = False) -> WeeklyHours:
    return WeeklyHours(id, since, tuple(iv(day) for day in week), confirmed)


NOTHING = ("", "")
PMLP_2018 = version("pmlp-2018", date(2018, 12, 12), *["0900-1630"] * 4, "0900-1600", *NOTHING)
PMLP_2019 = version(
    "pmlp-2019", date(2019, 9, 1), "0900-1800", *["0830-1600"] * 3, "0900-1500", *NOTHING
)
RIGA_1 = version("riga-1", date(2018, 12, 12), *["0800-2000"] * 5, *NOTHING)
ATD = version(
    "atd",
    date(2021, 6, 1),
    "0830-1200 1300-1730",
    *["0830-1200 1300-1630"] * 3,
    "0830-1200 1230-1530",
    *NOTHING,
)
SIGULDA = version("sigulda", date(2018, 12, 12), "", "", "0900-1430", "", "", *NOTHING)
PMLP = (PMLP_2018, PMLP_2019)

TUESDAY = date(2026, 11, 24)


def hours(day: date, *exceptions: DayException, versions: tuple[WeeklyHours, ...] = PMLP):
    return day_hours(day, versions, exceptions, STATE)


def exception(origin: Origin, text: str, day: date = TUESDAY) -> DayException:
    return DayException(day, iv(text), f"by {origin}", origin)


@pytest.mark.parametrize(
    ("weekly", "expected"), [(PMLP_2018, 37.0), (RIGA_1, 60.0), (PMLP_2019, 37.5), (ATD, 35.5)]
)
def test_weekly_hours(weekly: WeeklyHours, expected: float):
    assert weekly_hours(weekly) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 12, 11), None),
        (date(2018, 12, 12), PMLP_2018),
        (date(2019, 8, 31), PMLP_2018),
        (date(2019, 9, 1), PMLP_2019),
        (date(2030, 1, 1), PMLP_2019),
    ],
)
def test_the_version_in_force(day: date, expected: WeeklyHours | None):
    assert version_in_force(PMLP, day) == expected


def test_of_two_versions_from_one_day_the_confirmed_one_holds():
    confirmed = version("hq", PMLP_2019.valid_from, *["1000-1400"] * 7, confirmed=True)
    assert version_in_force((confirmed, *PMLP), TUESDAY) == confirmed
    assert version_in_force((*PMLP, confirmed), TUESDAY) == confirmed


def test_an_ordinary_day():
    found = hours(TUESDAY)
    assert found == DayHours(TUESDAY, iv("0830-1600"), False, Origin.VERSION, "pmlp-2019")
    assert found.open


def test_no_hours_are_known_before_the_first_version():
    found = hours(date(2018, 12, 11))
    assert (found.origin, found.open, found.confirmed) == (Origin.NONE, False, False)


def test_a_sub_branch_has_days_without_hours():
    assert hours(date(2026, 11, 25), versions=(SIGULDA,)).intervals == iv("0900-1430")
    tuesday = hours(TUESDAY, versions=(SIGULDA,))
    assert (tuesday.open, tuesday.origin) == (False, Origin.VERSION)


def test_a_holiday_is_closed_and_named():
    found = hours(date(2026, 11, 18))
    assert not found.open
    assert found.origin is Origin.HOLIDAY
    assert found.note == "Latvijas Republikas Proklamēšanas diena"


def test_a_day_off_instead_of_a_holiday_is_closed():
    assert hours(date(2023, 11, 20)).origin is Origin.HOLIDAY


def test_a_moved_day_off_is_closed_for_those_who_follow_it():
    monday = date(2026, 6, 22)
    assert not hours(monday).open
    assert day_hours(monday, (ATD,), (), COMPANY).open


def test_a_working_saturday_stays_shut_without_an_exception():
    saturday = date(2026, 6, 27)
    assert STATE.is_working_day(saturday)
    assert not hours(saturday).open
    opened = exception(Origin.HQ_EXCEPTION, "0900-1400", saturday)
    assert hours(saturday, opened).intervals == iv("0900-1400")


@pytest.mark.parametrize(
    ("versions", "calendar", "day", "expected"),
    [
        (PMLP, STATE, date(2026, 12, 23), "0830-1500"),
        (PMLP, STATE, date(2026, 4, 30), "0830-1500"),
        ((ATD,), COMPANY, date(2026, 6, 22), "0830-1200 1300-1630"),
        ((RIGA_1,), STATE, date(2026, 11, 17), "0800-1900"),
    ],
)
def test_before_a_holiday_a_shorter_day_is_proposed_and_never_set(
    versions: tuple[WeeklyHours, ...], calendar: object, day: date, expected: str
):
    found = day_hours(day, versions, (), calendar)
    assert found.proposed == iv(expected)
    assert found.intervals == tidy(versions[-1].week[day.weekday()])


def test_nothing_is_proposed_on_ordinary_shut_or_already_changed_days():
    assert hours(TUESDAY).proposed is None
    assert hours(date(2026, 12, 23), versions=(SIGULDA,)).proposed == iv("0900-1330")
    assert hours(date(2026, 11, 17), versions=(SIGULDA,)).proposed is None
    changed = exception(Origin.HQ_EXCEPTION, "0830-1400", date(2026, 12, 23))
    assert hours(date(2026, 12, 23), changed).proposed is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0900-1600", "0900-1500"),
        ("0830-1200 1300-1400", "0830-1200"),
        ("0830-1200 1230-1300", "0830-1130"),
        ("0900-0930", ""),
        ("", ""),
    ],
)
def test_an_hour_is_cut_from_the_end_across_breaks(text: str, expected: str):
    assert hour_shorter(iv(text)) == iv(expected)


HQ = exception(Origin.HQ_EXCEPTION, "0900-1300")
BRANCH = exception(Origin.BRANCH_EXCEPTION, "1000-1400")
CLOSED = exception(Origin.CLOSURE, "")


@pytest.mark.parametrize(
    ("given_", "in_force", "overridden"),
    [
        ((HQ,), HQ, None),
        ((BRANCH,), BRANCH, None),
        ((HQ, BRANCH), BRANCH, HQ),
        ((BRANCH, HQ), BRANCH, HQ),
        ((HQ, CLOSED), CLOSED, HQ),
        ((HQ, BRANCH, CLOSED), CLOSED, BRANCH),
    ],
)
def test_the_branch_goes_before_hq_and_both_are_shown(
    given_: tuple[DayException, ...], in_force: DayException, overridden: DayException | None
):
    found = hours(TUESDAY, *given_)
    assert (found.origin, found.intervals) == (in_force.origin, in_force.intervals)
    assert (found.note, found.overridden) == (in_force.reason, overridden)


def test_of_one_kind_the_last_given_holds():
    later = exception(Origin.HQ_EXCEPTION, "1200-1500")
    assert hours(TUESDAY, HQ, later).intervals == later.intervals


def test_an_exception_of_another_day_changes_nothing():
    assert hours(date(2026, 11, 25), HQ).origin is Origin.VERSION


def test_an_exception_goes_before_a_holiday_and_a_branch_without_hours():
    opened = exception(Origin.HQ_EXCEPTION, "1000-1200", date(2026, 11, 18))
    assert hours(date(2026, 11, 18), opened).open
    assert hours(TUESDAY, HQ, versions=()).intervals == HQ.intervals


def test_an_unconfirmed_exception_says_so():
    unsure = DayException(TUESDAY, iv("0900-1300"), "?", Origin.HQ_EXCEPTION, confirmed=False)
    assert not hours(TUESDAY, unsure).confirmed


def wall(text: str, day: date = TUESDAY) -> datetime:
    return at_local(day, time.fromisoformat(text))


ATD_DAY = hours(TUESDAY, versions=(ATD,))  # 8.30-12.00, 13.00-16.30


@pytest.mark.parametrize(
    ("at", "open_", "left", "shuts", "lunch"),
    [
        ("08:29", False, 420, None, False),
        ("08:30", True, 420, "12:00", False),
        ("11:59", True, 211, "12:00", False),
        ("12:00", False, 210, None, True),
        ("12:59", False, 210, None, True),
        ("13:00", True, 210, "16:30", False),
        ("16:29:30", True, 0, "16:30", False),
        ("16:30", False, 0, None, False),
        ("23:00", False, 0, None, False),
    ],
)
def test_a_split_day_by_the_clock(at: str, open_: bool, left: int, shuts: str | None, lunch: bool):
    now = wall(at)
    assert is_open(ATD_DAY, now) is open_
    assert minutes_left(ATD_DAY, now) == left
    assert closes_at(ATD_DAY, now) == (wall(shuts) if shuts else None)
    assert break_at(ATD_DAY, now) == (iv("1200-1300")[0] if lunch else None)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-24 07:00", "2026-11-24 08:30"),
        ("2026-11-24 12:10", "2026-11-24 13:00"),
        ("2026-11-24 13:00", "2026-11-25 08:30"),
        ("2026-11-27 16:00", "2026-11-30 08:30"),
        ("2026-12-23 17:00", "2026-12-28 08:30"),
    ],
)
def test_the_next_opening(after: str, expected: str):
    def of_day(day: date) -> DayHours:
        return hours(day, versions=(ATD,))

    start, opening = (
        at_local(moment.date(), moment.time())
        for moment in (datetime.fromisoformat(after), datetime.fromisoformat(expected))
    )
    assert next_opening(start, of_day) == opening


def test_there_is_no_next_opening_where_no_hours_are_known():
    assert next_opening(wall("12:00"), lambda day: hours(day, versions=()), days=30) is None


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("08:30", 10, Fit.FITS),
        ("11:50", 10, Fit.FITS),
        ("11:50", 11, Fit.RUNS_OVER),
        ("12:10", 10, Fit.OUTSIDE),
        ("08:20", 30, Fit.OUTSIDE),
        ("16:30", 0, Fit.OUTSIDE),
        ("16:29", 0, Fit.FITS),
    ],
)
def test_whether_a_booking_fits(start: str, minutes: int, expected: Fit):
    assert fits(ATD_DAY, wall(start), minutes) is expected


def test_whether_a_booking_fits_on_special_days():
    assert fits(hours(TUESDAY, CLOSED), wall("10:00"), 10) is Fit.CLOSED_DAY
    assert fits(hours(TUESDAY, versions=()), wall("10:00"), 10) is Fit.UNKNOWN
    before = hours(date(2026, 12, 23))  # 8.30-16.00, 15.00 proposed
    assert fits(before, wall("14:50", before.day), 10) is Fit.FITS
    assert fits(before, wall("14:51", before.day), 10) is Fit.IN_PROPOSED_CUT
    assert fits(before, wall("15:51", before.day), 10) is Fit.RUNS_OVER


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_doors_follow_the_wall_clock_on_days_of_clock_changes(day: date):
    every_day = version("all", date(2020, 1, 1), *["0830-1600"] * 7)
    found = hours(day, versions=(every_day,))
    assert is_open(found, wall("08:30", day))
    assert not is_open(found, wall("08:29", day))
    assert minutes_left(found, wall("00:00", day)) == 450


TIMES = st.times(time(5), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
INTERVALS = st.lists(st.builds(Interval, TIMES, TIMES), max_size=6).map(tuple)


@given(INTERVALS)
def test_tidy_intervals_never_touch_and_lose_no_minute(intervals: tuple[Interval, ...]):
    result = tidy(intervals)
    assert all(item.start < item.end for item in result)
    assert all(before.end < after.start for before, after in pairwise(result))
    assert minutes_of(result) == minutes_of(intervals)
    assert tidy(result) == result


@given(INTERVALS)
def test_a_shorter_day_is_the_same_day_with_an_hour_less(intervals: tuple[Interval, ...]):
    whole = tidy(intervals)
    shorter = hour_shorter(whole)
    assert open_minutes(shorter) == max(0, open_minutes(whole) - 60)
    assert minutes_of(shorter) <= minutes_of(whole)


@given(INTERVALS, TIMES)
def test_the_minutes_left_are_the_open_minutes_to_come(intervals: tuple[Interval, ...], at: time):
    found = DayHours(TUESDAY, tidy(intervals), True, Origin.VERSION)
    now = at_local(TUESDAY, at)
    to_come = [minute for minute in minutes_of(found.intervals) if minute >= minute_of(at)]
    assert minutes_left(found, now) == len(to_come)
    assert is_open(found, now) is (minute_of(at) in minutes_of(found.intervals))
    assert (closes_at(found, now) is not None) is is_open(found, now)


@given(INTERVALS, TIMES, st.integers(1, 240))
def test_what_fits_is_open_to_its_last_minute(
    intervals: tuple[Interval, ...], at: time, minutes: int
):
    found = DayHours(TUESDAY, tidy(intervals), True, Origin.VERSION)
    start = at_local(TUESDAY, at)
    last = start + timedelta(minutes=minutes - 1)
    if fits(found, start, minutes) is Fit.FITS:
        assert is_open(found, start)
        assert is_open(found, last)
        assert minutes_left(found, start) >= minutes


def minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def minutes_of(intervals: tuple[Interval, ...]) -> set[int]:
    return {
        minute for item in intervals for minute in range(minute_of(item.start), minute_of(item.end))
    }
