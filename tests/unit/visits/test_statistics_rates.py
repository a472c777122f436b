"""Intervals against published values, and against what they stand for."""

from __future__ import annotations

from math import exp, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.statistics import ENOUGH, Rate, Share
from desk.domain.statistics_rates import PER, byar, middle, middle_of, rate, share, wilson

PUBLISHED_POISSON = [
    (1, 0.025, 5.572),
    (2, 0.242, 7.225),
    (3, 0.619, 8.767),
    (5, 1.623, 11.668),
    (10, 4.795, 18.390),
    (20, 12.217, 30.888),
    (50, 37.111, 65.919),
    (100, 81.364, 121.627),
]
"""Count and exact 95 % limits, of the tables of the Poisson distribution (Garwood 1936)."""

PUBLISHED_WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
"""Newcombe 1998, table I, method 3."""


@pytest.mark.parametrize(("count", "low", "high"), PUBLISHED_POISSON)
def test_byar_is_near_the_exact_limits(count: int, low: float, high: float) -> None:
    found = byar(count)
    assert found == pytest.approx((low, high), abs=0.015 if count >= ENOUGH else 0.05)


def test_nothing_has_an_upper_limit_too() -> None:
    assert byar(0) == (0.0, pytest.approx(3.689, abs=0.03))


@given(st.integers(5, 400))
def test_outside_of_byar_lies_one_in_forty_on_each_side(count: int) -> None:
    """The chance of so many or more at the lower limit, of so few or fewer at the upper one."""
    low, high = byar(count)
    assert 1 - _at_most(count - 1, low) == pytest.approx(0.025, abs=0.002)
    assert _at_most(count, high) == pytest.approx(0.025, abs=0.002)


def _at_most(count: int, mean: float) -> float:
    return sum(exp(one * log(mean) - mean - lgamma(one + 1)) for one in range(count + 1))


@pytest.mark.parametrize(("part", "whole", "low", "high"), PUBLISHED_WILSON)
def test_wilson_is_as_published(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(0, 5000), st.integers(1, 100_000))
def test_a_rate_lies_in_its_interval(count: int, base: int) -> None:
    found = rate(count, base)
    assert found.value is not None
    assert 0 <= found.low <= found.value <= found.high


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_share_lies_in_its_interval(part: int, rest: int) -> None:
    found = share(part, part + rest)
    assert 0 <= found.low <= (found.value or 0.0) <= found.high <= 1


@given(st.integers(1, 500), st.integers(1, 100_000))
def test_more_to_count_against_makes_it_surer(count: int, base: int) -> None:
    few, many = rate(count, base), rate(10 * count, 10 * base)
    assert many.high - many.low < few.high - few.low


def test_a_rate_of_nothing_has_no_value() -> None:
    assert rate(3, 0) == Rate(3, 0, PER, 0.0, 0.0)
    assert (rate(3, 0).value, rate(3, 0).enough) == (None, False)
    assert share(0, 0) == Share(0, 0, 0.0, 1.0)
    assert (share(0, 0).value, share(0, 0).enough) == (None, False)


@pytest.mark.parametrize(
    ("count", "base", "enough"),
    [(ENOUGH - 1, PER, False), (ENOUGH, PER, True), (ENOUGH, PER - 1, False), (50, 10, False)],
)
def test_what_is_enough_to_compare(count: int, base: int, enough: bool) -> None:
    assert rate(count, base).enough is enough


@pytest.mark.parametrize(
    ("values", "median"),
    [([], None), ([4], 4.0), ([9, 1, 5], 5.0), ([9, 1, 5, 6], 5.5), ([2, 2, 2, 9], 2.0)],
)
def test_medians(values: list[int], median: float | None) -> None:
    assert middle(values) == median
    assert middle_of({one: values.count(one) for one in values}) == median


@given(st.lists(st.integers(0, 300), min_size=1))
def test_counted_values_have_the_median_of_the_values(values: list[int]) -> None:
    assert middle_of({one: values.count(one) for one in values}) == middle(values)
