"""Before the doors open: countdown, checklist, doors; and what an idle counter is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from driver import CTRL, Driver, Key
from virtual import VirtualClock

from desk.domain.board import ClosingForecast
from desk.i18n import set_language
from desk.ui.today.closing_words import closing_said
from desk.ui.today.opening_box import OpeningBox

NEXT_MORNING = timedelta(hours=21, minutes=24)
"""From the demo's 10.51 to 8.15 of the next day."""


@pytest.fixture
def box(driver: Driver, demo_clock: VirtualClock) -> OpeningBox:
    """The next morning at a quarter past eight."""
    driver.window.use_language("en")
    demo_clock.now += NEXT_MORNING
    driver.fresh()
    return driver.today.middle.idle.opening


def test_countdown_and_ticks_by_whom(driver: Driver, box: OpeningBox) -> None:
    assert box.isVisible()
    assert box.countdown.text() == "Doors open in 15 min"
    driver.until(lambda: driver.today.guide.shown_phase() == "opening")
    check = box.rows["desk"]
    check.setFocus()
    driver.press(Key.Key_Space)
    assert not check.isChecked()
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.board.record and driver.board.record.ticked("desk"))
    driver.until(lambda: "Anna Bērziņa" in check.accessibleDescription())


def test_the_last_minute_counts_seconds(driver: Driver, box: OpeningBox) -> None:
    driver.pass_seconds(14 * 60 + 30)
    driver.feed.ticked.emit()
    assert box.countdown.text() == "Doors open in 30 s"


def test_the_doors_are_noted_and_the_box_goes(driver: Driver, box: OpeningBox) -> None:
    driver.pass_seconds(16 * 60)
    driver.fresh()
    assert box.isVisible()
    assert box.countdown.property("tone") == "warn"
    box.open_doors.click()
    driver.until(lambda: driver.board.record and driver.board.record.doors_at)
    driver.until(lambda: not box.isVisible())


def test_nothing_waits_for_the_checklist(driver: Driver, box: OpeningBox) -> None:
    driver.pass_seconds(2 * 3600)
    driver.fresh()
    assert not box.isVisible()
    driver.until(lambda: driver.today.guide.shown_phase() == "greeting")


def test_after_closing_the_guide_is_about_the_end_of_the_day(
    driver: Driver, box: OpeningBox
) -> None:
    driver.pass_seconds(8 * 3600)
    driver.fresh()
    driver.until(lambda: driver.today.guide.shown_phase() == "end_of_day")
    assert not driver.today.guide.close_day.isVisible()


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("lv")


@pytest.mark.usefixtures("english")
def test_the_forecast_in_words(demo_clock: VirtualClock) -> None:
    closes = demo_clock()
    late = ClosingForecast(closes + timedelta(minutes=40), closes, 3, "pace")
    said = closing_said(late)
    assert said.tone == "warn"
    assert "At this pace" in said.text and "40 min after closing" in said.text
    in_time = closing_said(ClosingForecast(closes, closes, 3, "usual"))
    assert in_time.tone != "warn" and "usual times" in in_time.text
    assert "Not enough data" in closing_said(ClosingForecast(None, closes, 3, "unknown")).text
    assert closing_said(ClosingForecast(None, closes, 0, "nobody")).text == ""
    assert closing_said(None).text == ""
