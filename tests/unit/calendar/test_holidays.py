"""Public holidays: the Monday rule, and what the source makes of the package."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import DeskError
from desk.domain.holidays import day_off_instead, is_weekend
from desk.services.holiday_source import FIRST_YEAR, LAST_YEAR, latvian_holidays

STATUTORY_2026 = [
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 5),
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 4),
    date(2026, 5, 10),
    date(2026, 5, 24),
    date(2026, 6, 23),
    date(2026, 6, 24),
    date(2026, 11, 18),
    date(2026, 12, 24),
    date(2026, 12, 25),
    date(2026, 12, 26),
    date(2026, 12, 31),
]


def test_a_year_has_the_days_of_the_law_and_no_moved_ones():
    assert [holiday.day for holiday in latvian_holidays()(2026)] == STATUTORY_2026
    assert all(holiday.statutory for holiday in latvian_holidays()(2026))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2018, [date(2018, 7, 9), date(2018, 11, 19)]),
        (2019, [date(2019, 5, 6)]),
        (2023, [date(2023, 7, 10), date(2023, 11, 20)]),
        (2024, [date(2024, 5, 6)]),
        (2025, [date(2025, 5, 5)]),
        (2026, []),
        (2027, []),
        (2028, [date(2028, 11, 20)]),
        (2002, []),  # 4 May 2002 was a Saturday; the Monday rule came in 2007
    ],
)
def test_days_off_instead_are_told_from_holidays(year: int, expected: list[date]):
    instead = [holiday.day for holiday in latvian_holidays()(year) if not holiday.statutory]
    assert instead == expected


def test_the_festival_is_on_its_sunday_and_the_monday_is_free():
    days = {holiday.day: holiday for holiday in latvian_holidays("en")(2023)}
    assert days[date(2023, 7, 9)].statutory
    assert days[date(2023, 7, 10)].name == f"{days[date(2023, 7, 9)].name} (day off)"


@pytest.mark.parametrize(
    ("language", "name"),
    [("lv", "Līgo diena"), ("en", "Midsummer Eve"), ("ru", "Лиго"), ("de", "Līgo diena")],
)
def test_names_are_in_the_language(language: str, name: str):
    names = {holiday.day: holiday.name for holiday in latvian_holidays(language)(2026)}
    assert names[date(2026, 6, 23)] == name


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_other_years_are_refused_and_not_taken_for_years_without_holidays(year: int):
    with pytest.raises(DeskError) as caught:
        latvian_holidays()(year)
    assert caught.value.code == "calendar.year_unknown"


@pytest.mark.parametrize(
    ("holiday", "others", "expected"),
    [
        (date(2024, 5, 4), (), date(2024, 5, 6)),
        (date(2025, 5, 4), (), date(2025, 5, 5)),
        (date(2027, 5, 4), (), None),
        (date(2023, 11, 18), (), date(2023, 11, 20)),
        (date(2024, 5, 4), (date(2024, 5, 6),), date(2024, 5, 7)),
    ],
)
def test_the_monday_rule(holiday: date, others: tuple[date, ...], expected: date | None):
    assert day_off_instead(holiday, others) == expected


@given(st.dates(date(2007, 1, 1), date(2099, 12, 31)), st.sets(st.dates(), max_size=3))
def test_the_day_off_instead_is_a_weekday_that_was_not_free(holiday: date, others: set[date]):
    day = day_off_instead(holiday, others)
    if day is None:
        assert not is_weekend(holiday)
    else:
        assert day > holiday
        assert not is_weekend(day)
        assert day not in others


@given(st.integers(2007, LAST_YEAR))
def test_every_year_is_in_order_without_doubles(year: int):
    days = [holiday.day for holiday in latvian_holidays()(year)]
    assert days == sorted(set(days))
    assert {day.year for day in days} == {year}
    assert sum(holiday.statutory for holiday in latvian_holidays()(year)) >= 14
