"""Cells and places: what two ends count by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.appointment import AppointmentAction
from desk.domain.booking import (
    CLAIMED,
    Seat,
    cells,
    claim_of,
    claimed,
    gives_up,
    is_cell_length,
    seats,
)
from desk.domain.event_data import written

NINE = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
LENGTHS = st.sampled_from([n for n in range(1, 61) if is_cell_length(n)])
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("minutes", "right"),
    [(0, False), (1, True), (7, False), (15, True), (20, True), (45, False), (60, True)],
)
def test_cells_fit_into_an_hour(minutes: int, right: bool) -> None:
    assert is_cell_length(minutes) is right
    assert not is_cell_length(-minutes)


@given(STARTS, st.integers(1, 600), LENGTHS)
def test_cells_cover_a_booking_and_no_more(start: datetime, minutes: int, length: int) -> None:
    found, step = cells(start, minutes, length), timedelta(minutes=length)
    end = start + timedelta(minutes=minutes)
    assert found[0] <= start < found[0] + step
    assert found[-1] < end <= found[-1] + step
    assert all(later - earlier == step for earlier, later in pairwise(found))
    assert all(one.minute % length == one.second == one.microsecond == 0 for one in found)


@given(STARTS, STARTS, st.integers(1, 90), st.integers(1, 90), LENGTHS)
def test_bookings_that_overlap_share_a_cell(
    one: datetime, other: datetime, first: int, second: int, length: int
) -> None:
    other = one + (other - one) % timedelta(minutes=90)
    overlap = other < one + timedelta(minutes=first)
    shared = set(cells(one, first, length)) & set(cells(other, second, length))
    assert shared or not overlap


def test_the_lowest_free_place_of_each_cell_or_none() -> None:
    later = NINE + timedelta(minutes=15)
    assert seats((NINE, later), {NINE: [3, 2], later: [1]}) == (Seat(NINE, 2), Seat(later, 1))
    assert seats((NINE, later), {NINE: [3, 2]}) is None
    assert seats((NINE,), {NINE: []}) is None


def test_claims_come_back_as_they_were_written() -> None:
    chosen = (Seat(NINE, 2), Seat(NINE + timedelta(minutes=15), 1))
    assert claimed({CLAIMED: written(tuple(claim_of(chosen)))}) == chosen
    assert claimed({}) == claimed({CLAIMED: None}) == ()


@pytest.mark.parametrize("kind", list(AppointmentAction))
def test_what_gives_a_leased_place_up(kind: AppointmentAction) -> None:
    ends = {
        AppointmentAction.CANCEL,
        AppointmentAction.NOTIFY_CANCEL,
        AppointmentAction.NO_SHOW,
        AppointmentAction.COMPETE,
    }
    assert gives_up(kind, {}) is (kind in ends)
    moved = gives_up(kind, {"start": written(NINE)})
    assert moved is (kind in ends or kind is AppointmentAction.UPDATE)
