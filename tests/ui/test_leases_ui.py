"""Places that headquarters left to the branch, on the Schedule of whoever may give them back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from colleague import ask, show, work_as, write
from driver import CTRL, Driver, Key
from fitting import misfits
from joined import join, receive
from sizes import SIZES, shoot

from desk.domain.booking import Seat
from desk.domain.clock import at_local
from desk.domain.person import Person
from desk.i18n import set_language
from desk.services import appointments
from desk.sync.booking_bodies import PLACES_LEASED, PlacesLeased, SeatRow
from desk.ui.conflicts.leases import LeasesDialog
from desk.ui.schedule.view import ScheduleScreen

DAY = date(2026, 11, 24) + timedelta(days=1)
NINE, TEN = (at_local(DAY, time(hour)) for hour in (9, 10))


@pytest.fixture(autouse=True)
def english(driver: Driver) -> Iterator[None]:
    """Four quarters of an hour are the branch's."""
    set_language("en")
    known = join(driver)
    seats = tuple(SeatRow(NINE + timedelta(minutes=15 * n), 1) for n in range(4))
    receive(driver, known, PLACES_LEASED, PlacesLeased("riga-2", 15, seats))
    yield
    set_language("lv")


def _screen(driver: Driver, day: date = DAY) -> ScheduleScreen:
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    screen._go(day)
    return screen


def _dialog(driver: Driver) -> LeasesDialog:
    screen = _screen(driver)
    driver.until(screen.leases.open.isVisible)
    screen.leases.open.click()
    dialog = driver.dialog()
    assert isinstance(dialog, LeasesDialog)
    return dialog


def _book(driver: Driver, minutes: int = 15) -> Any:
    context = driver.window.context
    return write(
        driver,
        lambda uow: appointments.book(
            uow, context.env, context.actor, start=NINE, minutes=minutes, service="passport-eid",
            person=Person("Zelma Rasaspura"), confirm_outside=True,
        ),
    )  # fmt: skip


def _seats(driver: Driver) -> list[Seat]:
    rows = ask(driver, lambda r: r.leases.between("riga-2", NINE, TEN))
    return [Seat(row.start, row.place) for row in rows]


def test_free_places_go_back_and_it_is_told(driver: Driver) -> None:
    work_as(driver, "ilze")
    _book(driver)
    dialog = _dialog(driver)
    assert dialog.state.text().endswith("1 booked, 3 free.")
    assert dialog.give.text().startswith("Give 3 places back")
    driver.press(Key.Key_Return)
    assert len(_seats(driver)) == 4, "a bare Enter gives nothing away"
    told: list[str] = []
    driver.window.context.told.connect(lambda text, _tone: told.append(text))
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: driver.window.overlay.top() is None)
    assert _seats(driver) == [Seat(NINE, 1)]
    assert told[-1].startswith("3 places of")
    assert told[-1].endswith("were given back to headquarters.")
    screen = _screen(driver)
    driver.until(lambda: not screen.leases.open.isVisible())


def test_a_place_that_is_promised_stays_and_it_is_said(driver: Driver) -> None:
    work_as(driver, "ilze")
    dialog = _dialog(driver)
    _book(driver)
    _book(driver, minutes=60)
    dialog.give.click()
    driver.until(dialog.problem.isVisible)
    assert "kept for a provisional booking" in dialog.problem.text()
    driver.until(dialog.kept.isVisible)
    assert not dialog.give.isEnabled()
    assert len(_seats(driver)) == 4


def test_a_clerk_sees_no_such_line(driver: Driver) -> None:
    screen = _screen(driver)
    driver.until(lambda: screen.days.shows(DAY))
    assert not screen.leases.open.isVisible()


def test_only_the_day_that_has_some_shows_the_line(driver: Driver) -> None:
    work_as(driver, "ilze")
    screen = _screen(driver)
    driver.until(screen.leases.open.isVisible)
    assert "4 places" in screen.leases.title.text()
    screen._go(DAY + timedelta(days=1))
    driver.until(lambda: not screen.leases.open.isVisible())
    screen._go(DAY)
    driver.until(screen.leases.open.isVisible)
    screen._use_mode("week")
    driver.until(lambda: not screen.leases.open.isVisible())


@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_it_fits_whatever_the_letters(driver: Driver, language: str) -> None:
    work_as(driver, "ilze")
    _book(driver)
    driver.window.use_language(language)
    for scale, size in SIZES:
        driver.window.use_scale(scale)
        driver.window.resize(*size)
        screen = _screen(driver)
        driver.until(screen.leases.open.isVisible)
        shoot(driver, f"leases-line-{language}-{scale}-{size[0]}")
        assert misfits(screen.leases) == []
        dialog = _dialog(driver)
        shoot(driver, f"leases-{language}-{scale}-{size[0]}")
        assert misfits(dialog) == []
        dialog.leave()
