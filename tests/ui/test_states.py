"""Screens in their states: low, closed, slow, failed, refused; and where the keyboard begins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from branch_window import PASSWORD, BranchWindow, staffed_copy
from colleague import ask, show, work_as
from driver import Driver
from fitting import misfits
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from virtual import VirtualClock, VirtualUptime

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.i18n import language, set_language
from desk.services import find, pins, retention_table, schedule
from desk.services.account_news import news
from desk.ui.branch.people_page import PeoplePage
from desk.ui.branch.retention_page import RetentionPage
from desk.ui.branch.view import BranchScreen
from desk.ui.first_reading import _Cover
from desk.ui.palette.dialog import Palette
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.widgets.flow import Flow

FREE_DAY = date(2026, 11, 30)
HOLIDAY = date(2026, 12, 25)
SMALL = (1024, 700)


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def low(driver: Driver) -> None:
    """The largest text in the smallest window."""
    driver.window.resize(*SMALL)
    driver.window.use_scale(150)
    driver.until(lambda: driver.shell.feed.board is not None)


def refused(*_given: Any, **_named: Any) -> Any:
    raise DeskError("db.busy")


def held_by(gate: threading.Event, whole: Callable[..., Any]) -> Callable[..., Any]:
    """The same query, which waits for a gate."""

    def query(*given: Any, **named: Any) -> Any:
        gate.wait(10)
        return whole(*given, **named)

    return query


@pytest.fixture
def screen(driver: Driver) -> ScheduleScreen:
    shown = show(driver, "schedule")
    assert isinstance(shown, ScheduleScreen)
    driver.until(lambda: shown.days.day is not None and shown.days.table.hasFocus())
    return shown


def test_in_a_low_window_who_is_next_is_one_whole_line(driver: Driver) -> None:
    driver.finish_current()
    card = driver.today.queue.next
    assert card.button.isVisible() and not card.low
    low(driver)
    card = driver.today.queue.next
    driver.until(lambda: card.low)
    assert not card.button.isVisible() and driver.today.middle.idle.button.isVisible()
    assert card.toolTip() == card.why.text() != ""
    assert card.why.text() in card.brief.accessibleName()
    assert misfits(driver.today.queue) == []
    driver.today.queue.list.choose_first()
    driver.until(lambda: not misfits(driver.today.queue))


def test_the_focus_stays_with_the_side_that_is_shown(driver: Driver) -> None:
    low(driver)
    driver.until(lambda: driver.today.middle.phase == "serving")
    tabs = driver.today.columns.switch.tabs
    tabs["guide"].setFocus()
    driver.finish_current()
    driver.until(lambda: driver.window.focusWidget() is tabs["queue"])


def test_another_days_bookings_are_never_under_this_days_name(
    screen: ScheduleScreen, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(schedule, "day", held_by(gate, schedule.day))
    assert screen.pane.entry is not None
    screen._go(FREE_DAY)
    driver.until(screen._pages.words.isVisible)
    assert not screen.days.isVisible() and screen.pane.entry is None
    assert not screen._pages.retry.isVisible()
    gate.set()
    driver.until(screen.days.isVisible)
    assert screen.days.shows(FREE_DAY)


@pytest.mark.parametrize(("mode", "query"), [("day", "day"), ("week", "week")])
def test_what_cannot_be_read_offers_to_try_again(
    screen: ScheduleScreen,
    driver: Driver,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    query: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schedule, query, refused)
        screen.mode = mode
        screen._go(FREE_DAY)
        driver.until(screen._pages.retry.isVisible)
    screen._pages.retry.click()
    driver.until((screen.days if mode == "day" else screen.week).isVisible)


def test_a_reading_anew_that_fails_leaves_the_day_in_sight(
    screen: ScheduleScreen, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "day", refused)
    screen.refresh()
    driver.until(driver.window.messages.isVisible)
    assert screen.days.table.isVisible() and screen.pane.entry is not None


def test_a_closed_day_says_so_and_the_keyboard_has_a_place(
    screen: ScheduleScreen, driver: Driver
) -> None:
    driver.window.use_language("en")
    screen._go(HOLIDAY)
    screen.arrive()
    driver.until(lambda: screen.days.shows(HOLIDAY))
    assert "closed" in screen.days.nothing._title.text()
    assert not screen.days.strip.isVisible()
    driver.until(lambda: driver.window.focusWidget() is screen.buttons["book"])


def test_a_filter_that_nobody_fits_offers_nobody(screen: ScheduleScreen) -> None:
    assert screen.pane.entry is not None
    screen.head.search.setText("zzzz")
    assert screen.pane.entry is None


def test_in_a_low_window_several_bookings_are_seen(driver: Driver) -> None:
    low(driver)
    screen = show(driver, "schedule")
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: screen.pane.entry is not None)
    table = screen.days.table
    driver.until(lambda: table.viewport().height() >= 3 * table.rowHeight(0))
    assert not screen.buttons["print_day"].isVisible()
    screen.more.click()
    driver.until(screen.buttons["print_day"].isVisible)
    screen.more.click()
    screen._go(HOLIDAY)
    driver.until(lambda: screen.days.shows(HOLIDAY))
    driver.until(screen.pane.isHidden)  # nothing is chosen: the day has the room
    assert screen.days.nothing.isVisible() and misfits(screen.days.nothing) == []


def test_a_page_that_fails_leaves_the_others_in_reach(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_as(driver, "ilze")
    monkeypatch.setattr(retention_table, "state", refused)
    driver.shell.go("branch", "personal")
    branch = driver.shell.screens["branch"]
    assert isinstance(branch, BranchScreen)
    page = branch.page()
    assert isinstance(page, RetentionPage)
    driver.until(lambda: [one for one in branch.findChildren(_Cover) if one.isVisible()])
    assert [one.parentWidget() for one in branch.findChildren(_Cover)] == [page]
    driver.shell.go("branch", "people")
    other = branch.page()
    assert isinstance(other, PeoplePage)
    driver.until(lambda: other.list.rows.rows() and other.list.isVisible())
    assert branch._list.isVisible()


def test_a_sign_alone_asks_for_what_belongs_after_it(driver: Driver) -> None:
    driver.window.use_language("en")
    driver.window.do("search")
    palette = driver.dialog()
    assert isinstance(palette, Palette)
    for mark, wanted in (("#", "ticket"), ("@", "name")):
        palette.field.setText(mark)
        driver.until(palette.nothing.isVisible)
        assert wanted in palette.nothing._title.text()
        assert palette.found.rows.rows() == ()
    palette.field.setText(">")
    driver.until(palette.found.isVisible)


def test_records_that_cannot_be_read_are_not_said_to_be_missing(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.window.do("search")
    palette = driver.dialog()
    assert isinstance(palette, Palette)
    with monkeypatch.context() as patch:
        patch.setattr(find, "elsewhere", refused)
        palette.field.setText("zzqx")
        driver.until(palette.unread.isVisible)
        assert "zzqx" not in palette.nothing._title.text()
    palette.again.click()
    driver.until(lambda: not palette.unread.isVisible())
    driver.until(lambda: "zzqx" in palette.nothing._title.text())
    assert driver.window.focusWidget() is palette.field


def test_news_of_accounts_is_told_once(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def told(*given: Any) -> Any:
        asked.append(given)
        return news(*given)

    monkeypatch.setattr("desk.ui.workplace.news", told)
    work_as(driver, "ilze")
    driver.window.use_theme("dark")
    driver.until(lambda: driver.shell.feed.board is not None)
    ask(driver, lambda reader: None)
    assert asked == []


def test_a_flow_keeps_low_controls_in_the_middle_of_their_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder)
    tall, small = QPushButton("tall"), QPushButton("low")
    tall.setFixedHeight(60)
    small.setFixedHeight(20)
    for button in (tall, small):
        flow.addWidget(button)
    flow.setGeometry(QRect(0, 0, 400, 60))
    assert tall.geometry().center().y() == small.geometry().center().y()


def test_the_strip_says_who_is_next_before_what_is_done(driver: Driver) -> None:
    driver.window.do("fold")
    driver.until(lambda: driver.window.folding.strip and driver.window.folding.strip.isVisible())
    strip = driver.window.folding.strip
    assert strip is not None
    first = next(line for line in driver.board.rows if line.callable_here)
    strip.bar.setFixedWidth(910)
    driver.until(lambda: first.number in strip.bar.next.text())
    assert not strip.bar.what.isVisible()
    strip.bar.setFixedWidth(1800)
    driver.until(strip.bar.what.isVisible)
    driver.window.folding.unfold()


def test_in_the_strip_too_the_clock_stands_during_a_call(driver: Driver) -> None:
    driver.window.do("phone")
    driver.until(lambda: driver.board.serving and driver.board.serving.interrupted)
    driver.window.do("fold")
    driver.until(lambda: driver.window.folding.strip and driver.window.folding.strip.isVisible())
    strip = driver.window.folding.strip
    assert strip is not None
    shown = strip.bar.clock.text()
    driver.pass_seconds(120)
    strip.bar.tick()
    assert strip.bar.clock.text() == shown
    strip.bar.setFixedWidth(strip.bar.least())
    assert strip.bar.state.isVisible(), "that it stands has to be said"
    driver.window.folding.unfold()


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, demo_clock: VirtualClock
) -> Iterator[BranchWindow]:
    """A branch with its people and nobody in the queue; Anna at counter 3 with a PIN."""
    folder = staffed_copy(tmp_path, tmp_path_factory)
    opened = BranchWindow.opened(qtbot, folder, demo_clock, VirtualUptime())
    opened.sign_in("anna")
    opened.at_work("Anna Bērziņa")
    opened.write(pins.set_pin, "7391", PASSWORD)
    yield opened
    opened.window.close()


def test_the_keyboard_begins_at_the_counter_though_nobody_waits(desk: BranchWindow) -> None:
    desk.window.use_scale(100)  # the screens are built anew, as after setting the PC up
    desk.at_work("Anna Bērziņa")
    driver = desk.driver
    driver.until(lambda: driver.window.focusWidget() is driver.today.queue.booked)


def test_a_long_refusal_has_its_room_on_the_lock_screen(desk: BranchWindow) -> None:
    desk.window.use_language("lv")
    desk.window.do("lock")
    view = desk.window.guard.view
    assert view is not None
    desk.bot.waitUntil(lambda: view.isVisible() and view.list.key() != "")
    view.refuse("PIN kods trīs reizes bija nepareizs. Tagad der tikai parole. " * 2)
    desk.bot.waitUntil(lambda: view.message.height() >= 2 * view.message.fontMetrics().height())
    assert misfits(view) == []


def test_whoever_takes_over_without_a_counter_is_not_told_to_go_on(
    desk: BranchWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("desk.ui.workplace.taken_over_text", lambda _board: "yours now")
    monkeypatch.setattr("desk.ui.workplace.serving_text", lambda _board: "it stays here")
    monkeypatch.setattr(desk.window, "tell", lambda text, _tone: said.append(text))
    desk.window.do("lock")
    view = desk.window.guard.view
    assert view is not None
    desk.bot.waitUntil(lambda: view.isVisible() and view.list.key() != "")
    view.other.click()
    desk.sign_in("ilze", counter="")
    desk.at_work("Ilze Rozīte")
    assert desk.window.context is not None and desk.window.context.actor.role is Role.HEAD
    assert said[:1] == ["it stays here"]
