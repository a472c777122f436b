"""A batch of bookings is heard with a few questions, and its stream is raised last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from booking_stand import Stand, at
from sqlalchemy import event
from virtual import VirtualClock

from db.hq import bulk
from desk.domain.appointment import AppointmentState
from desk.hq.work import Work

S = AppointmentState


@pytest.fixture
def stand(work: Work, clock: VirtualClock, data_folder: Path) -> Stand:
    return Stand(work, clock, data_folder)


@contextmanager
def _statements(work: Work) -> Iterator[list[str]]:
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        told.append(" ".join(statement.split()))

    event.listen(work.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(work.engine, "before_cursor_execute", note)


def _questions(told: list[str]) -> int:
    """About bookings and places."""
    return sum(
        (one.startswith("SELECT") and " place" in one) or "FROM booking" in one for one in told
    )


def _booked(stand: Stand, number: int) -> int:
    for n in range(number):
        stand.book(at(9) + timedelta(minutes=15 * n))
    with _statements(stand.work) as told:
        stand.branch.round()
    return _questions(told)


def test_many_bookings_are_asked_about_as_often_as_two(stand: Stand) -> None:
    stand.open()
    stand.sync()
    two = _booked(stand, 2)
    stand.sync()
    assert two <= 8
    for n in range(2, 24):
        stand.book(at(9) + timedelta(minutes=15 * n))
    with _statements(stand.work) as told:
        stand.branch.round()
    assert _questions(told) == two
    stand.sync()
    stand.require_sound()


def test_those_of_one_batch_that_want_one_place_are_told_apart(stand: Stand) -> None:
    stand.open()
    stand.sync()
    first, second, third = (stand.book(at(10)) for _ in range(3))
    stand.sync()
    assert [stand.state(one) for one in (first, second, third)] == [
        S.BOOKED,
        S.CONFLICT,
        S.CONFLICT,
    ]
    stand.require_sound()


def test_the_number_of_a_stream_is_raised_last(
    stand: Stand, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Operations, arbitration and its answers are written by then; only the numbers follow."""
    written: list[str] = []
    add_all = bulk.add_all

    def note(connection: Any, table: Any, rows: Any) -> None:
        if rows:
            written.append(f"into {table.name}")
        add_all(connection, table, rows)

    monkeypatch.setattr("db.hq.streams.add_all", note)
    stand.open()
    stand.sync()
    stand.book(at(10))
    written.clear()

    def told(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE stream"):
            written.append("raised")
        elif "booking" in statement and not statement.startswith("SELECT"):
            written.append("arbitrated")

    event.listen(work.engine, "before_cursor_execute", told)
    try:
        stand.branch.round()
    finally:
        event.remove(work.engine, "before_cursor_execute", told)
    assert written.count("raised") == 1
    assert "arbitrated" in written
    assert written[-2:] == ["raised", "into feed"]
    assert written.count("into op") == 2, "the booking, and the answer to it"
