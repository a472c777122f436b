"""What the header says of the doors, minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from desk.domain.clock import at_local
from desk.domain.hours import DayHours, Interval, Origin
from desk.i18n import language, set_language
from desk.ui.hours_text import doors, doubt

DAY = date(2026, 11, 24)
WHOLE = (Interval(time(8, 30), time(16)),)
SPLIT = (Interval(time(8), time(12)), Interval(time(13), time(17)))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def _at(text: str) -> datetime:
    return at_local(DAY, time.fromisoformat(text))


@pytest.mark.parametrize(
    ("intervals", "now", "text", "kind"),
    [
        (WHOLE, "07:00", "Opens at 8:30", "neutral"),
        (WHOLE, "08:30", "Open 8:30–16:00 · 7 h 30 min left", "neutral"),
        (WHOLE, "15:29", "Open 8:30–16:00 · 31 min left", "neutral"),
        (WHOLE, "15:30", "Open 8:30–16:00 · 30 min left", "warn"),
        (WHOLE, "15:59", "Open 8:30–16:00 · 1 min left", "warn"),
        (WHOLE, "16:00", "Closed since 16:00", "warn"),
        (SPLIT, "11:50", "Open 8:00–12:00, 13:00–17:00 · lunch in 10 min", "neutral"),
        (SPLIT, "12:00", "Lunch break until 13:00", "warn"),
        (SPLIT, "12:59", "Lunch break until 13:00", "warn"),
        (SPLIT, "13:00", "Open 8:00–12:00, 13:00–17:00 · 4 h 0 min left", "neutral"),
        ((), "10:00", "Closed today", "warn"),
    ],
)
def test_the_doors(intervals: tuple[Interval, ...], now: str, text: str, kind: str) -> None:
    said = doors(DayHours(DAY, intervals, True, Origin.VERSION), _at(now))
    assert (said.text, said.kind) == (text, kind)


def test_hours_that_nobody_knows_are_not_closed() -> None:
    unknown = DayHours(DAY, (), False, Origin.NONE)
    assert doors(unknown, _at("10:00")).text == "Hours not known"
    assert doubt(unknown).text == ""


def test_what_is_not_certain_is_said() -> None:
    assert doubt(DayHours(DAY, WHOLE, True, Origin.VERSION)).text == ""
    assert doubt(DayHours(DAY, WHOLE, False, Origin.VERSION)).text == "hours not confirmed"
    shorter = (Interval(time(8, 30), time(15)),)
    before_holiday = DayHours(DAY, WHOLE, True, Origin.VERSION, proposed=shorter)
    assert doubt(before_holiday).text == "perhaps 8:30–15:00"
