"""Arrival classes: early, in time, inside the margin, late only after the start."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visit_making import NINE

from desk.domain.arrival import classify
from desk.domain.visit import ArrivalClass

CASES = [
    (-31, "early", "early"),
    (-30, "in_time", "in_time"),
    (-6, "in_time", "in_time"),
    (-5, "in_time", "in_time"),
    (-4, "inside_margin", "in_time"),
    (-1, "inside_margin", "in_time"),
    (0, "inside_margin", "in_time"),
    (1, "late", "late"),
    (45, "late", "late"),
]


@pytest.mark.parametrize(("minutes", "pmlp", "atd"), CASES)
def test_classes_by_the_minute(minutes: int, pmlp: str, atd: str) -> None:
    arrived = NINE + timedelta(minutes=minutes)
    assert classify(NINE, arrived, 5) == pmlp
    assert classify(NINE, arrived, 0) == atd


def test_a_walk_in_has_no_slot() -> None:
    assert classify(None, NINE, 5) is ArrivalClass.WALK_IN


ORDER = ["early", "in_time", "inside_margin", "late"]


@given(st.integers(-7200, 7200), st.integers(0, 3600), st.integers(0, 15))
def test_who_comes_later_is_never_in_a_better_class(first: int, more: int, margin: int) -> None:
    one = classify(NINE, NINE + timedelta(seconds=first), margin)
    other = classify(NINE, NINE + timedelta(seconds=first + more), margin)
    assert ORDER.index(one) <= ORDER.index(other)


@given(st.integers(-7200, 7200), st.integers(0, 15))
def test_late_begins_with_the_minute_after_the_start(seconds: int, margin: int) -> None:
    late = classify(NINE, NINE + timedelta(seconds=seconds), margin) is ArrivalClass.LATE
    assert late is (seconds >= 60)
