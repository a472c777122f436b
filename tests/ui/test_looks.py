"""What the access log is told: a search and a booking that somebody stayed with, nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from colleague import ask, show
from driver import Driver, Key

from desk.ui import looks
from desk.ui.schedule.view import ScheduleScreen


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks settle at once."""
    monkeypatch.setattr(looks, "SETTLED", 30)


def _looks(driver: Driver) -> list[tuple[str, str]]:
    context = driver.window.context
    assert context is not None
    now, hour = context.env.clock(), timedelta(hours=1)
    found = ask(driver, lambda reader: reader.access_log.list(now - hour, now + hour))
    return [(look.what, look.purpose) for look in found if look.subject_kind == "appointment"]


def test_a_settled_search_is_logged_once_without_its_words(driver: Driver) -> None:
    driver.press(Key.Key_F10)
    driver.until(lambda: driver.window.focusWidget() is driver.today.take_in.booked.search)
    assert _looks(driver) == []
    driver.type("vera")
    driver.until(lambda: _looks(driver) == [("search", "take_in")])
    driver.today.take_in.booked.refresh()
    driver.bot.wait(100)
    assert _looks(driver) == [("search", "take_in")]


def test_a_search_that_was_left_at_once_is_none(driver: Driver) -> None:
    driver.press(Key.Key_F10)
    driver.type("vera")
    driver.press(Key.Key_Escape)
    driver.press(Key.Key_Escape)
    driver.bot.wait(100)
    assert _looks(driver) == []


def test_a_booking_that_stays_on_the_screen_is_logged(driver: Driver) -> None:
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: _looks(driver) == [("open", "schedule")])
    driver.press(Key.Key_Down)
    driver.until(lambda: _looks(driver) == [("open", "schedule")] * 2)
    screen.refresh()
    driver.bot.wait(100)
    assert len(_looks(driver)) == 2
