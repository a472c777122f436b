"""What is built over turns of the loop: it is whole in the end, and no key is lost meanwhile."""

from __future__ import annotations

import pytest
from driver import CTRL, Driver, Key
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.booking.dialog import BookingDialog
from desk.ui.branch.view import BranchScreen
from desk.ui.card import ActionCard
from desk.ui.incidents.forms import ReportDialog
from desk.ui.schedule.model import ARRIVAL, STATE, TICKET, TIME
from desk.ui.schedule.view import ScheduleScreen
from desk.ui.turns import LatePaint, Steps, Turns
from desk.ui.widgets.dialog import Dialog


def test_a_digit_pressed_right_after_f9_stamps_the_first_step(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    assert driver.window.overlay.top() is None
    driver.press(Key.Key_1)
    form = driver.dialog()
    assert isinstance(form, ReportDialog)
    assert form.ladder is not None
    assert list(form.ladder.stamps) == [form.ladder.ladder.steps[0].id]
    assert not driver.window.overlay.coming()


def test_keys_are_pressed_in_their_order_and_tab_among_them(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    for key in (Key.Key_1, Key.Key_2, Key.Key_Backspace, Key.Key_Tab):
        driver.press(key)
    form = driver.dialog()
    first = form.start_focus()
    assert list(form.ladder.stamps) == [form.ladder.ladder.steps[0].id]
    assert driver.window.focusWidget() is not first
    assert form.isAncestorOf(driver.window.focusWidget())


def test_escape_right_after_f9_leaves_the_form_again(driver: Driver) -> None:
    before = driver.window.focusWidget()
    driver.press(Key.Key_F9)
    driver.press(Key.Key_Escape)
    overlay = driver.window.overlay
    assert overlay.coming()
    driver.until(lambda: not overlay.coming() and overlay.top() is None)
    driver.until(overlay.isHidden)
    assert driver.window.focusWidget() is before


def test_a_second_f9_opens_no_second_form(driver: Driver) -> None:
    for _ in range(3):
        driver.press(Key.Key_F9)
    form = driver.dialog()
    driver.settle()
    assert driver.window.overlay.findChildren(ReportDialog) == [form]
    driver.press(Key.Key_Escape)
    driver.until(lambda: driver.window.overlay.top() is None)


def test_what_is_typed_after_ctrl_b_goes_into_the_form(driver: Driver) -> None:
    driver.press(Key.Key_B, CTRL)
    driver.press(Key.Key_Tab)
    driver.press(Key.Key_Tab)
    form = driver.dialog()
    assert isinstance(form, BookingDialog)
    assert form.isAncestorOf(driver.window.focusWidget())
    assert driver.window.focusWidget() is not form.start_focus()
    assert isinstance(driver.shell.current(), ScheduleScreen)


def test_a_form_that_cannot_be_made_leaves_the_window_in_use(driver: Driver) -> None:
    driver.shell.go("schedule")
    overlay, screen = driver.window.overlay, driver.shell.screens["schedule"]
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: screen.pane.entry is not None)
    screen.head.search.setFocus()

    def make() -> Dialog:
        raise ValueError("broken")

    overlay.expect(Dialog)
    driver.type("ab")
    with driver.bot.captureExceptions() as raised:
        overlay.bring(make)
        driver.until(lambda: not overlay.coming())
    assert [kind for kind, _error, _where in raised] == [ValueError]
    assert overlay.isHidden()
    assert not overlay.holds(Dialog)
    assert screen.head.search.text() == "ab"


def test_sign_out_calls_off_what_is_being_made(driver: Driver) -> None:
    driver.press(Key.Key_F9)
    overlay = driver.window.overlay
    driver.until(lambda: overlay.holds(ReportDialog))
    overlay.close_all()
    assert (overlay.top(), overlay.coming()) == (None, False)
    assert overlay.isHidden()


def test_a_dialog_is_painted_a_turn_after_it_was_laid_out(driver: Driver) -> None:
    overlay = driver.window.overlay
    seen: list[bool] = []
    overlay.changed.connect(lambda: seen.append(overlay.updatesEnabled()))
    driver.press(Key.Key_F1)
    driver.dialog()
    assert seen == [False]
    driver.until(overlay.updatesEnabled)


def test_a_dialog_comes_and_goes_band_by_band(driver: Driver) -> None:
    overlay = driver.window.overlay
    driver.press(Key.Key_F1)
    dialog = driver.dialog()
    drawn = overlay.mask().boundingRect()
    assert 0 < drawn.width() < overlay.width()
    driver.until(lambda: overlay.mask().isEmpty())
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    driver.press(Key.Key_Escape)
    assert overlay.top() is None
    left = overlay.mask().boundingRect()
    assert 0 < left.left() < overlay.width()
    driver.until(overlay.isHidden)
    driver.until(lambda: gone)


def test_a_dialog_that_comes_while_another_goes_is_whole(driver: Driver) -> None:
    overlay = driver.window.overlay
    driver.press(Key.Key_F1)
    driver.dialog()
    driver.press(Key.Key_Escape)
    driver.press(Key.Key_F12)
    assert isinstance(driver.dialog(), ActionCard)
    driver.until(lambda: overlay.mask().isEmpty())
    assert overlay.isVisible()
    assert overlay.geometry() == driver.window.centralWidget().rect()


def test_the_keyboard_is_never_lost_to_what_was_hidden(driver: Driver) -> None:
    search = driver.shell.search
    search.setFocus()
    search.hide()
    driver.until(lambda: driver.window.focusWidget().isVisible())


def test_every_screen_and_page_is_made_while_nobody_waits(driver: Driver) -> None:
    shell = driver.shell
    driver.until(lambda: set(shell.screens) == set(shell.names))
    driver.until(lambda: not _unmade(driver))
    assert shell.current() is shell.screens["today"]
    assert [name for name, one in shell.screens.items() if one.isVisible()] == ["today"]


def _unmade(driver: Driver) -> list[str]:
    branch = driver.shell.screens.get("branch")
    return [*set(branch.pages) - set(branch._built)] if isinstance(branch, BranchScreen) else []


def test_the_schedule_shows_all_rows_and_then_the_chosen_one(driver: Driver) -> None:
    driver.shell.go("schedule")
    screen = driver.shell.screens["schedule"]
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: screen.pane.entry is not None)
    table, day = screen.days.table, screen.days.day
    assert day is not None
    assert table.filter.rowCount() == len(day.entries)
    assert screen.pane.entry is table.entry()
    assert screen.pane.sheet.isVisible()
    assert screen.pane.buttons["history"].isHidden() == (table.entry().appointment.visit_id is None)


