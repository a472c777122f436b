"""The head's word on hours and places, set in the window; and what the week says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from colleague import ask, show, work_as
from driver import CTRL, Driver, Key
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.hours import Interval, Origin
from desk.i18n import set_language
from desk.services.opening import hours_of
from desk.ui.preview.dialog import PreviewDialog
from desk.ui.schedule.hours_dialog import COMING, PLACES, DoorNoticeDialog, HoursDialog
from desk.ui.schedule.hours_form import OTHER, parse_intervals
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.schedule.week import lines_of

TODAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def english(driver: Driver) -> Iterator[None]:
    """Forms that are opened now speak as they are written in the code."""
    set_language("en")
    yield
    set_language("lv")


@pytest.fixture
def screen(driver: Driver) -> ScheduleScreen:
    """The head's Schedule."""
    work_as(driver, "ilze")
    shown = show(driver, "schedule")
    assert isinstance(shown, ScheduleScreen)
    driver.until(lambda: shown.days.day is not None)
    return shown


def opened(screen: ScheduleScreen, driver: Driver) -> HoursDialog:
    screen.buttons["hours"].click()
    dialog = driver.window.overlay.top()
    assert isinstance(dialog, HoursDialog)
    return dialog


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_other_hours_show_who_is_affected_before_they_are_set(
    screen: ScheduleScreen, driver: Driver
) -> None:
    dialog = opened(screen, driver)
    assert dialog.hours is not None
    form = dialog.hours
    driver.until(lambda: "fall" in said(form.plan))
    dialog.hours._use_kind(OTHER)
    form.hours.setText("8.30-12, 13–16")
    driver.until(lambda: "Open 8:30–16:00" in said(form.plan))
    screen_names = [entry.person.name for entry in screen.days.day.entries if entry.person]  # type: ignore[union-attr]
    assert not any(name and name in said(form.plan) for name in screen_names)


def test_a_closure_is_in_force_at_once_and_the_notice_is_offered(
    screen: ScheduleScreen, driver: Driver
) -> None:
    dialog = opened(screen, driver)
    assert dialog.hours is not None
    for field in (dialog.hours.first, dialog.hours.last):
        field.setText("27.11.")
    driver.press(Key.Key_Return)  # a scanner's Enter sets nothing
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: isinstance(driver.window.overlay.top(), DoorNoticeDialog))
    env = screen.context.env
    hours = ask(driver, lambda reader: hours_of(reader, env, "riga-2", FRIDAY))
    assert (hours.origin, hours.confirmed) == (Origin.CLOSURE, False)
    notice = driver.window.overlay.top()
    assert isinstance(notice, DoorNoticeDialog)
    notice.meanwhile.setText("Rīgas 1. nodaļa")
    driver.press(Key.Key_Return, CTRL)
    preview = driver.window.overlay.top()
    assert isinstance(preview, PreviewDialog)
    driver.bot.waitUntil(lambda: bool(preview.pages.pages), timeout=30_000)
    assert round(preview.size_mm.height()) == 297


def test_withdrawing_gives_headquarters_hours_back(screen: ScheduleScreen, driver: Driver) -> None:
    dialog = opened(screen, driver)
    assert dialog.hours is not None
    dialog.hours.save()
    driver.until(lambda: isinstance(driver.window.overlay.top(), DoorNoticeDialog))
    driver.press(Key.Key_Escape)
    driver.until(lambda: dialog.coming.withdraw.isVisible())
    dialog.coming.withdraw.click()
    driver.until(lambda: dialog.coming.nothing.isVisible())
    env = screen.context.env
    hours = ask(driver, lambda reader: hours_of(reader, env, "riga-2", TODAY))
    assert hours.origin is Origin.VERSION


def test_what_cannot_be_read_is_said_in_the_form(screen: ScheduleScreen, driver: Driver) -> None:
    dialog = opened(screen, driver)
    assert dialog.hours is not None
    dialog.hours._use_kind(OTHER)
    dialog.hours.hours.setText("12-9")
    dialog.hours.save()
    assert dialog.hours.problem.isVisible()
    assert dialog.hours.hours.property("wrong")


def test_places_are_set_and_the_week_says_so(screen: ScheduleScreen, driver: Driver) -> None:
    dialog = opened(screen, driver)
    assert dialog.places is not None
    dialog.turn_to(PLACES)
    driver.until(lambda: dialog.places is not None and dialog.places.places.text() != "")
    dialog.places.places.setText("2")
    dialog.places.reason.setText("Counter 4 is out of use")
    driver.press(Key.Key_Return, CTRL)
    driver.until(lambda: dialog.places is not None and dialog.places.back.isVisible())
    driver.press(Key.Key_Escape)
    screen._use_mode("week")
    driver.until(lambda: len(screen.week.week.days) == 7)
    driver.until(lambda: screen.week.week.days[1].places == 2)
    shown = "\n".join(lines_of(screen.week.week.days[1]))
    assert "2 at once, set here: Counter 4 is out of use" in shown
    assert "slots too full" in shown
    accessible = screen.week.week.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "slots too full" in accessible


def test_a_clerk_sees_what_is_coming_and_sets_nothing(driver: Driver) -> None:
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    dialog = opened(screen, driver)
    assert dialog.hours is None
    assert tuple(dialog.tabs.tabs) == (COMING,)
    assert not dialog.save.isVisible()


def test_every_control_of_the_hours_has_a_name(screen: ScheduleScreen, driver: Driver) -> None:
    dialog = opened(screen, driver)
    for page in (PLACES, COMING, "hours"):
        dialog.turn_to(page)
        driver.settle()
        for widget in dialog.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.accessibleName(), widget


def test_the_week_opens_the_dialog_for_its_chosen_day(
    screen: ScheduleScreen, driver: Driver
) -> None:
    screen._use_mode("week")
    driver.until(lambda: len(screen.week.week.days) == 7)
    screen.week.set_days(screen.week.week.days, TODAY + timedelta(days=3))
    dialog = opened(screen, driver)
    assert dialog.hours is not None
    assert dialog.hours.first.text().startswith("27.11.")


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("8.30–12.00, 13.00–15.00", ((8, 30, 12, 0), (13, 0, 15, 0))),
        ("9-12; 1300 - 1730", ((9, 0, 12, 0), (13, 0, 17, 30))),
        ("12-9", None),
        ("9", None),
        ("", None),
        ("9-12-13", None),
        ("a-b", None),
    ],
)
def test_hours_as_they_are_typed(text: str, intervals: object) -> None:
    found = parse_intervals(text)
    if intervals is None:
        assert found is None
        return
    assert found == tuple(
        Interval(time(one[0], one[1]), time(one[2], one[3]))
        for one in intervals  # type: ignore[attr-defined]
    )