@pytest.mark.parametrize("name", ["lv", "en", "ru"])
def test_columns_are_as_wide_as_qt_would_make_them(driver: Driver, name: str) -> None:
    driver.shell.go("schedule")
    screen = driver.shell.screens["schedule"]
    assert isinstance(screen, ScheduleScreen)
    driver.until(lambda: screen.pane.entry is not None)
    driver.window.use_language(name)
    driver.settle()
    table = screen.days.table
    for column in (TIME, STATE, TICKET, ARRIVAL):
        assert table.sizeHintForColumn(column) == QTableView.sizeHintForColumn(table, column)
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_a_change_of_language_ends_on_every_screen(driver: Driver) -> None:
    shell = driver.shell
    driver.until(lambda: set(shell.screens) == set(shell.names))
    driver.window.change_language("ru")
    content = driver.window.centralWidget()
    assert not content.updatesEnabled()
    driver.until(content.updatesEnabled)
    driver.until(lambda: not shell._untold)
    assert shell.screens["schedule"].buttons["export"].text() == "Экспорт…"


def test_results_have_a_turn_each_in_their_order(driver: Driver) -> None:
    turns, found = [0], list[tuple[str, int]]()
    ticks = QTimer(driver.window)
    ticks.timeout.connect(lambda: turns.__setitem__(0, turns[0] + 1))
    ticks.start(0)
    runner = driver.window.runner
    for name in "abc":
        runner.read(lambda _reader, name=name: name, lambda got: found.append((got, turns[0])))
    driver.until(lambda: len(found) == 3)
    ticks.stop()
    assert [name for name, _turn in found] == ["a", "b", "c"]
    assert len({turn for _name, turn in found}) == 3


def test_steps_without_a_hurry_still_all_come(qtbot: QtBot) -> None:
    parent, done = QObject(), list[int]()
    turns = Turns(parent, pause=3)

    def work() -> Steps:
        for number in range(3):
            done.append(number)
            yield

    turns.run(work())
    assert done == [0]
    qtbot.waitUntil(lambda: done == [0, 1, 2])


def test_painting_waits_for_one_turn(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    late = LatePaint(widget)
    late.wait()
    assert not widget.updatesEnabled()
    late.wait()
    qtbot.waitUntil(widget.updatesEnabled)
